-- What Admins may write when they enrol devices, and how the runner hears of it. Nobody but the runner reads what is sealed.
grant insert (customer_id, name, address, port, transport, pin, is_pre_643, code_page, credential_set_id, site, tags)
  on app.device to routeward_person, routeward_everything;
--> statement-breakpoint
grant update (address, port, transport, pin, is_pre_643, code_page, credential_set_id, site, archived_at)
  on app.device to routeward_person, routeward_everything;
--> statement-breakpoint
grant select (id, customer_id, name, changed_at), insert (id, customer_id, name, read_sealed, changed_at),
    update (name, read_sealed, changed_at)
  on app.credential_set to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert on app.data_key to routeward_person, routeward_everything;
--> statement-breakpoint
-- The runner learns a customer's devices anew; of many changes in one transaction it hears once.
create function app.tell_of_devices() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_device', new.customer_id::text);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_of_devices() from public;
--> statement-breakpoint
-- A device that is enrolled or brought back while its customer is being archived would live on where nobody looks.
create function app.keep_out_of_archives() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from app.customer c where c.id = new.customer_id and c.archived_at is null for share;
  if not found then
    raise exception 'customer_is_not_archived' using errcode = 'check_violation', constraint = 'customer_is_not_archived';
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.keep_out_of_archives() from public;
--> statement-breakpoint
create trigger a_new_device_is_of_a_living_customer before insert on app.device
  for each row when (new.archived_at is null) execute function app.keep_out_of_archives();
--> statement-breakpoint
create trigger a_device_comes_back_to_a_living_customer before update of archived_at on app.device
  for each row when (old.archived_at is not null and new.archived_at is null) execute function app.keep_out_of_archives();
--> statement-breakpoint
create trigger a_device_is_told after insert or update of address, port, transport, pin, is_pre_643, code_page,
    credential_set_id, archived_at on app.device
  for each row execute function app.tell_of_devices();
--> statement-breakpoint
create trigger credentials_are_told after update of read_sealed on app.credential_set
  for each row execute function app.tell_of_devices();
