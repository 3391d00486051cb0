-- Sign-in as the database decides it: every expiry against app.now(), every "exactly once" by one statement.
-- A stranger's transaction has no table rights, so these functions are all that it can do.

create schema auth;
--> statement-breakpoint

-- How long a throttled key waits after its n-th failure in a row: nothing for the first `free` - 1, then 30 s, doubling,
-- at most 15 minutes. One account so takes about a hundred guesses a day from outside, against 15 characters.
create function auth.wait_after(failures integer, free integer) returns interval
  language sql immutable set search_path = ''
  return case when failures < free then interval '0'
    else least(interval '15 minutes', interval '30 seconds' * power(2, least(failures - free, 10))) end;
--> statement-breakpoint

-- An account may be guessed at five times; an address may be a whole office, a /64 a whole site.
create function auth.free_failures(key text) returns integer
  language sql immutable set search_path = ''
  return case split_part(key, ':', 1) when 'address' then 50 when 'network' then 100 else 5 end;
--> statement-breakpoint

-- Charges one attempt to every key, or, if one of them has to wait, to none. The charge comes before the password is
-- looked at and is given back when it was right: so parallel guesses cannot all slip through before the first fails.
-- Returns the seconds to wait, 0 when the attempt may go on.
create function auth.charge(keys text[]) returns integer
  language plpgsql volatile set search_path = '' as $$
declare
  lock_number integer;
  moment timestamptz;
  wait_seconds integer;
begin
  -- In one order for everybody, or two sign-ins could wait for each other.
  for lock_number in select distinct hashtext(k) from unnest(keys) k order by 1 loop
    perform pg_advisory_xact_lock(hashtext('auth.charge'), lock_number);
  end loop;
  -- app.now() is when the statement began. Who waited for the lock would judge by a time before the last charge.
  moment := app.now() + (clock_timestamp() - statement_timestamp());
  select ceil(extract(epoch from max(t.blocked_until) - moment))::integer into wait_seconds
    from app.sign_in_throttle t where t.key = any (keys) and t.blocked_until > moment;
  if wait_seconds is not null then return wait_seconds; end if;
  insert into app.sign_in_throttle as t (key, failures, last_failed_at, blocked_until)
    select k, 1, moment, moment + auth.wait_after(1, auth.free_failures(k)) from (select distinct unnest(keys) as k) once
    on conflict (key) do update set
      failures = case when t.last_failed_at < moment - interval '1 day' then 1 else t.failures + 1 end,
      last_failed_at = moment,
      blocked_until = moment + auth.wait_after(
        case when t.last_failed_at < moment - interval '1 day' then 1 else t.failures + 1 end, auth.free_failures(t.key));
  return 0;
end $$;
--> statement-breakpoint

-- Before the password is looked at. A browser its owner once signed in with is throttled by its own key alone: somebody
-- else's guesses, however many, never lock the owner out. E-mails enter the throttle hashed: people type passwords there.
--   address_keys  'address:<address>' and, for IPv6, 'network:<prefix>'
--   browser_hash  SHA-256 of the known-browser cookie, or null
-- Returns one row; for an unknown person the id and hash are null and everything else happens alike.
create function auth.begin_sign_in(typed_email text, address_keys text[], browser_hash bytea)
  returns table (wait_seconds integer, person_id uuid, password_hash text, charged text[])
  language plpgsql security definer set search_path = '' as $$
begin
  select p.id, p.password_hash into person_id, password_hash from app.person p where p.email = lower(typed_email);
  if exists (select from app.known_browser b where b.person_id = begin_sign_in.person_id and b.secret_hash = browser_hash) then
    charged := array['browser:' || encode(sha256(browser_hash), 'hex')];
  else
    charged := address_keys || ('account:' || encode(sha256(convert_to(lower(typed_email), 'UTF8')), 'hex'));
  end if;
  wait_seconds := auth.charge(charged);
  return next;
end $$;
--> statement-breakpoint

-- After the password was right: opens the family of refresh tokens. Takes the very hash that was verified, so a password
-- changed or a person disabled in between opens nothing. Returns no row then.
--   charged       what begin_sign_in charged: the account starts afresh, an address gets this attempt back
--   old_browser   SHA-256 of the known-browser cookie that came with the request, or null
--   new_browser   SHA-256 of the cookie this browser is from now on known by, or null for an API client
create function auth.finish_sign_in(
    for_person uuid, verified_hash text, charged text[], from_address text, from_agent text,
    new_selector bytea, new_secret_hash text, old_browser bytea, new_browser bytea)
  returns table (family_id uuid, name text, email text, role text, epoch integer, expires_in integer)
  language plpgsql security definer set search_path = '' as $$
declare
  idle integer;
begin
  -- The lock makes a concurrent end_families wait, and then find this family too.
  select p.name, p.email, p.role::text, p.epoch into name, email, role, epoch from app.person p
    where p.id = for_person and p.password_hash = verified_hash and p.disabled_at is null for share;
  if not found then return; end if;
  idle := case when role in ('superAdmin', 'admin') then 12 * 3600 else 7 * 24 * 3600 end;
  insert into app.token_family (person_id, address, agent, created_at, last_used_at, expires_at, idle_seconds)
    values (for_person, from_address, from_agent, app.now(), app.now(), app.now() + interval '30 days', idle)
    returning id into family_id;
  expires_in := idle;
  insert into app.refresh_token (selector, family_id, secret_hash, issued_at, expires_at)
    values (new_selector, finish_sign_in.family_id, new_secret_hash, app.now(), app.now() + make_interval(secs => idle));
  delete from app.sign_in_throttle t where t.key = any (charged) and t.key not like 'address:%' and t.key not like 'network:%';
  update app.sign_in_throttle t set failures = greatest(t.failures - 1, 0),
      blocked_until = case when t.failures - 1 < auth.free_failures(t.key) then app.now() else t.blocked_until end
    where t.key = any (charged);
  if new_browser is not null then
    -- A new secret each time: one that somebody else put into this browser beforehand is worth nothing.
    delete from app.known_browser b where b.person_id = for_person and b.secret_hash = old_browser;
    insert into app.known_browser (person_id, secret_hash, created_at, last_used_at)
      values (for_person, new_browser, app.now(), app.now());
    delete from app.known_browser b where b.person_id = for_person and b.secret_hash in
      (select o.secret_hash from app.known_browser o where o.person_id = for_person order by o.last_used_at desc offset 20);
  end if;
  return next;
end $$;
--> statement-breakpoint

-- The bcrypt hash a presented refresh token's secret has to match; no row for a selector nobody was given.
create function auth.find_refresh_secret(presented_selector bytea) returns table (secret_hash text)
  language sql stable security definer set search_path = ''
  begin atomic
    select t.secret_hash from app.refresh_token t where t.selector = presented_selector;
  end;
--> statement-breakpoint

-- Spends a refresh token whose secret was verified (hence `verified_hash`) and puts its successor in its place, once.
--   successor_sealed  the successor, openable only by whoever holds the presented secret and the request key
-- Returns one row, `outcome` being one of
--   rotated   the new token is live
--   repeated  the same request came again within 10 s (a lost response): `sealed` is the same successor, nothing is minted
--   reused    a spent token came again: the family has just been ended; `other_address` is where it was last used from
--   ended     expired, or the family had ended before; `because` tells why, when it was ended
create function auth.rotate_refresh_token(
    presented_selector bytea, verified_hash text, request_key_hash bytea, from_address text, from_agent text,
    new_selector bytea, new_secret_hash text, successor_sealed bytea)
  returns table (outcome text, sealed bytea, person_id uuid, family_id uuid, role text, epoch integer, expires_in integer,
    other_address text, because text)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  spent record;
  family record;
begin
  -- Whoever else presents this token at the same time waits here for the row, and then finds it spent.
  update app.refresh_token t set used_at = app.now(), request_key_hash = rotate_refresh_token.request_key_hash,
      successor_sealed = rotate_refresh_token.successor_sealed
    from app.token_family f join app.person p on p.id = f.person_id
    where t.selector = presented_selector and t.secret_hash = verified_hash and t.used_at is null and t.expires_at > app.now()
      and f.id = t.family_id and f.revoked_at is null and f.expires_at > app.now() and p.disabled_at is null
    returning t.family_id as family_id, f.person_id as person_id, p.role::text as role, p.epoch as epoch,
      least(app.now() + make_interval(secs => f.idle_seconds), f.expires_at) as expires_at into family;
  if found then
    insert into app.refresh_token (selector, family_id, secret_hash, issued_at, expires_at)
      values (new_selector, family.family_id, new_secret_hash, app.now(), family.expires_at);
    update app.token_family f set last_used_at = app.now(), address = from_address, agent = from_agent
      where f.id = family.family_id;
    return query select 'rotated', null::bytea, family.person_id, family.family_id, family.role, family.epoch,
      ceil(extract(epoch from family.expires_at - app.now()))::integer, null::text, null::text;
    return;
  end if;

  select t.used_at, t.request_key_hash, t.successor_sealed, t.family_id, f.person_id, p.role::text as role, p.epoch,
      f.address, f.revoked_because, n.expires_at,
      f.revoked_at is null and f.expires_at > app.now() and p.disabled_at is null as is_alive
    into spent
    from app.refresh_token t join app.token_family f on f.id = t.family_id join app.person p on p.id = f.person_id
      left join lateral (select least(t.used_at + make_interval(secs => f.idle_seconds), f.expires_at) as expires_at) n on true
    where t.selector = presented_selector and t.secret_hash = verified_hash;
  if not found or not spent.is_alive or spent.used_at is null then
    return query select 'ended', null::bytea, spent.person_id, spent.family_id, null::text, null::integer, null::integer,
      null::text, spent.revoked_because;
    return;
  end if;
  if spent.request_key_hash = rotate_refresh_token.request_key_hash and spent.used_at > app.now() - interval '10 seconds' then
    return query select 'repeated', spent.successor_sealed, spent.person_id, spent.family_id, spent.role, spent.epoch,
      ceil(extract(epoch from spent.expires_at - app.now()))::integer, null::text, null::text;
    return;
  end if;
  update app.token_family f set revoked_at = app.now(), revoked_because = 'refresh token reused'
    where f.id = spent.family_id and f.revoked_at is null;
  -- Of many that come at once one is the event; for the others the family had ended.
  return query select case when found then 'reused' else 'ended' end, null::bytea, spent.person_id, spent.family_id,
    null::text, null::integer, null::integer, spent.address, 'refresh token reused';
end $$;
--> statement-breakpoint

-- Ends one signed-in session of the person whose transaction this is. Returns whether there was such a one, alive.
create function auth.end_own_family(which uuid, because text) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update app.token_family f set revoked_at = app.now(), revoked_because = end_own_family.because
    where f.id = which and f.person_id = nullif(current_setting('app.person_id', true), '')::uuid and f.revoked_at is null;
  return found;
end $$;
--> statement-breakpoint

-- Ends every signed-in session of a person and makes every access token outdated. Returns how many sessions it ended.
create function auth.end_families(of_person uuid, because text) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  ended integer;
begin
  -- First the person: a sign-in under way holds a lock on it, and its family is to be found below.
  update app.person p set epoch = p.epoch + 1 where p.id = of_person;
  update app.token_family f set revoked_at = app.now(), revoked_because = end_families.because
    where f.person_id = of_person and f.revoked_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;
--> statement-breakpoint
create function auth.end_own_families(because text) returns integer
  language sql volatile security definer set search_path = ''
  begin atomic
    select auth.end_families(nullif(current_setting('app.person_id', true), '')::uuid, because);
  end;
--> statement-breakpoint

-- Nobody can forget it: who changes a role, a password or the disabling ends what was signed in before.
create function auth.person_changed() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform auth.end_families(new.id, case when new.disabled_at is distinct from old.disabled_at then 'person disabled'
    when new.role <> old.role then 'role changed' else 'password changed' end);
  return null;
end $$;
--> statement-breakpoint
create trigger a_change_ends_families after update of role, disabled_at, password_hash on app.person for each row
  when (old.role is distinct from new.role or old.disabled_at is distinct from new.disabled_at
    or old.password_hash is distinct from new.password_hash)
  execute function auth.person_changed();
--> statement-breakpoint

-- Housekeeping. A family stays a month after its end, because the list of signed-in sessions tells why it ended; its spent
-- tokens stay as long as it is alive, because one of them coming again is how a theft shows. Returns rows removed.
create function auth.purge() returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  removed integer;
  total integer := 0;
begin
  delete from app.token_family f where least(coalesce(f.revoked_at, f.expires_at), f.expires_at) < app.now() - interval '30 days';
  get diagnostics removed = row_count; total := total + removed;
  delete from app.sign_in_throttle t where t.last_failed_at < app.now() - interval '1 day' and t.blocked_until < app.now();
  get diagnostics removed = row_count; total := total + removed;
  delete from app.known_browser b where b.last_used_at < app.now() - interval '400 days';
  get diagnostics removed = row_count; total := total + removed;
  return total;
end $$;
--> statement-breakpoint

revoke execute on all functions in schema auth from public;
--> statement-breakpoint
grant usage on schema auth to routeward_stranger, routeward_person, routeward_everything, routeward_job;
--> statement-breakpoint
grant execute on function auth.begin_sign_in(text, text[], bytea), auth.find_refresh_secret(bytea),
    auth.finish_sign_in(uuid, text, text[], text, text, bytea, text, bytea, bytea),
    auth.rotate_refresh_token(bytea, text, bytea, text, text, bytea, text, bytea)
  to routeward_stranger;
--> statement-breakpoint
grant execute on function auth.end_own_family(uuid, text), auth.end_own_families(text) to routeward_person, routeward_everything;
--> statement-breakpoint
grant execute on function auth.end_families(uuid, text) to routeward_everything;
--> statement-breakpoint
grant execute on function auth.purge() to routeward_job;
