-- Who may do what with the rollouts of 0037, what one may move from and to, and that its changes go with it.
alter table app.rollout force row level security;
--> statement-breakpoint
do $$
begin
  execute format('create policy rollout_owner on app.rollout to %I using (true) with check (true)', current_user);
end $$;
--> statement-breakpoint
grant select on app.rollout to routeward_person, routeward_everything, routeward_customer;
--> statement-breakpoint
-- A person says what is to be rolled out, and decides. When that was and who they were is the database's to say.
grant insert (id, customer_id, template_id, template_version, wave_size, device_count, is_wide, retry_of, asked_by),
  update (state, digest, authorised_by, is_break_glass, rejected_by, reason, withdrawn_by, stopped_by, resumed_by)
  on app.rollout to routeward_person, routeward_everything;
--> statement-breakpoint
-- The work says that it stopped, or is over; never who authorised it.
grant update (state) on app.rollout to routeward_customer;
--> statement-breakpoint
-- The dispatcher finds those that go on, and reads nothing else of them.
grant select (id, customer_id, state, asked_at, ended_at) on app.rollout to routeward_job;
--> statement-breakpoint
grant insert (rollout_id, rollout_position) on app.change to routeward_person, routeward_everything;
--> statement-breakpoint
grant update (released_at, wave) on app.change to routeward_customer;
--> statement-breakpoint
grant select (released_at) on app.change to routeward_job;
--> statement-breakpoint
grant update (change_times) on app.customer to routeward_everything;
--> statement-breakpoint
grant insert (time_zone), update (time_zone) on app.site to routeward_person, routeward_everything;
--> statement-breakpoint
-- What was authorised before there were rollouts waits for no turn.
update app.change set released_at = authorised_at where state = 'authorised';
--> statement-breakpoint

create function app.ask_for_rollout() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- This runs before row security looks at the row, and as the owner: who does not reach the customer learns nothing.
  if current_setting('role') = 'routeward_person' and not exists
    (select from app.membership m where m.customer_id = new.customer_id
      and m.person_id = nullif(current_setting('app.person_id', true), '')::uuid)
  then
    raise exception 'a rollout of a customer out of reach' using errcode = 'insufficient_privilege';
  end if;
  if new.retry_of is not null and not exists (select from app.rollout r where r.id = new.retry_of
      and (r.customer_id, r.template_id) = (new.customer_id, new.template_id) and r.state in ('stopped', 'done', 'expired')) then
    perform auth.refuse('rollout_retries_what_is_over');
  end if;
  perform pg_advisory_xact_lock(hashtext('app.rollout.number'), hashtext(new.customer_id::text));
  select coalesce(max(r.number), 0) + 1 into new.number from app.rollout r where r.customer_id = new.customer_id;
  new.state := 'planned';
  new.asked_at := date_trunc('milliseconds', app.now());
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.ask_for_rollout() from public;
--> statement-breakpoint
create trigger a_rollout_is_signed before insert on app.rollout for each row execute function app.sign_with_name();
--> statement-breakpoint
create trigger b_rollout_is_asked_for before insert on app.rollout for each row execute function app.ask_for_rollout();
--> statement-breakpoint

-- All that an authorisation of a rollout is one of, as core/rollout/digest.ts writes it.
create function app.rollout_text(of_rollout uuid) returns text language sql stable security definer set search_path = ''
  return (select concat_ws(e'\n', 'routeward-rollout/1', r.id, r.template_id || '@' || r.template_version,
      'first alone, then ' || r.wave_size || ' at a time',
      (select string_agg(c.rollout_position || ' ' || c.device_id || ' ' || case when c.state = 'previewed' then c.digest else '-' end,
        e'\n' order by c.rollout_position) from app.change c where c.rollout_id = r.id))
    from app.rollout r where r.id = of_rollout);
--> statement-breakpoint
revoke execute on function app.rollout_text(uuid) from public;
--> statement-breakpoint

-- A rollout only moves on, whoever moves it, and what was asked for and decided stays as it was.
create function app.move_rollout() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
  decides uuid;
begin
  if old.state <> new.state and not (old.state::text, new.state::text) in (
      ('planned', 'running'), ('planned', 'rejected'), ('planned', 'withdrawn'), ('planned', 'expired'), ('planned', 'done'),
      ('running', 'stopped'), ('running', 'done'), ('running', 'expired'),
      ('stopped', 'running'), ('stopped', 'done'), ('stopped', 'expired')) then
    raise exception 'rollout_only_moves_on: % to %', old.state, new.state
      using errcode = 'check_violation', constraint = 'rollout_only_moves_on';
  end if;
  if (new.customer_id, new.number, new.template_id, new.template_version, new.wave_size, new.device_count, new.is_wide, new.retry_of,
      new.asked_by, new.by_name, new.by_role, new.asked_at)
    is distinct from (old.customer_id, old.number, old.template_id, old.template_version, old.wave_size, old.device_count, old.is_wide,
      old.retry_of, old.asked_by, old.by_name, old.by_role, old.asked_at) then
    perform auth.refuse('rollout_stays_what_was_asked_for');
  end if;
  if (old.state <> 'planned' or new.state not in ('running', 'rejected'))
      and (new.digest, new.authorised_by, new.runs_until, new.is_break_glass, new.rejected_by, new.reason)
        is distinct from (old.digest, old.authorised_by, old.runs_until, old.is_break_glass, old.rejected_by, old.reason) then
    perform auth.refuse('rollout_is_decided_once');
  end if;
  if old.state = new.state then
    if (new.withdrawn_by, new.stopped_by, new.resumed_by) is distinct from (old.withdrawn_by, old.stopped_by, old.resumed_by) then
      perform auth.refuse('rollout_is_decided_once');
    end if;
    return new;
  end if;
  if new.state in ('done', 'expired', 'withdrawn', 'rejected') then new.ended_at := app.now(); end if;
  if new.state = 'withdrawn' and new.withdrawn_by is distinct from old.asked_by then
    perform auth.refuse('rollout_is_withdrawn_by_who_asked');
  end if;
  if old.state = 'planned' and new.state in ('running', 'rejected')
      and exists (select from app.change c where c.rollout_id = new.id and c.state = 'previewing') then
    perform auth.refuse('rollout_is_previewed_as_a_whole');
  end if;
  -- Whoever decides, by the tables as they are at this moment; whether they reach the customer is row security's to say.
  decides := case new.state when 'running' then case old.state when 'planned' then new.authorised_by else new.resumed_by end
    when 'rejected' then new.rejected_by when 'stopped' then new.stopped_by end;
  select p.id, p.name, p.role::text as role into signer from app.person p where p.id = decides and p.disabled_at is null;
  if (new.state in ('running', 'rejected') or decides is not null)
      and (not found or signer.role not in ('superAdmin', 'admin', 'operator')) then
    perform auth.refuse('rollout_is_decided_by_who_may');
  end if;
  if old.state = 'planned' and new.state = 'running' then
    if (select count(*) from app.change c where c.rollout_id = new.id) <> new.device_count
        or new.digest is distinct from encode(sha256(convert_to(app.rollout_text(new.id), 'UTF8')), 'hex')
        or not exists (select from app.change c where c.rollout_id = new.id and c.state = 'previewed') then
      perform auth.refuse('rollout_is_authorised_as_previewed');
    end if;
    new.authorised_at := app.now();
    new.authorised_name := signer.name;
    new.authorised_role := signer.role;
    -- Long enough for each weekly window to come once, or for a freeze to end.
    new.runs_until := app.now() + (select case
      when jsonb_array_length(c.change_times -> 'windows') + jsonb_array_length(c.change_times -> 'freezes') > 0 then interval '8 days'
      else interval '1 day' end from app.customer c where c.id = new.customer_id);
  elsif old.state = 'stopped' and new.state = 'running' then
    if old.runs_until <= app.now() then perform auth.refuse('rollout_is_resumed_in_time'); end if;
    if signer.role = 'operator' and old.asked_by <> signer.id then perform auth.refuse('rollout_is_resumed_by_who_asked'); end if;
    new.resumed_at := app.now();
    new.resumed_name := signer.name;
    new.stopped_at := null;
    new.stopped_by := null;
    new.stopped_name := null;
  elsif new.state = 'stopped' then
    new.stopped_at := app.now();
    new.stopped_name := signer.name;
  elsif new.state = 'rejected' then
    new.rejected_name := signer.name;
    new.rejected_role := signer.role;
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.move_rollout() from public;
--> statement-breakpoint
create trigger a_rollout_moves_on before update on app.rollout for each row execute function app.move_rollout();
--> statement-breakpoint

-- What is decided over a rollout is decided over each of its changes, by the rules of each: one that may not be refuses all of it.
create function app.take_changes_along() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.state = 'planned' and new.state = 'running' then
    -- What takes no second person is not marked as if it had.
    update app.change c set state = 'authorised', authorised_by = new.authorised_by,
        is_break_glass = new.is_break_glass and app.takes_second_person(c.customer_id, c.tier),
        reason = case when new.is_break_glass and app.takes_second_person(c.customer_id, c.tier) then new.reason end
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
--> statement-breakpoint
revoke execute on function app.take_changes_along() from public;
--> statement-breakpoint
create trigger a_rollout_takes_its_changes_along after update on app.rollout for each row
  when (old.state <> new.state) execute function app.take_changes_along();
--> statement-breakpoint

-- A rollout's list of devices is whole when it is asked for, and each is asked for by whoever asked for all.
create function app.join_rollout() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from app.rollout r where r.id = new.rollout_id and r.state = 'planned' and not new.is_direct
      and (r.customer_id, r.template_id, r.template_version, r.asked_by)
        = (new.customer_id, new.template_id, new.template_version, new.asked_by)
      and new.rollout_position between 1 and r.device_count) then
    perform auth.refuse('change_joins_a_rollout_that_is_its_own');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.join_rollout() from public;
--> statement-breakpoint
create trigger c_change_joins_its_rollout before insert on app.change for each row
  when (new.rollout_id is not null) execute function app.join_rollout();
--> statement-breakpoint

-- It is a change's turn at once, or when its rollout says so; and what is decided of one of a rollout is decided over all.
create function app.go_with_rollout() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  its app.rollout;
begin
  if (new.rollout_id, new.rollout_position) is distinct from (old.rollout_id, old.rollout_position) then
    perform auth.refuse('change_stays_what_was_asked_for');
  end if;
  if old.released_at is not null and (new.released_at, new.wave) is distinct from (old.released_at, old.wave) then
    perform auth.refuse('change_has_its_turn_once');
  end if;
  if new.rollout_id is null then
    if old.state <> 'authorised' and new.state = 'authorised' then new.released_at := app.now(); end if;
  else
    -- What waits is told of the rollout, and not two hundred times.
    new.is_to_be_mailed := false;
    select r.* into its from app.rollout r where r.id = new.rollout_id;
    if its.is_wide and new.tier <> 'W3' then perform auth.refuse('change_of_a_wide_rollout_takes_two_people'); end if;
    if old.state <> new.state and new.state in ('authorised', 'rejected', 'withdrawn') and not (case new.state
        when 'authorised' then its.state = 'running' and its.authorised_by = new.authorised_by
        when 'rejected' then its.state = 'rejected' and its.rejected_by = new.rejected_by
        else its.state = 'withdrawn' and its.withdrawn_by = new.withdrawn_by end) then
      perform auth.refuse('change_is_decided_with_its_rollout');
    end if;
    if old.released_at is null and new.released_at is not null
        and not (old.state = 'authorised' and new.state = 'authorised' and its.state = 'running' and its.runs_until > app.now()) then
      perform auth.refuse('change_has_its_turn_while_its_rollout_runs');
    end if;
  end if;
  if old.state = 'authorised' and new.state = 'applying' and new.released_at is null then
    perform auth.refuse('change_is_made_when_it_is_its_turn');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.go_with_rollout() from public;
--> statement-breakpoint
-- Behind those of 0034, which say who decides, and what is mailed.
create trigger d_change_goes_with_its_rollout before update on app.change for each row execute function app.go_with_rollout();
--> statement-breakpoint

-- As in 0034, and whose turn never came has expired.
create or replace function app.move_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.state <> new.state and not (old.state::text, new.state::text) in (
      ('previewing', 'previewed'), ('previewing', 'unneeded'), ('previewing', 'refused'), ('previewing', 'failed'),
      ('previewing', 'withdrawn'), ('previewed', 'authorised'), ('previewed', 'rejected'), ('previewed', 'withdrawn'),
      ('previewed', 'expired'),
      ('authorised', 'applying'), ('authorised', 'failed'),
      ('applying', 'verified'), ('applying', 'reverted'), ('applying', 'failed'), ('applying', 'unknown'),
      ('unknown', 'verified'), ('unknown', 'reverted'), ('unknown', 'failed'))
      and not (old.state = 'authorised' and new.state = 'expired' and old.released_at is null) then
    raise exception 'change_only_moves_on: % to %', old.state, new.state
      using errcode = 'check_violation', constraint = 'change_only_moves_on';
  end if;
  if (new.customer_id, new.device_id, new.number, new.template_id, new.template_version, new.is_direct, new.params_of, new.asked_by,
      new.by_name, new.by_role, new.asked_at)
    is distinct from (old.customer_id, old.device_id, old.number, old.template_id, old.template_version, old.is_direct, old.params_of,
      old.asked_by, old.by_name, old.by_role, old.asked_at) then
    perform auth.refuse('change_stays_what_was_asked_for');
  end if;
  if old.digest is not null and (new.digest, new.tier, new.expires_at, new.previewed_at)
      is distinct from (old.digest, old.tier, old.expires_at, old.previewed_at) then
    perform auth.refuse('change_stays_what_was_previewed');
  end if;
  if num_nonnulls(old.authorised_by, old.rejected_by) > 0
      and (new.authorised_by, new.rejected_by, new.is_break_glass, new.reason)
        is distinct from (old.authorised_by, old.rejected_by, old.is_break_glass, old.reason) then
    perform auth.refuse('change_is_decided_once');
  end if;
  return new;
end $$;
--> statement-breakpoint

-- Whoever sees to a rollout, or looks at it, hears that it or one of its changes has moved.
create function app.tell_of_rollout() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_rollout', new.id || ' ' || new.customer_id);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_of_rollout() from public;
--> statement-breakpoint
create trigger b_rollout_is_told after insert or update on app.rollout for each row execute function app.tell_of_rollout();
--> statement-breakpoint
create function app.tell_rollout_of_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_rollout', new.rollout_id || ' ' || new.customer_id);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_rollout_of_change() from public;
--> statement-breakpoint
create trigger b_change_is_told_to_its_rollout after update on app.change for each row
  when (new.rollout_id is not null and (old.state <> new.state or old.look_at is distinct from new.look_at))
  execute function app.tell_rollout_of_change();
--> statement-breakpoint
create function app.tell_rollout_of_stage() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_rollout', c.rollout_id || ' ' || c.customer_id)
    from app.change c where c.id = new.change_id and c.rollout_id is not null;
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_rollout_of_stage() from public;
--> statement-breakpoint
create trigger b_stage_is_told_to_its_rollout after insert on app.change_stage for each row execute function app.tell_rollout_of_stage();
--> statement-breakpoint
-- Its turn has come: the runner hears of it as of any other.
create trigger b_change_whose_turn_it_is_is_told after update on app.change for each row
  when (new.rollout_id is not null and old.released_at is null and new.released_at is not null) execute function app.tell_of_change();
