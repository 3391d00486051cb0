-- Who may do what with the tables and columns of 0023, and what the looks ask that goes over every customer: those are
-- functions, so that the job that looks has no right to a row of anybody.
do $$
declare t text;
begin
  foreach t in array array['alarm', 'alarm_mail'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant update (is_alarming, alarm_after_minutes, quiet_from, quiet_to) on app.customer to routeward_everything;
--> statement-breakpoint
grant select on app.alarm to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint
grant update (acknowledged_by, note) on app.alarm to routeward_person, routeward_everything;
--> statement-breakpoint
-- The work raises and ends. It acknowledges nothing.
grant insert (customer_id, kind, device_id, site_id, since, fault_code, device_count, raised_at),
    update (covered_by, since, times, fault_code, device_count, announced_at, mailed_at, end_mailed_at, ended_at, ending)
  on app.alarm to routeward_customer;
--> statement-breakpoint
-- Of a site it needs what it is reached through.
grant select on app.site to routeward_customer;
--> statement-breakpoint
grant select on app.alarm_mail to routeward_person, routeward_everything;
--> statement-breakpoint

-- Whoever watches alarms hears of each that changed.
create function app.tell_of_alarm() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.changed_at := date_trunc('milliseconds', app.now());
  perform pg_notify('routeward_alarm', coalesce(new.customer_id::text, ''));
  return new;
end $$;
--> statement-breakpoint
create trigger an_alarm_is_told_of before insert or update on app.alarm for each row execute function app.tell_of_alarm();
--> statement-breakpoint
-- The first one who acknowledges it is the one; who that is and when is the database's word. Nothing of it changes later.
create function app.sign_acknowledgement() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.acknowledged_by is not null then perform auth.refuse('alarm_is_acknowledged_once'); end if;
  if old.ended_at is not null then perform auth.refuse('alarm_is_open_when_acknowledged'); end if;
  new.acknowledged_at := app.now();
  new.acknowledged_name := (select p.name from app.person p where p.id = new.acknowledged_by);
  return new;
end $$;
--> statement-breakpoint
create trigger an_acknowledgement_is_signed before update of acknowledged_by, note on app.alarm for each row
  when (old.acknowledged_by is distinct from new.acknowledged_by or old.note is distinct from new.note)
  execute function app.sign_acknowledgement();
--> statement-breakpoint

-- The clock as a look begins, and when anybody last wrote down how a device is: by that a runner knows since when nobody did.
create function app.watch_begins() returns table (at timestamptz, last_tried_at timestamptz)
  language sql stable security definer set search_path = ''
  as $$ select app.now(), (select max(s.tried_at) from app.device_status s) $$;
--> statement-breakpoint
-- The customers that a look has something to do for, and whether that is to raise an alarm. `watched_from`: what was found
-- out before is not known to have gone on. Everything starts from what is down and from open alarms, which are few.
create function app.alarm_work(watched_from timestamptz, fresh_seconds integer)
  returns table (customer_id uuid, is_due boolean) language sql stable security definer set search_path = '' as $$
  with clock as materialized (select app.now() as now),
  due as (
    select s.customer_id from clock k, app.device_status s
      join app.device d on d.id = s.device_id and d.archived_at is null
      join app.customer c on c.id = s.customer_id and c.is_alarming and c.is_probed and c.archived_at is null
    where not s.is_up and s.answered_at is not null
      and s.tried_at >= greatest(watched_from, k.now - make_interval(secs => fresh_seconds))
      and greatest(s.since, watched_from) <= k.now - make_interval(mins => c.alarm_after_minutes)
      and not exists (select from app.alarm a where a.device_id = s.device_id and a.ended_at is null)
    group by s.customer_id),
  open as (
    select a.customer_id from clock k, app.alarm a
      join app.customer c on c.id = a.customer_id
      left join app.device d on d.id = a.device_id
      left join app.device_status s on s.device_id = a.device_id
      left join app.site t on t.id = a.site_id
      left join app.alarm over on over.site_id = d.site_id and over.ended_at is null
    where a.ended_at is null and (
      not (c.is_alarming and c.is_probed) or c.archived_at is not null
      or a.announced_at is null and a.covered_by is null
      or a.kind = 'device' and (d.archived_at is not null or a.covered_by is distinct from over.id
        or s.is_up and s.since <= k.now - interval '1 minute' and s.tried_at >= watched_from)
      or a.kind = 'site' and (t.archived_at is not null
        or not exists (select from app.device e where e.site_id = a.site_id and e.archived_at is null)
        or exists (select from app.device e join app.device_status u on u.device_id = e.id where e.site_id = a.site_id
          and e.archived_at is null and u.is_up and u.since <= k.now - interval '1 minute' and u.tried_at >= watched_from)))
    group by a.customer_id)
  select w.customer_id, bool_or(w.is_due)
    from (select due.customer_id, true as is_due from due union all select open.customer_id, false from open) w
    group by w.customer_id
$$;
--> statement-breakpoint

-- This machine's own link: the alarm of it that is open, when the last one ended, and how long that was.
create function app.own_link()
  returns table (at timestamptz, since timestamptz, seconds_over double precision, seconds_held double precision)
  language sql stable security definer set search_path = '' as $$
  select app.now(), (select a.since from app.alarm a where a.kind = 'ownLink' and a.ended_at is null),
    extract(epoch from app.now() - l.ended_at)::double precision, extract(epoch from l.ended_at - l.since)::double precision
  from (select) one left join lateral (select a.ended_at, a.since from app.alarm a
    where a.kind = 'ownLink' and a.ended_at is not null order by a.ended_at desc limit 1) l on true
$$;
--> statement-breakpoint
-- Over all customers: how many places went down since `lost_from` that nobody is told of yet, since when the first of them,
-- how many answered after that, and whether there is a customer of whom something did and four fifths are not lost. Whoever
-- was not asked since then has no say; a router that is enrolled many times is one place.
create function app.link_counts(watched_from timestamptz, fresh_seconds integer, lost_from timestamptz)
  returns table (lost integer, first_lost_at timestamptz, up integer, is_contradicted boolean)
  language sql stable security definer set search_path = '' as $$
  with clock as materialized (select greatest(watched_from, app.now() - make_interval(secs => fresh_seconds)) as fresh_from),
  lost as materialized (
    select s.customer_id, (d.address, d.port)::text as place, s.since
    from clock k, app.device_status s join app.device d on d.id = s.device_id and d.archived_at is null
    where not s.is_up and s.answered_at is not null and s.tried_at >= k.fresh_from and s.since >= lost_from
      and not exists (select from app.alarm a where a.device_id = s.device_id and a.ended_at is null)),
  first as materialized (select min(l.since) as at from lost l),
  up as materialized (
    select s.customer_id, (d.address, d.port)::text as place
    from first f, clock k, app.device_status s join app.device d on d.id = s.device_id and d.archived_at is null
    where s.is_up and s.tried_at >= greatest(k.fresh_from, f.at)),
  lost_of as (select l.customer_id, count(distinct l.place) as places from lost l group by l.customer_id),
  up_of as (select u.customer_id, count(distinct u.place) as places from up u group by u.customer_id)
  select (select count(distinct l.place)::integer from lost l), f.at, (select count(distinct u.place)::integer from up u),
      exists (select from up_of u left join lost_of l on l.customer_id = u.customer_id where coalesce(l.places, 0) < 4 * u.places)
    from first f
$$;
--> statement-breakpoint
-- Raises the alarm of the own link, or the one that ended less than ten minutes before once more. No row: it is open already.
create function app.raise_own_link(of_since timestamptz, of_devices integer) returns table (id uuid, times integer)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtext('app.own_link'));
  if exists (select from app.alarm a where a.kind = 'ownLink' and a.ended_at is null) then return; end if;
  return query update app.alarm a set ended_at = null, ending = null, since = of_since, device_count = of_devices, times = a.times + 1,
      announced_at = app.now(), mailed_at = case when a.end_mailed_at is null then a.mailed_at end, end_mailed_at = null
    where a.id = (select l.id from app.alarm l where l.kind = 'ownLink' and l.ended_at >= app.now() - interval '10 minutes'
      order by l.ended_at desc limit 1)
    returning a.id, a.times;
  if found then return; end if;
  return query insert into app.alarm as a (kind, since, device_count, raised_at, announced_at)
    values ('ownLink', of_since, of_devices, app.now(), app.now()) returning a.id, a.times;
end $$;
--> statement-breakpoint
create function app.clear_own_link() returns uuid language plpgsql security definer set search_path = '' as $$
declare
  cleared uuid;
begin
  update app.alarm a set ended_at = app.now(), ending = 'cleared' where a.kind = 'ownLink' and a.ended_at is null
    returning a.id into cleared;
  return cleared;
end $$;
--> statement-breakpoint

-- Whether it is down once more: its device is, or no device of its site is up. Whether that will be an alarm is not known yet.
create function app.is_down_again(a app.alarm) returns boolean language sql stable security definer set search_path = ''
  return case a.kind
    when 'device' then exists (select from app.device_status s where s.device_id = a.device_id and not s.is_up)
      or exists (select from app.alarm o where o.device_id = a.device_id and o.ended_at is null)
    when 'site' then coalesce((select bool_and(not s.is_up) from app.device d join app.device_status s on s.device_id = d.id
        where d.site_id = a.site_id and d.archived_at is null and s.answered_at is not null), false)
      or exists (select from app.alarm o where o.site_id = a.site_id and o.ended_at is null)
    else false end;
--> statement-breakpoint
-- Whether somebody is to be mailed that it is down, or that it is up again. What is covered by another alarm or came and went
-- unmailed is not told; what went down more than once is told to be up once it has been that for ten minutes. Nothing is told
-- to be up while it is down: it is the same alarm once more only when its customer's minutes are over.
create function app.is_to_mail(a app.alarm) returns boolean language sql stable security definer set search_path = ''
  return case when a.ended_at is null then a.mailed_at is null and a.announced_at is not null and a.covered_by is null
    else a.ending = 'cleared' and a.mailed_at is not null and a.end_mailed_at is null
      and (a.times = 1 or a.ended_at <= app.now() - interval '10 minutes') and not app.is_down_again(a) end;
--> statement-breakpoint
-- The customers of which something is to be mailed, with their quiet hours; of the own link null.
create function app.alarm_mail_due() returns table (customer_id uuid, time_zone text, quiet_from text, quiet_to text)
  language sql stable security definer set search_path = '' as $$
  select c.id, c.time_zone, c.quiet_from, c.quiet_to
    from (select distinct a.customer_id from app.alarm a
      where (a.ended_at is null or a.ending = 'cleared' and a.mailed_at is not null and a.end_mailed_at is null)
        and app.is_to_mail(a)) due
      left join app.customer c on c.id = due.customer_id
$$;
--> statement-breakpoint
-- Takes what is to be mailed, but of customers that are to be left in peace: whoever takes it has to mail it in the same
-- transaction. One at a time. Of what is up again after several alarms the last one tells it.
create function app.take_alarm_mail(in_peace uuid[])
  returns table (id uuid, kind text, customer_id uuid, customer text, name text, since timestamptz, ended_at timestamptz,
    times integer, fault_code text, device_count integer)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtext('app.take_alarm_mail'));
  return query with taken as (
      update app.alarm a set mailed_at = coalesce(a.mailed_at, app.now()),
          end_mailed_at = case when a.ended_at is null then a.end_mailed_at else app.now() end
        where (a.ended_at is null or a.ending = 'cleared' and a.mailed_at is not null and a.end_mailed_at is null)
          and app.is_to_mail(a) and (a.customer_id is null or a.customer_id <> all (in_peace))
        returning a.*)
    select t.id, t.kind, t.customer_id, c.name, coalesce(s.name, d.name), t.since, t.ended_at, t.times, t.fault_code, t.device_count
      from (select distinct on (coalesce(n.device_id, n.site_id)) n.* from taken n
          order by coalesce(n.device_id, n.site_id), n.ended_at desc nulls first) t
        left join app.customer c on c.id = t.customer_id left join app.device d on d.id = t.device_id
        left join app.site s on s.id = t.site_id
      order by t.kind <> 'ownLink', c.name, t.kind <> 'site', coalesce(s.name, d.name), t.id;
end $$;
--> statement-breakpoint
-- Who is mailed alarms of these customers, by the rights of this moment; `is_own_link`: those of the own link too.
create function app.alarm_readers(of_customers uuid[]) returns table (email text, customers uuid[], is_own_link boolean)
  language sql stable security definer set search_path = '' as $$
  select p.email, array(select c.id from app.customer c
      where c.id = any (of_customers) and c.archived_at is null
        and (p.role = 'superAdmin' or exists (select from app.membership m where m.person_id = p.id and m.customer_id = c.id))
        and exists (select from app.alarm_mail w where w.person_id = p.id and (w.of = 'reach' or w.customer_id = c.id))),
    p.role = 'superAdmin' and exists (select from app.alarm_mail w where w.person_id = p.id and w.of = 'ownLink')
  from app.person p
  where p.disabled_at is null and exists (select from app.alarm_mail w where w.person_id = p.id)
$$;
--> statement-breakpoint
-- What whoever asks wishes to have mailed, from now on: of these customers, of each in reach, of the own link.
create function auth.choose_alarm_mail(of_customers uuid[], of_reach boolean, of_own_link boolean) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if auth.own_id() is null then raise exception 'nobody is signed in' using errcode = 'insufficient_privilege'; end if;
  if not of_customers <@ auth.own_customers() then perform auth.refuse('customers_are_in_reach'); end if;
  if of_own_link and not auth.is_super_admin() then perform auth.refuse('own_link_is_for_super_admins'); end if;
  perform from app.person p where p.id = auth.own_id() for update;
  delete from app.alarm_mail w where w.person_id = auth.own_id();
  insert into app.alarm_mail (person_id, of, customer_id)
    select auth.own_id(), 'customer', c from (select distinct unnest(of_customers) as c) chosen
    union all select auth.own_id(), 'reach', null where of_reach
    union all select auth.own_id(), 'ownLink', null where of_own_link;
end $$;
--> statement-breakpoint

-- Alarms that ended longer ago than results are kept; one that covers others not before those.
create function app.purge_alarms() returns void language sql volatile security definer set search_path = '' as $$
  with clock as materialized (select app.now() - make_interval(days => auth.lifetime('results.days', 90)) as kept_from)
  delete from app.alarm a using clock k where a.ended_at < k.kept_from
    and not exists (select from app.alarm c where c.covered_by = a.id and (c.ended_at is null or c.ended_at >= k.kept_from))
$$;
--> statement-breakpoint

-- Which alarm, of which site, how often: a webhook may be told.
create or replace function audit.detail_for_webhooks(detail jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(case jsonb_typeof(detail) when 'object' then detail else '{}' end) d
    where d.key in ('run', 'session', 'device', 'lookup', 'bulk', 'export', 'invitation', 'credentials', 'customer', 'alarm', 'site', 'times',
        'webhook', 'action', 'kind', 'state', 'fault', 'role', 'code', 'format', 'entries', 'devices', 'runs', 'by', 'wasSent', 'isMailed')
      and case jsonb_typeof(d.value) when 'string' then d.value #>> '{}' ~ '^[A-Za-z][A-Za-z.-]{0,63}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        else jsonb_typeof(d.value) in ('number', 'boolean') end
$$;
--> statement-breakpoint
-- As in 0021, and a site has a name too.
create or replace function audit.tell_webhooks() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  told jsonb;
  target uuid;
begin
  -- Nobody is to be told: this is what every entry pays.
  if not exists (select from app.webhook w where new.event = any (w.events) or new.event = 'webhook.tested') then return null; end if;
  told := new.body::jsonb;
  if told #>> '{target,id}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then target := (told #>> '{target,id}')::uuid; end if;
  insert into app.outgoing (id, kind, about, webhook_id, body, made_at, due_at)
    select gen_random_uuid(), 'webhook', new.event, w.id, json_build_object(
        'type', new.event, 'timestamp', told ->> 'at', 'data', json_build_object(
          'entry', new.id, 'outcome', new.outcome,
          'actor', json_build_object('kind', told #>> '{actor,kind}', 'id', new.actor_id, 'role', told #>> '{actor,role}'),
          'customer', (select json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) from app.customer c where c.id = new.customer_id),
          'target', case when told -> 'target' <> 'null' then json_build_object(
            'kind', told #>> '{target,kind}', 'id', told #>> '{target,id}', 'name', case told #>> '{target,kind}'
              when 'device' then (select d.name from app.device d where d.id = target)
              when 'site' then (select s.name from app.site s where s.id = target)
              when 'session' then (select s.title from app.session s where s.id = target) end) end,
          'detail', audit.detail_for_webhooks(told -> 'detail')))::text,
      app.now(), app.now()
    from app.webhook w
    where new.event = any (w.events) or new.event = 'webhook.tested' and w.id = target;
  if found then perform pg_notify('routeward_outgoing', ''); end if;
  return null;
end $$;
--> statement-breakpoint

revoke execute on all functions in schema app, auth, audit from public;
--> statement-breakpoint
grant execute on function auth.choose_alarm_mail(uuid[], boolean, boolean) to routeward_person, routeward_everything;
--> statement-breakpoint
grant execute on function app.watch_begins(), app.alarm_work(timestamptz, integer), app.own_link(),
    app.link_counts(timestamptz, integer, timestamptz), app.raise_own_link(timestamptz, integer), app.clear_own_link(),
    app.alarm_mail_due(), app.take_alarm_mail(uuid[]), app.alarm_readers(uuid[]), app.purge_alarms(),
    app.sends_mail(), app.post_mail(uuid, text, bytea)
  to routeward_job;
