import { and, asc, eq, gt, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import type { FaultCode } from '@/core/faults';
import type { CustomerId, DeviceId, RunId } from '@/core/ids';
import type { RunState } from '@/core/runs';
import type { Transaction } from './connection';
import { run, runRows } from './schema/runs';

type Db = Transaction['db'];

/** How long a claim holds without being renewed, and how long an intent may wait for a runner. Seconds. */
export const leaseSeconds = 15;
export const staleSeconds = 60;

const leaseFromNow = sql`app.now() + make_interval(secs => ${leaseSeconds})`;
const freshFrom = sql`app.now() - make_interval(secs => ${staleSeconds})`;

/** A run and whose it is: all that a notice says, and all that the job of dispatching sees. */
export interface RunRef {
  readonly id: RunId;
  readonly customerId: CustomerId;
}

/** Runs that wait for a runner, the oldest first. For the job `dispatch`. */
export async function waitingRuns(db: Db, limit: number): Promise<RunRef[]> {
  const rows = await db
    .select({ id: run.id, customerId: run.customerId })
    .from(run)
    .where(and(eq(run.state, 'intended'), gt(run.intendedAt, freshFrom)))
    .orderBy(asc(run.intendedAt))
    .limit(limit);
  return rows as RunRef[]; // safe: both are the keys that the brands name.
}

/** What is to be done. */
export interface Claimed extends RunRef {
  readonly device: DeviceId;
  readonly action: string;
  readonly params: unknown;
  /** Somebody asked for a stop before anybody had taken it. */
  readonly isStopping: boolean;
}

/** Takes a run for this runner, or null: somebody else has it, it has ended, or it waited too long. */
export async function claimRun(db: Db, { id }: RunRef, runner: string): Promise<Claimed | null> {
  const [claimed] = await db
    .update(run)
    .set({ state: 'running', claimedBy: runner, leaseUntil: leaseFromNow })
    .where(and(eq(run.id, id), eq(run.state, 'intended'), gt(run.intendedAt, freshFrom)))
    .returning({
      id: run.id,
      customerId: run.customerId,
      device: run.deviceId,
      action: run.actionId,
      params: run.params,
      isStopping: sql<boolean>`${run.stopAskedAt} is not null`,
    });
  return (claimed as Claimed | undefined) ?? null; // safe: keys, as the brands say.
}

/** Only the runner that holds the claim may go on: one that was taken for dead must not write any more. */
const heldBy = (runner: string, { id }: RunRef): SQL | undefined =>
  and(eq(run.id, id), eq(run.state, 'running'), eq(run.claimedBy, runner));

/** Renews the claim. Tells whether it still held, and whether somebody asked for a stop. */
export async function renewClaim(db: Db, ref: RunRef, runner: string): Promise<{ held: boolean; isStopping: boolean }> {
  const [renewed] = await db
    .update(run)
    .set({ leaseUntil: leaseFromNow })
    .where(heldBy(runner, ref))
    .returning({ isStopping: sql<boolean>`${run.stopAskedAt} is not null` });
  return { held: renewed !== undefined, isStopping: renewed?.isStopping ?? false };
}

/** Notes what is about to be sent. Returns whether the claim still held. */
export async function beginRun(db: Db, ref: RunRef, runner: string, sent: readonly string[]): Promise<boolean> {
  const begun = await db
    .update(run)
    .set({ sent: [...sent], startedAt: sql`app.now()`, leaseUntil: leaseFromNow })
    .where(heldBy(runner, ref))
    .returning({ id: run.id, device: run.deviceId });
  return announced(db, begun);
}

/** Stores the next rows. Returns whether the claim still held; where it did not, nothing is stored. */
export async function appendRows(
  db: Db,
  ref: RunRef,
  runner: string,
  batch: { readonly firstRow: number; readonly rowCount: number; readonly sealed: Uint8Array },
): Promise<boolean> {
  const next = batch.firstRow + batch.rowCount;
  const kept = await db
    .update(run)
    .set({ rowCount: next, leaseUntil: leaseFromNow })
    .where(and(heldBy(runner, ref), eq(run.rowCount, batch.firstRow)))
    .returning({ id: run.id, device: run.deviceId });
  if (kept.length > 0) await db.insert(runRows).values({ runId: ref.id, customerId: ref.customerId, ...batch });
  return announced(db, kept);
}

export interface Ending {
  readonly state: Exclude<RunState, 'intended' | 'running'>;
  readonly isTruncated: boolean;
  readonly fault: { readonly code: FaultCode; readonly sealed: Uint8Array } | null;
}

/** Ends a run. Returns whether the claim still held. */
export async function endRun(db: Db, ref: RunRef, runner: string, ending: Ending): Promise<boolean> {
  const { state, isTruncated, fault } = ending;
  const ended = await db
    .update(run)
    .set({
      state,
      isTruncated,
      faultCode: fault?.code ?? null,
      faultSealed: fault?.sealed ?? null,
      claimedBy: null,
      leaseUntil: null,
      endedAt: sql`app.now()`,
    })
    .where(heldBy(runner, ref))
    .returning({ id: run.id, device: run.deviceId });
  return announced(db, ended);
}

async function announced(db: Db, touched: readonly { id: string; device: string }[]): Promise<boolean> {
  const [moved] = touched;
  if (moved !== undefined) await db.execute(sql`select pg_notify('routeward_rows', ${`${moved.id} ${moved.device}`})`);
  return moved !== undefined;
}

/** A run that nobody will end: its claim has lapsed, or no runner ever took it. */
export interface Abandoned extends RunRef {
  readonly device: DeviceId;
  readonly effect: 'read' | 'write';
  readonly wasClaimed: boolean;
}

/** Locks them, so that two sweeps do not meet. For the job `sweep`. */
export async function abandonedRuns(db: Db): Promise<Abandoned[]> {
  const columns = { id: run.id, customerId: run.customerId, device: run.deviceId, effect: run.effect };
  const lapsed = await db
    .select(columns)
    .from(run)
    .where(and(eq(run.state, 'running'), isNotNull(run.leaseUntil), lte(run.leaseUntil, sql`app.now()`)))
    .for('update', { skipLocked: true });
  const stale = await db
    .select(columns)
    .from(run)
    .where(and(eq(run.state, 'intended'), lte(run.intendedAt, freshFrom)))
    .for('update', { skipLocked: true });
  // safe: keys, as the brands say.
  return [
    ...lapsed.map((row) => ({ ...row, wasClaimed: true })),
    ...stale.map((row) => ({ ...row, wasClaimed: false })),
  ] as Abandoned[];
}

export async function abandonRun(db: Db, { id }: RunRef, state: RunState): Promise<void> {
  const ended = await db
    .update(run)
    .set({ state, claimedBy: null, leaseUntil: null, endedAt: sql`app.now()` })
    .where(eq(run.id, id))
    .returning({ id: run.id, device: run.deviceId });
  await announced(db, ended);
}
