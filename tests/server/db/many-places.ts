import type { Principal } from '@/core/access';
import type { Sql } from '@/server/db/connection';
import { makePerson } from '../../support/world';

/** A thousand customers with fifty devices each, what was asked of them, and what is written of that. */
export async function fillPlaces(owner: Sql): Promise<void> {
  await owner`insert into app.customer (slug, name) select 'isp-' || i, 'ISP ' || i from generate_series(1, 1000) i`;
  await owner`insert into app.site (customer_id, name, zone)
    select c.id, 'Site ' || i, 'Zone ' || i % 4 from app.customer c, generate_series(0, 9) i`;
  await owner`insert into app.device (customer_id, name, address, site_id)
    select c.id, 'router-' || i, '10.0.0.' || i, s.id
    from app.customer c, generate_series(1, 50) i, app.site s where s.customer_id = c.id and s.name = 'Site ' || i % 10`;
  await owner`update app.site s set uplink_id = d.id from app.device d
    where d.customer_id = s.customer_id and d.name = 'router-10' and s.name <> 'Site 0'`;
  await owner`insert into audit.entry (at, id, customer_id, event, outcome, body, salt, leaf, xid)
    select now() - make_interval(secs => i), gen_random_uuid(), c.id, 'device.listed', 'ok', '{}', s.salt,
      sha256('\\x00'::bytea || s.salt || '{}'::bytea), pg_current_xact_id()
    from app.customer c, generate_series(1, 20) i, lateral (select sha256(i::text::bytea) as salt) s`;
  // Every device was asked a moment ago, each at its own second; one in ten is down, three of a customer have a day.
  await owner`insert into app.device_status (device_id, customer_id, is_up, fault_code, since, tried_at)
    select id, customer_id, n % 10 <> 0, case when n % 10 = 0 then 'unreachable' end, now() - interval '1 day',
      date_trunc('milliseconds', now()) - make_interval(secs => n % 60)
    from (select *, row_number() over (order by customer_id, name) as n from app.device) d`;
  await owner`insert into app.device_hour (device_id, hour, customer_id, round_trip_ms)
    select d.id, date_trunc('hour', now()) - make_interval(hours => h), d.customer_id, array_fill(1::real, array[60])
    from app.device d, generate_series(0, 23) h where d.name in ('router-1', 'router-2', 'router-3')`;
  const asker = await makePerson(owner, 'superAdmin', []);
  await owner`insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, state, intended_at, row_count)
    select d.customer_id, d.id, 'tool.ping', 'read', '{}', ${asker.personId}, 'done', now() - make_interval(mins => i), 6
    from app.device d, generate_series(1, 20) i where d.name in ('router-1', 'router-2')`;
  await owner`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
    select r.id, i * 3, 3, r.customer_id, '\\x00' from app.run r, generate_series(0, 1) i`;
  // One of each customer, of a device that answered and of one that was refused.
  await owner`insert into app.bulk_run (customer_id, action_id, params, asked_by, device_count)
    select id, 'tool.ping', '{}', ${asker.personId}, 2 from app.customer`;
  await owner`
    update app.run r set bulk_run_id = b.id, ended_at = now() from app.bulk_run b
    where b.customer_id = r.customer_id and r.id in (select distinct on (customer_id) id from app.run order by customer_id, device_id)`;
  await owner`
    insert into app.bulk_refusal (bulk_run_id, device_id, customer_id, asked_by, reason)
    select b.id, d.id, b.customer_id, b.asked_by, 'It was not to be.'
    from app.bulk_run b join app.device d on d.customer_id = b.customer_id and d.name = 'router-3'`;
  await fillSessions(owner, asker);
  await fillAlarms(owner);
}

/** Twenty cases of each customer, two of them open, each on a device with a run of it; the log as its trigger writes it. */
async function fillSessions(owner: Sql, { personId }: Principal): Promise<void> {
  await owner`alter table app.session disable trigger user`;
  await owner`alter table app.session_step disable trigger user`;
  await owner`
    insert into app.session (customer_id, number, title, opened_by, by_name, by_role, opened_at, holder_id, holder_name,
      closed_at, cause, step_count, run_count)
    select c.id, i, 'Case ' || i || ' of ' || c.slug, ${personId}, 'Somebody', 'superAdmin', now() - make_interval(hours => 20 - i),
      ${personId}, 'Somebody', case when i <= 18 then now() end, case when i <= 18 then 'A cable.' end, 13, 1
    from app.customer c, generate_series(1, 20) i`;
  await owner`
    insert into app.session_device (session_id, device_id, customer_id, name, address, port, transport)
    select s.id, d.id, s.customer_id, d.name, d.address, d.port, d.transport from app.session s join app.device d on d.customer_id = s.customer_id and d.name = 'router-1'`;
  await owner`
    insert into app.session_step (session_id, number, customer_id, kind, by_id, by_name, by_role, from_address, text, device_id, run_id)
    select s.id, i, s.customer_id, (case i when 1 then 'opened' when 2 then 'deviceAdded' when 3 then 'run' else 'note' end)::app.step_kind,
      ${personId}, 'Somebody', 'superAdmin', '192.0.2.7', case when i in (2, 3) then null else 'Words.' end,
      case when i in (2, 3) then d.device_id end, case when i = 3 then r.id end
    from app.session s
    join app.session_device d on d.session_id = s.id
    join (select id, device_id, row_number() over (partition by device_id order by intended_at) as n from app.run) r
      on r.device_id = d.device_id and r.n = s.number
    cross join generate_series(1, 13) i`;
  await owner`alter table app.session enable trigger user`;
  await owner`alter table app.session_step enable trigger user`;
}

/** Of each customer a site that is down with two of its devices, one device by itself, and twenty that are over. */
async function fillAlarms(owner: Sql): Promise<void> {
  await owner`alter table app.alarm disable trigger user`;
  await owner`
    with s as (insert into app.alarm (customer_id, kind, site_id, device_count, since, raised_at, announced_at, mailed_at)
      select customer_id, 'site', id, 2, now() - interval '1 day', now() - interval '1 day', now(), now() from app.site where name = 'Site 2'
      returning id, customer_id, site_id)
    insert into app.alarm (customer_id, kind, device_id, covered_by, since, raised_at, announced_at, mailed_at)
    select d.customer_id, 'device', d.id, s.id, now() - interval '1 day', now() - interval '1 day', now(), now()
    from app.device d left join s on s.site_id = d.site_id where d.name in ('router-2', 'router-12', 'router-1')`;
  await owner`
    insert into app.alarm (customer_id, kind, device_id, since, raised_at, announced_at, mailed_at, end_mailed_at, ended_at, ending)
    select d.customer_id, 'device', d.id, t.at, t.at, t.at, t.at, t.at, t.at + interval '20 minutes', 'cleared'
    from app.device d, lateral (select now() - make_interval(hours => i) as at from generate_series(1, 20) i) t where d.name = 'router-3'`;
  await owner`alter table app.alarm enable trigger user`;
}
