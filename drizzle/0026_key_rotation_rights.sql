-- How keys are changed while everything goes on: which master key is wrapped with, what is under way, and what of it who may do.
alter table app.mark
  add column master_key integer not null default 1 constraint mark_counts_master_keys_from_one check (master_key >= 1),
  -- Null: not known, it was made before this was written down.
  add column master_key_since timestamptz;
--> statement-breakpoint
alter table app.key_rotation force row level security;
--> statement-breakpoint
do $$
begin
  execute format('create policy key_rotation_owner on app.key_rotation to %I using (true) with check (true)', current_user);
end $$;
--> statement-breakpoint

-- Its work seals a customer's values anew, and may change nothing else of these rows.
grant update (read_sealed, write_sealed, test_sealed) on app.credential_set to routeward_customer;
--> statement-breakpoint
grant update (sealed) on app.run_rows to routeward_customer;
--> statement-breakpoint
grant update (subject_sealed) on app.lookup to routeward_customer;
--> statement-breakpoint
grant select, update (hits_sealed) on app.lookup_answer to routeward_customer;
--> statement-breakpoint
grant insert (key_master) on app.audit_export to routeward_person, routeward_everything;
--> statement-breakpoint

-- The number of the master key to wrap with. Whoever wraps holds that key until the transaction ends, so it is not let go of
-- as long as somebody who has not heard of its successor may still use it.
create function app.current_master_key() returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  number integer := (select m.master_key from app.mark m);
begin
  perform pg_advisory_xact_lock_shared(hashtext('app.master_key'), number);
  return number;
end $$;
--> statement-breakpoint
-- SHA-256, 64 hex digits: tells it from another one that lies under the same number.
create function app.current_master_fingerprint() returns text language sql stable security definer set search_path = ''
  return (select m.master_key_fingerprint from app.mark m);
--> statement-breakpoint
-- Whoever seals with a data key holds it until the transaction ends, in the statement that finds it.
create function app.hold_data_key(which uuid) returns void language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock_shared(hashtextextended('sealing with ' || which, 0))
$$;
--> statement-breakpoint
-- False while somebody may still seal with it. Nobody waits: it is only looked.
create function app.is_data_key_at_rest(which uuid) returns boolean language sql volatile set search_path = '' as $$
  select pg_try_advisory_xact_lock(hashtextextended('sealing with ' || which, 0))
$$;
--> statement-breakpoint
drop function app.system_keys();
--> statement-breakpoint
create function app.system_keys() returns table (id uuid, master_key integer, wrapped bytea)
  language sql stable security definer set search_path = '' as $$
  select k.id, k.master_key, k.wrapped from app.system_key k order by k.made_at desc, k.id
$$;
--> statement-breakpoint
create function app.system_key_to_seal_with() returns table (id uuid, master_key integer, wrapped bytea)
  language plpgsql volatile security definer set search_path = '' as $$
begin
  for id, master_key, wrapped in select k.id, k.master_key, k.wrapped from app.system_key k order by k.made_at desc, k.id limit 1 loop
    perform app.hold_data_key(id);
    return next;
  end loop;
end $$;
--> statement-breakpoint

-- Asks for a key to be changed. False: that is under way already, or there is nothing to change.
create function app.ask_for_rotation(of_key text, by_person uuid) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if of_key not in ('signing', 'master', 'system') and not exists
    (select from app.data_key k where k.customer_id::text = of_key) then return false; end if;
  if of_key = 'system' and not exists (select from app.system_key) then return false; end if;
  insert into app.key_rotation as r (key, asked_at, asked_by) values (of_key, app.now(), by_person)
    on conflict (key) do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by, turned_at = null, place = null,
        walked_at = null, done = 0, ended_at = null, fault = null
      where r.ended_at is not null;
  if not found then return false; end if;
  perform pg_notify('routeward_keys', of_key);
  return true;
end $$;
--> statement-breakpoint
create function auth.ask_for_rotation(of_key text) returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return app.ask_for_rotation(of_key, auth.own_id());
end $$;
--> statement-breakpoint

-- What is under way. `is_settled`: whoever began before the new key came has ended, however slow it was: no statement takes
-- longer than 5 s, and nobody is idle in a transaction for longer. `is_over`: whoever read something under the old key has long opened it.
create function app.open_rotations()
  returns table (key text, turned_at timestamptz, place jsonb, walked_at timestamptz, done bigint, is_settled boolean, is_over boolean)
  language sql stable security definer set search_path = '' as $$
  select r.key, r.turned_at, r.place, r.walked_at, r.done, coalesce(r.turned_at < app.now() - interval '12 seconds', false),
    coalesce(r.walked_at < app.now() - interval '1 minute', false)
  from app.key_rotation r where r.ended_at is null
  order by case r.key when 'signing' then 0 when 'master' then 1 when 'system' then 2 else 3 end, r.asked_at, r.key
$$;
--> statement-breakpoint
-- Noted in the transaction that brings the new key, so that one change brings one: false where somebody else has brought it.
create function app.note_turned(of_key text) returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  update app.key_rotation r set turned_at = app.now() where r.key = of_key and r.ended_at is null and r.turned_at is null;
  return found;
end $$;
--> statement-breakpoint
-- The same of the customer whose work this is.
create function app.note_own_turned() returns boolean language sql volatile security definer set search_path = ''
begin atomic
  select app.note_turned(nullif(current_setting('app.customer_id', true), ''));
end;
--> statement-breakpoint
create function app.note_walked(of_key text, new_place jsonb, more integer, is_through boolean) returns void
  language sql volatile security definer set search_path = '' as $$
  update app.key_rotation r set place = new_place, done = r.done + more,
      walked_at = case when is_through then app.now() end
    where r.key = of_key and r.ended_at is null
$$;
--> statement-breakpoint
-- False where somebody else has ended it: then that one left the entry in the log.
create function app.end_rotation(of_key text, why_not text) returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  update app.key_rotation r set ended_at = app.now(), fault = why_not where r.key = of_key and r.ended_at is null;
  return found;
end $$;
--> statement-breakpoint

-- From here on everything is wrapped with the next master key, whose file lies there. False: somebody was first.
create function app.turn_master_key(to_number integer, to_fingerprint text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if not app.note_turned('master') then return false; end if;
  update app.mark m set master_key = to_number, master_key_fingerprint = to_fingerprint, master_key_since = app.now()
    where m.master_key = to_number - 1;
  return found;
end $$;
--> statement-breakpoint
-- Everything that a master key wraps: keys of customers, those of the system, and those of exports.
create function app.wrapped_keys() returns table (kind text, id uuid, bound_to text, master_key integer, wrapped bytea)
  language sql stable security definer set search_path = '' as $$
  select 'data_key', k.id, k.customer_id::text, k.master_key, k.wrapped from app.data_key k
  union all select 'system_key', k.id, 'system', k.master_key, k.wrapped from app.system_key k
  union all select 'audit_export', x.key_id, 'routeward/1/audit-export/' || x.id, x.key_master, x.key_wrapped from app.audit_export x
$$;
--> statement-breakpoint
create function app.keys_to_wrap_anew(most integer) returns table (kind text, id uuid, bound_to text, master_key integer, wrapped bytea)
  language sql stable security definer set search_path = '' as $$
  select w.* from app.wrapped_keys() w where w.master_key < (select m.master_key from app.mark m) limit most
$$;
--> statement-breakpoint
-- Only what is still as it was read, and only forward.
create function app.wrap_anew(of_kind text, of_id uuid, was bytea, by_master integer, now_wrapped bytea) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  case of_kind
    when 'data_key' then
      update app.data_key k set master_key = by_master, wrapped = now_wrapped
        where k.id = of_id and k.wrapped = was and k.master_key < by_master;
    when 'system_key' then
      update app.system_key k set master_key = by_master, wrapped = now_wrapped
        where k.id = of_id and k.wrapped = was and k.master_key < by_master;
    when 'audit_export' then
      update app.audit_export x set key_master = by_master, key_wrapped = now_wrapped
        where x.key_id = of_id and x.key_wrapped = was and x.key_master < by_master;
  end case;
  return found;
end $$;
--> statement-breakpoint
-- Whether a master key may be destroyed: nothing is wrapped with it, nobody who wraps holds it, and no backup is being made,
-- which may have read what was wrapped with it. Until the transaction ends none of that can begin.
create function app.let_go_of_master_key(number integer) returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  return number < (select m.master_key from app.mark m)
    and pg_try_advisory_xact_lock(hashtext('app.master_key'), number)
    and pg_try_advisory_xact_lock(hashtext('app.backup'), 0)
    and not exists (select from app.wrapped_keys() w where w.master_key <= number);
end $$;
--> statement-breakpoint

-- Another key for secrets of no customer, the one to seal with from now on.
create function app.keep_system_key(new_id uuid, by_master integer, new_wrapped bytea) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into app.system_key (id, master_key, wrapped, made_at)
    -- A clock that was put back does not make it the older one.
    select new_id, by_master, new_wrapped, greatest(clock_timestamp(), max(k.made_at) + interval '1 millisecond') from app.system_key k
$$;
--> statement-breakpoint
-- Sealed values of no customer behind one, in one place, in their order; not those that are gone.
create function app.sealed_of_system(of_place text, after_row text, most integer) returns table (at_row text, sealed bytea)
  language plpgsql stable security definer set search_path = '' as $$
begin
  return query select u.at_row, u.sealed from (
      select 'setting.sealed', s.name, s.sealed from app.setting s
      union all select 'webhook.secret_sealed', w.id::text, w.secret_sealed from app.webhook w
      union all select 'outgoing.sealed', o.id::text, o.sealed from app.outgoing o where o.ended_at is null
    ) u (place, at_row, sealed)
    where u.place = of_place and u.sealed is not null and u.at_row > after_row order by u.at_row limit most;
end $$;
--> statement-breakpoint
-- Only what is still as it was read.
create function app.seal_anew(of_place text, of_row text, was bytea, now_sealed bytea) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  case of_place
    when 'setting.sealed' then update app.setting s set sealed = now_sealed where s.name = of_row and s.sealed = was;
    when 'webhook.secret_sealed' then update app.webhook w set secret_sealed = now_sealed where w.id::text = of_row and w.secret_sealed = was;
    when 'outgoing.sealed' then update app.outgoing o set sealed = now_sealed where o.id::text = of_row and o.sealed = was;
  end case;
  return found;
end $$;
--> statement-breakpoint

-- The data keys that nothing is sealed with any more: all but the newest. `system`, or a customer's id.
create function app.older_data_keys(of_key text) returns table (id uuid) language sql stable security definer set search_path = '' as $$
  select a.id from (
      select k.id, row_number() over (order by k.made_at desc, k.id) as nth from app.data_key k where k.customer_id::text = of_key
      union all
      select k.id, row_number() over (order by k.made_at desc, k.id) from app.system_key k where of_key = 'system'
    ) a where a.nth > 1
$$;
--> statement-breakpoint
-- Whether nobody seals with an older one any more: what is found sealed from then on, and sealed anew, is all there is.
create function app.are_older_at_rest(of_key text) returns boolean language sql volatile security definer set search_path = '' as $$
  select coalesce(bool_and(app.is_data_key_at_rest(k.id)), true) from app.older_data_keys(of_key) k
$$;
--> statement-breakpoint
create function app.destroy_older_data_keys(of_key text) returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  old uuid[] := array(select k.id from app.older_data_keys(of_key) k);
begin
  delete from app.data_key k where k.id = any (old);
  delete from app.system_key k where k.id = any (old);
  return cardinality(old);
end $$;
--> statement-breakpoint

-- How old each kind of key is, and what becomes of those that are being changed. For a Super Admin.
create function auth.keys_in_use() returns table (kind text, number integer, since timestamptz, customer text, customers integer)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select 'master', m.master_key, m.master_key_since, null::text, null::integer from app.mark m;
  return query select 'system', count(*)::integer, max(k.made_at), null::text, null::integer from app.system_key k having count(*) > 0;
  return query with newest as (select k.customer_id, max(k.made_at) as at from app.data_key k group by k.customer_id)
    select 'customer', null::integer, n.at, c.slug, (select count(*)::integer from newest)
    from newest n join app.customer c on c.id = n.customer_id order by n.at, c.slug limit 1;
end $$;
--> statement-breakpoint
create function auth.rotations()
  returns table (key text, customer text, asked_at timestamptz, asked_by text, turned_at timestamptz, walked_at timestamptz,
    done bigint, ended_at timestamptz, fault text)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select r.key, c.slug, r.asked_at, p.name, r.turned_at, r.walked_at, r.done, r.ended_at, r.fault
    from app.key_rotation r left join app.customer c on c.id::text = r.key left join app.person p on p.id = r.asked_by
    order by r.ended_at is not null, r.asked_at desc, r.key limit 200;
end $$;
--> statement-breakpoint

revoke execute on all functions in schema app, auth from public;
--> statement-breakpoint
grant execute on function app.current_master_key(), app.hold_data_key(uuid)
  to routeward_person, routeward_everything, routeward_customer, routeward_job;
--> statement-breakpoint
grant execute on function app.system_keys(), app.system_key_to_seal_with() to routeward_person, routeward_everything, routeward_job;
--> statement-breakpoint
grant execute on function auth.ask_for_rotation(text), auth.keys_in_use(), auth.rotations() to routeward_everything;
--> statement-breakpoint
grant execute on function app.note_own_turned() to routeward_customer;
--> statement-breakpoint
grant execute on function app.open_rotations(), app.note_turned(text), app.note_walked(text, jsonb, integer, boolean),
    app.end_rotation(text, text), app.turn_master_key(integer, text), app.keys_to_wrap_anew(integer),
    app.wrap_anew(text, uuid, bytea, integer, bytea), app.let_go_of_master_key(integer),
    app.current_master_fingerprint(), app.keep_system_key(uuid, integer, bytea), app.sealed_of_system(text, text, integer),
    app.seal_anew(text, text, bytea, bytea), app.are_older_at_rest(text), app.destroy_older_data_keys(text)
  to routeward_job;
