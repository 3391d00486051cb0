import { and, asc, count, desc, eq, gte, inArray, lt, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Principal, Role } from '@/core/access';
import type { FaultCode } from '@/core/faults';
import type { CustomerId, DeviceId, RunId } from '@/core/ids';
import { hasEnded, type RunState, runStates } from '@/core/runs';
import { uuidArray } from './array';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { run, runRows } from './schema/runs';

type Db = Transaction['db'];

/** A run as its row tells it. Times are ISO 8601, UTC. */
export interface Run {
  readonly id: RunId;
  readonly customerId: CustomerId;
  readonly device: DeviceId;
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: RunState;
  readonly by: { readonly name: string; readonly role: Role };
  readonly intendedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** As RouterOS's terminal would take it; null until the first word is about to be sent. */
  readonly sent: readonly string[] | null;
  readonly rowCount: number;
  readonly isTruncated: boolean;
  readonly faultCode: FaultCode | null;
  readonly faultSealed: Uint8Array | null;
  readonly isStopping: boolean;
}

const columns = {
  id: run.id,
  customerId: run.customerId,
  device: run.deviceId,
  action: run.actionId,
  params: run.params,
  state: run.state,
  by: { name: run.byName, role: run.byRole },
  intendedAt: run.intendedAt,
  startedAt: run.startedAt,
  endedAt: run.endedAt,
  sent: run.sent,
  rowCount: run.rowCount,
  isTruncated: run.isTruncated,
  faultCode: run.faultCode,
  faultSealed: run.faultSealed,
  isStopping: sql<boolean>`${run.stopAskedAt} is not null`.as('is_stopping'),
};

const ended = runStates.filter(hasEnded);

async function runsInReach(db: Db, me: Principal, condition: SQL | undefined, limit: number): Promise<Run[]> {
  const query = db.select(columns).from(run).$dynamic();
  const rows = await joinReach(query, me, run.customerId)
    .where(condition)
    .orderBy(desc(run.intendedAt), desc(run.id))
    .limit(limit);
  // safe: the columns hold what their brands and enumerations say.
  return rows as Run[];
}

/** Undefined where the run is not there or not in the caller's reach. */
export async function findRun(db: Db, me: Principal, id: RunId): Promise<Run | undefined> {
  const [found] = await runsInReach(db, me, eq(run.id, id), 1);
  return found;
}

/** A device's runs, the newest first. `before` is the time and id of the last one on the page before. */
export function runsOfDevice(
  db: Db,
  me: Principal,
  device: DeviceId,
  { limit, before }: { limit: number; before?: { at: string; id: string } | undefined },
): Promise<Run[]> {
  const older = before && lt(sql`(${run.intendedAt}, ${run.id})`, sql`(${before.at}::timestamptz, ${before.id}::uuid)`);
  return runsInReach(db, me, and(eq(run.deviceId, device), older), limit);
}

/** Those of these runs that are in the caller's reach, in the order in which they are named. */
export async function findRuns(db: Db, me: Principal, ids: readonly RunId[]): Promise<Run[]> {
  const found = ids.length === 0 ? [] : await runsInReach(db, me, inArray(run.id, [...ids]), ids.length);
  return ids.flatMap((id) => found.find((one) => one.id === id) ?? []);
}

/** The runs of a device, or those of a list. */
export type Among = { readonly device: DeviceId } | { readonly runs: readonly RunId[] };

/** What a live view follows among them: the runs it knows, those under way, and those asked for since `since`. */
export async function runsToFollow(
  db: Db,
  me: Principal,
  { among, known, since }: { among: Among; known: readonly string[]; since: string },
): Promise<Run[]> {
  if ('runs' in among && among.runs.length === 0) return [];
  const isFollowed = or(
    known.length === 0 ? undefined : inArray(run.id, [...known]),
    notInArray(run.state, ended),
    gte(run.intendedAt, since),
  );
  const isAmong = 'device' in among ? eq(run.deviceId, among.device) : inArray(run.id, [...among.runs]);
  return runsInReach(db, me, and(isAmong, isFollowed), 50);
}

/** As the index of the few that have not ended says it: a parameter in its place would keep PostgreSQL from it. */
const isUnderWay = sql`${run.state} in ('intended', 'running')`;

/** How many runs of a device have not ended. */
export async function runsUnderWay(db: Db, me: Principal, device: DeviceId): Promise<number> {
  const query = db.select({ runs: count() }).from(run).$dynamic();
  const [row] = await joinReach(query, me, run.customerId).where(and(eq(run.deviceId, device), isUnderWay));
  return row?.runs ?? 0;
}

interface TakingPart {
  readonly device: DeviceId;
  readonly actions: readonly string[];
  /** The parameters of these actions that name another device. */
  readonly peerNames: readonly string[];
}

/** Whether a device has one of these actions under way, or is named by one as its other end, under one of these names. */
export async function isTakingPart(
  db: Db,
  me: Principal,
  { device, actions, peerNames }: TakingPart,
): Promise<boolean> {
  const query = db.select({ id: run.id }).from(run).$dynamic();
  const named = peerNames.map((name) => sql`${run.params} ->> ${name}::text = ${device}`);
  const isIn = or(eq(run.deviceId, device), ...named);
  const rows = await joinReach(query, me, run.customerId)
    .where(and(isIn, inArray(run.actionId, [...actions]), isUnderWay))
    .limit(1);
  return rows.length > 0;
}

/** Commits nothing by itself: the runner hears of the run when the caller's transaction does. */
export async function intendRun(
  db: Db,
  intent: {
    readonly me: Principal;
    readonly customerId: CustomerId;
    readonly device: DeviceId;
    readonly action: string;
    readonly effect: 'read' | 'write';
    readonly params: unknown;
    /** The devices that it weighs on; null: on none. */
    readonly heavyOn: readonly DeviceId[] | null;
  },
): Promise<RunId> {
  const { me, customerId, device, action, effect, params, heavyOn } = intent;
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await db.execute<{ id: RunId }>(sql`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, heavy_on)
    values (${customerId}, ${device}, ${action}, ${effect}, ${JSON.stringify(params)}::jsonb, ${me.personId},
      ${heavyOn && uuidArray(heavyOn)}) returning id`);
  if (made === undefined) throw new Error('insert returned nothing');
  await db.execute(sql`select pg_notify('routeward_run', ${`${made.id} ${customerId}`})`);
  return made.id;
}

/** Asks for a run to be stopped; one that has ended is left as it is. Returns whether it was still going. */
export async function askToStop(db: Db, me: Principal, { id, customerId }: Run): Promise<boolean> {
  const asked = await db
    .update(run)
    .set({ stopAskedAt: sql`app.now()`, stopAskedBy: me.personId })
    .where(and(eq(run.id, id), notInArray(run.state, ended)))
    .returning({ id: run.id });
  if (asked.length > 0) await db.execute(sql`select pg_notify('routeward_run', ${`${id} ${customerId}`})`);
  return asked.length > 0;
}

/** Sealed rows, some of them together. */
export interface Batch {
  readonly firstRow: number;
  readonly rowCount: number;
  readonly sealed: Uint8Array;
}

/** Batches of a run in reach from the one that holds row `from` on, at most `limit` of them. */
export function batchesFrom(
  db: Db,
  me: Principal,
  { id, from }: { id: RunId; from: number },
  limit: number,
): Promise<Batch[]> {
  const query = db
    .select({ firstRow: runRows.firstRow, rowCount: runRows.rowCount, sealed: runRows.sealed })
    .from(runRows)
    .$dynamic();
  return joinReach(query, me, runRows.customerId)
    .where(and(eq(runRows.runId, id), sql`${runRows.firstRow} + ${runRows.rowCount} > ${from}`))
    .orderBy(asc(runRows.firstRow))
    .limit(limit);
}
