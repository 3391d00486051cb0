import type { Trace } from '../audit/record';
import type { Transaction } from '../db/connection';

/** What the door of strangers gives to sign-in and refresh; see server/api/open-door.ts. */
export interface StrangersDoor {
  /** Looks something up in a transaction that cannot write. No entry is left. */
  readonly look: <T>(work: (db: Transaction['db']) => Promise<T>) => Promise<T>;
  /**
   * Does the deed and leaves its entry in one transaction; `tell` says more about it. When `work` throws, neither is. Once
   * a request: without it, the door answers with a failure.
   */
  readonly commit: <T>(work: (db: Transaction['db'], tell: (trace: StrangerTrace) => void) => Promise<T>) => Promise<T>;
}

/** What the entry says beyond the event. The outcome is `ok` unless told otherwise. */
export interface StrangerTrace extends Partial<Pick<Trace, 'outcome' | 'target' | 'detail' | 'event'>> {
  /** Where a stolen token was used before. */
  readonly otherAddress?: string | null;
}
