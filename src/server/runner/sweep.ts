import { and, eq, lt, sql } from 'drizzle-orm';
import type { CustomerId } from '@/core/ids';
import { record } from '../audit/record';
import { asJob } from '../db/open';
import { run } from '../db/schema/sessions';

/**
 * Ends the runs whose runner is gone: its lease has lapsed and nobody will tell. A read was *interrupted*: its rows so far
 * stand, and a person may repeat it. Of a write nothing is known, so nothing is repeated. Returns how many there were.
 */
export function sweep(): Promise<number> {
  return asJob('sweep', async (transaction) => {
    const lapsed = await transaction.db
      .select({ id: run.id, customerId: run.customerId, effect: run.effect })
      .from(run)
      .where(and(eq(run.state, 'running'), lt(run.leaseUntil, sql`app.now()`)))
      .for('update', { skipLocked: true });
    for (const { id, customerId, effect } of lapsed) {
      const state = effect === 'read' ? 'interrupted' : 'unknown';
      await transaction.db
        .update(run)
        .set({ state, claimedBy: null, leaseUntil: null, endedAt: sql`app.now()` })
        .where(eq(run.id, id));
      const trace = {
        event: 'run.interrupted',
        outcome: 'unknown',
        target: { kind: 'run', id },
        detail: { state },
      } as const;
      // safe: the column is the key that the brand names.
      await record(
        transaction,
        { ...trace, customerId: customerId as CustomerId },
        { address: '', agent: '', requestId: id },
      );
    }
    return lapsed.length;
  });
}
