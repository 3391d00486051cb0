import { sql } from 'drizzle-orm';
import type { CustomerId, PersonId } from '@/core/ids';
import type { Transaction } from './connection';

/**
 * Whoever counts before adding, up to a cap, counts alone until the transaction is over: two at once would each see room
 * for one. What is counted is the person's or the customer's, so that nobody waits for others.
 */
export async function countAlone(db: Transaction['db'], of: PersonId | CustomerId): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cap of ${of}`}, 0))`);
}
