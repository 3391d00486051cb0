-- What the generator cannot write: the clock, the head functions, grants, FORCE, and the owner's own policies.

-- One row says what this database is. Only one marked test may shift its clock.
create table app.mark (
  only_row boolean primary key default true constraint mark_is_one_row check (only_row),
  kind text not null default 'real' constraint mark_kind_is_known check (kind in ('real', 'demo', 'test')),
  clock_shift interval not null default '0' constraint mark_only_tests_shift_the_clock check (kind = 'test' or clock_shift = '0'),
  -- Says whether the master key at hand is the one this database was sealed with; tells nothing about the key itself.
  master_key_fingerprint text
);
--> statement-breakpoint
insert into app.mark default values;
--> statement-breakpoint
-- The one clock every expiry is decided against.
create function app.now() returns timestamptz language sql stable security definer set search_path = ''
  return statement_timestamp() + (select m.clock_shift from app.mark m);
--> statement-breakpoint
create function app.is_demo() returns boolean language sql stable security definer set search_path = ''
  return (select m.kind = 'demo' from app.mark m);
--> statement-breakpoint

-- Opens a person's transaction: is the session alive, the person enabled, the token's role and epoch current? What later
-- statements may see hangs on the settings made here, and they come from the tables, not from the token.
-- Returns null, or why the transaction must not go on.
create function app.enter_person(claimed_person uuid, claimed_family uuid, claimed_role text, claimed_epoch integer)
  returns text language plpgsql security definer set search_path = '' as $$
declare
  found_role text;
  found_epoch integer;
  is_alive boolean;
begin
  select p.role::text, p.epoch, p.disabled_at is null and f.revoked_at is null and f.expires_at > app.now()
    into found_role, found_epoch, is_alive
    from app.person p join app.token_family f on f.person_id = p.id
    where p.id = claimed_person and f.id = claimed_family;
  if is_alive is not true then return 'session ended'; end if;
  if found_role <> claimed_role or found_epoch <> claimed_epoch then return 'token outdated'; end if;
  -- Whoever took the role that sees every customer has to be one who may.
  if current_setting('role') = 'routeward_everything' and found_role <> 'superAdmin' then return 'not a Super Admin'; end if;
  perform set_config('app.person_id', claimed_person::text, true),
          set_config('app.family_id', claimed_family::text, true),
          set_config('app.role', found_role, true);
  return null;
end $$;
--> statement-breakpoint

-- Opens the transaction of work done for one customer: `because` names the run or job.
create function app.enter_customer(for_customer uuid, because text) returns text
  language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from app.customer c where c.id = for_customer) then return 'no such customer'; end if;
  perform set_config('app.customer_id', for_customer::text, true), set_config('app.because', because, true);
  return null;
end $$;
--> statement-breakpoint

-- Functions are executable by everybody unless this is said first.
revoke execute on all functions in schema app from public;
--> statement-breakpoint
alter default privileges revoke execute on functions from public;
--> statement-breakpoint
grant usage on schema app to routeward_person, routeward_everything, routeward_customer, routeward_stranger, routeward_job;
--> statement-breakpoint
grant execute on function app.now(), app.is_demo()
  to routeward_person, routeward_everything, routeward_customer, routeward_stranger, routeward_job;
--> statement-breakpoint
grant execute on function app.enter_person(uuid, uuid, text, integer) to routeward_person, routeward_everything;
--> statement-breakpoint
grant execute on function app.enter_customer(uuid, text) to routeward_customer;
--> statement-breakpoint
grant select (id, email, name, role, epoch, disabled_at, created_at) on app.person to routeward_person, routeward_everything;
--> statement-breakpoint
grant select on app.customer, app.membership, app.device, app.session, app.run, app.run_rows
  to routeward_person, routeward_everything;
--> statement-breakpoint
grant select (id, person_id, address, agent, created_at, last_used_at, expires_at, idle_seconds, revoked_at, revoked_because)
  on app.token_family to routeward_person, routeward_everything;
--> statement-breakpoint
grant update (name, tags) on app.device to routeward_person, routeward_everything;
--> statement-breakpoint
grant select on app.customer, app.device, app.session, app.run, app.run_rows to routeward_customer;
--> statement-breakpoint
grant update (state, claimed_by, lease_until, ended_at) on app.run to routeward_customer;
--> statement-breakpoint
grant insert on app.run_rows to routeward_customer;
--> statement-breakpoint
grant select (id, customer_id, effect, state, lease_until), update (state, claimed_by, lease_until, ended_at)
  on app.run to routeward_job;
--> statement-breakpoint

-- The owner is a plain role: under FORCE it would see nothing either, and a migration of data would touch no row.
do $$
declare t record;
begin
  for t in select c.oid::regclass as name, c.relname from pg_class c
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'mark'
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('alter table %s force row level security', t.name);
    execute format('create policy %I on %s to %I using (true) with check (true)', t.relname || '_owner', t.name, current_user);
  end loop;
end $$;
