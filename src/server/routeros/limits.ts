/** How much, how long and how many. Milliseconds and bytes. */
export const defaultLimits = {
  /** From the first look at the address to a usable connection, TLS and pin included. */
  connectMs: 10_000,
  loginMs: 10_000,
  /** A router that has not ended a cancelled command by then loses its connection. */
  cancelMs: 2_000,
  /** A connection that is being closed is destroyed after this, whether the router agrees or not. */
  closeMs: 1_000,
  /** An unused connection is closed after this. */
  idleMs: 90_000,
  /** Commands at work on one router. */
  inFlight: 4,
  /** Commands that wait for one router; one more is `busy`. */
  queue: 16,
  /** How long one waits before it is `busy` too. */
  queueMs: 30_000,
  /** Routers that are being connected to at the same time. */
  connects: 64,
  /** Of one answer. */
  replyBytes: 64 * 1024 * 1024,
  /** Of the answer to a login, which is a dozen. */
  loginBytes: 64 * 1024,
  /** Since the last sentence that somebody waited for; more than one sentence can have. */
  strayBytes: 40 * 1024 * 1024,
  // One session slows some thirty times after about 200 kB of back-to-back replies, and recovers after 5 s idle or on a
  // new connection (measured by tik4net on 7.23.2, findings-router-session-throughput).
  tiredBytes: 200_000,
  restMs: 5_000,
  /** So many connections failed in a row make the breaker open. */
  failures: 3,
  pauseMs: 5_000,
  longestPauseMs: 60_000,
};

export type Limits = Readonly<typeof defaultLimits>;
