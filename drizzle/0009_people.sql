-- People, their invitations and customers: who may change what, decided where it is stored. Of the tables of links no role
-- reads or writes a row; what can be done with them are the functions below.
do $$
declare t text;
begin
  foreach t in array array['invitation', 'password_reset', 'setup_token', 'configuration'] loop
    execute format('alter table app.%I force row level security', t);
    execute format('create policy %I on app.%I to %I using (true) with check (true)', t || '_owner', t, current_user);
  end loop;
end $$;
--> statement-breakpoint
insert into app.configuration default values;
--> statement-breakpoint

-- Refuses with the name of a rule, as a constraint does; the application has a sentence for each.
create function auth.refuse(rule text) returns void language plpgsql set search_path = '' as $$
begin
  raise exception '%', rule using errcode = 'check_violation', constraint = rule;
end $$;
--> statement-breakpoint
-- Whose transaction this is.
create function auth.own_id() returns uuid language sql stable set search_path = ''
  return nullif(current_setting('app.person_id', true), '')::uuid;
--> statement-breakpoint
create function auth.is_super_admin() returns boolean language sql stable set search_path = ''
  return current_setting('role') = 'routeward_everything' and auth.own_id() is not null;
--> statement-breakpoint
create function auth.is_admin() returns boolean language sql stable set search_path = ''
  return current_setting('role') = 'routeward_person' and current_setting('app.role', true) = 'admin';
--> statement-breakpoint
-- The customers in the reach of whoever asks.
create function auth.own_customers() returns uuid[] language sql stable security definer set search_path = ''
  return array(select c.id from app.customer c where c.archived_at is null and (auth.is_super_admin() or exists
    (select from app.membership m where m.customer_id = c.id and m.person_id = auth.own_id())));
--> statement-breakpoint
create function auth.slugs(of_customers uuid[]) returns text[] language sql stable security definer set search_path = ''
  return array(select c.slug from app.customer c where c.id = any (of_customers) order by c.slug);
--> statement-breakpoint

-- Everybody a Super Admin sees; an Admin those who share a customer with them, and of each only the shared customers.
create function auth.people_in_reach(which uuid)
  returns table (id uuid, email text, name text, role text, disabled_at timestamptz, created_at timestamptz,
    last_used_at timestamptz, sign_ins integer, customers text[])
  language sql stable security definer set search_path = '' as $$
  with reached as materialized (select auth.own_customers() as customers)
  select p.id, p.email, p.name, p.role::text, p.disabled_at, p.created_at, f.last_used_at, f.alive,
    auth.slugs(array(select m.customer_id from app.membership m where m.person_id = p.id and m.customer_id = any (r.customers)))
  from reached r, app.person p
    left join lateral (
      select max(t.last_used_at) as last_used_at, count(*) filter (where t.revoked_at is null and t.expires_at > app.now()
        and t.last_used_at + make_interval(secs => t.idle_seconds) > app.now())::integer as alive
      from app.token_family t where t.person_id = p.id having auth.is_super_admin()) f on true
  where (which is null or p.id = which)
    and (auth.is_super_admin() or auth.is_admin() and exists
      (select from app.membership m where m.person_id = p.id and m.customer_id = any (r.customers)))
  order by p.name, p.id
$$;
--> statement-breakpoint

-- May this person, as the tables have them now, give this role and these customers? Asked when an invitation is made, and
-- again when it is accepted: nobody gives away what they have lost since.
create function auth.may_give(giver uuid, given_role text, given_customers uuid[]) returns boolean
  language sql stable security definer set search_path = ''
  return exists (select from app.person p where p.id = giver and p.disabled_at is null
    and (p.role = 'superAdmin' and (given_role <> 'superAdmin' or given_customers = '{}')
      or p.role = 'admin' and given_role in ('operator', 'viewer') and given_customers <> '{}')
    and not exists (select from unnest(given_customers) g where not exists
      (select from app.customer c where c.id = g and c.archived_at is null and (p.role = 'superAdmin' or exists
        (select from app.membership m where m.person_id = giver and m.customer_id = g)))));
--> statement-breakpoint
create function auth.state_of(i app.invitation) returns text language sql stable security definer set search_path = ''
  return case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
    when i.expires_at <= app.now() then 'expired'
    when not auth.may_give(i.made_by, i.role::text, i.customers) then 'void' else 'open' end;
--> statement-breakpoint
-- All of them for a Super Admin; for an Admin those that an Admin of exactly these customers could have made.
create function auth.invitations_in_reach(which uuid)
  returns table (id uuid, email text, role text, customers text[], invited_by text, made_at timestamptz,
    expires_at timestamptz, state text, customer_ids uuid[])
  language sql stable security definer set search_path = '' as $$
  with reached as materialized (select auth.own_customers() as customers)
  select i.id, i.email, i.role::text, auth.slugs(i.customers), p.name, i.made_at, i.expires_at, auth.state_of(i), i.customers
  from reached r, app.invitation i join app.person p on p.id = i.made_by
  where (which is null or i.id = which)
    and (auth.is_super_admin()
      or auth.is_admin() and i.role in ('operator', 'viewer') and i.customers <> '{}' and i.customers <@ r.customers)
  order by i.made_at desc, i.id
$$;
--> statement-breakpoint
-- What somebody may give, and the customers, must not change before it is given. Always the giver, then the customers, then
-- the invitation: whoever disables the one or archives the other revokes invitations after that, and two must not wait for
-- each other.
create function auth.hold_giver(giver uuid, given_customers uuid[]) returns void language plpgsql set search_path = '' as $$
begin
  perform from app.person p where p.id = giver for share;
  perform from app.customer c where c.id = any (given_customers) order by c.id for share;
end $$;
--> statement-breakpoint
create function auth.invite(to_email text, to_role text, to_customers uuid[], link_hash bytea, days integer)
  returns table (id uuid, expires_at timestamptz) language plpgsql security definer set search_path = '' as $$
begin
  perform auth.hold_giver(auth.own_id(), to_customers);
  if not auth.may_give(auth.own_id(), to_role, to_customers) then perform auth.refuse('invitation_is_within_the_inviter'); end if;
  if exists (select from auth.people_in_reach(null) p where p.email = lower(to_email)) then
    perform auth.refuse('invitation_is_for_somebody_new');
  end if;
  return query insert into app.invitation as i (email, role, customers, secret_hash, made_by, made_at, expires_at)
    values (lower(to_email), to_role::app.role, to_customers, link_hash, auth.own_id(), app.now(), app.now() + make_interval(days => days))
    returning i.id, i.expires_at;
end $$;
--> statement-breakpoint
-- A new link in the place of the old one, which is dead at once. Whoever makes it vouches from now on.
create function auth.renew_invitation(which uuid, link_hash bytea, days integer) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  i app.invitation;
begin
  if not exists (select from auth.invitations_in_reach(which)) then return null; end if;
  perform auth.hold_giver(auth.own_id(), o.customers) from app.invitation o where o.id = which;
  select * into i from app.invitation where id = which for update;
  if i.accepted_at is not null or i.revoked_at is not null then perform auth.refuse('invitation_has_not_ended'); end if;
  if not auth.may_give(auth.own_id(), i.role::text, i.customers) then perform auth.refuse('invitation_is_within_the_inviter'); end if;
  update app.invitation set secret_hash = link_hash, made_by = auth.own_id(), expires_at = app.now() + make_interval(days => days)
    where id = which returning expires_at into i.expires_at;
  return i.expires_at;
end $$;
--> statement-breakpoint
-- False where it had ended already.
create function auth.revoke_invitation(which uuid) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from auth.invitations_in_reach(which)) then return false; end if;
  update app.invitation set revoked_at = app.now() where id = which and accepted_at is null and revoked_at is null;
  return found;
end $$;
--> statement-breakpoint

-- What whoever holds a link is told; no row for a link that is worth nothing (any more).
create function auth.open_invitation(link_hash bytea)
  returns table (id uuid, email text, role text, customers text[], invited_by text, expires_at timestamptz, has_account boolean)
  language sql stable security definer set search_path = '' as $$
  select i.id, i.email, i.role::text, array(select c.name from app.customer c where c.id = any (i.customers) order by c.name),
    p.name, i.expires_at, exists (select from app.person a where a.email = i.email)
  from app.invitation i join app.person p on p.id = i.made_by
  where i.secret_hash = link_hash and auth.state_of(i) = 'open'
$$;
--> statement-breakpoint
-- The invitation behind a link, held until the transaction ends, so that of two who accept it one is first. Null when it is
-- worth nothing (any more).
create function auth.take_invitation(link_hash bytea) returns app.invitation
  language plpgsql security definer set search_path = '' as $$
declare
  i app.invitation;
begin
  select * into i from app.invitation where secret_hash = link_hash;
  if not found then return null; end if;
  perform auth.hold_giver(i.made_by, i.customers);
  select * into i from app.invitation where secret_hash = link_hash for update;
  if not found then return null; end if;
  return case when auth.state_of(i) = 'open' then i end;
end $$;
--> statement-breakpoint
create function auth.accept_invitation(link_hash bytea, own_name text, new_password_hash text)
  returns table (id uuid, email text) language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  i app.invitation := auth.take_invitation(link_hash);
  made uuid;
begin
  if i.id is null then return; end if;
  insert into app.person as p (email, name, role, password_hash) values (i.email, own_name, i.role, new_password_hash)
    on conflict on constraint person_email_is_unique do nothing returning p.id into made;
  if made is null then perform auth.refuse('invitation_is_for_an_account'); end if;
  insert into app.membership (person_id, customer_id) select made, unnest(i.customers);
  update app.invitation o set accepted_at = app.now(), accepted_by = made where o.id = i.id;
  return query select made, i.email;
end $$;
--> statement-breakpoint
-- For whoever has an account already: it gets the customers. One person has one role, so only the same one can be joined.
-- Returns the slugs; null when the link is worth nothing (any more).
create function auth.join_by_invitation(link_hash bytea) returns text[]
  language plpgsql security definer set search_path = '' as $$
declare
  i app.invitation := auth.take_invitation(link_hash);
  me app.person;
begin
  if i.id is null then return null; end if;
  select * into me from app.person p where p.id = auth.own_id() for update;
  if me.email <> i.email then perform auth.refuse('invitation_is_for_somebody_else'); end if;
  if me.role <> i.role then perform auth.refuse('invitation_is_for_another_role'); end if;
  insert into app.membership (person_id, customer_id) select me.id, unnest(i.customers) on conflict do nothing;
  update app.invitation o set accepted_at = app.now(), accepted_by = me.id where o.id = i.id;
  return auth.slugs(i.customers);
end $$;
--> statement-breakpoint

-- Whoever acts is judged by the tables at this moment, not by how the transaction began: they may have been demoted since.
create function auth.acts_as(needed text) returns boolean language sql stable security definer set search_path = ''
  return exists (select from app.person p where p.id = auth.own_id() and p.role::text = needed and p.disabled_at is null);
--> statement-breakpoint
create function auth.must_be_super_admin() returns void language plpgsql set search_path = '' as $$
begin
  if not auth.is_super_admin() then raise exception 'only a Super Admin may do this' using errcode = 'insufficient_privilege'; end if;
  if not auth.acts_as('superAdmin') then perform auth.refuse('rights_are_those_of_now'); end if;
end $$;
--> statement-breakpoint
-- What changes people happens one after the other: two who take each other's rights must not both still have them.
create function auth.change_people() returns void language plpgsql set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('auth.change_people'));
  if auth.is_super_admin() then perform auth.must_be_super_admin(); return; end if;
  if not auth.is_admin() then raise exception 'only an Admin may do this' using errcode = 'insufficient_privilege'; end if;
  if not auth.acts_as('admin') then perform auth.refuse('rights_are_those_of_now'); end if;
end $$;
--> statement-breakpoint

-- Sets which customers in the reach of whoever asks a person is assigned to; others stay as they are. An Admin does that
-- for Operators and Viewers. A change ends the person's signed-in sessions. No row for somebody out of reach.
--   shown   the slugs that whoever asks saw, in any order; null to set them whatever they are by now
create function auth.set_customers(of_person uuid, wanted uuid[], shown text[])
  returns table (before text[], after text[], ended integer) language plpgsql security definer set search_path = '' as $$
declare
  reached uuid[];
  them app.person;
begin
  if not exists (select from auth.people_in_reach(of_person)) then return; end if;
  perform auth.change_people();
  reached := auth.own_customers();
  select * into them from app.person p where p.id = of_person for update;
  if them.role = 'superAdmin' then perform auth.refuse('super_admin_needs_no_customer'); end if;
  if not auth.is_super_admin() and them.role = 'admin' then perform auth.refuse('admin_is_assigned_by_super_admins'); end if;
  -- Held, so that none of them is archived before this is done.
  perform from app.customer c where c.id = any (wanted) for share;
  if not wanted <@ auth.own_customers() then perform auth.refuse('customers_are_in_reach'); end if;
  before := auth.slugs(array(select m.customer_id from app.membership m where m.person_id = of_person and m.customer_id = any (reached)));
  if not (shown <@ before and before <@ shown) then perform auth.refuse('customers_are_as_they_were_shown'); end if;
  -- A link into a customer that whoever made it has lost is dead for good, as below.
  update app.invitation i set revoked_at = app.now()
    from app.membership m where i.made_by = of_person and i.accepted_at is null and i.revoked_at is null
      and m.person_id = of_person and m.customer_id = any (i.customers) and m.customer_id = any (reached) and m.customer_id <> all (wanted);
  delete from app.membership m where m.person_id = of_person and m.customer_id = any (reached) and m.customer_id <> all (wanted);
  insert into app.membership (person_id, customer_id) select of_person, unnest(wanted) on conflict do nothing;
  after := auth.slugs(wanted);
  ended := case when before = after then 0 else auth.alive_of(of_person) end;
  if before <> after then perform auth.end_families(of_person, 'customers changed'); end if;
  return next;
end $$;
--> statement-breakpoint

-- Role, disabling, sessions and new passwords are for Super Admins. That a change ends what was signed in before is the
-- trigger's; it counts into `ended`.
create function auth.alive_of(of_person uuid) returns integer language sql stable security definer set search_path = ''
  return (select count(*)::integer from app.token_family f where f.person_id = of_person and f.revoked_at is null
    and f.expires_at > app.now() and f.last_used_at + make_interval(secs => f.idle_seconds) > app.now());
--> statement-breakpoint
-- What somebody handed out, and what was handed out for them, is dead for good when their rights change: a link must not
-- come back to life with the rights.
create function auth.end_links(of_person uuid) returns void language sql volatile security definer set search_path = ''
  begin atomic
    delete from app.password_reset r where r.person_id = of_person;
    update app.invitation i set revoked_at = app.now() where i.made_by = of_person and i.accepted_at is null and i.revoked_at is null;
  end;
--> statement-breakpoint
create function auth.change_role(of_person uuid, new_role text) returns table (before text, ended integer)
  language plpgsql security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  perform auth.change_people();
  select p.role::text, auth.alive_of(of_person) into before, ended from app.person p where p.id = of_person for update;
  if not found then return; end if;
  if before = new_role then
    ended := 0;
    return next;
    return;
  end if;
  if of_person = auth.own_id() then perform auth.refuse('nobody_changes_their_own_role'); end if;
  perform auth.end_links(of_person);
  update app.person set role = new_role::app.role where id = of_person;
  -- That role reaches every customer.
  if new_role = 'superAdmin' then delete from app.membership m where m.person_id = of_person; end if;
  return next;
end $$;
--> statement-breakpoint
create function auth.disable_person(of_person uuid) returns integer language plpgsql security definer set search_path = '' as $$
declare
  ended integer;
begin
  perform auth.must_be_super_admin();
  perform auth.change_people();
  if of_person = auth.own_id() then perform auth.refuse('nobody_disables_themselves'); end if;
  perform from app.person p where p.id = of_person for update;
  ended := auth.alive_of(of_person);
  perform auth.end_links(of_person);
  update app.person set disabled_at = app.now() where id = of_person and disabled_at is null;
  return case when found then ended else 0 end;
end $$;
--> statement-breakpoint
-- False where nothing was to be done.
create function auth.enable_person(of_person uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  update app.person set disabled_at = null where id = of_person and disabled_at is not null;
  return found;
end $$;
--> statement-breakpoint
create function auth.sign_ins_of(of_person uuid)
  returns table (id uuid, address text, agent text, created_at timestamptz, last_used_at timestamptz, expires_at timestamptz)
  language plpgsql stable security definer set search_path = '' as $$
begin
  perform auth.must_be_super_admin();
  return query select f.id, f.address, f.agent, f.created_at, f.last_used_at, f.expires_at from app.token_family f
    where f.person_id = of_person and f.revoked_at is null and f.expires_at > app.now()
      and f.last_used_at + make_interval(secs => f.idle_seconds) > app.now()
    order by f.created_at desc;
end $$;
--> statement-breakpoint
-- One of a person's signed-in sessions, or all of them where `which` is null. Returns how many it ended.
create function auth.end_sign_ins(of_person uuid, which uuid) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  ended integer;
begin
  perform auth.must_be_super_admin();
  if which is null then
    -- Whoever has lost a device may have lost a link with it.
    delete from app.password_reset r where r.person_id = of_person;
    ended := auth.alive_of(of_person);
    perform auth.end_families(of_person, 'ended by a Super Admin');
    return ended;
  end if;
  update app.token_family f set revoked_at = app.now(), revoked_because = 'ended by a Super Admin'
    where f.id = which and f.person_id = of_person and f.revoked_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;
--> statement-breakpoint

-- Without a Super Admin nobody could ever make one again. Whoever asks, the console too.
create function auth.keep_a_super_admin() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- Two who demote each other must not both find the other one still there.
  perform pg_advisory_xact_lock(hashtext('auth.keep_a_super_admin'));
  if not exists (select from app.person p where p.role = 'superAdmin' and p.disabled_at is null and p.id <> old.id) then
    perform auth.refuse('a_super_admin_stays');
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger a_super_admin_stays before update of role, disabled_at on app.person for each row
  when (old.role = 'superAdmin' and old.disabled_at is null and (new.role <> 'superAdmin' or new.disabled_at is not null))
  execute function auth.keep_a_super_admin();
--> statement-breakpoint
create trigger a_super_admin_is_not_deleted before delete on app.person for each row
  when (old.role = 'superAdmin' and old.disabled_at is null) execute function auth.keep_a_super_admin();
--> statement-breakpoint

-- Whoever watches something live hears at once that what they may see has changed: a view looks again, and is cut.
create function auth.tell_of_access() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_notify('routeward_access', coalesce(new.person_id, old.person_id)::text);
  return null;
end $$;
--> statement-breakpoint
create trigger an_end_is_told after update of revoked_at on app.token_family for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function auth.tell_of_access();
--> statement-breakpoint
create trigger a_change_of_reach_is_told after insert or delete on app.membership for each row execute function auth.tell_of_access();
--> statement-breakpoint

-- A new password for somebody who forgot theirs: the link is made by a Super Admin and replaces one made before.
create function auth.make_reset(of_person uuid, link_hash bytea, hours integer) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  ends timestamptz := app.now() + make_interval(hours => hours);
begin
  perform auth.must_be_super_admin();
  -- Held, so that they are not disabled before this is done.
  perform from app.person p where p.id = of_person for share;
  if exists (select from app.person p where p.id = of_person and p.disabled_at is not null) then
    perform auth.refuse('disabled_people_get_no_password');
  end if;
  insert into app.password_reset as r (person_id, secret_hash, expires_at) values (of_person, link_hash, ends)
    on conflict (person_id) do update set secret_hash = excluded.secret_hash, expires_at = excluded.expires_at;
  return ends;
end $$;
--> statement-breakpoint
create function auth.open_reset(link_hash bytea) returns table (person_id uuid, email text, name text, expires_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.name, r.expires_at from app.password_reset r join app.person p on p.id = r.person_id
  where r.secret_hash = link_hash and r.expires_at > app.now() and p.disabled_at is null
$$;
--> statement-breakpoint
-- Sets the password the link is for, once. No row for a link that is worth nothing (any more).
create function auth.use_reset(link_hash bytea, new_password_hash text) returns table (person_id uuid, email text)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  them uuid;
begin
  delete from app.password_reset r using app.person p
    where r.secret_hash = link_hash and r.expires_at > app.now() and p.id = r.person_id and p.disabled_at is null
    returning r.person_id into them;
  if them is null then return; end if;
  return query select auth.set_password(them, new_password_hash), p.email from app.person p where p.id = them;
end $$;
--> statement-breakpoint
-- Who got a new password starts afresh: no guess is counted against the account, no browser is known, no link is open.
create function auth.set_password(of_person uuid, new_password_hash text) returns uuid
  language plpgsql security definer set search_path = '' as $$
begin
  update app.person set password_hash = new_password_hash where id = of_person;
  delete from app.known_browser b where b.person_id = of_person;
  delete from app.password_reset r where r.person_id = of_person;
  delete from app.sign_in_throttle t using app.person p
    where p.id = of_person and t.key = 'account:' || encode(sha256(convert_to(p.email, 'UTF8')), 'hex');
  return of_person;
end $$;
--> statement-breakpoint
-- After the old password was right: takes the very hash that was verified, as auth.finish_sign_in does, and gives what was
-- charged back as that does: a whole office may change its passwords on one day. False when the password has been changed
-- in between, or the person disabled.
create function auth.change_password(of_person uuid, verified_hash text, new_password_hash text, charged text[]) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  perform from app.person p where p.id = of_person and p.password_hash = verified_hash and p.disabled_at is null for update;
  if not found then return false; end if;
  perform auth.set_password(of_person, new_password_hash);
  update app.sign_in_throttle t set failures = greatest(t.failures - 1, 0),
      blocked_until = case when t.failures - 1 < auth.free_failures(t.key) then app.now() else t.blocked_until end
    where t.key = any (charged);
  return true;
end $$;
--> statement-breakpoint

-- The name of somebody whose password was right: no part of it makes a good new one.
create function auth.name_of(of_person uuid, verified_hash text) returns text
  language sql stable security definer set search_path = ''
  return (select p.name from app.person p where p.id = of_person and p.password_hash = verified_hash);
--> statement-breakpoint

-- The setup: whoever reads the console is the first Super Admin, once.
create function auth.is_set_up() returns boolean language sql stable security definer set search_path = ''
  return exists (select from app.person);
--> statement-breakpoint
create function auth.opens_setup(token_hash bytea) returns boolean language sql stable security definer set search_path = ''
  return not auth.is_set_up() and exists
    (select from app.setup_token t where t.secret_hash = token_hash and t.expires_at > app.now());
--> statement-breakpoint
-- Returns the Super Admin's id, or null: the token is worth nothing (any more).
create function auth.set_up(token_hash bytea, own_email text, own_name text, new_password_hash text, address text)
  returns uuid language plpgsql security definer set search_path = '' as $$
declare
  made uuid;
begin
  -- Two at once must not both find nobody.
  lock table app.person in share row exclusive mode;
  if not auth.opens_setup(token_hash) then return null; end if;
  insert into app.person (email, name, role, password_hash) values (lower(own_email), own_name, 'superAdmin', new_password_hash)
    returning id into made;
  delete from app.setup_token;
  update app.configuration set public_url = coalesce(public_url, address);
  return made;
end $$;
--> statement-breakpoint
create function app.public_url() returns text language sql stable security definer set search_path = ''
  return (select c.public_url from app.configuration c);
--> statement-breakpoint

-- Customers are archived, never deleted: everybody is taken off, and the devices go and come back with it. Returns the names
-- of those who were taken off; null where there is no such customer.
create function auth.archive_customer(which uuid) returns text[]
  language plpgsql security definer set search_path = '' as $$
declare
  names text[];
begin
  perform auth.must_be_super_admin();
  update app.customer set archived_at = app.now() where id = which and archived_at is null;
  if not found then return null; end if;
  names := array(select p.name from app.membership m join app.person p on p.id = m.person_id where m.customer_id = which order by p.name);
  delete from app.membership m where m.customer_id = which;
  -- They would come back to life with the customer.
  update app.invitation i set revoked_at = app.now()
    where which = any (i.customers) and i.accepted_at is null and i.revoked_at is null;
  update app.device d set archived_at = c.archived_at from app.customer c
    where c.id = which and d.customer_id = which and d.archived_at is null;
  perform pg_notify('routeward_status', which::text);
  return names;
end $$;
--> statement-breakpoint
create function auth.restore_customer(which uuid) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  since timestamptz;
begin
  perform auth.must_be_super_admin();
  select c.archived_at into since from app.customer c where c.id = which and c.archived_at is not null for update;
  if not found then return false; end if;
  update app.customer set archived_at = null where id = which;
  update app.device d set archived_at = null where d.customer_id = which and d.archived_at = since;
  return true;
end $$;
--> statement-breakpoint
grant insert (slug, name, stripe, time_zone), update (name, stripe, time_zone, is_probed) on app.customer to routeward_everything;
--> statement-breakpoint

revoke execute on all functions in schema app, auth from public;
--> statement-breakpoint
grant execute on function app.public_url()
  to routeward_person, routeward_everything, routeward_customer, routeward_stranger, routeward_job;
--> statement-breakpoint
grant execute on function auth.people_in_reach(uuid), auth.invitations_in_reach(uuid),
    auth.invite(text, text, uuid[], bytea, integer), auth.renew_invitation(uuid, bytea, integer), auth.revoke_invitation(uuid),
    auth.join_by_invitation(bytea), auth.set_customers(uuid, uuid[], text[])
  to routeward_person, routeward_everything;
--> statement-breakpoint
grant execute on function auth.change_role(uuid, text), auth.disable_person(uuid), auth.enable_person(uuid),
    auth.sign_ins_of(uuid), auth.end_sign_ins(uuid, uuid), auth.make_reset(uuid, bytea, integer),
    auth.archive_customer(uuid), auth.restore_customer(uuid)
  to routeward_everything;
--> statement-breakpoint
grant execute on function auth.open_invitation(bytea), auth.accept_invitation(bytea, text, text), auth.open_reset(bytea),
    auth.use_reset(bytea, text), auth.name_of(uuid, text), auth.change_password(uuid, text, text, text[]), auth.is_set_up(), auth.opens_setup(bytea),
    auth.set_up(bytea, text, text, text, text)
  to routeward_stranger;
