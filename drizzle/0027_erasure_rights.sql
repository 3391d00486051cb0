-- A customer is erased: its data keys at once, everything else of it in pieces, by the runner. What remains is the row of the
-- customer, so that its short name stays taken, and the audit log.
create or replace function app.enter_customer(for_customer uuid, because text) returns text
  language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from app.customer c where c.id = for_customer and c.erased_at is null) then return 'no such customer'; end if;
  perform set_config('app.customer_id', for_customer::text, true), set_config('app.because', because, true);
  return null;
end $$;
--> statement-breakpoint
create or replace function auth.restore_customer(which uuid) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  since timestamptz;
begin
  perform auth.must_be_super_admin();
  select c.archived_at into since from app.customer c
    where c.id = which and c.archived_at is not null and c.erased_at is null for update;
  if not found then return false; end if;
  update app.customer set archived_at = null where id = which;
  update app.device d set archived_at = null where d.customer_id = which and d.archived_at = since;
  return true;
end $$;
--> statement-breakpoint
-- A step goes with its customer, and in no other way.
create or replace function app.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.from_address = '' and to_jsonb(new) - 'from_address' = to_jsonb(old) - 'from_address' then
    return new;
  end if;
  if tg_op = 'DELETE' and exists (select from app.customer c where c.id = old.customer_id and c.erased_at is not null) then
    return old;
  end if;
  raise exception 'a case log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint

-- Destroys the data keys of an archived customer: from here on nothing that was sealed for it opens. Returns how many there
-- were; null where there is no such customer, or it is not archived, or is erased already.
create function auth.erase_customer(which uuid) returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  keys integer;
begin
  perform auth.must_be_super_admin();
  update app.customer c set erased_at = app.now(), erased_counts = '{}', name = c.slug, time_zone = 'UTC', is_probed = false
    where c.id = which and c.archived_at is not null and c.erased_at is null;
  if not found then return null; end if;
  delete from app.data_key k where k.customer_id = which;
  get diagnostics keys = row_count;
  update app.key_rotation r set ended_at = app.now(), fault = 'The customer is erased.' where r.key = which::text and r.ended_at is null;
  perform pg_notify('routeward_keys', 'erase');
  return keys;
end $$;
--> statement-breakpoint
-- A device that is deleted asks each table that may point to it; without these, all of it, for every device.
create index session_step_of_device on app.session_step (device_id) where device_id is not null;
--> statement-breakpoint
create index lookup_answer_of_device on app.lookup_answer (device_id);
--> statement-breakpoint
-- Those with rows left. `is_over`: whoever began work for it before it was erased has ended.
create function app.customers_being_erased() returns table (id uuid, slug text, is_over boolean)
  language sql stable security definer set search_path = '' as $$
  select c.id, c.slug, c.erased_at < app.now() - interval '1 minute' from app.customer c
  where c.erased_at is not null and c.erasure_ended_at is null order by c.erased_at
$$;
--> statement-breakpoint
-- Deletes at most so many rows of each table that has rows of customers: whatever tables there are, so that none is forgotten.
-- What others still point to waits for a later call. Returns how many went; 0: nothing is left.
create function app.erase_some(of_customer uuid, most integer) returns integer
  language plpgsql volatile security definer set search_path = '' as $$
declare
  t record;
  gone integer;
  total integer := 0;
  is_held boolean := false;
begin
  if not exists (select from app.customer c where c.id = of_customer and c.erased_at is not null) then
    raise exception 'only of an erased customer' using errcode = 'insufficient_privilege';
  end if;
  -- These point to their own kind, or in a circle.
  update app.site s set uplink_id = null where s.customer_id = of_customer and s.uplink_id is not null;
  update app.alarm a set covered_by = null where a.customer_id = of_customer and a.covered_by is not null;
  update app.bulk_run b set repeat_of = null where b.customer_id = of_customer and b.repeat_of is not null;
  for t in select a.attrelid, a.attrelid::regclass::text as name from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'customer_id' and not a.attisdropped
    order by c.oid desc
  loop
    begin
      execute format('delete from %s where ctid = any (array(select ctid from %s where customer_id = $1 limit $2))', t.name, t.name)
        using of_customer, most;
      get diagnostics gone = row_count;
    exception when foreign_key_violation then
      gone := 0;
      is_held := true;
    end;
    if gone > 0 then
      total := total + gone;
      update app.customer c set erased_counts = jsonb_set(c.erased_counts, array[split_part(t.name, '.', 2)],
        to_jsonb(coalesce((c.erased_counts ->> split_part(t.name, '.', 2))::bigint, 0) + gone)) where c.id = of_customer;
    end if;
  end loop;
  if total = 0 and is_held then raise exception 'rows of an erased customer are pointed at from elsewhere'; end if;
  return total;
end $$;
--> statement-breakpoint
-- What names it beyond its own rows: invitations into it, and what was to be told of it elsewhere. Ends its erasure, and
-- returns what was deleted; null where somebody else has ended it.
create function app.end_erasure(of_customer uuid) returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  counts jsonb;
begin
  update app.customer c set erasure_ended_at = app.now()
    where c.id = of_customer and c.erased_at is not null and c.erasure_ended_at is null returning c.erased_counts into counts;
  if not found then return null; end if;
  delete from app.invitation i where i.customers = array[of_customer];
  update app.invitation i set customers = array_remove(i.customers, of_customer) where of_customer = any (i.customers);
  delete from app.outgoing o where o.kind = 'webhook' and position(of_customer::text in o.body) > 0;
  return counts;
end $$;
--> statement-breakpoint

-- Gives an attempt back whose password was right, as signing in does.
create function auth.give_back(of_person uuid, verified_hash text, charged text[]) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from app.person p where p.id = of_person and p.password_hash = verified_hash and p.disabled_at is null;
  if not found then return false; end if;
  update app.sign_in_throttle t set failures = greatest(t.failures - 1, 0),
      blocked_until = case when t.failures - 1 < auth.free_failures(t.key) then app.now() else t.blocked_until end
    where t.key = any (charged);
  return true;
end $$;
--> statement-breakpoint

revoke execute on all functions in schema app, auth from public;
--> statement-breakpoint
grant execute on function auth.give_back(uuid, text, text[]) to routeward_stranger;
--> statement-breakpoint
grant execute on function auth.erase_customer(uuid) to routeward_everything;
--> statement-breakpoint
grant execute on function app.customers_being_erased(), app.erase_some(uuid, integer), app.end_erasure(uuid) to routeward_job;
