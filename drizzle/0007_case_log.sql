-- Who may do what with the tables of 0006, and the one way a case moves on: a step is taken. A session's row is what its
-- steps add up to, and nobody but the trigger that takes a step writes it.
do $$
declare t text;
begin
  foreach t in array array['session_device', 'session_step'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
revoke select on app.session from routeward_customer;
--> statement-breakpoint
grant select on app.session_device, app.session_step to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert (id, customer_id, title, opened_by) on app.session to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert (session_id, customer_id, kind, by_id, from_address, text, device_id, run_id, to_id)
  on app.session_step to routeward_person, routeward_everything;
--> statement-breakpoint
-- The column of a run's session went in 0006, and its right with it: which run belongs to a case is said by a step.

-- Whoever may look after a case of this customer: Operators and Admins who are assigned to it, and Super Admins. Only
-- somebody who reaches the customer is told.
create function app.holders(of_customer uuid) returns table (id uuid, name text, role text)
  language sql stable security definer set search_path = '' as $$
  select p.id, p.name, p.role::text from app.person p
  where p.disabled_at is null
    and (p.role = 'superAdmin' or p.role in ('admin', 'operator') and exists
      (select from app.membership m where m.person_id = p.id and m.customer_id = of_customer))
    and (current_setting('role') = 'routeward_everything' or exists
      (select from app.membership m where m.customer_id = of_customer
        and m.person_id = nullif(current_setting('app.person_id', true), '')::uuid))
  order by p.name, p.id
$$;
--> statement-breakpoint
revoke execute on function app.holders(uuid) from public;
--> statement-breakpoint
grant execute on function app.holders(uuid) to routeward_person, routeward_everything;
--> statement-breakpoint

-- Gives a session its number, and to whoever opens it.
create function app.open_session() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('app.session.number'), hashtext(new.customer_id::text));
  select coalesce(max(s.number), 0) + 1 into new.number from app.session s where s.customer_id = new.customer_id;
  -- As a page's end is told, in milliseconds: what it goes on from has to be what is stored.
  new.opened_at := date_trunc('milliseconds', clock_timestamp() + (select m.clock_shift from app.mark m));
  new.holder_id := new.opened_by;
  new.holder_name := new.by_name;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.open_session() from public;
--> statement-breakpoint
-- PostgreSQL fires triggers by name: who signs comes before what is made of the signature.
create trigger a_session_is_signed before insert on app.session for each row execute function app.sign_with_name();
--> statement-breakpoint
create trigger b_session_is_opened before insert on app.session for each row execute function app.open_session();
--> statement-breakpoint

-- Refuses with the name of a rule, as a constraint does; the application has a sentence for each.
create function app.refuse_step(rule text, detail text) returns void language plpgsql set search_path = '' as $$
begin
  raise exception '%: %', rule, detail using errcode = 'check_violation', constraint = rule;
end $$;
--> statement-breakpoint
revoke execute on function app.refuse_step(text, text) from public;
--> statement-breakpoint

-- Takes a step: one after the other for each session, so that numbers have no gap and nothing is added to a case that
-- somebody just closed.
create function app.take_step() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  s app.session;
begin
  -- This runs before row security looks at the row, and as the owner: who does not reach the customer learns nothing.
  if current_setting('role') = 'routeward_person' and not exists
    (select from app.membership m where m.customer_id = new.customer_id
      and m.person_id = nullif(current_setting('app.person_id', true), '')::uuid)
  then
    raise exception 'a step in a session out of reach' using errcode = 'insufficient_privilege';
  end if;
  select * into s from app.session where id = new.session_id and customer_id = new.customer_id for update;
  if not found then perform app.refuse_step('session_step_has_its_session', 'no such session'); end if;
  if s.closed_at is not null and new.kind <> 'reopened' then perform app.refuse_step('session_is_open', 'it is closed'); end if;
  if s.closed_at is null and new.kind = 'reopened' then perform app.refuse_step('session_is_closed', 'it is open'); end if;
  if (new.kind = 'opened') <> (s.step_count = 0) then perform app.refuse_step('session_begins_with_its_symptom', new.kind::text); end if;
  -- Whoever has come to the end of a case can still close it.
  if s.step_count >= 1000 and new.kind <> 'closed' then perform app.refuse_step('session_has_room', 'it has 1,000 steps'); end if;
  new.number := s.step_count + 1;
  -- Never before the step before, whatever happens to the server's clock.
  new.at := greatest(clock_timestamp() + (select m.clock_shift from app.mark m),
    (select max(t.at) from app.session_step t where t.session_id = s.id));
  if new.kind = 'deviceAdded' then
    if (select count(*) from app.session_device d where d.session_id = s.id) >= 20 then
      perform app.refuse_step('session_has_few_devices', 'it has 20 devices');
    end if;
    insert into app.session_device (session_id, device_id, customer_id, name, address, port, transport, model, version)
      select s.id, d.id, d.customer_id, d.name, d.address, d.port, d.transport, t.model, t.version
      from app.device d left join app.device_status t on t.device_id = d.id
      where d.id = new.device_id and d.customer_id = s.customer_id;
    if not found then perform app.refuse_step('session_device_is_of_its_customer', 'no such device'); end if;
  elsif new.kind = 'run' then
    if s.run_count >= 200 then perform app.refuse_step('session_has_few_runs', 'it has 200 runs'); end if;
    select r.device_id into new.device_id from app.run r where r.id = new.run_id and r.customer_id = s.customer_id;
    if not exists (select from app.session_device d where d.session_id = s.id and d.device_id = new.device_id) then
      perform app.refuse_step('session_runs_on_its_devices', 'not a device of this session');
    end if;
  elsif new.kind = 'handedOver' then
    if new.to_id = s.holder_id then perform app.refuse_step('session_changes_hands', 'they hold it'); end if;
    select h.name into new.to_name from app.holders(s.customer_id) h where h.id = new.to_id;
    if not found then perform app.refuse_step('session_holder_may_hold_it', 'not somebody who may hold it'); end if;
  end if;
  update app.session u set
    step_count = new.number,
    run_count = s.run_count + (new.kind = 'run')::int,
    title = case when new.kind = 'renamed' then new.text else s.title end,
    holder_id = case when new.kind = 'handedOver' then new.to_id else s.holder_id end,
    holder_name = case when new.kind = 'handedOver' then new.to_name else s.holder_name end,
    closed_at = case new.kind when 'closed' then new.at when 'reopened' then null else s.closed_at end,
    cause = case new.kind when 'closed' then new.text when 'reopened' then null else s.cause end
    where u.id = s.id;
  perform pg_notify('routeward_session', s.id || ' ' || s.customer_id);
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.take_step() from public;
--> statement-breakpoint
create trigger a_step_is_signed before insert on app.session_step for each row execute function app.sign_with_name();
--> statement-breakpoint
create trigger b_step_is_taken before insert on app.session_step for each row execute function app.take_step();
--> statement-breakpoint
-- Of a step nothing may change but this: where somebody was can be erased, by the owner, who alone may update at all.
create function app.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.from_address = '' and to_jsonb(new) - 'from_address' = to_jsonb(old) - 'from_address' then
    return new;
  end if;
  raise exception 'a case log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
revoke execute on function app.refuse_change() from public;
--> statement-breakpoint
create trigger change_is_refused before update or delete on app.session_step for each row execute function app.refuse_change();
