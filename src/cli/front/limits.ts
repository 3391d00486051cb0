/** What one request may cost before anybody has said who they are. */
export const limits = {
  bodyBytes: 1024 * 1024,
  /** Names and values of all headers, each with the 32 bytes that RFC 9113 (6.5.2) counts for an entry. */
  headerBytes: 16 * 1024,
  headers: 100,
  urlBytes: 8 * 1024,
  /** Above this the parser itself gives up. Larger than `headerBytes`, so that the answer is ours and not a reset. */
  parserHeaderBytes: 64 * 1024,
  headersMs: 10_000,
  bodyMs: 30_000,
  /** Until web has answered with headers; a stream may then take as long as it likes. */
  answerMs: 60_000,
  idleMs: 75_000,
  handshakeMs: 10_000,
  /** What is read and thrown away after a refusal, so that a client still sending gets to see the answer. */
  drainedBytes: 8 * 1024 * 1024,
  connections: 4096,
  streamsPerConnection: 100,
} as const;
