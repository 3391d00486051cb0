import type { Action } from './define';
import { type ReadId, reads } from './index';
import { type WriteId, writes } from './writes';

/** Everything that can be chosen. A page that runs reads does without the writes: they are a file of their own. */
export const actions: readonly Action[] = [...reads, ...writes];

/** Any of the 81. */
export type ActionId = ReadId | WriteId;
