-- Who may do what with the table of 0031: grants, FORCE, and the owner's own policy.
alter table app.snapshot force row level security;
--> statement-breakpoint
do $$
begin
  execute format('create policy snapshot_owner on app.snapshot to %I using (true) with check (true)', current_user);
end $$;
--> statement-breakpoint
grant select on app.snapshot to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint
-- The work says when it looked. What was found is written once, and sealed anew with a new key.
grant insert, update (last_seen_at, text_sealed) on app.snapshot to routeward_customer;
--> statement-breakpoint

-- Snapshots that nothing of the configured days needs any more: those that another one took the place of before that. So the
-- one that was in force when these days begin stays, and the newest of each device always. Returns how many went.
create function app.purge_snapshots(most integer) returns integer language plpgsql security definer set search_path = '' as $$
declare
  kept_from timestamptz := app.now() - make_interval(days => auth.lifetime('results.days', 90));
  gone integer;
begin
  delete from app.snapshot s where s.id = any (array(select o.id from app.snapshot o
    where o.taken_at < kept_from and exists (select from app.snapshot n
      where n.device_id = o.device_id and n.taken_at > o.taken_at and n.taken_at <= kept_from)
    order by o.taken_at limit most));
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
revoke execute on function app.purge_snapshots(integer) from public;
--> statement-breakpoint
grant execute on function app.purge_snapshots(integer) to routeward_job;
--> statement-breakpoint

create or replace function auth.disk_use() returns table (family text, bytes bigint)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select f.of_family, sum(pg_total_relation_size(c.oid))::bigint
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral (select case when n.nspname = 'audit' then 'audit'
        when c.relname in ('run', 'run_rows', 'snapshot') then 'results' when c.relname like 'session%' then 'sessions'
        when c.relname like 'device%' then 'devices' else 'other' end as of_family) f
    where n.nspname in ('app', 'audit') and c.relkind = 'r'
    group by f.of_family order by 2 desc;
end $$;
