import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { ChangeId, DeviceId } from '@/core/ids';
import { uuidArray } from './array';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { run } from './schema/runs';

/*
 * A read that weighs on a router and a change of it exclude one another. Whoever is about to begin either looks for the other alone:
 * `app.hold_devices` lets one transaction at a time do so for a device, whichever runner's it is. That nobody forgets to is the
 * database's to see: drizzle, `run_begins_beside_no_change` and `change_begins_beside_no_heavy_read`.
 */

type Db = Transaction['db'];

/** Until the transaction is over nobody else begins a heavy read or a change of these devices. Returns whether one is changed. */
export async function holdForRead(db: Db, devices: readonly DeviceId[]): Promise<{ readonly isUnderChange: boolean }> {
  await db.execute(sql`select app.hold_devices(${uuidArray(devices)})`);
  // A statement of its own: it sees what whoever held them before has committed.
  return { isUnderChange: (await underChange(db, devices)) !== null };
}

/** Until the transaction is over nobody else begins a heavy read or a change of its device. */
export async function holdForChange(db: Db, change: ChangeId): Promise<void> {
  await db.execute(
    sql`select app.hold_devices(array(select c.device_id from app.change c where c.id = ${change} and c.state = 'authorised'))`,
  );
}

/** The first of these devices of which a change is being made, or may yet undo itself; null: none. */
export async function underChange(db: Db, devices: readonly DeviceId[]): Promise<DeviceId | null> {
  const [found] = await db.execute<{ device: DeviceId }>(
    sql`select c.device_id as device from app.change c where c.device_id = any (${uuidArray(devices)})
      and (c.state = 'authorised' and c.released_at is not null or c.state = 'applying'
        or c.state = 'unknown' and c.look_at is not null) limit 1`,
  );
  return found?.device ?? null;
}

/** The actions of the heavy reads that run on these devices, by device: a change of it waits for one. */
export async function heavyReadsOn(
  db: Db,
  me: Principal,
  devices: readonly DeviceId[],
): Promise<ReadonlyMap<DeviceId, string>> {
  if (devices.length === 0) return new Map();
  const query = db.select({ action: run.actionId, on: run.heavyOn }).from(run).$dynamic();
  const rows = await joinReach(query, me, run.customerId).where(
    sql`${run.heavyOn} && ${uuidArray(devices)} and ${run.startedAt} is not null and ${run.endedAt} is null`,
  );
  // safe: the column holds keys of devices alone.
  return new Map(
    rows.flatMap(({ action, on }) => ((on ?? []) as DeviceId[]).map((device) => [device, action] as const)),
  );
}
