import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tier } from '@/core/actions/define';
import { type ChangeState, previewMinutes, type Stage } from '@/core/change/change';
import type { Rung } from '@/core/change/guard';
import type { FaultCode } from '@/core/faults';
import type { ChangeId, CustomerId } from '@/core/ids';
import { takesTwo } from './changes';
import type { Transaction } from './connection';
import { leaseSeconds } from './run-work';
import { changeStage } from './schema/change-stages';
import { change } from './schema/changes';

type Db = Transaction['db'];

export const leaseFromNow = sql`app.now() + make_interval(secs => ${leaseSeconds})`;
const now = sql`app.now()`;
const unclaimed = { claimedBy: null, leaseUntil: null };

/** A change and whose it is: all that a notice says, and all that jobs see. */
export interface ChangeRef {
  readonly id: ChangeId;
  readonly customerId: CustomerId;
}

export const ref = { id: change.id, customerId: change.customerId };
export const is = ({ id, customerId }: ChangeRef) => and(eq(change.id, id), eq(change.customerId, customerId));

/** What nothing undoes takes an Admin, as direct write actions do. */
export const mayGoOn = sql<boolean>`(app.may_still_run(${change.askedBy}, ${change.customerId})
  and (${change.authorisedBy} is null
    or ${change.isOnCall} and app.on_call_standing(${change.authorisedBy}, ${change.customerId}) <> 'none'
    or app.may_authorise(${change.authorisedBy}, ${change.customerId}, ${change.askedBy}, ${change.tier},
      ${change.isDirect} or ${change.guard} is not distinct from 'none', ${change.isBreakGlass})))`;

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
