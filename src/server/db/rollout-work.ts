import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Tier } from '@/core/actions/define';
import type { ChangeTimes } from '@/core/change/times';
import type { ChangeId, CustomerId, DeviceId, RolloutId } from '@/core/ids';
import type { Member, RolloutState } from '@/core/rollout/rollout';
import { takesTwo } from './changes';
import type { Transaction } from './connection';
import { change } from './schema/changes';
import { device, site } from './schema/devices';
import { customer } from './schema/people';
import { rollout } from './schema/rollouts';

type Db = Transaction['db'];

/** A rollout and whose it is: all that a notice says, and all that jobs see. */
export interface RolloutRef {
  readonly id: RolloutId;
  readonly customerId: CustomerId;
}

/** Those that go on, the oldest first. For the job `dispatch`. */
export async function rolloutsUnderWay(db: Db): Promise<RolloutRef[]> {
  const rows = await db
    .select({ id: rollout.id, customerId: rollout.customerId })
    .from(rollout)
    .where(isNull(rollout.endedAt))
    .orderBy(asc(rollout.askedAt))
    .limit(1_000);
  return rows as RolloutRef[]; // safe: the keys that the brands name.
}

/** A rollout as whoever sees to it has it, alone until the transaction is over. */
export interface HeldRollout extends RolloutRef {
  readonly state: RolloutState;
  readonly waveSize: number;
  readonly isBreakGlass: boolean;
  /** When it was authorised, or last resumed; null: it was not. */
  readonly since: string | null;
  /** When all of it was previewed; null: it is not, or it is not said yet. */
  readonly previewedAt: string | null;
  /** Its authorisation is too old. */
  readonly isPastItsTime: boolean;
  readonly times: ChangeTimes;
  readonly members: readonly HeldMember[];
}

export interface HeldMember extends Member {
  readonly device: DeviceId;
  readonly timeZone: string;
  readonly tier: Tier | null;
  readonly takesTwo: boolean;
  /** Something else is made of its device at this moment, or may yet be undone. */
  readonly isTaken: boolean;
}

/** Null where it is over. */
export async function holdRollout(db: Db, { id, customerId }: RolloutRef): Promise<HeldRollout | null> {
  const [row] = await db
    .select({
      ...{ id: rollout.id, customerId: rollout.customerId, state: rollout.state, waveSize: rollout.waveSize },
      ...{ isBreakGlass: rollout.isBreakGlass, previewedAt: rollout.previewedAt },
      since: sql<string | null>`coalesce(${rollout.resumedAt}, ${rollout.authorisedAt})`.mapWith(rollout.resumedAt),
      isPastItsTime: sql<boolean>`coalesce(${rollout.runsUntil} <= app.now(), false)`,
    })
    .from(rollout)
    .where(and(eq(rollout.id, id), eq(rollout.customerId, customerId), isNull(rollout.endedAt)))
    .for('update');
  if (row === undefined) return null;
  const [of] = await db.select({ times: customer.changeTimes }).from(customer).where(eq(customer.id, customerId));
  if (of === undefined) return null;
  const held = { ...row, ...of, members: await heldMembers(db, { id, customerId }) };
  return held as unknown as HeldRollout; // safe: keys, and what the enumerations and checks of the columns say.
}

async function heldMembers(db: Db, { id, customerId }: RolloutRef) {
  return db
    .select({
      ...{ change: change.id, device: change.deviceId, position: change.rolloutPosition, state: change.state },
      ...{ tier: change.tier, takesTwo },
      timeZone: sql<string>`coalesce(${site.timeZone}, ${customer.timeZone})`,
      isPart: sql<boolean>`${change.authorisedAt} is not null`,
      releasedAt: change.releasedAt,
      endedAt: change.endedAt,
      isBeingRead: sql<boolean>`${change.lookAt} is not null`,
      isTaken: sql<boolean>`exists (select from app.change o where o.device_id = ${change.deviceId} and o.id <> ${change.id}
        and (o.state = 'authorised' and o.released_at is not null or o.state = 'applying'
          or o.state = 'unknown' and o.look_at is not null))`,
    })
    .from(change)
    .innerJoin(device, eq(device.id, change.deviceId))
    .innerJoin(customer, eq(customer.id, change.customerId))
    .leftJoin(site, eq(site.id, device.siteId))
    .where(and(eq(change.rolloutId, id), eq(change.customerId, customerId)))
    .orderBy(asc(change.rolloutPosition));
}

/** It is the turn of these: whoever makes changes hears of them when this is committed. Returns which wave that is, from 1. */
export async function releaseWave(
  db: Db,
  { id, customerId }: RolloutRef,
  members: readonly ChangeId[],
): Promise<number> {
  const wave = sql`(select coalesce(max(w.wave), 0) + 1 from app.change w where w.rollout_id = ${id})`;
  const released = await db
    .update(change)
    .set({ releasedAt: sql`app.now()`, wave })
    .where(
      and(
        ...[eq(change.customerId, customerId), eq(change.rolloutId, id), inArray(change.id, [...members])],
        ...[eq(change.state, 'authorised'), isNull(change.releasedAt)],
      ),
    )
    .returning({ wave: change.wave });
  const [first] = released;
  if (first?.wave == null || released.length !== members.length) throw new Error('a wave was begun meanwhile');
  return first.wave;
}

/** All of it is previewed, so it waits for a decision: whoever may decide is mailed when this is committed. */
export async function waitForDecision(db: Db, { id, customerId }: RolloutRef): Promise<void> {
  await db
    .update(rollout)
    .set({ previewedAt: sql`app.now()` })
    .where(and(eq(rollout.id, id), eq(rollout.customerId, customerId)));
}

export type RolloutEnd = Extract<RolloutState, 'stopped' | 'done' | 'expired'>;

/** Says how it goes on; whoever looks at it hears of it. */
export async function moveRollout(db: Db, { id, customerId }: RolloutRef, state: RolloutEnd): Promise<void> {
  await db
    .update(rollout)
    .set({ state })
    .where(and(eq(rollout.id, id), eq(rollout.customerId, customerId)));
}
