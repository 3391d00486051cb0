-- Who may do what with the tables and columns of 0004: grants, FORCE, and the owner's own policies.
-- A later migration names its tables here once more: what 0001 did in a loop it did for the tables of its day.
do $$
declare t text;
begin
  foreach t in array array['credential_set', 'data_key', 'device_status', 'device_hour'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant select on app.data_key, app.device_status, app.device_hour
  to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint
-- Sealed credentials are for the runner alone: no person's transaction reads one, sealed or not.
grant select on app.credential_set to routeward_customer;
--> statement-breakpoint
grant insert on app.data_key to routeward_customer;
--> statement-breakpoint
grant insert, update on app.device_status, app.device_hour to routeward_customer;
--> statement-breakpoint
-- What a person says of a run, and what the database and the runner alone say.
grant insert (id, customer_id, device_id, session_id, action_id, effect, params, intended_by),
  update (stop_asked_at, stop_asked_by)
  on app.run to routeward_person, routeward_everything;
--> statement-breakpoint
grant update (started_at, sent, row_count, is_truncated, fault_code, fault_sealed) on app.run to routeward_customer;
--> statement-breakpoint
grant select (device_id, intended_at) on app.run to routeward_job;
--> statement-breakpoint
grant select (id, is_probed, archived_at) on app.customer to routeward_job;
--> statement-breakpoint
grant select (device_id, hour), delete on app.device_hour to routeward_job;
--> statement-breakpoint
-- Who it was at the time is told by the tables and not by the caller: a case is read years after somebody left or moved up.
create function app.sign_with_name() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
begin
  select p.name, p.role::text as role into signer
    from app.person p where p.id = nullif(current_setting('app.person_id', true), '')::uuid;
  if found then
    new.by_name := signer.name;
    new.by_role := signer.role;
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.sign_with_name() from public;
--> statement-breakpoint
create trigger run_is_signed before insert on app.run for each row execute function app.sign_with_name();
