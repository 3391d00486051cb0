import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { Tier } from '@/core/actions/define';
import type { Stage } from '@/core/change/change';
import type { Rung } from '@/core/change/guard';
import type { FaultCode } from '@/core/faults';
import type { ChangeId, DeviceId, RolloutId } from '@/core/ids';
import type { Member } from '@/core/rollout/rollout';
import { takesTwo } from './changes';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import type { Rollout } from './rollouts';
import { changeStage } from './schema/change-stages';
import { change } from './schema/changes';
import { device, site } from './schema/devices';
import { customer } from './schema/people';

/* The devices of a rollout: a change each. */

type Db = Transaction['db'];

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
