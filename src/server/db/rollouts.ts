import { and, asc, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Principal, Role } from '@/core/access';
import type { Tier } from '@/core/actions/define';
import type { Stage } from '@/core/change/change';
import type { Rung } from '@/core/change/guard';
import type { ChangeTimes } from '@/core/change/times';
import type { FaultCode } from '@/core/faults';
import type { ChangeId, CustomerId, CustomerSlug, DeviceId, RolloutId } from '@/core/ids';
import type { Member, RolloutState } from '@/core/rollout/rollout';
import { takesTwo } from './changes';
import type { Transaction } from './connection';
import { joinReach, ownedBy } from './reach';
import { changeStage } from './schema/change-stages';
import { change } from './schema/changes';
import { device, site } from './schema/devices';
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

export async function pageInReach(
  db: Db,
  me: Principal,
  limit: number,
  conditions: (SQL | undefined)[],
): Promise<Rollout[]> {
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

/** One device of a rollout, with its change. */
export interface RolloutMember extends Member {
  readonly rollout: RolloutId;
  readonly number: number;
  readonly device: DeviceId;
  readonly name: string;
  /** Where it stands. */
  readonly timeZone: string;
  readonly wave: number | null;
  readonly tier: Tier | null;
  readonly guard: Rung | null;
  readonly takesTwo: boolean;
  readonly digest: string | null;
  readonly expiresAt: string | null;
  readonly faultCode: FaultCode | null;
}

const memberColumns = {
  rollout: change.rolloutId,
  change: change.id,
  number: change.number,
  ...{ device: change.deviceId, name: device.name },
  timeZone: sql<string>`coalesce(${site.timeZone}, ${customer.timeZone})`,
  position: change.rolloutPosition,
  wave: change.wave,
  state: change.state,
  ...{ tier: change.tier, guard: change.guard, takesTwo },
  digest: change.digest,
  expiresAt: change.expiresAt,
  isPart: sql<boolean>`${change.authorisedAt} is not null`,
  releasedAt: change.releasedAt,
  endedAt: change.endedAt,
  isBeingRead: sql<boolean>`${change.lookAt} is not null`,
  faultCode: change.faultCode,
};

/** The devices of these rollouts, in their order. */
export async function membersOf(db: Db, me: Principal, ids: readonly RolloutId[]): Promise<RolloutMember[]> {
  if (ids.length === 0) return [];
  const query = db
    .select(memberColumns)
    .from(change)
    .innerJoin(device, eq(device.id, change.deviceId))
    .innerJoin(customer, eq(customer.id, change.customerId))
    .leftJoin(site, eq(site.id, device.siteId))
    .$dynamic();
  const rows = await joinReach(query, me, change.customerId)
    .where(inArray(change.rolloutId, [...ids]))
    .orderBy(asc(change.rolloutPosition));
  return rows as RolloutMember[]; // safe: keys, and what the enumerations and checks of the columns say.
}

export interface MemberStage {
  readonly change: ChangeId;
  readonly stage: Stage;
  readonly at: string;
}

/** What was reached while the changes of a rollout were made, each in its order. */
export async function memberStages(db: Db, me: Principal, { id }: Rollout): Promise<MemberStage[]> {
  const query = db
    .select({ change: changeStage.changeId, stage: changeStage.stage, at: changeStage.at })
    .from(changeStage)
    .innerJoin(change, eq(change.id, changeStage.changeId))
    .$dynamic();
  const rows = await joinReach(query, me, changeStage.customerId)
    .where(eq(change.rolloutId, id))
    .orderBy(asc(changeStage.changeId), asc(changeStage.number));
  return rows as MemberStage[]; // safe: a key, and an enumeration.
}

/** What is sealed of the changes of a rollout: their previews, and what their routers said. */
export async function memberSealed(db: Db, me: Principal, { id }: Rollout) {
  const query = db
    .select({ change: change.id, preview: change.previewSealed, fault: change.faultSealed })
    .from(change)
    .$dynamic();
  return joinReach(query, me, change.customerId).where(eq(change.rolloutId, id));
}
