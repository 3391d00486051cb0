-- Who may do what with the tables of 0014: no role reads or writes a row of them, and what can be done are the functions
-- below. A secret goes in by a Super Admin's transaction and comes out only in the runner's.
do $$
declare t text;
begin
  foreach t in array array['system_key', 'setting', 'webhook', 'outgoing'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint

-- The keys for secrets of no customer, the newest first. Wrapped, they are worth nothing without the master key's file.
create function app.system_keys() returns table (id uuid, wrapped bytea)
  language sql stable security definer set search_path = '' as $$
  select k.id, k.wrapped from app.system_key k order by k.made_at desc, k.id
$$;
--> statement-breakpoint
-- Keeps the first one. Whoever comes second waits, and keeps nothing: the first is the one to seal with.
create function app.keep_first_system_key(new_id uuid, by_master integer, new_wrapped bytea) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('app.keep_first_system_key'));
  insert into app.system_key (id, master_key, wrapped)
    select new_id, by_master, new_wrapped where not exists (select from app.system_key);
end $$;
--> statement-breakpoint

-- A setting's plain value; null where it is as it comes, or a secret.
create function app.setting_value(of_name text) returns jsonb language sql stable security definer set search_path = ''
  return case when of_name = 'public-address' then (select to_jsonb(c.public_url) from app.configuration c)
    else (select s.value from app.setting s where s.name = of_name) end;
--> statement-breakpoint
-- Everything that is not as it comes, without what a secret is.
create function app.kept_settings() returns table (name text, value jsonb, changed_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select s.name, s.value, s.changed_at from app.setting s where s.name <> 'public-address'
  union all
  select 'public-address', to_jsonb(c.public_url), (select s.changed_at from app.setting s where s.name = 'public-address')
  from app.configuration c where c.public_url is not null
$$;
--> statement-breakpoint
create function auth.settings() returns table (name text, value jsonb, changed_at timestamptz)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select * from app.kept_settings();
end $$;
--> statement-breakpoint
-- Sets what is given; both null: back to how it comes. Every process hears of it once it is committed.
create function app.keep_setting(of_name text, new_value jsonb, new_sealed bytea) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if of_name = 'public-address' then
    update app.configuration set public_url = new_value #>> '{}';
  end if;
  if new_value is null and new_sealed is null then
    delete from app.setting s where s.name = of_name;
  else
    insert into app.setting as s (name, value, sealed, changed_at) values (of_name, new_value, new_sealed, app.now())
      on conflict (name) do update set value = excluded.value, sealed = excluded.sealed, changed_at = excluded.changed_at;
  end if;
  perform pg_notify('routeward_configuration', of_name);
end $$;
--> statement-breakpoint
-- Two who configure at once do so one after the other, and each audit entry tells what was there before it.
create function auth.configure(of_name text, new_value jsonb, new_sealed bytea) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  perform auth.hold_configuration();
  perform app.keep_setting(of_name, new_value, new_sealed);
end $$;
--> statement-breakpoint
create function auth.hold_configuration() returns void language plpgsql security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  perform pg_advisory_xact_lock(hashtext('auth.configure'));
end $$;
--> statement-breakpoint
create function app.sealed_setting(of_name text) returns bytea language sql stable security definer set search_path = ''
  return (select s.sealed from app.setting s where s.name = of_name);
--> statement-breakpoint

-- Lives of signed-in sessions: what a sign-in that finishes now goes by.
create function auth.lifetime(of_name text, usual integer) returns integer language sql stable security definer set search_path = ''
  return coalesce((app.setting_value(of_name) #>> '{}')::integer, usual);
--> statement-breakpoint
create or replace function auth.finish_sign_in(
    for_person uuid, verified_hash text, charged text[], from_address text, from_agent text,
    new_selector bytea, new_secret_hash text, old_browser bytea, new_browser bytea)
  returns table (family_id uuid, name text, email text, role text, epoch integer, expires_in integer)
  language plpgsql security definer set search_path = '' as $$
declare
  idle integer;
  whole integer := 86400 * auth.lifetime('sign-in.days', 30);
begin
  -- The lock makes a concurrent end_families wait, and then find this family too.
  select p.name, p.email, p.role::text, p.epoch into name, email, role, epoch from app.person p
    where p.id = for_person and p.password_hash = verified_hash and p.disabled_at is null for share;
  if not found then return; end if;
  idle := least(whole, 3600 * case when role in ('superAdmin', 'admin')
    then auth.lifetime('sign-in.idle-hours-admins', 12) else auth.lifetime('sign-in.idle-hours-others', 168) end);
  insert into app.token_family (person_id, address, agent, created_at, last_used_at, expires_at, idle_seconds)
    values (for_person, from_address, from_agent, app.now(), app.now(), app.now() + make_interval(secs => whole), idle)
    returning id into family_id;
  expires_in := idle;
  insert into app.refresh_token (selector, family_id, secret_hash, issued_at, expires_at)
    values (new_selector, finish_sign_in.family_id, new_secret_hash, app.now(), app.now() + make_interval(secs => idle));
  delete from app.sign_in_throttle t where t.key = any (charged) and t.key not like 'address:%' and t.key not like 'network:%';
  update app.sign_in_throttle t set failures = greatest(t.failures - 1, 0),
      blocked_until = case when t.failures - 1 < auth.free_failures(t.key) then app.now() else t.blocked_until end
    where t.key = any (charged);
  if new_browser is not null then
    -- A new secret each time: one that somebody else put into this browser beforehand is worth nothing.
    delete from app.known_browser b where b.person_id = for_person and b.secret_hash = old_browser;
    insert into app.known_browser (person_id, secret_hash, created_at, last_used_at)
      values (for_person, new_browser, app.now(), app.now());
    delete from app.known_browser b where b.person_id = for_person and b.secret_hash in
      (select o.secret_hash from app.known_browser o where o.person_id = for_person order by o.last_used_at desc offset 20);
  end if;
  return next;
end $$;
--> statement-breakpoint

-- Results that are older than the configured days and belong to no session: a case keeps its evidence. At most so many at a
-- time, the oldest first. Returns how many went.
create function app.purge_runs(most integer) returns integer language plpgsql security definer set search_path = '' as $$
declare
  old uuid[] := array(select r.id from app.run r
    where r.ended_at < app.now() - make_interval(days => auth.lifetime('results.days', 90))
      and not exists (select from app.session_step s where s.run_id = r.id)
    order by r.ended_at limit most);
begin
  delete from app.run_rows w where w.run_id = any (old);
  delete from app.run r where r.id = any (old);
  return cardinality(old);
end $$;
--> statement-breakpoint

-- Where devices may be; an empty list: anywhere that the fixed rules let them. A name is judged by the runner, once it is
-- an address.
create function app.device_ranges() returns text[] language sql stable security definer set search_path = ''
  return array(select jsonb_array_elements_text(coalesce(app.setting_value('devices.ranges'), '[]')));
--> statement-breakpoint
create function app.keep_in_ranges() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  -- Asked here and not by the function above: a file brings thousands of devices, and this is what each of them pays.
  ranges jsonb := (select s.value from app.setting s where s.name = 'devices.ranges');
  place inet;
begin
  if coalesce(jsonb_array_length(ranges), 0) = 0 then return new; end if;
  begin
    place := new.address::inet;
  exception when invalid_text_representation then
    return new;
  end;
  if not exists (select from jsonb_array_elements_text(ranges) r where place <<= r::inet) then
    perform auth.refuse('device_address_is_in_an_allowed_range');
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger a_device_is_in_an_allowed_range before insert or update of address on app.device
  for each row execute function app.keep_in_ranges();
--> statement-breakpoint

-- Whom a finder of a hole writes to, and when that was said last.
create function app.security_contact() returns table (contact text, since timestamptz)
  language sql stable security definer set search_path = '' as $$
  select s.value #>> '{}', s.changed_at from app.setting s where s.name = 'security.contact'
$$;
--> statement-breakpoint

-- What is to leave this machine. Whether mail is sent at all is asked first, so that no link waits where nobody sends it.
create function app.sends_mail() returns boolean language sql stable security definer set search_path = ''
  return app.setting_value('mail.host') is not null and app.setting_value('mail.from') is not null;
--> statement-breakpoint
create function app.post_mail(new_id uuid, of_about text, new_sealed bytea) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  insert into app.outgoing (id, kind, about, sealed, made_at, due_at) values (new_id, 'mail', of_about, new_sealed, app.now(), app.now());
  perform pg_notify('routeward_outgoing', '');
end $$;
--> statement-breakpoint
-- Whether an invitation may be mailed by whoever asks: 30 an hour, and one to an address within five minutes. Beyond that its
-- link is there to be given by hand. Counted where sign-ins are, under names of their own, the address as its hash.
create function app.may_mail_invitation(to_address text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if not app.sends_mail() then return false; end if;
  insert into app.sign_in_throttle as t (key, failures, last_failed_at, blocked_until)
    values ('mail-to:' || encode(sha256(convert_to(lower(to_address), 'UTF8')), 'hex'), 1, app.now(), app.now() + interval '5 minutes')
    on conflict (key) do update set last_failed_at = excluded.last_failed_at, blocked_until = excluded.blocked_until
      where t.blocked_until <= app.now();
  if not found then return false; end if;
  -- Its hour begins with the first one, and its end stands in blocked_until.
  insert into app.sign_in_throttle as t (key, failures, last_failed_at, blocked_until)
    values ('mail-by:' || auth.own_id(), 1, app.now(), app.now() + interval '1 hour')
    on conflict (key) do update set last_failed_at = excluded.last_failed_at,
        failures = case when t.blocked_until <= app.now() then 1 else t.failures + 1 end,
        blocked_until = case when t.blocked_until <= app.now() then excluded.blocked_until else t.blocked_until end
      where t.blocked_until <= app.now() or t.failures < 30;
  return found;
end $$;
--> statement-breakpoint
-- Takes what is due, so that nobody else does for two minutes: whoever took it and is gone has not lost it. Mail and each
-- webhook have places of their own, so that none of them waits for another; one at a time, so that places are counted right.
-- On its way is what has no error yet. A webhook that failed gets nothing more until it is tried again: a body that is never
-- taken holds the others up for minutes, though, and not for hours.
create function app.take_outgoing(most_mail integer, most_of_webhook integer)
  returns table (id uuid, kind text, about text, webhook_id uuid, sealed bytea, body text, made_at timestamptz, attempts integer,
    url text, secret_sealed bytea)
  language sql volatile security definer set search_path = '' as $$
  select pg_advisory_xact_lock(hashtext('app.take_outgoing'));
  with waiting as (
    select o.id, o.webhook_id, o.due_at, o.due_at <= app.now() as is_due, o.attempts, o.error
      from app.outgoing o where o.ended_at is null),
  place as (
    select w.webhook_id, count(*) filter (where not w.is_due and w.attempts > 0 and w.error is null) as taken,
        bool_or(not w.is_due and w.error is not null and w.attempts <= 3 and w.webhook_id is not null) as is_paused
      from waiting w group by w.webhook_id),
  turn as (
    select w.id, w.webhook_id, row_number() over (partition by w.webhook_id order by w.due_at, w.id) as nth
      from waiting w where w.is_due),
  due as (
    select t.id, t.webhook_id from turn t join place p on p.webhook_id is not distinct from t.webhook_id
      where not p.is_paused and p.taken + t.nth <= case when t.webhook_id is null then most_mail else most_of_webhook end)
  update app.outgoing o set due_at = app.now() + interval '2 minutes', attempts = o.attempts + 1, error = null
    from due left join app.webhook w on w.id = due.webhook_id
    where o.id = due.id
    returning o.id, o.kind, o.about, o.webhook_id, o.sealed, o.body, o.made_at, o.attempts, w.url, w.secret_sealed
$$;
--> statement-breakpoint
-- What became of an attempt. `again_in`: seconds to the next one; null: it has ended.
create function app.note_outgoing(which uuid, is_sent boolean, what_failed text, again_in integer) returns void
  language sql volatile security definer set search_path = '' as $$
  update app.outgoing o set error = what_failed,
      due_at = case when again_in is null then o.due_at else app.now() + make_interval(secs => again_in) end,
      ended_at = case when again_in is null then app.now() end,
      outcome = case when again_in is not null then null when is_sent then 'sent' else 'givenUp' end,
      sealed = case when again_in is null then null else o.sealed end
    where o.id = which and o.ended_at is null
$$;
--> statement-breakpoint
create function app.forget_outgoing() returns void language sql volatile security definer set search_path = '' as $$
  delete from app.outgoing o where o.ended_at < app.now() - interval '30 days'
$$;
--> statement-breakpoint
-- How mail and each webhook fare: of each the last that was tried, and how many wait.
create function auth.posted() returns table (webhook_id uuid, about text, made_at timestamptz, attempts integer, outcome text,
    error text, ended_at timestamptz, waiting integer)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select distinct on (o.webhook_id) o.webhook_id, o.about, o.made_at, o.attempts, o.outcome, o.error, o.ended_at,
      (count(*) filter (where o.ended_at is null) over (partition by o.webhook_id))::integer
    from app.outgoing o order by o.webhook_id, (o.attempts > 0) desc, coalesce(o.ended_at, o.due_at) desc;
end $$;
--> statement-breakpoint

create function auth.webhooks() returns table (id uuid, url text, events text[], made_by text, made_at timestamptz)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select w.id, w.url, w.events, p.name, w.made_at from app.webhook w join app.person p on p.id = w.made_by
    order by w.made_at, w.id;
end $$;
--> statement-breakpoint
create function auth.add_webhook(new_id uuid, to_url text, new_secret_sealed bytea, of_events text[]) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  perform auth.hold_configuration();
  -- Each entry of the log is written once for each of them.
  if (select count(*) from app.webhook) >= 10 then perform auth.refuse('webhooks_are_few'); end if;
  insert into app.webhook (id, url, secret_sealed, events, made_by, made_at)
    values (new_id, to_url, new_secret_sealed, of_events, auth.own_id(), app.now());
end $$;
--> statement-breakpoint
create function auth.remove_webhook(which uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  perform auth.hold_configuration();
  delete from app.webhook w where w.id = which;
  return found;
end $$;
--> statement-breakpoint
-- What leaves this machine of an entry's detail: what is named here, and is an id, a word or a number. Addresses, ports,
-- fingerprints, settings and whatever comes to be told later stay in the log.
create function audit.detail_for_webhooks(detail jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(case jsonb_typeof(detail) when 'object' then detail else '{}' end) d
    where d.key in ('run', 'session', 'device', 'lookup', 'bulk', 'export', 'invitation', 'credentials', 'customer',
        'webhook', 'action', 'kind', 'state', 'fault', 'role', 'code', 'format', 'entries', 'devices', 'runs', 'by', 'wasSent', 'isMailed')
      and case jsonb_typeof(d.value) when 'string' then d.value #>> '{}' ~ '^[A-Za-z][A-Za-z.-]{0,63}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        else jsonb_typeof(d.value) in ('number', 'boolean') end
$$;
--> statement-breakpoint
-- Whoever is to be told of an event is told with its entry, or not at all. Ids and names, as the log may hold them: no person's
-- name, no address. A test goes to the one it names.
create function audit.tell_webhooks() returns trigger language plpgsql security definer set search_path = '' as $$
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
              when 'session' then (select s.title from app.session s where s.id = target) end) end,
          'detail', audit.detail_for_webhooks(told -> 'detail')))::text,
      app.now(), app.now()
    from app.webhook w
    where new.event = any (w.events) or new.event = 'webhook.tested' and w.id = target;
  if found then perform pg_notify('routeward_outgoing', ''); end if;
  return null;
end $$;
--> statement-breakpoint
create trigger webhooks_are_told after insert on audit.entry
  for each row when (new.outcome = 'ok') execute function audit.tell_webhooks();
--> statement-breakpoint

-- What the data takes on the disk, in families of tables, the largest first. Bytes.
create function auth.disk_use() returns table (family text, bytes bigint)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select f.of_family, sum(pg_total_relation_size(c.oid))::bigint
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral (select case when n.nspname = 'audit' then 'audit' when c.relname in ('run', 'run_rows') then 'results'
        when c.relname like 'session%' then 'sessions' when c.relname like 'device%' then 'devices' else 'other' end as of_family) f
    where n.nspname in ('app', 'audit') and c.relkind = 'r'
    group by f.of_family order by 2 desc;
end $$;
--> statement-breakpoint
create function auth.database_size() returns bigint language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return pg_database_size(current_database());
end $$;
--> statement-breakpoint

-- What the catalogue says of what the product claims, for the page that shows both.
create function auth.security_state() returns table (unguarded integer, mighty integer, unprotected integer, entries_today integer,
    months_ahead integer, is_database_encrypted boolean, plain_devices integer, last_tried_at timestamptz)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select
    (select count(*)::integer from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('app', 'audit') and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'mark'
        and not (c.relrowsecurity and c.relforcerowsecurity)),
    (select count(*)::integer from pg_catalog.pg_roles r where r.rolname like 'routeward\_%' and r.rolname <> current_user
      and (r.rolsuper or r.rolbypassrls)),
    (select count(*)::integer from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join (values ('change_is_refused'), ('truncate_is_refused')) t (name)
      where n.nspname = 'audit' and (c.relname like 'entry%' or c.relname like 'personal%') and c.relkind in ('r', 'p')
        and not exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid and g.tgname = t.name and g.tgenabled <> 'D')),
    (select count(*)::integer from audit.entry e where e.at >= date_trunc('day', app.now() at time zone 'UTC') at time zone 'UTC'),
    (select count(*)::integer from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'audit' and c.relkind = 'r' and c.relname ~ '^entry_\d{4}_\d{2}$'
        and c.relname > 'entry_' || to_char(app.now() at time zone 'UTC', 'YYYY_MM')),
    case when inet_client_addr() is null or inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() <<= '::1' then null
      else (select s.ssl from pg_catalog.pg_stat_ssl s where s.pid = pg_backend_pid()) end,
    (select count(*)::integer from app.device d where d.archived_at is null and d.transport = 'plain'),
    (select max(s.tried_at) from app.device_status s);
end $$;
--> statement-breakpoint

revoke execute on all functions in schema app, auth, audit from public;
--> statement-breakpoint
grant execute on function app.system_keys(), app.keep_first_system_key(uuid, integer, bytea)
  to routeward_person, routeward_everything, routeward_job;
--> statement-breakpoint
grant execute on function auth.settings(), auth.configure(text, jsonb, bytea), auth.hold_configuration(), auth.posted(), auth.webhooks(),
    auth.add_webhook(uuid, text, bytea, text[]), auth.remove_webhook(uuid), auth.disk_use(), auth.database_size(), auth.security_state()
  to routeward_everything;
--> statement-breakpoint
grant execute on function app.device_ranges(), app.sends_mail(), app.post_mail(uuid, text, bytea), app.may_mail_invitation(text)
  to routeward_person, routeward_everything;
--> statement-breakpoint
grant execute on function app.security_contact() to routeward_stranger, routeward_person, routeward_everything;
--> statement-breakpoint
grant execute on function app.device_ranges(), app.kept_settings(), app.sealed_setting(text), app.purge_runs(integer),
    app.take_outgoing(integer, integer), app.note_outgoing(uuid, boolean, text, integer), app.forget_outgoing()
  to routeward_job;
