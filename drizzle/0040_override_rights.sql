-- A preview that is refused for nothing but that it would cut our own way can be overridden by a Super Admin, with a reason, for
-- as long as it could be authorised. It waits for a decision then, as it would otherwise, and is marked for ever.
grant update (overridden_by, override_reason) on app.change to routeward_everything;
--> statement-breakpoint
-- Only the work says that it is one.
grant update (is_lockout) on app.change to routeward_customer;
--> statement-breakpoint

-- As in 0038, and what was overridden goes back to those who decide, once.
create or replace function app.move_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.state <> new.state and not (old.state::text, new.state::text) in (
      ('previewing', 'previewed'), ('previewing', 'unneeded'), ('previewing', 'refused'), ('previewing', 'failed'),
      ('previewing', 'withdrawn'), ('previewed', 'authorised'), ('previewed', 'rejected'), ('previewed', 'withdrawn'),
      ('previewed', 'expired'),
      ('authorised', 'applying'), ('authorised', 'failed'),
      ('applying', 'verified'), ('applying', 'reverted'), ('applying', 'failed'), ('applying', 'unknown'),
      ('unknown', 'verified'), ('unknown', 'reverted'), ('unknown', 'failed'))
      and not (old.state = 'authorised' and new.state = 'expired' and old.released_at is null)
      and not (old.state = 'refused' and new.state = 'previewed' and old.overridden_by is null and new.overridden_by is not null) then
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
  if old.digest is not null and new.is_lockout <> old.is_lockout then perform auth.refuse('change_stays_what_was_previewed'); end if;
  if (new.overridden_by, new.overridden_name, new.overridden_role, new.overridden_at, new.override_reason)
      is distinct from (old.overridden_by, old.overridden_name, old.overridden_role, old.overridden_at, old.override_reason)
      and not (old.state = 'refused' and new.state = 'previewed') then
    perform auth.refuse('change_is_overridden_once');
  end if;
  if num_nonnulls(old.authorised_by, old.rejected_by) > 0
      and (new.authorised_by, new.rejected_by, new.is_break_glass, new.reason)
        is distinct from (old.authorised_by, old.rejected_by, old.is_break_glass, old.reason) then
    perform auth.refuse('change_is_decided_once');
  end if;
  return new;
end $$;
--> statement-breakpoint
create function app.override_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  signer record;
begin
  select p.id, p.name, p.role::text as role into signer from app.person p where p.id = new.overridden_by and p.disabled_at is null;
  if not found or signer.role <> 'superAdmin' then perform auth.refuse('change_is_overridden_by_a_super_admin'); end if;
  if not old.is_lockout or new.tier is distinct from 'W3' then perform auth.refuse('change_is_overridden_where_it_would_cut_us'); end if;
  if new.rollout_id is not null then perform auth.refuse('change_is_decided_with_its_rollout'); end if;
  if old.expires_at <= app.now() then perform auth.refuse('change_is_overridden_in_time'); end if;
  new.overridden_name := signer.name;
  new.overridden_role := signer.role;
  new.overridden_at := app.now();
  new.ended_at := null;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.override_change() from public;
--> statement-breakpoint
create trigger b_change_is_overridden before update on app.change for each row
  when (old.state = 'refused' and new.state = 'previewed') execute function app.override_change();
