import { and, count, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { may, type Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import { type Change, pageInReach, takesTwo } from './changes';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { change } from './schema/changes';

/* What waits for somebody to authorise it: core/change/decide.ts as a condition, for lists and counts. */

type Db = Transaction['db'];

function waitsFor(me: Principal): SQL | undefined {
  const isOwn = sql`${change.askedBy} = ${me.personId}`;
  const isMine = may(me.role, 'change.authorise')
    ? sql`not (${isOwn} and ${takesTwo})`
    : sql`${isOwn} and not ${change.isDirect} and not ${takesTwo}
        and ${change.guard} is distinct from 'none'`;
  return and(
    eq(change.state, 'previewed'),
    // Which the index of what is under way goes by.
    isNull(change.endedAt),
    // Those of a rollout are decided on as one.
    isNull(change.rolloutId),
    gt(change.expiresAt, sql`app.now()`),
    isMine,
    sql`exists (select from app.device d where d.id = ${change.deviceId} and d.archived_at is null)`,
  );
}

/** What the caller may authorise at this moment, of one customer or of all in reach: what expires first is the first. */
export function changesForMe(
  db: Db,
  me: Principal,
  { customerId, limit }: { readonly customerId: CustomerId | null; readonly limit: number },
): Promise<Change[]> {
  const of = customerId === null ? undefined : eq(change.customerId, customerId);
  return pageInReach(db, me, { limit, order: 'expiry' }, [of, waitsFor(me)]);
}

/** How many there are, by customer. */
export async function countForMe(db: Db, me: Principal): Promise<ReadonlyMap<string, number>> {
  const query = db.select({ customer: change.customerId, changes: count() }).from(change).$dynamic();
  const rows = await joinReach(query, me, change.customerId).where(waitsFor(me)).groupBy(change.customerId);
  return new Map(rows.map(({ customer, changes }) => [customer, changes]));
}
