import { and, count, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { may, type Principal } from '@/core/access';
import type { Transaction } from './connection';
import { joinReach, ownedBy } from './reach';
import { listRollouts, type RolloutFilter } from './rollouts';
import { rollout } from './schema/rollouts';

/* Which rollouts wait for somebody to authorise them: core/rollout/decide.ts as a condition, for lists and counts. */

type Db = Transaction['db'];

/** One of its changes, of which that is so. */
const some = (condition: SQL): SQL =>
  sql`exists (select from app.change c where c.rollout_id = ${rollout.id} and ${condition})`;

/** Of one's own what was retired is authorised by nobody any more; see templates.ts. */
const isByTemplateInForce = sql`(${rollout.templateId} not like 'own.%' or exists (select from app.template_version v
  where v.template_id = ${rollout.templateId} and v.version = ${rollout.templateVersion} and v.state = 'published'))`;

function waitsFor(me: Principal): SQL | undefined {
  const isOwn = sql`${rollout.askedBy} = ${me.personId}`;
  const takesTwo = some(sql`c.state = 'previewed' and app.takes_second_person(c.customer_id, c.tier)`);
  const isMine = may(me.role, 'change.authorise')
    ? sql`not (${isOwn} and ${takesTwo})`
    : sql`${isOwn} and not ${takesTwo} and not ${some(sql`c.state = 'previewed' and c.guard is not distinct from 'none'`)}`;
  return and(
    eq(rollout.state, 'planned'),
    // Which the index of what goes on goes by.
    isNull(rollout.endedAt),
    some(sql`c.state = 'previewed'`),
    sql`not ${some(sql`c.state = 'previewing' or c.state = 'previewed' and c.expires_at <= app.now()`)}`,
    isMine,
    isByTemplateInForce,
  );
}

/** One page of what the caller may authorise at this moment, of one customer or of all in reach, the newest first. */
export const rolloutsForMe = (db: Db, me: Principal, filter: Omit<RolloutFilter, 'isOwn'>) =>
  listRollouts(db, me, { ...filter, isOwn: false }, waitsFor(me));

/** How many there are, by customer. */
export async function countRolloutsForMe(db: Db, me: Principal): Promise<ReadonlyMap<string, number>> {
  const query = db.select({ customer: rollout.customerId, rollouts: count() }).from(rollout).$dynamic();
  const rows = await joinReach(query, me, rollout.customerId).where(waitsFor(me)).groupBy(rollout.customerId);
  return new Map(rows.map(({ customer, rollouts }) => [customer, rollouts]));
}

/** How many that the caller asked for wait: for their previews, or for somebody who authorises them. */
export async function rolloutsPlannedBy(db: Db, me: Principal): Promise<number> {
  const query = db.select({ rollouts: count() }).from(rollout).$dynamic();
  const [row] = await joinReach(query, me, rollout.customerId).where(
    and(ownedBy(me, rollout.askedBy), eq(rollout.state, 'planned')),
  );
  return row?.rollouts ?? 0;
}
