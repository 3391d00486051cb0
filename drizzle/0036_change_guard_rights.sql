-- The guard of a change is found by its preview and stays what it was; what nothing undoes is authorised by an Admin, also the own.
grant update (guard) on app.change to routeward_customer;
--> statement-breakpoint
create function app.keep_guard() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.digest is not null and new.guard is distinct from old.guard then perform auth.refuse('change_stays_what_was_previewed'); end if;
  if old.state <> 'authorised' and new.state = 'authorised' and new.guard is not distinct from 'none' and not exists
    (select from app.person p where p.id = new.authorised_by and p.disabled_at is null and p.role in ('superAdmin', 'admin'))
  then
    perform auth.refuse('change_without_a_guard_takes_an_admin');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.keep_guard() from public;
--> statement-breakpoint
create trigger b_change_keeps_its_guard before update on app.change for each row execute function app.keep_guard();
