import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Principal, Role } from '@/core/access';
import type { ChangeTimes } from '@/core/change/times';
import type { CustomerId, CustomerSlug, RolloutId } from '@/core/ids';
import type { RolloutState } from '@/core/rollout/rollout';
import type { Transaction } from './connection';
import { joinReach, ownedBy } from './reach';
import { customer } from './schema/people';
import { rollout } from './schema/rollouts';

type Db = Transaction['db'];
type Actor = { readonly name: string; readonly role: Role };

/** A rollout as its row tells it. Times are ISO 8601, UTC. */
export interface Rollout {
  readonly id: RolloutId;
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly times: ChangeTimes;
  readonly number: number;
  readonly template: string;
  readonly version: number;
  readonly waveSize: number;
  readonly retryOf: RolloutId | null;
  readonly state: RolloutState;
  readonly by: Actor;
  readonly isOwn: boolean;
  readonly askedAt: string;
  readonly digest: string | null;
  readonly authorisedBy: Actor | null;
  readonly authorisedAt: string | null;
  readonly runsUntil: string | null;
  readonly isBreakGlass: boolean;
  readonly rejectedBy: Actor | null;
  readonly reason: string | null;
  readonly stoppedAt: string | null;
  /** Null where a person did not stop it. */
  readonly stoppedBy: string | null;
  readonly resumedAt: string | null;
  readonly resumedBy: string | null;
  readonly endedAt: string | null;
}

const columns = {
  ...{ id: rollout.id, customerId: rollout.customerId },
  number: rollout.number,
  template: rollout.templateId,
  version: rollout.templateVersion,
  waveSize: rollout.waveSize,
  retryOf: rollout.retryOf,
  state: rollout.state,
  byName: rollout.byName,
  byRole: rollout.byRole,
  askedBy: rollout.askedBy,
  askedAt: rollout.askedAt,
  digest: rollout.digest,
  authorisedName: rollout.authorisedName,
  authorisedRole: rollout.authorisedRole,
  authorisedAt: rollout.authorisedAt,
  runsUntil: rollout.runsUntil,
  isBreakGlass: rollout.isBreakGlass,
  rejectedName: rollout.rejectedName,
  rejectedRole: rollout.rejectedRole,
  reason: rollout.reason,
  stoppedAt: rollout.stoppedAt,
  stoppedBy: rollout.stoppedName,
  resumedAt: rollout.resumedAt,
  resumedBy: rollout.resumedName,
  endedAt: rollout.endedAt,
};

const actor = (name: string | null, role: string | null) => (name === null ? null : { name, role });

async function pageInReach(db: Db, me: Principal, limit: number, conditions: (SQL | undefined)[]): Promise<Rollout[]> {
  const page = joinReach(db.select(columns).from(rollout).$dynamic(), me, rollout.customerId)
    .where(and(...conditions))
    .orderBy(desc(rollout.askedAt), desc(rollout.id))
    .limit(limit)
    .as('page');
  const rows = await db
    .select()
    .from(page)
    .innerJoin(customer, eq(customer.id, page.customerId))
    .orderBy(desc(page.askedAt), desc(page.id));
  return rows.map(({ page: { byName, byRole, askedBy, ...signed }, customer: of }) => {
    const { authorisedName, authorisedRole, rejectedName, rejectedRole, ...row } = signed;
    const told = {
      ...{ ...row, customer: of.slug, times: of.changeTimes, by: { name: byName, role: byRole } },
      isOwn: askedBy === me.personId,
      authorisedBy: actor(authorisedName, authorisedRole),
      rejectedBy: actor(rejectedName, rejectedRole),
    };
    return told as unknown as Rollout; // safe: the columns hold what their brands, enumerations and checks say.
  });
}

/** Undefined where the rollout is not there or not in the caller's reach. */
export async function findRollout(db: Db, me: Principal, id: RolloutId): Promise<Rollout | undefined> {
  return (await pageInReach(db, me, 1, [eq(rollout.id, id)]))[0];
}

export interface RolloutFilter {
  readonly customerId: CustomerId | null;
  /** Only those that the caller asked for. */
  readonly isOwn: boolean;
  readonly before?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * One page of rollouts, the newest first, of those alone of which `only` is so. `next` is the time and id of the last one, or null
 * on the last page.
 */
export async function listRollouts(
  db: Db,
  me: Principal,
  { customerId, isOwn, before, limit }: RolloutFilter,
  only?: SQL,
) {
  const older =
    before && lt(sql`(${rollout.askedAt}, ${rollout.id})`, sql`(${before.at}::timestamptz, ${before.id}::uuid)`);
  const page = await pageInReach(db, me, limit + 1, [
    ...[customerId === null ? undefined : eq(rollout.customerId, customerId), older],
    ...[isOwn ? ownedBy(me, rollout.askedBy) : undefined, only],
  ]);
  const items = page.slice(0, limit);
  const last = items.at(-1);
  return { items, next: page.length > limit && last ? { at: last.askedAt, id: last.id } : null };
}

/** The rollout that asked once more what failed of this one, the newest; null: none did. */
export async function retryOf(db: Db, me: Principal, { id }: Rollout) {
  const query = db.select({ id: rollout.id, number: rollout.number }).from(rollout).$dynamic();
  const [found] = await joinReach(query, me, rollout.customerId)
    .where(eq(rollout.retryOf, id))
    .orderBy(desc(rollout.askedAt))
    .limit(1);
  return (found as { id: RolloutId; number: number } | undefined) ?? null; // safe: the key of its table.
}
