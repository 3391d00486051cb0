/** What a router is made to do wrong. Every one may be set and taken back while it runs. */
export interface Faults {
  /** Nobody listens: new connections are refused by the system itself, those that are there stay. */
  refusesConnections: boolean;
  /** A connection is accepted and reset at once. */
  resetsConnections: boolean;
  /** A connection is accepted and never answered, not even by TLS. */
  isSilent: boolean;
  /** Says yes to the login and then nothing more. */
  isSilentAfterLogin: boolean;
  /** Another certificate than the router's own. */
  presentsOtherCertificate: boolean;
  refusesLogins: boolean;
  /** Every sentence leaves this much later than the one before it. */
  delayMs: number;
  /** Replies leave a few bytes at a time. */
  drip: { bytes: number; everyMs: number } | null;
  /** After this many more bytes the connection breaks off in the middle of a reply; then the fault is over. */
  cut: { afterBytes: number; by: 'FIN' | 'RST' } | null;
  /** These bytes stand before the next reply; then the fault is over. */
  garbage: Uint8Array | null;
  /** A print answers with every property there is, secrets too, whatever was asked for and whoever asks. */
  tellsAll: boolean;
  /** A print goes over its rows for ever. */
  isEndless: boolean;
  /** An answer that no RouterOS gives; `fatal` comes after the first row. */
  lie: 'unknownTag' | 'doubleDone' | 'fatal' | null;
}

export const noFaults = (): Faults => ({
  refusesConnections: false,
  resetsConnections: false,
  isSilent: false,
  isSilentAfterLogin: false,
  presentsOtherCertificate: false,
  refusesLogins: false,
  delayMs: 0,
  drip: null,
  cut: null,
  garbage: null,
  tellsAll: false,
  isEndless: false,
  lie: null,
});
