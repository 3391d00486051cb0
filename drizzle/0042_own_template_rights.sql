-- Who may do what with the templates of somebody's own: grants, FORCE, the owner's own policies; what a version may move from and to,
-- and that a change is bound to the version that it was asked for with.
do $$
declare t text;
begin
  foreach t in array array['template_version', 'template_trial'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
grant select on app.template_version to routeward_person, routeward_everything, routeward_customer, routeward_job;
--> statement-breakpoint
-- Who wrote it, who reviewed it and when is the database's to say. Nobody may delete one.
grant insert (template_id, document, based_on), update (state, document, digest, reason) on app.template_version to routeward_everything;
--> statement-breakpoint
grant select on app.template_trial to routeward_everything, routeward_job;
--> statement-breakpoint
grant insert (id, person_id, document, values, router_os) on app.template_trial to routeward_everything;
--> statement-breakpoint
grant update (state, claimed_by, lease_until, outcome, ended_at), delete on app.template_trial to routeward_job;
--> statement-breakpoint
grant insert (template_digest) on app.change to routeward_person, routeward_everything;
--> statement-breakpoint

-- Whoever works on templates at this moment: a Super Admin by the tables, whatever a token says.
create function app.template_hand() returns table (id uuid, name text) language plpgsql stable security definer set search_path = '' as $$
begin
  return query select p.id, p.name from app.person p
    where p.id = auth.own_id() and p.role = 'superAdmin' and p.disabled_at is null;
  if not found then perform auth.refuse('template_is_authored_by_a_super_admin'); end if;
end $$;
--> statement-breakpoint
revoke execute on function app.template_hand() from public;
--> statement-breakpoint
-- A new version: the next number, and a draft whoever asks for it.
create function app.begin_template_version() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  hand record;
begin
  select * into hand from app.template_hand();
  perform pg_advisory_xact_lock(hashtext('app.template_version'), hashtext(new.template_id));
  select coalesce(max(v.version), 0) + 1 into new.version from app.template_version v where v.template_id = new.template_id;
  new.state := 'draft';
  new.digest := null;
  new.revision := 1;
  new.authors := array[hand.id];
  new.created_at := date_trunc('milliseconds', app.now());
  new.changed_at := new.created_at;
  new.changed_by := hand.id;
  new.changed_name := hand.name;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.begin_template_version() from public;
--> statement-breakpoint
create trigger template_version_begins before insert on app.template_version
  for each row execute function app.begin_template_version();
--> statement-breakpoint
-- A version only moves on; what was submitted is not altered, and who wrote any of it does not review it.
create function app.move_template_version() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  hand record;
begin
  select * into hand from app.template_hand();
  if (new.template_id, new.version, new.based_on, new.created_at) is distinct from (old.template_id, old.version, old.based_on, old.created_at)
    or (old.state <> 'draft' and new.document <> old.document)
    or (old.state <> 'draft' and new.state <> 'draft' and new.digest is distinct from old.digest) then
    perform auth.refuse('template_version_stays_as_submitted');
  end if;
  new.revision := old.revision + 1;
  new.changed_at := date_trunc('milliseconds', app.now());
  new.changed_by := hand.id;
  new.changed_name := hand.name;
  new.authors := old.authors;
  case old.state || ' ' || new.state
    when 'draft draft' then
      new.reason := old.reason;
      if not hand.id = any (old.authors) then new.authors := old.authors || hand.id; end if;
    when 'draft inReview' then
      new.reason := null;
      if not hand.id = any (old.authors) then new.authors := old.authors || hand.id; end if;
      new.submitted_at := new.changed_at;
    when 'inReview draft' then
      -- An author takes it back; anybody else says why it is sent back.
      if not hand.id = any (old.authors) and new.reason is null then perform auth.refuse('template_is_sent_back_with_a_reason'); end if;
      new.digest := null;
      new.submitted_at := null;
    when 'inReview published' then
      if hand.id = any (old.authors) then perform auth.refuse('template_version_reviewer_is_another'); end if;
      new.reason := null;
      new.reviewed_by := hand.id;
      new.reviewed_name := hand.name;
      new.reviewed_at := new.changed_at;
      -- What was in force until now is so no longer.
      update app.template_version v set state = 'retired' where v.template_id = new.template_id and v.state = 'published';
    when 'published retired' then
      new.reason := old.reason;
      new.retired_by := hand.id;
      new.retired_name := hand.name;
      new.retired_at := new.changed_at;
    else perform auth.refuse('template_version_only_moves_on');
  end case;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.move_template_version() from public;
--> statement-breakpoint
create trigger template_version_moves_on before update on app.template_version
  for each row execute function app.move_template_version();
--> statement-breakpoint

-- A change made by a template of somebody's own is bound to a version that is in force, and to what that one says; what takes another
-- one back goes by the version of that one, in force or not.
create function app.bind_change_to_template() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  found_state text;
begin
  if new.template_id not like 'own.%' then return new; end if;
  if new.is_direct then perform auth.refuse('change_is_of_a_template_there_is'); end if;
  -- Whoever retires it waits for this one, or this one for them.
  select v.state into found_state from app.template_version v
    where (v.template_id, v.version, v.digest) = (new.template_id, new.template_version, new.template_digest) for share;
  if not found or found_state not in ('published', 'retired') then perform auth.refuse('change_is_of_a_template_there_is'); end if;
  if found_state = 'retired' and new.reverts_id is null then perform auth.refuse('change_template_is_retired'); end if;
  if new.reverts_id is not null and not exists (select from app.change c where c.id = new.reverts_id
      and c.template_version = new.template_version and c.template_digest = new.template_digest) then
    perform auth.refuse('change_takes_back_what_was_made');
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.bind_change_to_template() from public;
--> statement-breakpoint
create trigger c_change_is_bound_to_its_template before insert on app.change for each row execute function app.bind_change_to_template();
--> statement-breakpoint
create function app.change_keeps_its_template() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.template_digest is distinct from old.template_digest then perform auth.refuse('change_stays_what_was_asked_for'); end if;
  if new.state = 'authorised' and old.state <> 'authorised' and new.template_id like 'own.%' and new.reverts_id is null then
    perform from app.template_version v
      where (v.template_id, v.version) = (new.template_id, new.template_version) and v.state = 'published' for share;
    if not found then perform auth.refuse('change_template_is_retired'); end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.change_keeps_its_template() from public;
--> statement-breakpoint
create trigger a_change_keeps_its_template before update on app.change for each row
  when (old.state <> new.state or old.template_digest is distinct from new.template_digest)
  execute function app.change_keeps_its_template();
--> statement-breakpoint

-- Few trials at a time: a person has three that are not over, and what is asked for is heard of when it is committed.
create function app.ask_for_trial() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from app.template_hand();
  perform pg_advisory_xact_lock(hashtext('app.template_trial'), hashtext(new.person_id::text));
  if (select count(*) from app.template_trial t where t.person_id = new.person_id and t.state <> 'ended') >= 3 then
    perform auth.refuse('template_trials_are_few');
  end if;
  new.state := 'waiting';
  new.asked_at := app.now();
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.ask_for_trial() from public;
--> statement-breakpoint
create trigger template_trial_is_asked_for before insert on app.template_trial for each row execute function app.ask_for_trial();
--> statement-breakpoint
create function app.tell_of_trial() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_trial', new.id::text);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.tell_of_trial() from public;
--> statement-breakpoint
create trigger template_trial_is_told after insert or update of state on app.template_trial
  for each row execute function app.tell_of_trial();
