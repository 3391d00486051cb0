/** What the router does with our packets: lets them pass, loses them, or says that it does not want them. */
export type Verdict = 'open' | 'silent' | 'refused';

/** A packet of a session as the router's firewall sees it. */
export interface Packet {
  /** It goes from the router to whoever is at the other end. */
  readonly isAnswer: boolean;
  readonly from: string;
  readonly to: string;
  /** On which it comes in, or leaves. */
  readonly interface: string;
  /** The port of a bridge that it came in by; null: by none. */
  readonly bridgePort: string | null;
  /** The port of the API service as the router knows it. */
  readonly port: string;
  readonly state: 'new' | 'established' | 'untracked';
}

/** Where whoever reaches a router seems to come from, and on which interface their packets come in. */
export interface Arrival {
  readonly from: string;
  readonly interface: string;
  /** The router's own address they speak to, and the interface it is on. */
  readonly address: string;
  readonly home: string;
  readonly service: 'api' | 'api-ssl';
  /** The port by which their frames come into the bridge, where there is one. */
  readonly port: string | null;
  /** The next router on the way to them. */
  readonly gateway: string;
}

export const usualPort = { api: '8728', 'api-ssl': '8729' } as const;
