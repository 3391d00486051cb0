import type { FrontOptions } from './front/server';

/** What the supervisor tells a child, over IPC. */
export type Order =
  /** To the front, once: what it is to do. Over IPC, because the key must stand in no command line. */
  | { readonly kind: 'configure'; readonly options: FrontOptions; readonly host: string; readonly port: number }
  /** To the front: where web is now. */
  | { readonly kind: 'upstream'; readonly port: number | null }
  /** Finish what is being done, then end. */
  | { readonly kind: 'stop' };

/** What a child tells the supervisor. */
export type Report =
  /** It works now; `port` is where it listens, null for one that does not listen. */
  | { readonly kind: 'ready'; readonly port: number | null }
  /** It cannot work, and trying again will not help: the sentence of a StartError. */
  | { readonly kind: 'refused'; readonly sentence: string };
