import { and, asc, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Tier } from '@/core/actions/define';
import { type ChangeState, previewMinutes, type Stage } from '@/core/change/change';
import type { Rung } from '@/core/change/guard';
import type { FaultCode } from '@/core/faults';
import type { ChangeId, CustomerId, DeviceId, RolloutId } from '@/core/ids';
import { takesTwo } from './changes';
import type { Transaction } from './connection';
import { holdForChange } from './heavy-reads';
import { leaseSeconds, staleSeconds } from './run-work';
import { changeStage } from './schema/change-stages';
import { change } from './schema/changes';

type Db = Transaction['db'];

const leaseFromNow = sql`app.now() + make_interval(secs => ${leaseSeconds})`;
const freshFrom = sql`app.now() - make_interval(secs => ${staleSeconds})`;
const now = sql`app.now()`;
const unclaimed = { claimedBy: null, leaseUntil: null };

/** A change and whose it is: all that a notice says, and all that jobs see. */
export interface ChangeRef {
  readonly id: ChangeId;
  readonly customerId: CustomerId;
}

const ref = { id: change.id, customerId: change.customerId };
const is = ({ id, customerId }: ChangeRef) => and(eq(change.id, id), eq(change.customerId, customerId));

const isAsked = and(eq(change.state, 'previewing'), isNull(change.leaseUntil), gt(change.askedAt, freshFrom));
/** From when on it could be begun: when it was its turn, or a heavy read of its device had ended. `infinity` while one runs. */
export const couldBegin = sql`app.could_begin(${change.deviceId}, ${change.releasedAt})`;
/** And it is its turn, which of a rollout it is not at once, and nothing weighs on its device. */
const isAuthorised = and(
  ...[eq(change.state, 'authorised'), isNull(change.leaseUntil), isNotNull(change.releasedAt)],
  sql`${couldBegin} > ${freshFrom} and ${couldBegin} < 'infinity'`,
);
/** Its outcome is to be looked at, and nobody is just doing so. */
const isDue = and(
  eq(change.state, 'unknown'),
  lte(change.lookAt, now),
  or(isNull(change.leaseUntil), lte(change.leaseUntil, now)),
);

/** Those that wait for a runner, the oldest first. For the job `dispatch`. */
export async function waitingChanges(db: Db): Promise<ChangeRef[]> {
  const rows = await db
    .select(ref)
    .from(change)
    .where(or(isAsked, isAuthorised, isDue))
    .orderBy(asc(change.askedAt))
    .limit(500);
  return rows as ChangeRef[]; // safe: the keys that the brands name.
}

/** What is to be done, as it was asked for. */
export interface ClaimedChange extends ChangeRef {
  readonly device: DeviceId;
  readonly template: string;
  readonly version: number;
  /** What the template said when it was asked for, as SHA-256; null of what was asked for before that was kept. */
  readonly templateDigest: string | null;
  readonly isDirect: boolean;
  /** The change that holds what it was asked with: itself, or the one that it takes back. */
  readonly paramsOf: ChangeId;
  readonly reverts: ChangeId | null;
  /** The rollout that it is one device of. */
  readonly rollout: RolloutId | null;
  /** That reaches so far that whatever is changed takes two people. */
  readonly isWide: boolean;
  readonly digest: string | null;
  readonly planSealed: Uint8Array | null;
  /** It goes on although its preview says that it would cut our own way. */
  readonly isOverridden: boolean;
  /** How long ago it ended, in seconds; null: it has not. */
  readonly endedFor: number | null;
  /** False where whoever asked for it, or authorised it, has lost the right since. */
  readonly mayGoOn: boolean;
}

/** What a runner may take a change for. */
export type Task = 'preview' | 'apply' | 'settle';

/** Of a rollout that somebody has stopped nothing more is begun. */
const isGoingOn = sql`(${change.rolloutId} is null
  or exists (select from app.rollout r where r.id = ${change.rolloutId} and r.state = 'running'))`;

const tasks = {
  preview: { from: isAsked, to: 'previewing' },
  apply: { from: and(isAuthorised, isGoingOn), to: 'applying' },
  settle: { from: isDue, to: 'unknown' },
} as const satisfies Readonly<Record<Task, object>>;

/** What nothing undoes takes an Admin, as direct write actions do. */
const mayGoOn = sql<boolean>`(app.may_still_run(${change.askedBy}, ${change.customerId})
  and (${change.authorisedBy} is null
    or ${change.isOnCall} and app.on_call_standing(${change.authorisedBy}, ${change.customerId}) <> 'none'
    or app.may_authorise(${change.authorisedBy}, ${change.customerId}, ${change.askedBy}, ${change.tier},
      ${change.isDirect} or ${change.guard} is not distinct from 'none', ${change.isBreakGlass})))`;

/** Takes a change for this runner, or null: somebody else has it, it does not wait for that, or it waits for a heavy read. */
export async function claimChange(db: Db, of: ChangeRef, runner: string, task: Task): Promise<ClaimedChange | null> {
  const { from, to } = tasks[task];
  if (task === 'apply') await holdForChange(db, of.id);
  const [claimed] = await db
    .update(change)
    .set({ state: to, claimedBy: runner, leaseUntil: leaseFromNow })
    .where(and(is(of), from))
    .returning({
      ...ref,
      device: change.deviceId,
      template: change.templateId,
      version: change.templateVersion,
      ...{ templateDigest: change.templateDigest, isDirect: change.isDirect },
      paramsOf: change.paramsOf,
      reverts: change.revertsId,
      rollout: change.rolloutId,
      isWide: sql<boolean>`exists (select from app.rollout r where r.id = ${change.rolloutId} and r.is_wide)`,
      digest: change.digest,
      planSealed: change.planSealed,
      isOverridden: sql<boolean>`${change.overriddenBy} is not null`,
      endedFor: sql<number | null>`extract(epoch from app.now() - ${change.endedAt})::float8`,
      mayGoOn,
    });
  return (claimed as ClaimedChange | undefined) ?? null; // safe: keys, as the brands say.
}

/** Whether whoever asked for it and whoever authorised it have the rights to it at this moment. */
export async function mayStillGoOn(db: Db, of: ChangeRef): Promise<boolean> {
  const [row] = await db.select({ mayGoOn }).from(change).where(is(of));
  return row?.mayGoOn === true;
}

/** For what it waits; null: for no runner. */
export async function taskOf(db: Db, of: ChangeRef): Promise<Task | null> {
  const [row] = await db
    .select({ preview: sql<boolean>`${isAsked}`, apply: sql<boolean>`${isAuthorised}`, settle: sql<boolean>`${isDue}` })
    .from(change)
    .where(is(of));
  if (row === undefined) return null;
  return row.preview ? 'preview' : row.apply ? 'apply' : row.settle ? 'settle' : null;
}

/** Only the runner that holds the claim may go on: one that was taken for dead must not write any more. */
const heldBy = (runner: string, of: ChangeRef, state: ChangeState) =>
  and(is(of), eq(change.state, state), eq(change.claimedBy, runner));

/** Renews the claim. Returns whether it still held. */
export async function renewChange(db: Db, of: ChangeRef, runner: string): Promise<boolean> {
  const renewed = await db
    .update(change)
    .set({ leaseUntil: leaseFromNow })
    .where(and(is(of), eq(change.claimedBy, runner)))
    .returning(ref);
  return renewed.length > 0;
}

/** What has been reached, in order. */
export async function stagesOf(db: Db, { id, customerId }: ChangeRef): Promise<Stage[]> {
  const rows = await db
    .select({ stage: changeStage.stage })
    .from(changeStage)
    .where(and(eq(changeStage.changeId, id), eq(changeStage.customerId, customerId)))
    .orderBy(asc(changeStage.number));
  return rows.map(({ stage }) => stage);
}

/** Writes down what has been reached, with the plan where it is a new one. Returns whether the claim still held. */
export async function reachStage(
  db: Db,
  of: ChangeRef,
  runner: string,
  { stage, planSealed }: { readonly stage: Stage; readonly planSealed?: Uint8Array | undefined },
): Promise<boolean> {
  const held = await db
    .update(change)
    .set({ leaseUntil: leaseFromNow, ...(planSealed === undefined ? {} : { planSealed }) })
    // Behind this one the first row is changed: whoever may not any more by then has asked for nothing.
    .where(and(heldBy(runner, of, 'applying'), stage === 'armed' ? mayGoOn : undefined))
    .returning(ref);
  if (held.length === 0) return false;
  const { id, customerId } = of;
  const number = sql`(select coalesce(max(s.number), 0) + 1 from app.change_stage s where s.change_id = ${id})`;
  await db.insert(changeStage).values({ changeId: id, customerId, number, stage });
  return true;
}

/** What a preview came to. */
export interface FoundPreview {
  readonly state: Extract<ChangeState, 'previewed' | 'unneeded' | 'refused'>;
  readonly sealed: Uint8Array;
  readonly digest: string;
  readonly tier: Tier;
  readonly guard: Rung;
  /** All that refuses it is that it would cut our own way. */
  readonly isLockout: boolean;
  /** Safe mode would undo all of it. */
  readonly isUndone: boolean;
}

/**
 * Keeps a preview, and says whether it takes a second person. Null: the claim held no more, for whoever asked for it may have
 * withdrawn it.
 */
export async function keepPreview(
  db: Db,
  of: ChangeRef,
  runner: string,
  found: FoundPreview,
): Promise<{ readonly takesTwo: boolean } | null> {
  const { state, sealed, digest, tier, guard, isLockout, isUndone } = found;
  const kept = await db
    .update(change)
    .set({
      ...{ state, previewSealed: sealed, previewedAt: now, digest, tier, guard, isLockout, isUndone, ...unclaimed },
      expiresAt: sql`app.now() + make_interval(mins => ${previewMinutes})`,
      endedAt: state === 'previewed' ? null : now,
    })
    .where(heldBy(runner, of, 'previewing'))
    .returning({ takesTwo });
  return kept[0] ?? null;
}

/** How a change ends. */
export interface ChangeEnd {
  readonly state: Extract<ChangeState, 'verified' | 'reverted' | 'failed' | 'unknown'>;
  readonly fault: { readonly code: FaultCode; readonly sealed: Uint8Array } | null;
}

/** Ends a change that is `from`; one whose outcome is unknown is looked at at once. Returns whether the claim still held. */
export async function endChange(
  db: Db,
  of: ChangeRef,
  runner: string,
  { from, state, fault }: ChangeEnd & { readonly from: 'previewing' | 'applying' },
): Promise<boolean> {
  const ended = await db
    .update(change)
    .set({
      ...{ state, endedAt: now, lookAt: state === 'unknown' ? now : null, ...unclaimed },
      ...{ faultCode: fault?.code ?? null, faultSealed: fault?.sealed ?? null },
    })
    .where(heldBy(runner, of, from))
    .returning(ref);
  return ended.length > 0;
}

/** Says how an unknown outcome turned out to be. What went wrong stays as it was told. Returns whether the claim still held. */
export async function settleChange(db: Db, of: ChangeRef, runner: string, state: ChangeEnd['state']): Promise<boolean> {
  const settled = await db
    .update(change)
    .set({ state, lookAt: null, ...unclaimed })
    .where(heldBy(runner, of, 'unknown'))
    .returning(ref);
  return settled.length > 0;
}

/** Lets go of an unknown outcome until so many seconds from now. */
export async function lookLater(db: Db, of: ChangeRef, runner: string, seconds: number): Promise<void> {
  const lookAt = sql`app.now() + make_interval(secs => ${seconds})`;
  await db
    .update(change)
    .set({ lookAt, ...unclaimed })
    .where(heldBy(runner, of, 'unknown'));
}
