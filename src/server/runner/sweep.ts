import type { RunState } from '@/core/runs';
import { byItself, record } from '../audit/record';
import { type SweptChange, sweepChanges } from '../db/change-sweep';
import { abandonLookups, type LookupRef } from '../db/lookup-work';
import { asJob, type Transaction } from '../db/open';
import { type Abandoned, abandonedRuns, abandonRun } from '../db/run-work';
import { traceOf } from './end-change';

/**
 * Ends the runs that nobody will end. One whose runner is gone: a read was *interrupted*, its rows so far stand and a
 * person may repeat it; of a write nothing is known, so nothing is repeated. One that no runner took for a minute was
 * interrupted before anything was sent: what a person asked for then must not happen by itself later. Changes end alike; how one
 * ended that was being made is read back. Returns how many.
 */
export function sweep(): Promise<number> {
  return asJob('sweep', async (transaction) => {
    const abandoned = await abandonedRuns(transaction.db);
    for (const found of abandoned) await end(transaction, found);
    const lookups = await abandonLookups(transaction.db);
    for (const lost of lookups) await noteLost(transaction, lost);
    const changes = await sweepChanges(transaction.db);
    for (const swept of changes) await noteSwept(transaction, swept);
    return abandoned.length + lookups.length + changes.length;
  });
}

async function end(transaction: Transaction, found: Abandoned): Promise<void> {
  const state: RunState = found.effect === 'write' && found.wasClaimed ? 'unknown' : 'interrupted';
  await abandonRun(transaction.db, found, state);
  await record(
    transaction,
    {
      event: 'run.interrupted',
      outcome: 'unknown',
      target: { kind: 'run', id: found.id },
      customerId: found.customerId,
      detail: { state, wasSent: found.wasClaimed },
    },
    byItself(found.id),
  );
}

async function noteLost(transaction: Transaction, { id, customerId }: LookupRef): Promise<void> {
  const target = { kind: 'lookup', id };
  await record(
    transaction,
    { event: 'lookup.interrupted', outcome: 'unknown', target, customerId, detail: {} },
    byItself(id),
  );
}

async function noteSwept(transaction: Transaction, swept: SweptChange): Promise<void> {
  const { id, state } = swept;
  const event = state === 'expired' ? 'change.expired' : 'change.ended';
  const fault = state === 'expired' ? {} : { fault: 'interrupted' };
  await record(transaction, traceOf(swept, event, { state, detail: { state, ...fault } }), byItself(id));
}
