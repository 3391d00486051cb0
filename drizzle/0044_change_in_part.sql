-- As in 0034, and what may have been made in part, with nobody looking at it any more, can be taken back too.
create or replace function app.ask_for_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- This runs before row security looks at the row, and as the owner: who does not reach the customer learns nothing.
  if current_setting('role') = 'routeward_person' and not exists
    (select from app.membership m where m.customer_id = new.customer_id
      and m.person_id = nullif(current_setting('app.person_id', true), '')::uuid)
  then
    raise exception 'a change of a customer out of reach' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from app.device d
    where d.id = new.device_id and d.customer_id = new.customer_id and d.archived_at is null) then
    perform auth.refuse('change_is_of_a_device_in_use');
  end if;
  -- Whoever signed it is who they say (a_change_is_signed).
  if new.is_direct and new.by_role = 'operator' then perform auth.refuse('change_that_is_direct_takes_an_admin'); end if;
  -- What takes another one back is of the same device and template, and has that one's parameters, never its own.
  new.params_of := new.id;
  if new.reverts_id is not null then
    select c.params_of into new.params_of from app.change c where c.id = new.reverts_id
      and (c.state = 'verified' or c.state = 'unknown' and c.look_at is null and c.reverts_id is null
        -- What is there is the doing of whoever made the same since.
        and not exists (select from app.change l where l.customer_id = c.customer_id and l.device_id = c.device_id
          and l.template_id = c.template_id and l.state = 'verified' and l.ended_at > c.ended_at))
      and (c.customer_id, c.device_id, c.template_id, c.is_direct)
        = (new.customer_id, new.device_id, new.template_id, new.is_direct);
    if not found then perform auth.refuse('change_takes_back_what_was_made'); end if;
  end if;
  perform pg_advisory_xact_lock(hashtext('app.change.number'), hashtext(new.customer_id::text));
  select coalesce(max(c.number), 0) + 1 into new.number from app.change c where c.customer_id = new.customer_id;
  new.state := 'previewing';
  new.asked_at := date_trunc('milliseconds', app.now());
  return new;
end $$;
