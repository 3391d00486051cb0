-- A read that weighs on a router while it runs, and a change of it, exclude one another: whichever runners begin them.
grant insert (heavy_on) on app.run to routeward_person, routeward_everything;
--> statement-breakpoint

-- Whoever is about to begin one of the two looks for the other alone until its transaction is over: of more devices in one order, so
-- that two never wait for each other.
create function app.hold_devices(devices uuid[]) returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  held uuid;
begin
  for held in select distinct d.id from unnest(devices) d (id) order by d.id loop
    perform pg_advisory_xact_lock(hashtextextended('begun on ' || held, 0));
  end loop;
end $$;
--> statement-breakpoint
revoke execute on function app.hold_devices(uuid[]) from public;
--> statement-breakpoint
grant execute on function app.hold_devices(uuid[]) to routeward_customer;
--> statement-breakpoint

-- From when on a change whose turn it was could be begun: at once, or since the last heavy read of its device had ended. While one
-- runs, never: it waits, and is not too old afterwards.
create function app.could_begin(of_device uuid, turn timestamptz) returns timestamptz
  language sql stable security definer set search_path = ''
  return greatest(turn, (select max(coalesce(r.ended_at, 'infinity')) from app.run r
    where r.heavy_on @> array[of_device] and r.started_at is not null and (r.ended_at is null or r.ended_at > turn)));
--> statement-breakpoint
revoke execute on function app.could_begin(uuid, timestamptz) from public;
--> statement-breakpoint
grant execute on function app.could_begin(uuid, timestamptz) to routeward_customer, routeward_job;
--> statement-breakpoint

-- What no code of ours can forget: here each looks once more, behind whoever began something on the same device before.
create function app.begin_run_beside_no_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.hold_devices(new.heavy_on);
  -- One whose turn has just come waits: it looks, too, before it begins.
  if exists (select from app.change c where c.device_id = any (new.heavy_on)
      and (c.state = 'applying' or c.state = 'unknown' and c.look_at is not null)) then
    perform auth.refuse('run_begins_beside_no_change');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.begin_run_beside_no_change() from public;
--> statement-breakpoint
create trigger run_begins_beside_no_change before update on app.run for each row
  when (new.heavy_on is not null and old.started_at is null and new.started_at is not null)
  execute function app.begin_run_beside_no_change();
--> statement-breakpoint
create function app.begin_change_beside_no_heavy_read() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.hold_devices(array[new.device_id]);
  if app.could_begin(new.device_id, new.released_at) = 'infinity' then perform auth.refuse('change_begins_beside_no_heavy_read'); end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.begin_change_beside_no_heavy_read() from public;
--> statement-breakpoint
create trigger e_change_begins_beside_no_heavy_read before update on app.change for each row
  when (old.state = 'authorised' and new.state = 'applying') execute function app.begin_change_beside_no_heavy_read();
--> statement-breakpoint
-- What a run weighs on is of its own customer, whoever asks for it.
create function app.weigh_on_own_devices() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from unnest(new.heavy_on) h (id) left join app.device d on d.id = h.id and d.customer_id = new.customer_id
      where d.id is null) then
    perform auth.refuse('run_weighs_on_devices_of_its_customer');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.weigh_on_own_devices() from public;
--> statement-breakpoint
create trigger run_weighs_on_own_devices before insert on app.run for each row when (new.heavy_on is not null)
  execute function app.weigh_on_own_devices();
--> statement-breakpoint
-- What a run weighs on is said when it is asked for, and not otherwise later.
create function app.keep_what_is_heavy() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform auth.refuse('run_stays_what_was_asked_for');
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.keep_what_is_heavy() from public;
--> statement-breakpoint
create trigger run_stays_as_heavy before update on app.run for each row
  when (old.heavy_on is distinct from new.heavy_on) execute function app.keep_what_is_heavy();
--> statement-breakpoint

-- Whoever makes changes, and whoever looks at one, hears that what it waited for has begun, or is over.
create function app.tell_changes_of_heavy_read() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_change', c.id || ' ' || c.customer_id), case when c.rollout_id is not null
      then pg_notify('routeward_rollout', c.rollout_id || ' ' || c.customer_id) end
    from app.change c where c.device_id = any (new.heavy_on) and c.state = 'authorised' and c.released_at is not null;
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_changes_of_heavy_read() from public;
--> statement-breakpoint
create trigger run_that_is_heavy_is_told_to_changes after update on app.run for each row
  when (new.heavy_on is not null and old.ended_at is null and new.ended_at is not null)
  execute function app.tell_changes_of_heavy_read();
--> statement-breakpoint

-- Whom a rollout waits for is mailed as of a single change: that it waits, to those who may authorise it; and to whoever asked, what
-- somebody else made of it, and that it stopped by itself.
grant update (previewed_at) on app.rollout to routeward_customer;
--> statement-breakpoint
-- Whether it waits for somebody beside whoever asked: as 0036 has it of one change.
create function app.rollout_waits_for_others(of_rollout uuid) returns boolean language sql stable security definer set search_path = ''
  return exists (select from app.change c where c.rollout_id = of_rollout and c.state in ('previewed', 'expired')
    and (app.takes_second_person(c.customer_id, c.tier) or c.guard is not distinct from 'none' and c.by_role = 'operator'));
--> statement-breakpoint
revoke execute on function app.rollout_waits_for_others(uuid) from public;
--> statement-breakpoint
create function app.note_rollout_mail() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.previewed_at is not null and new.previewed_at is distinct from old.previewed_at then
    perform auth.refuse('rollout_is_previewed_once');
  end if;
  new.is_to_be_mailed := case
    when old.state = new.state then app.rollout_waits_for_others(new.id)
    when old.state = 'planned' and new.state = 'expired' then app.rollout_waits_for_others(new.id)
    when new.state = 'rejected' then true
    -- What was begun and goes on no more is for somebody to look at.
    when new.state = 'stopped' then new.stopped_by is distinct from new.asked_by
    when old.state = 'stopped' and new.state = 'running' then new.resumed_by <> new.asked_by
    when new.state in ('running', 'done', 'expired') then new.authorised_by <> new.asked_by
    else false end is true;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.note_rollout_mail() from public;
--> statement-breakpoint
create trigger b_rollout_is_noted_for_mail before update on app.rollout for each row
  when (old.state <> new.state or old.previewed_at is distinct from new.previewed_at) execute function app.note_rollout_mail();
--> statement-breakpoint
-- As `app.take_change_mail` takes what is to be mailed of changes. Nothing of what it was asked with.
create function app.take_rollout_mail() returns table (id uuid, customer text, number integer, template text, devices integer, tier text,
    state text, expires_at timestamptz, by_name text, decided_by text, stopped_by text, resumed_by text, readers text[])
  language sql volatile security definer set search_path = '' as $$
  with taken as (update app.rollout r set is_to_be_mailed = false where r.is_to_be_mailed returning r.*),
    told as (select t.*, (select max(c.tier) from app.change c where c.rollout_id = t.id) as tier,
        (select min(c.expires_at) from app.change c where c.rollout_id = t.id and c.state = 'previewed') as expires_at
      from taken t)
  select t.id, o.slug, t.number, t.template_id, t.device_count, t.tier, t.state::text, t.expires_at, t.by_name,
    coalesce(t.rejected_name, t.authorised_name), t.stopped_name, t.resumed_name, array(select p.email from app.person p
      where p.disabled_at is null
        and (p.role = 'superAdmin' or exists (select from app.membership m where m.person_id = p.id and m.customer_id = t.customer_id))
        and case when t.state = 'planned' then p.id <> t.asked_by and p.role in ('superAdmin', 'admin') and t.expires_at > app.now()
          else p.id = t.asked_by end
      order by p.email)
  from told t join app.customer o on o.id = t.customer_id and o.archived_at is null
  order by t.asked_at
$$;
--> statement-breakpoint
revoke execute on function app.take_rollout_mail() from public;
--> statement-breakpoint
grant execute on function app.take_rollout_mail() to routeward_job;
--> statement-breakpoint
-- As in 0034, and which rollout, and how many of its devices were verified or reverted.
create or replace function audit.detail_for_webhooks(detail jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(case jsonb_typeof(detail) when 'object' then detail else '{}' end) d
    where d.key in ('run', 'session', 'device', 'lookup', 'bulk', 'export', 'invitation', 'credentials', 'customer', 'alarm', 'site', 'times',
        'webhook', 'action', 'kind', 'state', 'fault', 'role', 'code', 'format', 'entries', 'devices', 'runs', 'by', 'wasSent', 'isMailed',
        'change', 'tier', 'takesTwo', 'rollout', 'verified', 'reverted')
      and case jsonb_typeof(d.value)
        when 'string' then d.value #>> '{}' ~ '^[A-Za-z][A-Za-z.-]{0,63}$|^W[123]$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        else jsonb_typeof(d.value) in ('number', 'boolean') end
$$;
--> statement-breakpoint
-- What did not come out as it was to is told, too.
drop trigger webhooks_are_told on audit.entry;
--> statement-breakpoint
create trigger webhooks_are_told after insert on audit.entry for each row
  when (new.outcome = 'ok' or new.event in ('change.ended', 'change.settled', 'rollout.halted', 'rollout.ended'))
  execute function audit.tell_webhooks();
--> statement-breakpoint

-- A Super Admin breaks the glass over a closed window and a freeze, too, of what is their own and of what others asked for. When one
-- is closed is for core/change/times.ts to say, by the clock of each site; here, that there are any.
create function app.has_change_times(of_customer uuid) returns boolean language sql stable security definer set search_path = ''
  return exists (select from app.customer c where c.id = of_customer
    and jsonb_array_length(c.change_times -> 'windows') + jsonb_array_length(c.change_times -> 'freezes') > 0);
--> statement-breakpoint
revoke execute on function app.has_change_times(uuid) from public;
--> statement-breakpoint
create or replace function app.take_changes_along() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.state = 'planned' and new.state = 'running' then
    -- What neither takes a second person from them nor ever waits for a window is not marked as if it had.
    update app.change c set state = 'authorised', authorised_by = new.authorised_by,
        is_break_glass = new.is_break_glass and (app.has_change_times(c.customer_id)
          or c.asked_by = new.authorised_by and app.takes_second_person(c.customer_id, c.tier)),
        reason = case when new.is_break_glass and (app.has_change_times(c.customer_id)
          or c.asked_by = new.authorised_by and app.takes_second_person(c.customer_id, c.tier)) then new.reason end
      where c.rollout_id = new.id and c.state = 'previewed';
    if new.is_break_glass and not exists (select from app.change c where c.rollout_id = new.id and c.is_break_glass) then
      perform auth.refuse('change_glass_is_broken_where_it_is_in_the_way');
    end if;
  elsif new.state = 'rejected' then
    update app.change c set state = 'rejected', rejected_by = new.rejected_by, reason = new.reason
      where c.rollout_id = new.id and c.state = 'previewed';
  elsif new.state = 'withdrawn' then
    update app.change c set state = 'withdrawn', withdrawn_by = new.withdrawn_by
      where c.rollout_id = new.id and c.state in ('previewing', 'previewed');
  elsif new.state = 'expired' then
    update app.change c set state = 'expired', ended_at = app.now()
      where c.rollout_id = new.id and (c.state = 'previewed' or c.state = 'authorised' and c.released_at is null);
  elsif new.state = 'done' and exists (select from app.change c where c.rollout_id = new.id
      and c.state in ('previewing', 'previewed', 'authorised', 'applying')) then
    perform auth.refuse('rollout_is_over_when_each_has_ended');
  end if;
  return null;
end $$;
