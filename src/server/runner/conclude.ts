import { byItself, record, type Trace } from '../audit/record';
import { asCustomer, type Transaction } from '../db/open';
import { type Claimed, type Ending, endRun } from '../db/run-work';
import { sealFor } from '../vault/data-keys';
import type { Outcome, Performance } from './perform';

/** The last rows, the outcome and its trace commit together; nothing is written where the claim is not held any more. */
export async function conclude(
  run: Claimed,
  outcome: Outcome,
  { runner, signal }: Pick<Performance, 'runner' | 'signal'>,
): Promise<void> {
  await asCustomer(run.customerId, `run:${run.id}`, async (transaction) => {
    const { db } = transaction;
    const isHeld = (await outcome.storeRest(db)) && (await endRun(db, run, runner, await endingOf(db, run, outcome)));
    if (isHeld) await record(transaction, traceOf(run, outcome, signal), byItself(run.id));
  });
}

/** A run's end as it is stored: what a router said is sealed. */
async function endingOf(db: Transaction['db'], { id, customerId }: Claimed, outcome: Outcome): Promise<Ending> {
  const { state, isTruncated, fault, summary } = outcome;
  const seal = (column: string, text: string) => sealFor(db, { table: 'run', column, row: id, customerId }, text);
  return {
    ...{ state, isTruncated },
    fault: fault === null ? null : { code: fault.code, sealed: await seal('fault_sealed', fault.message) },
    summary: summary === null ? null : await seal('summary_sealed', JSON.stringify(summary)),
  };
}

function traceOf({ id, customerId, device, action }: Claimed, outcome: Outcome, stop: AbortSignal): Trace {
  const { state, isTruncated, fault, rows } = outcome;
  const because = state === 'stopped' && stop.reason === 'rightsLost' ? { because: 'rightsLost' } : {};
  return {
    event: 'run.ended',
    outcome: state === 'failed' ? 'failed' : state === 'interrupted' ? 'unknown' : 'ok',
    target: { kind: 'device', id: device },
    customerId,
    detail: { run: id, action, state, rows, isTruncated, fault: fault?.code ?? null, ...because },
  };
}
