import { isReadId, readOf } from '@/core/actions/index';
import { Unsupported } from '@/core/actions/unsupported';
import type { RunRow, RunState } from '@/core/runs';
import { type Digest, digestOf, type Summary } from '@/core/shown/summary';
import type { Transaction } from '../db/open';
import type { Claimed } from '../db/run-work';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import { converse } from './converse';
import type { Ready } from './ready';
import { RowStore } from './row-store';

export interface Performance {
  readonly routers: Routers;
  /** This runner's name, which its claims bear. */
  readonly runner: string;
  /** What the run takes, or why it cannot be carried out. */
  readonly ready: Ready | Error;
  /** Aborted when somebody asks for a stop (reason `stopped`), the asker may no longer (`rightsLost`) or the runner has to go (`interrupted`). */
  readonly signal: AbortSignal;
}

/** How a run went, before it is written down. */
export interface Outcome {
  readonly state: Extract<RunState, 'done' | 'failed' | 'stopped' | 'interrupted'>;
  readonly isTruncated: boolean;
  readonly fault: RouterFault | null;
  readonly rows: number;
  /** Stores those that are not stored yet, in the transaction that ends the run; false: the claim is not held. */
  readonly storeRest: (db: Transaction['db']) => Promise<boolean>;
  /** Of a run that is one of many, where anything came back. */
  readonly summary: Summary | null;
}

/**
 * Carries a claimed run out: nothing is sent before its lines are committed, and each row is stored before it is
 * announced. What a router does wrong is the run's outcome; what is thrown is a failure of ours, and then the claim lapses
 * and the run is *interrupted*.
 */
export async function perform(run: Claimed, performance: Performance): Promise<Outcome> {
  const failing = new AbortController();
  const store = new RowStore(run, performance.runner, (error) => failing.abort(error));
  const signal = AbortSignal.any([performance.signal, failing.signal]);
  const digest = digestIn(run);
  const add = (row: RunRow) => {
    digest?.take(row);
    store.add(row);
  };
  const end = await converse(run, { ...performance, signal }, { add }).catch((error: unknown) => {
    if (failing.signal.aborted) throw failing.signal.reason;
    return asFault(error, performance.signal);
  });
  await store.settle();
  const kept = { rows: store.rowCount, storeRest: (db: Transaction['db']) => store.storeRest(db) };
  if (!(end instanceof RouterFault))
    return { state: 'done', ...end, fault: null, ...kept, summary: digest?.summary() ?? null };
  // What came before it went wrong counts; that nothing came is no result.
  const summary = kept.rows === 0 ? null : (digest?.summary() ?? null);
  if (!performance.signal.aborted) return { state: 'failed', isTruncated: false, fault: end, ...kept, summary };
  const state = performance.signal.reason === 'interrupted' ? 'interrupted' : 'stopped';
  return { state, isTruncated: false, fault: null, ...kept, summary };
}

function digestIn({ action, bulkRun }: Claimed): Digest | null {
  return bulkRun !== null && isReadId(action) ? digestOf(readOf(action)) : null;
}

function asFault(error: unknown, signal: AbortSignal): RouterFault {
  if (error instanceof RouterFault) return error;
  if (error instanceof Unsupported) return new RouterFault('unsupported', error.message, { cause: error });
  if (signal.aborted && error === signal.reason) return new RouterFault('stopped');
  throw error;
}
