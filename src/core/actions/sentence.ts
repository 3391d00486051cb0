import type { Reply } from './reply';

declare const compiled: unique symbol;

/**
 * One sentence of the RouterOS API: a command and its words, each `=name=value` or `?query`. The brand is given by
 * `compile.ts` alone, so that whatever reaches a router was made from the catalogue and never from text.
 */
export interface Sentence {
  /** `/tool/ping` */
  readonly path: string;
  /** In the order they are sent: `=address=1.1.1.1`, `=.proplist=time,host`. */
  readonly words: readonly string[];
  /** Which fields of the answer are let in, and how long and how much it may be. */
  readonly reply: Reply;
  readonly [compiled]: true;
}
