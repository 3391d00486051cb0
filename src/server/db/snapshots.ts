import { and, desc, eq, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { CustomerId, DeviceId } from '@/core/ids';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { change } from './schema/changes';
import { snapshot } from './schema/snapshots';

type Db = Transaction['db'];

/** A snapshot without its text. Times are ISO 8601, UTC. */
export interface Snapshot {
  readonly id: string;
  readonly takenAt: string;
  /** The same was found again until then. */
  readonly lastSeenAt: string;
  readonly routerOs: string;
  /** Against the one before; null: it is the device's first. */
  readonly changedRows: number | null;
  /** The number of the change of ours that was made just before: what changed is its doing. */
  readonly change: number | null;
}

/** One with its text, still sealed. */
export interface SealedSnapshot extends Snapshot {
  readonly customerId: CustomerId;
  readonly textSealed: Uint8Array;
}

const columns = {
  id: snapshot.id,
  takenAt: snapshot.takenAt,
  lastSeenAt: snapshot.lastSeenAt,
  routerOs: snapshot.routerOs,
  changedRows: snapshot.changedRows,
  change: sql<number | null>`(select c.number from ${change} c where c.id = ${snapshot.changeId})`,
};

const newestFirst = [desc(snapshot.takenAt), desc(snapshot.id)];

/** A device's snapshots, the newest first. `before` is the time and id of the last one on the page before. */
export async function snapshotsOfDevice(
  db: Db,
  me: Principal,
  device: DeviceId,
  { limit, before }: { limit: number; before?: { at: string; id: string } | undefined },
): Promise<Snapshot[]> {
  const older =
    before && lt(sql`(${snapshot.takenAt}, ${snapshot.id})`, sql`(${before.at}::timestamptz, ${before.id}::uuid)`);
  return joinReach(db.select(columns).from(snapshot).$dynamic(), me, snapshot.customerId)
    .where(and(eq(snapshot.deviceId, device), older))
    .orderBy(...newestFirst)
    .limit(limit);
}

/** The newest of a device, or the newest of those that were there at a time (ISO 8601). Null: there is none. */
export async function snapshotInForce(
  db: Db,
  me: Principal,
  device: DeviceId,
  at: string | null,
): Promise<SealedSnapshot | null> {
  const isThere: SQL | undefined = at === null ? undefined : lte(snapshot.takenAt, at);
  const whole = { ...columns, customerId: snapshot.customerId, textSealed: snapshot.textSealed };
  const [found] = await joinReach(db.select(whole).from(snapshot).$dynamic(), me, snapshot.customerId)
    .where(and(eq(snapshot.deviceId, device), isThere))
    .orderBy(...newestFirst)
    .limit(1);
  return (found as SealedSnapshot | undefined) ?? null; // safe: the column is the key that the brand names.
}
