import { and, asc, count, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { Capabilities } from '@/core/actions/capabilities';
import { mostBulkDevices } from '@/core/bulk-runs';
import type { BulkRunId, CustomerId, DeviceId } from '@/core/ids';
import { uuidArray } from './array';
import type { BulkRun } from './bulk-runs';
import type { Transaction } from './connection';
import { type DeviceFilter, matchOf } from './devices';
import { joinReach } from './reach';
import { device } from './schema/devices';
import { run } from './schema/runs';
import { deviceStatus } from './schema/status';

type Db = Transaction['db'];

/** A device as far as it matters whether it can be asked. */
export interface Candidate {
  readonly id: DeviceId;
  readonly name: string;
  /** Of RouterOS; null: it never answered. */
  readonly version: string | null;
  /** What it can do, as it last said. */
  readonly capabilities: Capabilities | null;
  readonly isArchived: boolean;
}

/** Those of these devices that are of this customer and in reach, archived ones too, by name. */
export function candidatesNamed(db: Db, me: Principal, of: CustomerId, ids: readonly DeviceId[]): Promise<Candidate[]> {
  return candidatesWhere(db, me, and(eq(device.customerId, of), inArray(device.id, [...ids])));
}

/** The customer's devices that this filter finds, by name; one more than a bulk run takes, at most. */
export function candidatesMatching(
  db: Db,
  me: Principal,
  of: CustomerId,
  filter: Omit<DeviceFilter, 'after' | 'limit'>,
): Promise<Candidate[]> {
  return candidatesWhere(db, me, and(isNull(device.archivedAt), ...matchOf(of, filter)));
}

async function candidatesWhere(db: Db, me: Principal, condition: ReturnType<typeof and>): Promise<Candidate[]> {
  const query = db
    .select({
      id: device.id,
      name: device.name,
      version: deviceStatus.version,
      capabilities: deviceStatus.capabilities,
      isArchived: sql<boolean>`${device.archivedAt} is not null`,
    })
    .from(device)
    .leftJoin(deviceStatus, eq(deviceStatus.deviceId, device.id))
    .$dynamic();
  const rows = await joinReach(query, me, device.customerId)
    .where(condition)
    .orderBy(asc(device.name), asc(device.id))
    .limit(mostBulkDevices + 1);
  return rows as Candidate[]; // safe: the id is a key of its table, and the runner wrote the capabilities.
}

/** How many runs of each device of this customer have not ended; a device that has none is not in it. */
export async function runsUnderWayOf(db: Db, me: Principal, of: CustomerId): Promise<ReadonlyMap<string, number>> {
  const query = db.select({ device: run.deviceId, runs: count() }).from(run).$dynamic();
  const rows = await joinReach(query, me, run.customerId)
    // Written as two conditions, each of which an index of few rows can answer.
    .where(and(eq(run.customerId, of), or(eq(run.state, 'intended'), eq(run.state, 'running'))))
    .groupBy(run.deviceId);
  return new Map(rows.map(({ device, runs }) => [device, runs]));
}

export interface BulkIntent {
  readonly me: Principal;
  readonly customerId: CustomerId;
  readonly action: string;
  readonly effect: 'read';
  readonly params: unknown;
  readonly taken: readonly DeviceId[];
  readonly refused: readonly { readonly id: DeviceId; readonly reason: string }[];
  readonly repeatOf: BulkRunId | null;
}

/**
 * Intends the runs of a bulk run, in as many statements for two thousand devices as for two. Commits nothing by itself:
 * the runner hears of it when the caller's transaction does.
 */
export async function intendBulkRun(db: Db, intent: BulkIntent): Promise<BulkRunId> {
  const { me, customerId, action, effect, taken, refused, repeatOf } = intent;
  const params = JSON.stringify(intent.params);
  const devices = taken.length + refused.length;
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await db.execute<{ id: BulkRunId }>(sql`
    insert into app.bulk_run (customer_id, action_id, params, asked_by, device_count, repeat_of)
    values (${customerId}, ${action}, ${params}::jsonb, ${me.personId}, ${devices}, ${repeatOf}) returning id`);
  if (made === undefined) throw new Error('insert returned nothing');
  await db.execute(sql`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, bulk_run_id)
    select ${customerId}::uuid, d, ${action}, ${effect}, ${params}::jsonb, ${me.personId}::uuid, ${made.id}::uuid
    from unnest(${uuidArray(taken)}) d`);
  if (refused.length > 0)
    await db.execute(sql`
      insert into app.bulk_refusal (bulk_run_id, device_id, customer_id, asked_by, reason)
      select ${made.id}::uuid, (r ->> 'id')::uuid, ${customerId}::uuid, ${me.personId}::uuid, r ->> 'reason'
      from jsonb_array_elements(${JSON.stringify(refused)}::jsonb) r`);
  await db.execute(sql`select pg_notify('routeward_bulk', ${`${made.id} ${customerId}`})`);
  return made.id;
}

/** Asks for whatever has not ended to be stopped. Returns how many that were. */
export async function askAllToStop(db: Db, me: Principal, { id, customerId }: BulkRun): Promise<number> {
  const asked = await db
    .update(run)
    .set({ stopAskedAt: sql`app.now()`, stopAskedBy: me.personId })
    .where(and(eq(run.bulkRunId, id), or(eq(run.state, 'intended'), eq(run.state, 'running')), isNull(run.stopAskedAt)))
    .returning({ id: run.id });
  if (asked.length > 0) await db.execute(sql`select pg_notify('routeward_bulk', ${`${id} ${customerId}`})`);
  return asked.length;
}
