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
--> statement-breakpoint

-- As in 0034; and what waits for an Admin because nothing guards it is mailed as well.
create or replace function app.note_change_mail() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.is_to_be_mailed := case
    when new.state in ('previewed', 'expired') then app.takes_second_person(new.customer_id, new.tier)
      or new.guard is not distinct from 'none' and new.by_role = 'operator'
    when new.state = 'rejected' then true
    when new.state in ('authorised', 'verified', 'reverted', 'failed', 'unknown') then new.authorised_by <> new.asked_by
    when new.state = 'applying' then old.is_to_be_mailed
    else false end is true;
  return new;
end $$;
