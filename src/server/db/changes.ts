import { and, asc, desc, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Principal, Role } from '@/core/access';
import type { Tier } from '@/core/actions/define';
import type { ChangeState, OtherChange } from '@/core/change/change';
import type { Rung } from '@/core/change/guard';
import type { OnCallStanding, Review } from '@/core/change/on-call';
import type { ChangeTimes } from '@/core/change/times';
import type { FaultCode } from '@/core/faults';
import type { ChangeId, CustomerId, CustomerSlug, DeviceId } from '@/core/ids';
import type { OtherRollout } from '@/core/rollout/rollout';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { change } from './schema/changes';
import { device, site } from './schema/devices';
import { customer } from './schema/people';
import { rollout } from './schema/rollouts';

type Db = Transaction['db'];
type Actor = { readonly name: string; readonly role: Role };

/** A change as its row tells it. Times are ISO 8601, UTC. */
export interface Change {
  readonly id: ChangeId;
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly device: DeviceId;
  readonly deviceName: string;
  readonly isDeviceArchived: boolean;
  /** When it may be made, by the clock of where its device stands. */
  readonly times: ChangeTimes;
  readonly timeZone: string;
  readonly number: number;
  readonly template: string;
  readonly version: number;
  readonly isDirect: boolean;
  /** What it was asked with, sealed for the row of `paramsOf`: its own, or that of the change whose parameters it has. */
  readonly paramsSealed: Uint8Array;
  readonly paramsOf: ChangeId;
  readonly reverts: OtherChange | null;
  /** The rollout that it is one device of. */
  readonly rollout: OtherRollout | null;
  readonly state: ChangeState;
  readonly tier: Tier | null;
  /** What takes it back when we lose the way; null: it has no preview. */
  readonly guard: Rung | null;
  /** By its tier, or by what is decided for its customer at this moment. */
  readonly takesTwo: boolean;
  readonly by: Actor;
  /** The caller asked for it. */
  readonly isOwn: boolean;
  readonly askedAt: string;
  readonly digest: string | null;
  readonly previewSealed: Uint8Array | null;
  readonly expiresAt: string | null;
  readonly authorisedBy: Actor | null;
  readonly authorisedAt: string | null;
  readonly isBreakGlass: boolean;
  /** How the caller stands to its customer. */
  readonly onCall: OnCallStanding;
  /** Of what was authorised on call. */
  readonly review: Review<Actor> | null;
  readonly reviewRemark: string | null;
  readonly rejectedBy: Actor | null;
  /** All that refuses it is that it would cut our own way. */
  readonly isLockout: boolean;
  /** Safe mode would undo all of it. */
  readonly isUndone: boolean;
  readonly overriddenBy: Actor | null;
  readonly overriddenAt: string | null;
  readonly overrideReason: string | null;
  /** Why it was rejected, or authorised alone. */
  readonly reason: string | null;
  /** When an unknown outcome is looked at next; null: never, or there is nothing to look at. */
  readonly lookAt: string | null;
  readonly endedAt: string | null;
  readonly faultCode: FaultCode | null;
  readonly faultSealed: Uint8Array | null;
}

/** It takes a second person, as things are at this moment. */
export const takesTwo = sql<boolean>`app.takes_second_person(${change.customerId}, ${change.tier})`;

/** How somebody stands to the customer of a change, as things are at this moment. */
export const onCallStanding = ({ personId }: Principal) =>
  sql<OnCallStanding>`app.on_call_standing(${personId}::uuid, ${change.customerId})`;

const columns = {
  id: change.id,
  customerId: change.customerId,
  device: change.deviceId,
  number: change.number,
  template: change.templateId,
  version: change.templateVersion,
  isDirect: change.isDirect,
  paramsOf: change.paramsOf,
  revertsId: change.revertsId,
  rolloutId: change.rolloutId,
  state: change.state,
  ...{ tier: change.tier, guard: change.guard },
  takesTwo: takesTwo.as('takes_two'),
  byName: change.byName,
  byRole: change.byRole,
  askedBy: change.askedBy,
  askedAt: change.askedAt,
  digest: change.digest,
  previewSealed: change.previewSealed,
  expiresAt: change.expiresAt,
  ...{
    authorisedName: change.authorisedName,
    authorisedRole: change.authorisedRole,
    authorisedAt: change.authorisedAt,
  },
  isBreakGlass: change.isBreakGlass,
  ...{ reviewDueAt: change.reviewDueAt, reviewedName: change.reviewedName, reviewedRole: change.reviewedRole },
  ...{ reviewedAt: change.reviewedAt, verdict: change.reviewVerdict, reviewRemark: change.reviewRemark },
  rejectedName: change.rejectedName,
  rejectedRole: change.rejectedRole,
  isLockout: change.isLockout,
  isUndone: change.isUndone,
  overriddenName: change.overriddenName,
  overriddenRole: change.overriddenRole,
  overriddenAt: change.overriddenAt,
  overrideReason: change.overrideReason,
  reason: change.reason,
  lookAt: change.lookAt,
  endedAt: change.endedAt,
  faultCode: change.faultCode,
  faultSealed: change.faultSealed,
};

/** The newest first, or what expires or is to be reviewed first. */
type Order = 'newest' | 'due';

/** Changes in reach. As with sessions, what is joined for its name is joined to the page alone. */
export async function pageInReach(
  db: Db,
  me: Principal,
  { limit, order = 'newest' }: { readonly limit: number; readonly order?: Order },
  conditions: (SQL | undefined)[],
): Promise<Change[]> {
  const ordered = (of: Readonly<Record<'id' | 'askedAt' | 'expiresAt' | 'reviewDueAt', SQLWrapper>>) =>
    order === 'newest'
      ? [desc(of.askedAt), desc(of.id)]
      : [asc(sql`coalesce(${of.reviewDueAt}, ${of.expiresAt})`), asc(of.id)];
  const page = joinReach(
    db
      .select({ ...columns, onCall: onCallStanding(me).as('on_call') })
      .from(change)
      .$dynamic(),
    me,
    change.customerId,
  )
    .where(and(...conditions))
    .orderBy(...ordered(change))
    .limit(limit)
    .as('page');
  const named = db
    .select({ id: device.id, name: device.name, archivedAt: device.archivedAt, timeZone: site.timeZone })
    .from(device)
    .leftJoin(site, eq(site.id, device.siteId))
    .as('named');
  const reverted = db.select({ id: change.id, number: change.number }).from(change).as('reverted');
  const holding = db.select({ id: change.id, sealed: change.paramsSealed }).from(change).as('holding');
  const together = db.select({ id: rollout.id, number: rollout.number }).from(rollout).as('together');
  const rows = await db
    .select()
    .from(page)
    .innerJoin(customer, eq(customer.id, page.customerId))
    .innerJoin(named, eq(named.id, page.device))
    .innerJoin(holding, eq(holding.id, page.paramsOf))
    .leftJoin(reverted, eq(reverted.id, page.revertsId))
    .leftJoin(together, eq(together.id, page.rolloutId))
    .orderBy(...ordered(page));
  return rows.map(({ page: { byName, byRole, askedBy, ...signed }, ...of }) => {
    const { authorisedName, authorisedRole, rejectedName, rejectedRole, overriddenName, overriddenRole, ...rest } =
      signed;
    const { reviewDueAt, reviewedName, reviewedRole, reviewedAt, verdict, ...row } = rest;
    const reviewed = { by: actorOf(reviewedName, reviewedRole), at: reviewedAt, verdict };
    const told = {
      ...row,
      customer: of.customer.slug,
      deviceName: of.named.name,
      isDeviceArchived: of.named.archivedAt !== null,
      times: of.customer.changeTimes,
      timeZone: of.named.timeZone ?? of.customer.timeZone,
      paramsSealed: of.holding.sealed,
      reverts: of.reverted,
      rollout: of.together,
      by: { name: byName, role: byRole },
      isOwn: askedBy === me.personId,
      authorisedBy: actorOf(authorisedName, authorisedRole),
      rejectedBy: actorOf(rejectedName, rejectedRole),
      review: reviewDueAt === null ? null : { dueAt: reviewDueAt, ...reviewed },
      overriddenBy: actorOf(overriddenName, overriddenRole),
    };
    return told as unknown as Change; // safe: the columns hold what their brands, enumerations and checks say.
  });
}

const actorOf = (name: string | null, role: string | null) => (name === null ? null : { name, role });

/** Undefined where the change is not there or not in the caller's reach. */
export async function findChange(db: Db, me: Principal, id: ChangeId): Promise<Change | undefined> {
  return (await pageInReach(db, me, { limit: 1 }, [eq(change.id, id)]))[0];
}
