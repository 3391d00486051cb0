import type { Role } from '@/core/access';

export interface ScopeCustomer {
  readonly slug: string;
  readonly name: string;
  /** Which of the twelve customer colours, 0 to 11. */
  readonly stripe: number;
  readonly deviceCount: number;
  readonly openSessions: number;
  /** Open ones that nobody has acknowledged. */
  readonly unacknowledgedAlarms: number;
  /** Changes that I may authorise at this moment. */
  readonly changesForMe: number;
  readonly jobsForMe: number;
}

/** What the frame shows beside the page: who is signed in and what they can reach. */
export interface Shell {
  readonly me: { readonly name: string; readonly email: string; readonly role: Role };
  readonly customers: readonly ScopeCustomer[];
  /** Devices of all these customers together. */
  readonly devices: number;
  /** The same of all these customers; for a Super Admin with that of our own link. */
  readonly unacknowledgedAlarms: number;
  readonly demo: boolean;
}
