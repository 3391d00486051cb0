/** Whether a rule catches a packet; `maybe`: that cannot be told. */
export type Catch = 'yes' | 'no' | 'maybe';

/** A packet of our own connection, as the router's firewall sees it: one that comes to it, or the answer to one. */
export interface Packet {
  readonly isAnswer: boolean;
  readonly from: string;
  readonly to: string;
  /** On which it comes in; of an answer, on which it leaves. */
  readonly interface: string;
  /** Of the service. The port at our end is any above 1023. */
  readonly port: number;
  readonly state: 'new' | 'established' | 'untracked';
  /** The router itself has led it to another address or port. */
  readonly isTranslated: boolean;
}

const opposite: Readonly<Record<Catch, Catch>> = { yes: 'no', no: 'yes', maybe: 'maybe' };

export const not = (one: Catch): Catch => opposite[one];
export const said = (is: boolean): Catch => (is ? 'yes' : 'no');
export const all = (of: readonly Catch[]): Catch => (of.includes('no') ? 'no' : of.includes('maybe') ? 'maybe' : 'yes');
export const any = (of: readonly Catch[]): Catch => not(all(of.map(not)));
