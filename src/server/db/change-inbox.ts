import { and, count, eq, gt, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { may, type Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import { type Change, onCallStanding, pageInReach, takesTwo } from './changes';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { change } from './schema/changes';

/* What waits for somebody to authorise or review it: core/change/decide.ts as a condition, for lists and counts. */

type Db = Transaction['db'];

function waitsFor(me: Principal): SQL | undefined {
  const isOwn = sql`${change.askedBy} = ${me.personId}`;
  const isMine = may(me.role, 'change.authorise')
    ? sql`(not (${isOwn} and ${takesTwo}) or ${isOwn} and ${change.tier} = 'W3' and ${change.isUndone}
        and ${change.overriddenBy} is null and ${onCallStanding(me)} = 'onCall')`
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

/** What was authorised on call by somebody else, has ended, and nobody has reviewed; for those who may. */
const waitsForReviewBy = (me: Principal): SQL | undefined =>
  may(me.role, 'change.authorise')
    ? and(
        ...[eq(change.isOnCall, true), isNull(change.reviewedBy), isNotNull(change.endedAt), isNull(change.lookAt)],
        ne(change.authorisedBy, me.personId),
      )
    : sql`false`;

/** What the caller may authorise or review at this moment, of one customer or of all in reach: what is due first is the first. */
export function changesForMe(
  db: Db,
  me: Principal,
  { customerId, limit }: { readonly customerId: CustomerId | null; readonly limit: number },
): Promise<Change[]> {
  const of = customerId === null ? undefined : eq(change.customerId, customerId);
  return pageInReach(db, me, { limit, order: 'due' }, [of, or(waitsFor(me), waitsForReviewBy(me))]);
}

/** How many there are, by customer. Each of the two is found by an index of its own. */
export async function countForMe(db: Db, me: Principal): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const condition of [waitsFor(me), waitsForReviewBy(me)]) {
    const query = db.select({ customer: change.customerId, changes: count() }).from(change).$dynamic();
    const rows = await joinReach(query, me, change.customerId).where(condition).groupBy(change.customerId);
    for (const { customer, changes } of rows) found.set(customer, (found.get(customer) ?? 0) + changes);
  }
  return found;
}
