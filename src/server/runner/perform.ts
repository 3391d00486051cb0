import { Unsupported } from '@/core/actions/unsupported';
import type { RunState } from '@/core/runs';
import type { Claimed } from '../db/run-work';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import { converse } from './converse';
import { RowStore } from './row-store';

export interface Performance {
  readonly routers: Routers;
  /** This runner's name, which its claims bear. */
  readonly runner: string;
  /** Aborted when somebody asks for a stop (reason `stopped`) or the runner has to go (reason `interrupted`). */
  readonly signal: AbortSignal;
}

/** How a run went, before it is written down. */
export interface Outcome {
  readonly state: Extract<RunState, 'done' | 'failed' | 'stopped' | 'interrupted'>;
  readonly isTruncated: boolean;
  readonly fault: RouterFault | null;
  readonly rows: number;
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
  const end = await converse(run, { ...performance, signal }, store).catch((error: unknown) => {
    if (failing.signal.aborted) throw failing.signal.reason;
    return asFault(error, performance.signal);
  });
  await store.end();
  const rows = store.rowCount;
  if (!(end instanceof RouterFault)) return { state: 'done', ...end, fault: null, rows };
  if (!performance.signal.aborted) return { state: 'failed', isTruncated: false, fault: end, rows };
  const state = performance.signal.reason === 'interrupted' ? 'interrupted' : 'stopped';
  return { state, isTruncated: false, fault: null, rows };
}

function asFault(error: unknown, signal: AbortSignal): RouterFault {
  if (error instanceof RouterFault) return error;
  if (error instanceof Unsupported) return new RouterFault('unsupported', error.message, { cause: error });
  if (signal.aborted && error === signal.reason) return new RouterFault('stopped');
  throw error;
}
