-- Who may do what with the tables of 0033: grants, FORCE, the owner's own policies; and what a change may move from and to.
do $$
declare t text;
begin
  foreach t in array array['change', 'change_stage'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant select on app.change, app.change_stage to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint
-- A person says what is to be changed, and decides. When that was and who they were is the database's to say.
grant insert (id, customer_id, device_id, template_id, template_version, is_direct, params_sealed, reverts_id, asked_by),
  update (state, authorised_by, is_break_glass, rejected_by, reason, withdrawn_by)
  on app.change to routeward_person, routeward_everything;
--> statement-breakpoint
-- The work says what it found and how it went; never who authorised it.
grant update (state, params_sealed, preview_sealed, previewed_at, tier, digest, expires_at, claimed_by, lease_until, plan_sealed, look_at,
    ended_at, fault_code, fault_sealed)
  on app.change to routeward_customer;
--> statement-breakpoint
grant insert on app.change_stage to routeward_customer;
--> statement-breakpoint
-- The sweeper finds what nobody will end. It reads no preview and no parameter.
grant select (id, customer_id, device_id, state, asked_at, authorised_at, lease_until, expires_at, look_at, ended_at),
  update (state, claimed_by, lease_until, ended_at, fault_code, look_at)
  on app.change to routeward_job;
--> statement-breakpoint

-- Gives a change its number.
create function app.ask_for_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- This runs before row security looks at the row, and as the owner: who does not reach the customer learns nothing.
  if current_setting('role') = 'routeward_person' and not exists
    (select from app.membership m where m.customer_id = new.customer_id
      and m.person_id = nullif(current_setting('app.person_id', true), '')::uuid)
  then
    raise exception 'a change of a customer out of reach' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from app.device d
    where d.id = new.device_id and d.customer_id = new.customer_id and d.archived_at is null) then
    perform auth.refuse('change_is_of_a_device_in_use');
  end if;
  -- Whoever signed it is who they say (a_change_is_signed).
  if new.is_direct and new.by_role = 'operator' then perform auth.refuse('change_that_is_direct_takes_an_admin'); end if;
  -- What takes another one back is of the same device and template, and has that one's parameters, never its own.
  new.params_of := new.id;
  if new.reverts_id is not null then
    select c.params_of into new.params_of from app.change c where c.id = new.reverts_id and c.state = 'verified'
      and (c.customer_id, c.device_id, c.template_id, c.is_direct)
        = (new.customer_id, new.device_id, new.template_id, new.is_direct);
    if not found then perform auth.refuse('change_takes_back_what_was_made'); end if;
  end if;
  perform pg_advisory_xact_lock(hashtext('app.change.number'), hashtext(new.customer_id::text));
  select coalesce(max(c.number), 0) + 1 into new.number from app.change c where c.customer_id = new.customer_id;
  new.state := 'previewing';
  new.asked_at := date_trunc('milliseconds', app.now());
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.ask_for_change() from public;
--> statement-breakpoint
-- PostgreSQL fires triggers by name: who signs comes before what is made of the signature.
create trigger a_change_is_signed before insert on app.change for each row execute function app.sign_with_name();
--> statement-breakpoint
create trigger b_change_is_asked_for before insert on app.change for each row execute function app.ask_for_change();
--> statement-breakpoint

-- A change only moves on, whoever moves it, and what was previewed and who authorised it stays as it was.
create function app.move_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.state <> new.state and not (old.state::text, new.state::text) in (
      ('previewing', 'previewed'), ('previewing', 'unneeded'), ('previewing', 'refused'), ('previewing', 'failed'),
      ('previewing', 'withdrawn'), ('previewed', 'authorised'), ('previewed', 'rejected'), ('previewed', 'withdrawn'),
      ('previewed', 'expired'),
      ('authorised', 'applying'), ('authorised', 'failed'),
      ('applying', 'verified'), ('applying', 'reverted'), ('applying', 'failed'), ('applying', 'unknown'),
      ('unknown', 'verified'), ('unknown', 'reverted'), ('unknown', 'failed')) then
    raise exception 'change_only_moves_on: % to %', old.state, new.state
      using errcode = 'check_violation', constraint = 'change_only_moves_on';
  end if;
  if (new.customer_id, new.device_id, new.number, new.template_id, new.template_version, new.is_direct, new.params_of, new.asked_by,
      new.by_name, new.by_role, new.asked_at)
    is distinct from (old.customer_id, old.device_id, old.number, old.template_id, old.template_version, old.is_direct, old.params_of,
      old.asked_by, old.by_name, old.by_role, old.asked_at) then
    perform auth.refuse('change_stays_what_was_asked_for');
  end if;
  if old.digest is not null and (new.digest, new.tier, new.expires_at, new.previewed_at)
      is distinct from (old.digest, old.tier, old.expires_at, old.previewed_at) then
    perform auth.refuse('change_stays_what_was_previewed');
  end if;
  if num_nonnulls(old.authorised_by, old.rejected_by) > 0
      and (new.authorised_by, new.rejected_by, new.is_break_glass, new.reason)
        is distinct from (old.authorised_by, old.rejected_by, old.is_break_glass, old.reason) then
    perform auth.refuse('change_is_decided_once');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.move_change() from public;
--> statement-breakpoint
create trigger a_change_moves_on before update on app.change for each row execute function app.move_change();
--> statement-breakpoint

grant update (change_policy) on app.customer to routeward_everything;
--> statement-breakpoint
-- Whether a change takes a second person: by its tier, or by what is decided for its customer at this moment.
create function app.takes_second_person(of_customer uuid, of_tier text) returns boolean
  language sql stable security definer set search_path = ''
  return of_tier is not distinct from 'W3'
    or exists (select from app.customer c where c.id = of_customer and c.change_policy = 'secondPerson');
--> statement-breakpoint
revoke execute on function app.takes_second_person(uuid, text) from public;
--> statement-breakpoint
grant execute on function app.takes_second_person(uuid, text) to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint
-- Whether somebody may authorise a change, by the tables as they are at this moment: one's own that takes no second person, that
-- of others from an Admin up, and any by a Super Admin who breaks the glass. It is asked once more before the first byte.
create function app.may_authorise(of_person uuid, of_customer uuid, who_asked uuid, of_tier text, is_direct boolean, is_broken boolean) returns boolean
  language sql stable security definer set search_path = ''
  return app.may_still_run(of_person, of_customer) and exists (select from app.person p where p.id = of_person
    and case when is_broken then p.role = 'superAdmin'
      when who_asked = of_person then not app.takes_second_person(of_customer, of_tier)
        and (not is_direct or p.role in ('superAdmin', 'admin'))
      else p.role in ('superAdmin', 'admin') end);
--> statement-breakpoint
revoke execute on function app.may_authorise(uuid, uuid, uuid, text, boolean, boolean) from public;
--> statement-breakpoint
grant execute on function app.may_authorise(uuid, uuid, uuid, text, boolean, boolean) to routeward_customer;
--> statement-breakpoint
-- Never a W3 of one's own (the constraint), nor any of one's own where its customer takes a second person for each, but by a
-- Super Admin who breaks the glass; and never what was previewed too long ago.
create function app.authorise_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
begin
  select p.id, p.name, p.role::text as role into signer from app.person p where p.id = new.authorised_by and p.disabled_at is null;
  if not found or signer.role not in ('superAdmin', 'admin', 'operator') then
    perform auth.refuse('change_is_authorised_by_who_may');
  end if;
  -- Whether they reach the customer is row security's to say.
  if signer.role = 'operator' and (new.asked_by <> signer.id or new.tier = 'W3') then
    perform auth.refuse('change_of_another_takes_an_admin');
  end if;
  -- Whoever asked for it as an Admin may be an Operator by now.
  if signer.role = 'operator' and new.is_direct then perform auth.refuse('change_that_is_direct_takes_an_admin'); end if;
  if new.is_break_glass then
    if signer.role <> 'superAdmin' then perform auth.refuse('change_glass_is_broken_by_a_super_admin'); end if;
    -- What takes no second person from them is not marked as if it had.
    if new.asked_by <> signer.id or not app.takes_second_person(new.customer_id, new.tier) then
      perform auth.refuse('change_glass_is_broken_where_it_is_in_the_way');
    end if;
  elsif new.asked_by = signer.id and new.tier is distinct from 'W3' and app.takes_second_person(new.customer_id, new.tier) then
    perform auth.refuse('change_takes_a_second_person');
  end if;
  if old.expires_at <= app.now() then perform auth.refuse('change_is_authorised_in_time'); end if;
  new.authorised_at := app.now();
  new.authorised_name := signer.name;
  new.authorised_role := signer.role;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.authorise_change() from public;
--> statement-breakpoint
create trigger b_change_is_authorised before update on app.change for each row
  when (old.state <> 'authorised' and new.state = 'authorised') execute function app.authorise_change();
--> statement-breakpoint
-- What somebody else asked for, by whoever could authorise it.
create function app.reject_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
begin
  select p.id, p.name, p.role::text as role into signer from app.person p where p.id = new.rejected_by and p.disabled_at is null;
  if not found or signer.role not in ('superAdmin', 'admin') then perform auth.refuse('change_is_rejected_by_an_admin'); end if;
  if signer.id = old.asked_by then perform auth.refuse('change_is_rejected_by_another'); end if;
  if old.expires_at <= app.now() then perform auth.refuse('change_is_rejected_in_time'); end if;
  new.rejected_name := signer.name;
  new.rejected_role := signer.role;
  new.ended_at := app.now();
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.reject_change() from public;
--> statement-breakpoint
create trigger b_change_is_rejected before update on app.change for each row
  when (old.state <> 'rejected' and new.state = 'rejected') execute function app.reject_change();
--> statement-breakpoint
create function app.withdraw_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.withdrawn_by is distinct from old.asked_by then perform auth.refuse('change_is_withdrawn_by_who_asked'); end if;
  new.ended_at := app.now();
  -- Whoever is reading the router for it finds the claim gone.
  new.claimed_by := null;
  new.lease_until := null;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.withdraw_change() from public;
--> statement-breakpoint
create trigger b_change_is_withdrawn before update on app.change for each row
  when (old.state <> 'withdrawn' and new.state = 'withdrawn') execute function app.withdraw_change();
--> statement-breakpoint

-- What is mailed: that a change waits for a second person; and to whoever asked, what somebody else made of it.
create function app.note_change_mail() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.is_to_be_mailed := case
    when new.state in ('previewed', 'expired') then app.takes_second_person(new.customer_id, new.tier)
    when new.state = 'rejected' then true
    when new.state in ('authorised', 'verified', 'reverted', 'failed', 'unknown') then new.authorised_by <> new.asked_by
    when new.state = 'applying' then old.is_to_be_mailed
    else false end is true;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.note_change_mail() from public;
--> statement-breakpoint
create trigger c_change_is_noted_for_mail before update on app.change for each row
  when (old.state <> new.state) execute function app.note_change_mail();
--> statement-breakpoint
-- Takes what is to be mailed and tells it as it stands now, with who is to read it by the rights of this moment: those who may
-- authorise it, or whoever asked. Nothing of what it was asked with.
create function app.take_change_mail() returns table (id uuid, customer text, device text, number integer, template text, tier text,
    state text, expires_at timestamptz, by_name text, decided_by text, readers text[])
  language sql volatile security definer set search_path = '' as $$
  with taken as (update app.change c set is_to_be_mailed = false where c.is_to_be_mailed returning c.*)
  select t.id, o.slug, d.name, t.number, t.template_id, t.tier, t.state::text, t.expires_at, t.by_name,
    coalesce(t.rejected_name, t.authorised_name), array(select p.email from app.person p
      where p.disabled_at is null
        and (p.role = 'superAdmin' or exists (select from app.membership m where m.person_id = p.id and m.customer_id = t.customer_id))
        and case when t.state = 'previewed' then p.id <> t.asked_by and p.role in ('superAdmin', 'admin') and t.expires_at > app.now()
          else p.id = t.asked_by end
      order by p.email)
  from taken t join app.customer o on o.id = t.customer_id and o.archived_at is null join app.device d on d.id = t.device_id
  order by t.asked_at
$$;
--> statement-breakpoint
revoke execute on function app.take_change_mail() from public;
--> statement-breakpoint
grant execute on function app.take_change_mail() to routeward_job;
--> statement-breakpoint
-- Which change, of which tier, and whether it waits for a second person: a webhook may be told.
create or replace function audit.detail_for_webhooks(detail jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(case jsonb_typeof(detail) when 'object' then detail else '{}' end) d
    where d.key in ('run', 'session', 'device', 'lookup', 'bulk', 'export', 'invitation', 'credentials', 'customer', 'alarm', 'site', 'times',
        'webhook', 'action', 'kind', 'state', 'fault', 'role', 'code', 'format', 'entries', 'devices', 'runs', 'by', 'wasSent', 'isMailed',
        'change', 'tier', 'takesTwo')
      and case jsonb_typeof(d.value)
        when 'string' then d.value #>> '{}' ~ '^[A-Za-z][A-Za-z.-]{0,63}$|^W[123]$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        else jsonb_typeof(d.value) in ('number', 'boolean') end
$$;
--> statement-breakpoint
-- A change that came to nothing is told, too.
drop trigger webhooks_are_told on audit.entry;
--> statement-breakpoint
create trigger webhooks_are_told after insert on audit.entry for each row
  when (new.outcome = 'ok' or new.event in ('change.ended', 'change.settled')) execute function audit.tell_webhooks();
--> statement-breakpoint
create function app.tell_of_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_change', new.id || ' ' || new.customer_id);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_of_change() from public;
--> statement-breakpoint
create trigger a_new_change_is_told after insert on app.change for each row execute function app.tell_of_change();
--> statement-breakpoint
create trigger a_moved_change_is_told after update on app.change for each row
  when (old.state <> new.state or old.look_at is distinct from new.look_at) execute function app.tell_of_change();
--> statement-breakpoint
create function app.tell_of_stage() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_change', new.change_id || ' ' || new.customer_id);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_of_stage() from public;
--> statement-breakpoint
create trigger a_stage_is_told after insert on app.change_stage for each row execute function app.tell_of_stage();
--> statement-breakpoint
-- What was reached is never told otherwise later.
create function app.refuse_stage_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'stages are only added: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
revoke execute on function app.refuse_stage_change() from public;
--> statement-breakpoint
create trigger stage_is_kept before update on app.change_stage for each row execute function app.refuse_stage_change();
--> statement-breakpoint

-- As in 0027, and a change that takes another one back points to its own kind too.
create or replace function app.erase_some(of_customer uuid, most integer) returns integer
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
  update app.change c set reverts_id = null where c.customer_id = of_customer and c.reverts_id is not null;
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
