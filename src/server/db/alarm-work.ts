import { sql } from 'drizzle-orm';
import type { Deeds, Look, SeenAlarm, SeenDevice, SeenSite } from '@/core/alarm-rules';
import type { AlarmKind } from '@/core/alarms';
import type { FaultCode } from '@/core/faults';
import type { AlarmId, CustomerId, DeviceId, SiteId } from '@/core/ids';
import { freshSeconds } from '@/core/status';
import { uuidArray } from './array';
import { iso, isoOrNull } from './clock';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/** Since when somebody watches, and when anybody had noted a try before. ISO 8601, UTC. */
export interface WatchBegins {
  readonly at: string;
  readonly lastTriedAt: string | null;
}

/** For the job `alarms`. */
export async function watchBegins(db: Db): Promise<WatchBegins> {
  const [row] = await db.execute<{ at: string; lastTriedAt: string | null }>(
    sql`select at, last_tried_at as "lastTriedAt" from app.watch_begins()`,
  );
  if (row === undefined) throw new Error('the database has no clock');
  return { at: iso(row.at), lastTriedAt: isoOrNull(row.lastTriedAt) };
}

/** A customer with something to do for; `isDue`: an alarm is to be raised. */
export interface AlarmWork {
  readonly customer: CustomerId;
  readonly isDue: boolean;
}

/** For the job `alarms`. */
export async function alarmWork(db: Db, watchedFrom: string): Promise<AlarmWork[]> {
  const rows = await db.execute<{ customer: CustomerId; isDue: boolean }>(sql`
    select customer_id as customer, is_due as "isDue" from app.alarm_work(${watchedFrom}, ${freshSeconds})`);
  return rows.map(({ customer, isDue }) => ({ customer, isDue }));
}

/** From here on nobody else looks at this customer's alarms until the transaction ends. */
export async function holdAlarms(db: Db, customer: CustomerId): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`alarms of ${customer}`}, 0))`);
}

/** What is to be decided on. For the work of the customer. */
export async function lookAtAlarms(
  db: Db,
  customer: CustomerId,
  watchedFrom: string,
): Promise<Omit<Look, 'heldSeconds'>> {
  const [policy] = await db.execute<{ isWatched: boolean; seconds: number }>(sql`
    select is_alarming and is_probed and archived_at is null as "isWatched", alarm_after_minutes * 60 as seconds
    from app.customer where id = ${customer}`);
  if (policy === undefined) throw new Error('no such customer');
  return {
    isWatched: policy.isWatched,
    alarmAfterSeconds: policy.seconds,
    devices: await devicesSeen(db, customer, watchedFrom),
    sites: await sitesSeen(db, customer, watchedFrom),
    alarms: await alarmsSeen(db, customer),
  };
}

const freshFrom = (watchedFrom: string) =>
  sql`(select greatest(${watchedFrom}::timestamptz, app.now() - make_interval(secs => ${freshSeconds})) as fresh_from, app.now() as now)`;

/** Devices that are down or have an open alarm, and the sites at which one of them stands or that have one themselves. */
const concerned = (customer: CustomerId) => sql`
  concerned as (
    select s.device_id as id from app.device_status s
      where s.customer_id = ${customer} and not s.is_up and s.answered_at is not null
    union select a.device_id from app.alarm a where a.customer_id = ${customer} and a.ended_at is null and a.device_id is not null),
  places as (
    select d.site_id as id from concerned c join app.device d on d.id = c.id and d.archived_at is null where d.site_id is not null
    union select a.site_id from app.alarm a where a.customer_id = ${customer} and a.ended_at is null and a.site_id is not null)`;

async function devicesSeen(db: Db, customer: CustomerId, watchedFrom: string): Promise<SeenDevice[]> {
  const rows = await db.execute<Record<keyof SeenDevice, unknown>>(sql`
    with ${concerned(customer)}
    select d.id as device, d.site_id as site, coalesce(s.since, d.enrolled_at) as since,
      extract(epoch from k.now - greatest(s.since, ${watchedFrom}::timestamptz))::double precision as seconds,
      case when d.archived_at is not null then 'gone' when s.tried_at >= k.fresh_from then case when s.is_up then 'up' else 'down' end
        else 'unknown' end as state
    from ${freshFrom(watchedFrom)} k, app.device d left join app.device_status s on s.device_id = d.id
    where d.customer_id = ${customer} and (d.id in (select id from concerned)
      or d.site_id in (select id from places) and d.archived_at is null and s.answered_at is not null)`);
  // safe: keys of their tables, and the words that stand above.
  return rows.map((row) => ({ ...row, since: iso(String(row.since)) }) as SeenDevice);
}

async function sitesSeen(db: Db, customer: CustomerId, watchedFrom: string): Promise<SeenSite[]> {
  const rows = await db.execute<Record<string, unknown> & SeenSite>(sql`
    with ${concerned(customer)}
    select t.id as site, t.archived_at is not null as "isGone", exists (
      select from app.device u join app.device_status s on s.device_id = u.id
      where u.id = t.uplink_id and u.site_id is distinct from t.id and not s.is_up and s.tried_at >= k.fresh_from) as "isUplinkDown"
    from ${freshFrom(watchedFrom)} k, places p join app.site t on t.id = p.id`);
  return rows.map(({ site, isGone, isUplinkDown }) => ({ site, isGone, isUplinkDown }));
}

async function alarmsSeen(db: Db, customer: CustomerId): Promise<SeenAlarm[]> {
  // What ended longer ago is not the same alarm any more, whatever the customer's patience is. Nor is what went down more than
  // once and was mailed to be up: that was its last mail.
  const rows = await db.execute<{ id: AlarmId; of: DeviceId | SiteId; clearedAt: string | null }>(sql`
    select a.id, coalesce(a.device_id, a.site_id) as "of", a.ended_at as "clearedAt" from app.alarm a
    where a.customer_id = ${customer} and (a.ended_at is null or a.ended_at >= (select app.now() - interval '2 hours'))
      and a.ending is distinct from 'withdrawn' and not (a.ended_at is not null and a.times > 1 and a.end_mailed_at is not null)
    order by a.ended_at desc nulls first`);
  return rows.map(({ id, of, clearedAt }) => ({ id, of, clearedAt: isoOrNull(clearedAt) }));
}

/** An alarm that the log is to tell something of. */
export interface ToldAlarm {
  readonly id: AlarmId;
  readonly kind: AlarmKind;
  readonly device: DeviceId | null;
  readonly site: SiteId | null;
  readonly times: number;
  readonly devices: number;
  readonly fault: FaultCode | null;
}

const told = sql`a.id, a.kind, a.device_id as device, a.site_id as site, a.times, a.device_count as devices, a.fault_code as fault`;

/** Ends alarms. Returns those that anybody was told of. */
export async function endAlarms(
  db: Db,
  ids: readonly AlarmId[],
  ending: 'cleared' | 'withdrawn',
): Promise<ToldAlarm[]> {
  if (ids.length === 0) return [];
  const rows = await db.execute<Record<string, unknown> & ToldAlarm & { wasTold: boolean }>(sql`
    update app.alarm a set ended_at = app.now(), ending = ${ending}
    where a.id = any (${uuidArray(ids)}) and a.ended_at is null
    returning ${told}, a.announced_at is not null as "wasTold"`);
  return rows.flatMap(({ wasTold, ...alarm }) => (wasTold ? [alarm] : []));
}

/**
 * Opens alarms once more. It is told again, and mailed again where it was mailed that it is up: else whoever was told that it
 * is down believes that still.
 */
export async function reopenAlarms(db: Db, alarms: Deeds['reopen']): Promise<void> {
  if (alarms.length === 0) return;
  await db.execute(sql`
    update app.alarm a set ended_at = null, ending = null, since = r.since, device_count = r.devices, times = a.times + 1,
      covered_by = null, announced_at = null, mailed_at = case when a.end_mailed_at is null then a.mailed_at end, end_mailed_at = null,
      fault_code = (select s.fault_code from app.device_status s where s.device_id = a.device_id)
    from jsonb_to_recordset(${JSON.stringify(alarms)}::jsonb) as r(alarm uuid, since timestamptz, devices integer)
    where a.id = r.alarm and a.ended_at is not null`);
}

export async function raiseAlarms(db: Db, customer: CustomerId, alarms: Deeds['raise']): Promise<void> {
  if (alarms.length === 0) return;
  await db.execute(sql`
    insert into app.alarm (customer_id, kind, device_id, site_id, since, device_count, fault_code, raised_at)
    select ${customer}, case when r.site is null then 'device' else 'site' end, r.device, r.site, r.since, r.devices, s.fault_code, app.now()
    from jsonb_to_recordset(${JSON.stringify(alarms)}::jsonb) as r(device uuid, site uuid, since timestamptz, devices integer)
      left join app.device_status s on s.device_id = r.device`);
}

/** Open alarms of devices belong under that of their site, where it has one; no more once it is over, or they moved. */
export async function coverAlarms(db: Db, customer: CustomerId): Promise<void> {
  await db.execute(sql`
    update app.alarm a set covered_by = above.id
    from app.device d left join app.alarm above on above.site_id = d.site_id and above.ended_at is null
    where a.customer_id = ${customer} and a.ended_at is null and d.id = a.device_id and a.covered_by is distinct from above.id`);
}

/** Takes the alarms that are to be told of from now on: of what is down, that nothing stands for. */
export async function announceAlarms(db: Db, customer: CustomerId): Promise<ToldAlarm[]> {
  const rows = await db.execute<Record<string, unknown> & ToldAlarm>(sql`
    update app.alarm a set announced_at = app.now()
    where a.customer_id = ${customer} and a.ended_at is null and a.announced_at is null and a.covered_by is null
      and not exists (select from app.device_status s where s.device_id = a.device_id and s.is_up)
    returning ${told}`);
  return [...rows];
}
