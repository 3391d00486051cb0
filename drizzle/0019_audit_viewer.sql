-- What the log is searched by. Copies of what the body says, made by PostgreSQL itself from the body: nobody can write one,
-- and an entry that was there before has them too. The body is what counts (docs/audit-format.md).
alter table audit.entry
  add column actor_kind text generated always as (body::jsonb #>> '{actor,kind}') stored,
  add column target text generated always as
    ((body::jsonb #>> '{target,kind}') || '/' || (body::jsonb #>> '{target,id}')) stored,
  add column request text generated always as (body::jsonb ->> 'request') stored;
--> statement-breakpoint

-- Null for what is no address: `unknown`, `console`, or an empty one. An append never fails for it.
create function audit.address_of(text) returns inet language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return case when $1 ~ '^[0-9A-Fa-f:.]{2,45}$' then $1::inet end;
exception when invalid_text_representation then
  return null;
end $$;
--> statement-breakpoint
revoke execute on function audit.address_of(text) from public;
--> statement-breakpoint
-- These go with the side row when that is erased.
alter table audit.personal
  add column name text generated always as (body::jsonb ->> 'name') stored,
  add column address inet generated always as (audit.address_of(body::jsonb ->> 'address')) stored;
--> statement-breakpoint

-- On the tables, so that each month's partition that the runner makes has them too. An entry is found by whom, by what and
-- by which request in few steps, and by what is rare: most entries are `ok`, and those are found by walking the log.
create index entry_of_event on audit.entry (event, at, id);
--> statement-breakpoint
create index entry_of_outcome on audit.entry (outcome, at, id) where outcome <> 'ok';
--> statement-breakpoint
create index entry_of_target on audit.entry (target, at, id) where target is not null;
--> statement-breakpoint
create index entry_of_request on audit.entry (request, at, id) where request is not null;
--> statement-breakpoint
create index personal_of_address on audit.personal (address, at, entry_id) where address is not null;
--> statement-breakpoint

do $$
declare t text;
begin
  foreach t in array array['audit_export', 'audit_export_part'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant select on app.audit_export, app.audit_export_part to routeward_person, routeward_everything, routeward_job;
--> statement-breakpoint
grant insert (id, person_id, family_id, role, epoch, query, format, filter, request_id, asked_at, oldest_at, expires_at,
    key_id, key_wrapped)
  on app.audit_export to routeward_person, routeward_everything;
--> statement-breakpoint
grant update (stop_asked_at) on app.audit_export to routeward_person, routeward_everything;
--> statement-breakpoint
grant update (state, entry_count, part_count, reached_at, place, customer_ids, sha256, fault, claimed_by, lease_until, ended_at)
  on app.audit_export to routeward_job;
--> statement-breakpoint
grant delete on app.audit_export to routeward_job;
--> statement-breakpoint
grant insert, delete on app.audit_export_part to routeward_job;

--> statement-breakpoint
-- A person's files are few: a new one takes the place of the oldest that has ended. Nobody may delete a row, and so nobody
-- can throw away what is not their own, or what the runner is still writing.
create function app.forget_own_exports(but_the_newest integer) returns void
language sql security definer set search_path = ''
begin atomic
  delete from app.audit_export x
  where x.person_id = auth.own_id() and x.state not in ('waiting', 'running')
    and x.id not in (
      select y.id from app.audit_export y
      where y.person_id = auth.own_id() and y.state not in ('waiting', 'running')
      order by y.ended_at desc, y.id limit greatest(but_the_newest, 0));
end;
--> statement-breakpoint
revoke execute on function app.forget_own_exports(integer) from public;
--> statement-breakpoint
grant execute on function app.forget_own_exports(integer) to routeward_person, routeward_everything;
