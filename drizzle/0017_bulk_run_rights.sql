-- Who may do what with the tables and columns of 0012: grants, FORCE, the owner's own policies, and who signs.
do $$
declare t text;
begin
  foreach t in array array['bulk_run', 'bulk_refusal'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant select on app.bulk_run, app.bulk_refusal to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert (customer_id, action_id, params, asked_by, device_count, repeat_of) on app.bulk_run
  to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert (bulk_run_id, device_id, customer_id, asked_by, reason) on app.bulk_refusal
  to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert (bulk_run_id) on app.run to routeward_person, routeward_everything;
--> statement-breakpoint
-- Whether a waiting run may still begin is read by whoever claims it.
grant select (id, customer_id, attended_at) on app.bulk_run to routeward_customer;
--> statement-breakpoint
grant update (summary_sealed) on app.run to routeward_customer;
--> statement-breakpoint
grant select (bulk_run_id) on app.run to routeward_job;
--> statement-breakpoint
grant select (id, attended_at), update (attended_at) on app.bulk_run to routeward_job;
--> statement-breakpoint
create trigger bulk_run_is_signed before insert on app.bulk_run for each row execute function app.sign_with_name();
