-- Whether somebody may still have a customer's routers asked, by the tables as they are at this moment. What was asked for
-- with rights that are gone by now must send nothing more, and the work itself sees neither people nor memberships.
create function app.may_still_run(of_person uuid, of_customer uuid) returns boolean
  language sql stable security definer set search_path = ''
  return exists (select from app.person p where p.id = of_person and p.disabled_at is null
    and (p.role = 'superAdmin' or p.role in ('admin', 'operator') and exists (select from app.membership m
      where m.person_id = of_person and m.customer_id = of_customer)));
--> statement-breakpoint
revoke execute on function app.may_still_run(uuid, uuid) from public;
--> statement-breakpoint
grant execute on function app.may_still_run(uuid, uuid) to routeward_customer;
--> statement-breakpoint

-- Said of somebody who has no signed-in session too, which an end of sessions would tell of: their work may go on without.
create function auth.tell_of_rights() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_access', new.id::text);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function auth.tell_of_rights() from public;
--> statement-breakpoint
create trigger a_change_of_rights_is_told after update of role, disabled_at on app.person for each row
  when (old.role <> new.role or old.disabled_at is distinct from new.disabled_at) execute function auth.tell_of_rights();
