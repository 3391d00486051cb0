import { and, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { FaultCode } from '@/core/faults';
import type { BulkRunId, CustomerId, DeviceId, RunId } from '@/core/ids';
import type { RunState } from '@/core/runs';
import { uuidArray } from './array';
import type { Transaction } from './connection';
import { bulkRun } from './schema/bulk-runs';
import { run, runRows } from './schema/runs';

type Db = Transaction['db'];

/** How long a claim holds without being renewed, and how long an intent may wait for a runner. Seconds. */
export const leaseSeconds = 15;
export const staleSeconds = 60;

const leaseFromNow = sql`app.now() + make_interval(secs => ${leaseSeconds})`;
const freshFrom = sql`app.now() - make_interval(secs => ${staleSeconds})`;

/** Bulk runs that a runner has in hand. */
const attended = sql`(select ${bulkRun.id} from ${bulkRun} where ${gt(bulkRun.attendedAt, freshFrom)})`;
/** Whether an intent may still begin: not too old, or one of a bulk run that is being worked through. */
const mayBegin = or(gt(run.intendedAt, freshFrom), and(isNotNull(run.bulkRunId), sql`${run.bulkRunId} in ${attended}`));

/** Whether whoever asked for it may still have this customer's routers asked, as the tables say at this moment. */
const mayGoOn = sql<boolean>`app.may_still_run(${run.intendedBy}, ${run.customerId})`;

/** A run and whose it is: all that a notice says, and all that the job of dispatching sees. */
export interface RunRef {
  readonly id: RunId;
  readonly customerId: CustomerId;
}

export interface BulkRef {
  readonly id: BulkRunId;
  readonly customerId: CustomerId;
}

/** A run that waits, and the bulk run that it is of. */
export interface Waiting extends RunRef {
  readonly bulkRun: BulkRunId | null;
}

/**
 * Runs that wait for a runner, in the order in which they are due: first those that somebody asked for by themselves, the
 * oldest before; then those of bulk runs, one of each in turn, so that none waits for another to be over. Says of those
 * bulk runs that they are in hand. For the job `dispatch`.
 */
export async function waitingRuns(db: Db, limit: number): Promise<Waiting[]> {
  const waits = db.select({ id: run.bulkRunId }).from(run).where(eq(run.state, 'intended'));
  await db
    .update(bulkRun)
    .set({ attendedAt: sql`app.now()` })
    .where(and(gt(bulkRun.attendedAt, freshFrom), inArray(bulkRun.id, waits)));
  const turn = sql`row_number() over (partition by ${run.bulkRunId} order by ${run.intendedAt}, ${run.id})`;
  const rows = await db
    .select({ id: run.id, customerId: run.customerId, bulkRun: run.bulkRunId })
    .from(run)
    .where(and(eq(run.state, 'intended'), mayBegin))
    .orderBy(sql`${run.bulkRunId} is not null`, turn, run.intendedAt)
    .limit(limit);
  return rows as Waiting[]; // safe: the keys that the brands name.
}

/** What is to be done. */
export interface Claimed extends RunRef {
  readonly device: DeviceId;
  readonly action: string;
  readonly params: unknown;
  /** The devices that it weighs on; null: on none. */
  readonly heavyOn: readonly DeviceId[] | null;
  readonly bulkRun: BulkRunId | null;
  /** Somebody asked for a stop before anybody had taken it. */
  readonly isStopping: boolean;
  /** False where whoever asked for it has lost the right since: it is to end with nothing sent. */
  readonly mayGoOn: boolean;
}

/** Takes a run for this runner, or null: somebody else has it, it has ended, or it waited too long. */
export async function claimRun(db: Db, { id }: RunRef, runner: string): Promise<Claimed | null> {
  const [claimed] = await db
    .update(run)
    .set({ state: 'running', claimedBy: runner, leaseUntil: leaseFromNow })
    .where(and(eq(run.id, id), eq(run.state, 'intended'), mayBegin))
    .returning({
      id: run.id,
      customerId: run.customerId,
      device: run.deviceId,
      action: run.actionId,
      params: run.params,
      heavyOn: run.heavyOn,
      bulkRun: run.bulkRunId,
      isStopping: sql<boolean>`${run.stopAskedAt} is not null`,
      mayGoOn,
    });
  return (claimed as Claimed | undefined) ?? null; // safe: keys, as the brands say.
}

/** Only the runner that holds the claim may go on: one that was taken for dead must not write any more. */
const heldBy = (runner: string, { id }: RunRef): SQL | undefined =>
  and(eq(run.id, id), eq(run.state, 'running'), eq(run.claimedBy, runner));

/** Whether a claim still held, whether somebody asked for a stop, and whether whoever asked for the run still may. */
export interface Renewal {
  readonly held: boolean;
  readonly isStopping: boolean;
  readonly mayGoOn: boolean;
}

/** Renews the claim. */
export async function renewClaim(db: Db, ref: RunRef, runner: string): Promise<Renewal> {
  const [renewed] = await db
    .update(run)
    .set({ leaseUntil: leaseFromNow })
    .where(heldBy(runner, ref))
    .returning({ isStopping: sql<boolean>`${run.stopAskedAt} is not null`, mayGoOn });
  return { held: renewed !== undefined, ...(renewed ?? { isStopping: false, mayGoOn: true }) };
}

/** Those of these runs of one customer whose askers have lost the right to them. */
export async function barredAmong(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ id: run.id })
    .from(run)
    .where(and(sql`${run.id} = any (${uuidArray(ids)})`, sql`not ${mayGoOn}`));
  return rows.map(({ id }) => id);
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
  /** What its rows come down to, for a bulk run's matrix. */
  readonly summary?: Uint8Array | null;
}

/** Ends a run. Returns whether the claim still held. */
export async function endRun(db: Db, ref: RunRef, runner: string, ending: Ending): Promise<boolean> {
  const { state, isTruncated, fault, summary = null } = ending;
  const ended = await db
    .update(run)
    .set({
      state,
      isTruncated,
      faultCode: fault?.code ?? null,
      faultSealed: fault?.sealed ?? null,
      summarySealed: summary,
      claimedBy: null,
      leaseUntil: null,
      endedAt: sql`app.now()`,
    })
    .where(heldBy(runner, ref))
    .returning({ id: run.id, device: run.deviceId });
  return announced(db, ended);
}

/**
 * Ends the runs of a bulk run that wait and are to be stopped: nothing was sent, so there is nobody to tell, and a thousand
 * end as one. Returns how many.
 */
export async function dropStopped(db: Db, { id, customerId }: BulkRef): Promise<number> {
  const dropped = await db
    .update(run)
    .set({ state: 'stopped', endedAt: sql`app.now()` })
    .where(
      and(eq(run.bulkRunId, id), eq(run.customerId, customerId), eq(run.state, 'intended'), isNotNull(run.stopAskedAt)),
    )
    .returning({ id: run.id });
  if (dropped.length > 0) await db.execute(sql`select pg_notify('routeward_bulk', ${`${id} ${customerId}`})`);
  return dropped.length;
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

const isForgotten = or(isNull(run.bulkRunId), sql`${run.bulkRunId} not in ${attended}`);

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
    .where(and(eq(run.state, 'intended'), lte(run.intendedAt, freshFrom), isForgotten))
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

/** Deletes results that are too old and belong to no session, at most so many. Returns how many. For the job `purge`. */
export async function purgeRuns(db: Db, most: number): Promise<number> {
  const [row] = await db.execute<{ gone: number }>(sql`select app.purge_runs(${most}) as gone`);
  return row?.gone ?? 0;
}
