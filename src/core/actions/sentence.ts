import type { Ceiling } from './ceiling';
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
  /** The place of its answer among those of the action, from 0. */
  readonly place: number;
  /** Not every router has the command (`menu`), or not every account may ask for it (`rights`): no failure of the others. */
  readonly optional: 'menu' | 'rights' | null;
  /** It touches the router while it runs: it is never said twice. */
  readonly isOnce: boolean;
  /** Which fields of the answer are let in, and how long and how much it may be. */
  readonly reply: Reply;
  /** Not to be said when the answer at `place` counted more than `rows`; absent where any number is borne. */
  readonly ceiling?: Ceiling;
  readonly [compiled]: true;
}
