import type { RunState } from '@/core/runs';
import { record } from '../audit/record';
import { asJob, type Transaction } from '../db/open';
import { type Abandoned, abandonedRuns, abandonRun } from '../db/run-work';

/**
 * Ends the runs that nobody will end. One whose runner is gone: a read was *interrupted*, its rows so far stand and a
 * person may repeat it; of a write nothing is known, so nothing is repeated. One that no runner took for a minute was
 * interrupted before anything was sent: what a person asked for then must not happen by itself later. Returns how many.
 */
export function sweep(): Promise<number> {
  return asJob('sweep', async (transaction) => {
    const abandoned = await abandonedRuns(transaction.db);
    for (const found of abandoned) await end(transaction, found);
    return abandoned.length;
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
    { address: '', agent: '', requestId: found.id },
  );
}
