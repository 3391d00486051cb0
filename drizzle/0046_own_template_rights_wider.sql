-- As in 0042, and a draft can be discarded: it is kept as it was, its number is not given again, and nothing comes of it any more.
create or replace function app.move_template_version() returns trigger language plpgsql security definer set search_path = '' as $$
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
    when 'draft discarded' then
      -- As it was: the last word on it is not written while it is thrown away.
      if new.document <> old.document then perform auth.refuse('template_version_stays_as_submitted'); end if;
      new.reason := old.reason;
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

-- A rollout of a template of somebody's own goes on while its version is in force, as each of its changes does; and what is asked once
-- more of one is asked with the version of that one.
create function app.bind_rollout_to_template() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  found_state text;
begin
  if tg_op = 'INSERT' and new.retry_of is not null and not exists (select from app.rollout r where r.id = new.retry_of
      and (r.template_id, r.template_version) = (new.template_id, new.template_version)) then
    perform auth.refuse('rollout_retries_what_was_made');
  end if;
  if new.template_id not like 'own.%' then return new; end if;
  -- Whoever retires it waits for this one, or this one for them.
  select v.state into found_state from app.template_version v
    where (v.template_id, v.version) = (new.template_id, new.template_version) for share;
  if found_state = 'retired' then perform auth.refuse('rollout_template_is_retired'); end if;
  if found_state is distinct from 'published' then perform auth.refuse('rollout_is_of_a_template_there_is'); end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.bind_rollout_to_template() from public;
--> statement-breakpoint
-- Behind those that say whose it is, and what it may move from and to.
create trigger c_rollout_is_bound_to_its_template before insert on app.rollout for each row execute function app.bind_rollout_to_template();
--> statement-breakpoint
create trigger c_rollout_keeps_its_template before update on app.rollout for each row
  when (old.state <> new.state and new.state = 'running') execute function app.bind_rollout_to_template();
