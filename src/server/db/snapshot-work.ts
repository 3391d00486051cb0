import { and, asc, desc, eq, gt, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { ChangeId, CustomerId, DeviceId } from '@/core/ids';
import { freshSeconds } from '@/core/status';
import { iso } from './clock';
import type { Transaction } from './connection';
import { change } from './schema/changes';
import { snapshot } from './schema/snapshots';

type Db = Transaction['db'];

const minutesADay = 24 * 60;

/** A device whose minute of the day has come since it was last looked at, or that was never looked at. */
export interface DueDevice {
  readonly device: DeviceId;
  /** There is none of it yet. */
  readonly isFirst: boolean;
  /** Its minute that has come; of one that was never looked at, when it was enrolled. ISO 8601, UTC. */
  readonly dueAt: string;
}

/**
 * The devices of one customer that are up and due: each has a minute of the day (UTC) of its own, and is due from then on
 * until it is looked at, so none is passed over because nobody was at work at its minute. A new one does not wait for its
 * minute, but whoever enrolled it is left the first one alone with it. For the work of its customer.
 */
export async function dueDevices(db: Db, customerId: CustomerId): Promise<DueDevice[]> {
  const rows = await db.execute<Record<string, unknown> & DueDevice>(sql`
    select d.id as device, last.last_seen_at is null as "isFirst",
      case when last.last_seen_at is null then d.enrolled_at else due.at end as "dueAt"
    from app.device d
      join app.device_status s on s.device_id = d.id and s.is_up and s.version is not null
      cross join (select app.now() as now) clock
      cross join lateral (select date_trunc('day', clock.now, 'UTC') + make_interval(mins => (
        ('x' || left(encode(sha256(uuid_send(d.id)), 'hex'), 8))::bit(32)::bigint % ${minutesADay})::integer) as at) today
      cross join lateral (
        select today.at - case when today.at > clock.now then interval '1 day' else interval '0' end as at) due
      left join lateral (select n.last_seen_at from app.snapshot n
        where n.device_id = d.id order by n.taken_at desc, n.id desc limit 1) last on true
    where d.customer_id = ${customerId} and d.archived_at is null
      and not exists (select from app.change c where c.device_id = d.id
        and (c.state = 'applying' or c.state = 'unknown' and c.look_at is not null))
      and s.tried_at >= clock.now - make_interval(secs => ${freshSeconds})
      and case when last.last_seen_at is null then d.enrolled_at < clock.now - interval '1 minute'
        else last.last_seen_at < due.at end`);
  return rows.map((row) => ({ ...row, dueAt: iso(row.dueAt) }));
}

/** The newest of a device, its text still sealed. */
export interface NewestSnapshot {
  readonly id: string;
  readonly routerOs: string;
  readonly digest: string;
  readonly textSealed: Uint8Array;
  /** When it was last found so: ISO 8601, UTC. */
  readonly lastSeenAt: string;
}

/** Nobody else keeps one of this device before the transaction has ended. Null: there is none yet. */
export async function newestSnapshot(db: Db, device: DeviceId): Promise<NewestSnapshot | null> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`snapshot of ${device}`}, 0))`);
  const [newest] = await db
    .select({
      id: snapshot.id,
      routerOs: snapshot.routerOs,
      digest: snapshot.digest,
      textSealed: snapshot.textSealed,
      lastSeenAt: snapshot.lastSeenAt,
    })
    .from(snapshot)
    .where(eq(snapshot.deviceId, device))
    .orderBy(desc(snapshot.takenAt), desc(snapshot.id))
    .limit(1);
  return newest ?? null;
}

/** The changes of a device that we have made since, or may have made: their ids, the oldest first. */
export async function ownChangesSince(db: Db, device: DeviceId, since: string): Promise<ChangeId[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .where(and(eq(change.deviceId, device), inArray(change.state, ['verified', 'unknown']), gt(change.endedAt, since)))
    .orderBy(asc(change.endedAt));
  return rows.map(({ id }) => id as ChangeId); // safe: the column is the key that the brand names.
}

/** Whether a change of it is being made, or may yet be undone: what is read meanwhile is neither how it was nor how it will be. */
export async function isBeingChanged(db: Db, device: DeviceId): Promise<boolean> {
  const isUnsettled = and(eq(change.state, 'unknown'), isNotNull(change.lookAt));
  const [found] = await db
    .select({ id: change.id })
    .from(change)
    .where(and(eq(change.deviceId, device), or(eq(change.state, 'applying'), isUnsettled)))
    .limit(1);
  return found !== undefined;
}

/** Of the clock, in the milliseconds that times are told in. */
const atOnce = sql`date_trunc('milliseconds', app.now())`;

export async function seeAgain(db: Db, id: string): Promise<void> {
  await db.update(snapshot).set({ lastSeenAt: atOnce }).where(eq(snapshot.id, id));
}

export type NewSnapshot = Omit<typeof snapshot.$inferInsert, 'takenAt' | 'lastSeenAt'>;

export async function addSnapshot(db: Db, made: NewSnapshot): Promise<void> {
  await db.insert(snapshot).values({ ...made, takenAt: atOnce, lastSeenAt: atOnce });
}

/** Deletes those that nobody can ask for any more, at most so many. Returns how many. For the job `purge`. */
export async function purgeSnapshots(db: Db, most: number): Promise<number> {
  const [row] = await db.execute<{ gone: number }>(sql`select app.purge_snapshots(${most}) as gone`);
  return row?.gone ?? 0;
}
