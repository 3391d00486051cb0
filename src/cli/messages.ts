import type { Served } from '@/server/certificate/served';
import type { FrontOptions } from './front/server';

/** What the supervisor tells a child, over IPC. */
export type Order =
  /** To the front, once: what it is to do. Over IPC, because the key must stand in no command line. */
  | { readonly kind: 'configure'; readonly options: FrontOptions; readonly host: string; readonly port: number }
  /** To the front: the socket that web listens on; null while it is not there. */
  | { readonly kind: 'upstream'; readonly socket: string | null }
  /** To the front: whose word on a client's address is taken from now on. */
  | { readonly kind: 'trust'; readonly proxies: readonly string[] }
  /** To the front: the certificate that new connections get from now on. */
  | { readonly kind: 'show'; readonly tls: NonNullable<FrontOptions['tls']> }
  /** To web: what the front shows. */
  | { readonly kind: 'served'; readonly served: Served | null }
  /** To web: whether there is a runner. */
  | { readonly kind: 'runner'; readonly isThere: boolean }
  /** Say how you are: answered by a `measured` with the same number. */
  | { readonly kind: 'measure'; readonly number: number }
  /** Finish what is being done, then end. */
  | { readonly kind: 'stop' };

/** What a child tells the supervisor. */
export type Report =
  /** It works now; `port` is where it listens, null for one that does not listen. */
  | { readonly kind: 'ready'; readonly port: number | null }
  /** From web: which proxies are configured to be trusted. */
  | { readonly kind: 'trusts'; readonly proxies: readonly string[] }
  /** Its measures, as prom-client writes them for another process. */
  | { readonly kind: 'measured'; readonly number: number; readonly metrics: object }
  /** It cannot work, and trying again will not help: the sentence of a StartError. */
  | { readonly kind: 'refused'; readonly sentence: string };
