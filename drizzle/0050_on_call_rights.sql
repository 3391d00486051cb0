-- Who is on call for a customer, what they may authorise alone, and who looks at it afterwards.
grant update (on_call_id, on_call_until) on app.customer to routeward_everything;
--> statement-breakpoint
grant update (is_undone) on app.change to routeward_customer;
--> statement-breakpoint
-- With the preview it is said whether safe mode undoes all of it, and not otherwise later.
create function app.keep_whether_it_is_undone() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.digest is not null then perform auth.refuse('change_stays_what_was_previewed'); end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.keep_whether_it_is_undone() from public;
--> statement-breakpoint
create trigger a_change_stays_as_undone before update on app.change for each row when (old.is_undone <> new.is_undone)
  execute function app.keep_whether_it_is_undone();
--> statement-breakpoint
grant update (is_on_call, reviewed_by, review_verdict, review_remark) on app.change to routeward_person, routeward_everything;
--> statement-breakpoint

-- Somebody is named who is an Admin of this customer at this moment, for a week at most; what they are called is not told but looked up.
create function app.name_on_call() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- Everybody is taken off an archived customer: whoever is assigned anew is named anew.
  if new.archived_at is not null or new.on_call_id is null then
    new.on_call_id := null;
    new.on_call_name := null;
    new.on_call_until := null;
    return new;
  end if;
  select p.name into new.on_call_name from app.person p join app.membership m on m.person_id = p.id and m.customer_id = new.id
    where p.id = new.on_call_id and p.role = 'admin' and p.disabled_at is null;
  if not found then perform auth.refuse('customer_on_call_is_an_admin_of_it'); end if;
  if new.on_call_until <= app.now() or new.on_call_until > app.now() + interval '7 days' then
    perform auth.refuse('customer_on_call_is_for_a_week_at_most');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.name_on_call() from public;
--> statement-breakpoint
create trigger customer_on_call_is_named before insert or update of on_call_id, on_call_name, on_call_until, archived_at on app.customer
  for each row execute function app.name_on_call();
--> statement-breakpoint
-- Whoever ceases to be an Admin of it is not on call either, and is not again when they become one once more.
create function app.end_on_call() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_table_name = 'membership' then
    update app.customer c set on_call_id = null where c.on_call_id = old.person_id and c.id = old.customer_id;
  else
    update app.customer c set on_call_id = null where c.on_call_id = new.id;
  end if;
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.end_on_call() from public;
--> statement-breakpoint
create trigger on_call_ends_with_membership after delete on app.membership for each row execute function app.end_on_call();
--> statement-breakpoint
create trigger on_call_ends_with_role after update on app.person for each row
  when (old.role <> new.role or old.disabled_at is distinct from new.disabled_at) execute function app.end_on_call();
--> statement-breakpoint

-- How somebody stands to a customer: on call, or on call with something of theirs that nobody has reviewed in time.
create function app.on_call_standing(of_person uuid, of_customer uuid) returns text
  language sql stable security definer set search_path = ''
  return case
    when not exists (select from app.customer c join app.person p on p.id = c.on_call_id
      join app.membership m on m.person_id = p.id and m.customer_id = c.id
      where c.id = of_customer and c.on_call_id = of_person and c.on_call_until > app.now() and c.archived_at is null
        and p.role = 'admin' and p.disabled_at is null) then 'none'
    -- Of whichever customer: an archived one alone is out of anybody's reach who could review it.
    when exists (select from app.change h join app.customer o on o.id = h.customer_id and o.archived_at is null
      where h.is_on_call and h.reviewed_by is null and h.authorised_by = of_person and h.review_due_at <= app.now()) then 'overdue'
    else 'onCall' end;
--> statement-breakpoint
revoke execute on function app.on_call_standing(uuid, uuid) from public;
--> statement-breakpoint
grant execute on function app.on_call_standing(uuid, uuid) to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint

-- As in 0034; the glass is broken where there are windows, too (0048); and a W3 of one's own by whoever is on call, who has until
-- the end of the next day where the customer is to have it reviewed. Of what kind it has to be is the constraint's to say.
create or replace function app.authorise_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
  standing text;
begin
  select p.id, p.name, p.role::text as role into signer from app.person p where p.id = new.authorised_by and p.disabled_at is null;
  if not found or signer.role not in ('superAdmin', 'admin', 'operator') then
    perform auth.refuse('change_is_authorised_by_who_may');
  end if;
  -- Whether they reach the customer is row security's to say.
  if signer.role = 'operator' and (new.asked_by <> signer.id or new.tier = 'W3') then
    perform auth.refuse('change_of_another_takes_an_admin');
  end if;
  -- Whoever asked for it as an Admin may be an Operator by now.
  if signer.role = 'operator' and new.is_direct then perform auth.refuse('change_that_is_direct_takes_an_admin'); end if;
  if new.is_break_glass then
    if signer.role <> 'superAdmin' then perform auth.refuse('change_glass_is_broken_by_a_super_admin'); end if;
    -- What neither takes a second person from them nor ever waits for a window is not marked as if it had.
    if (new.asked_by <> signer.id or not app.takes_second_person(new.customer_id, new.tier))
        and not app.has_change_times(new.customer_id) then
      perform auth.refuse('change_glass_is_broken_where_it_is_in_the_way');
    end if;
  elsif new.is_on_call then
    standing := app.on_call_standing(signer.id, new.customer_id);
    if standing = 'none' then perform auth.refuse('change_on_call_is_authorised_by_who_is'); end if;
    if standing = 'overdue' then perform auth.refuse('change_on_call_waits_for_reviews'); end if;
    select (date_trunc('day', app.now() at time zone c.time_zone) + interval '2 days') at time zone c.time_zone
      into new.review_due_at from app.customer c where c.id = new.customer_id;
  elsif new.asked_by = signer.id and new.tier is distinct from 'W3' and app.takes_second_person(new.customer_id, new.tier) then
    perform auth.refuse('change_takes_a_second_person');
  end if;
  if old.expires_at <= app.now() then perform auth.refuse('change_is_authorised_in_time'); end if;
  new.authorised_at := app.now();
  new.authorised_name := signer.name;
  new.authorised_role := signer.role;
  return new;
end $$;
--> statement-breakpoint
-- What was authorised on call stays so; and it is reviewed once, when it has ended, by somebody else who could have authorised it.
create function app.review_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
begin
  if old.state <> 'authorised' and new.state = 'authorised' and num_nonnulls(new.reviewed_by, new.reviewed_at, new.review_verdict) = 0 then
    return new;
  end if;
  if (new.is_on_call, new.review_due_at) is distinct from (old.is_on_call, old.review_due_at) then
    perform auth.refuse('change_is_decided_once');
  end if;
  if old.reviewed_by is not null then perform auth.refuse('change_is_reviewed_once'); end if;
  -- And when nobody reads it back any more.
  if not old.is_on_call or old.ended_at is null or old.look_at is not null or new.state <> old.state then
    perform auth.refuse('change_is_reviewed_when_it_has_ended');
  end if;
  select p.id, p.name, p.role::text as role into signer from app.person p where p.id = new.reviewed_by and p.disabled_at is null;
  if not found or signer.role not in ('superAdmin', 'admin') then perform auth.refuse('change_is_reviewed_by_an_admin'); end if;
  if signer.id = old.authorised_by then perform auth.refuse('change_is_reviewed_by_another'); end if;
  new.reviewed_name := signer.name;
  new.reviewed_role := signer.role;
  new.reviewed_at := app.now();
  -- Whoever was on call reads what was made of it.
  new.is_to_be_mailed := true;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.review_change() from public;
--> statement-breakpoint
-- Behind b_change_is_authorised, which says until when.
create trigger b_change_is_reviewed before update on app.change for each row
  when ((old.is_on_call, old.review_due_at, old.reviewed_by, old.reviewed_name, old.reviewed_role, old.reviewed_at, old.review_verdict,
      old.review_remark)
    is distinct from (new.is_on_call, new.review_due_at, new.reviewed_by, new.reviewed_name, new.reviewed_role, new.reviewed_at,
      new.review_verdict, new.review_remark)) execute function app.review_change();
--> statement-breakpoint
create trigger a_reviewed_change_is_told after update on app.change for each row
  when (old.reviewed_by is distinct from new.reviewed_by) execute function app.tell_of_change();
--> statement-breakpoint

-- As in 0036; and how it went that was authorised on call is mailed to those who may review it.
create or replace function app.note_change_mail() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.is_to_be_mailed := case
    when new.state in ('previewed', 'expired') then app.takes_second_person(new.customer_id, new.tier)
      or new.guard is not distinct from 'none' and new.by_role = 'operator'
    when new.state = 'rejected' then true
    when new.state in ('authorised', 'verified', 'reverted', 'failed', 'unknown') then new.authorised_by <> new.asked_by
      or new.is_on_call and new.state <> 'authorised'
    when new.state = 'applying' then old.is_to_be_mailed
    else false end is true;
  return new;
end $$;
--> statement-breakpoint
drop function app.take_change_mail();
--> statement-breakpoint
-- As in 0034; and what was authorised on call: to whoever else may review it, and once that is done to whoever was on call.
create function app.take_change_mail() returns table (id uuid, customer text, device text, number integer, template text, tier text,
    state text, expires_at timestamptz, by_name text, decided_by text, review text, reviewed_by text, readers text[])
  language sql volatile security definer set search_path = '' as $$
  with taken as (update app.change c set is_to_be_mailed = false where c.is_to_be_mailed returning c.*)
  select t.id, o.slug, d.name, t.number, t.template_id, t.tier, t.state::text, t.expires_at, t.by_name,
    coalesce(t.rejected_name, t.authorised_name), case when t.is_on_call then coalesce(t.review_verdict, 'due') end, t.reviewed_name,
    array(select p.email from app.person p
      where p.disabled_at is null
        and (p.role = 'superAdmin' or exists (select from app.membership m where m.person_id = p.id and m.customer_id = t.customer_id))
        and case when t.state = 'previewed' then p.id <> t.asked_by and p.role in ('superAdmin', 'admin') and t.expires_at > app.now()
          when t.is_on_call and t.reviewed_by is null then p.id <> t.asked_by and p.role in ('superAdmin', 'admin')
          else p.id = t.asked_by end
      order by p.email)
  from taken t join app.customer o on o.id = t.customer_id and o.archived_at is null join app.device d on d.id = t.device_id
  order by t.asked_at
$$;
--> statement-breakpoint
revoke execute on function app.take_change_mail() from public;
--> statement-breakpoint
grant execute on function app.take_change_mail() to routeward_job;
