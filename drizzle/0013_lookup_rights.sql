-- Who may do what with the tables of 0012. Whoever asked sees it, the runner answers, nobody else.
do $$
declare t text;
begin
  foreach t in array array['lookup', 'lookup_answer'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert (id, customer_id, asked_by, kind, subject_sealed), update (stop_asked_at)
  on app.lookup to routeward_person, routeward_everything;
--> statement-breakpoint
grant select on app.lookup_answer to routeward_person, routeward_everything;
--> statement-breakpoint
grant select, update (state, device_count, claimed_by, lease_until, ended_at) on app.lookup to routeward_customer;
--> statement-breakpoint
grant insert on app.lookup_answer to routeward_customer;
--> statement-breakpoint
-- The sweep and the purge learn neither who was looked for nor who looked.
grant select (id, customer_id, asked_at, state, lease_until, ended_at), update (state, claimed_by, lease_until, ended_at), delete
  on app.lookup to routeward_job;
