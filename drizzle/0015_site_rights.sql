-- Who may do what with sites, the texts that become sites, and the rules that rows alone cannot say.
alter table app.site force row level security;
--> statement-breakpoint
do $$ begin
  execute format('create policy site_owner on app.site to %I using (true) with check (true)', current_user);
end $$;
--> statement-breakpoint
grant select, insert (customer_id, name, zone, uplink_id), update (name, zone, uplink_id, archived_at)
  on app.site to routeward_person, routeward_everything;
--> statement-breakpoint
grant insert (site_id), update (site_id) on app.device to routeward_person, routeward_everything;
--> statement-breakpoint
grant select (has_write, has_test), insert (write_sealed, test_sealed), update (write_sealed, test_sealed)
  on app.credential_set to routeward_person, routeward_everything;
--> statement-breakpoint
-- What stood beside devices as a word. Spelled in several ways it is one site, called as most of its devices have it.
with spelled as (
  select d.customer_id, left(btrim(d.site), 64) as name, count(*) as devices
  from app.device d where btrim(d.site) <> '' group by 1, 2)
insert into app.site (customer_id, name)
select distinct on (customer_id, lower(name)) customer_id, name
from spelled order by customer_id, lower(name), devices desc, name;
--> statement-breakpoint
update app.device d set site_id = s.id
from app.site s where s.customer_id = d.customer_id and lower(s.name) = lower(left(btrim(d.site), 64));
--> statement-breakpoint
alter table app.device drop column site;
--> statement-breakpoint
-- An archived site is in no list: what stands there would be lost to whoever looks by sites.
create function app.keep_off_archived_sites() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  archived timestamptz;
begin
  select s.archived_at into archived from app.site s
  where s.id = new.site_id and s.customer_id = new.customer_id for share;
  if archived is not null then
    raise exception 'site_is_not_archived' using errcode = 'check_violation', constraint = 'site_is_not_archived';
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.keep_off_archived_sites() from public;
--> statement-breakpoint
create trigger a_new_device_stands_at_a_living_site before insert on app.device
  for each row when (new.site_id is not null and new.archived_at is null)
  execute function app.keep_off_archived_sites();
--> statement-breakpoint
create trigger a_device_stands_at_a_living_site before update of site_id, archived_at on app.device
  for each row when (new.site_id is not null and new.archived_at is null
    and (old.site_id is distinct from new.site_id or old.archived_at is not null))
  execute function app.keep_off_archived_sites();
--> statement-breakpoint
create function app.archive_empty_sites() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from app.device d where d.site_id = new.id and d.archived_at is null) then
    raise exception 'site_is_empty_when_archived'
      using errcode = 'check_violation', constraint = 'site_is_empty_when_archived';
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.archive_empty_sites() from public;
--> statement-breakpoint
create trigger a_site_is_archived_empty before update of archived_at on app.site
  for each row when (old.archived_at is null and new.archived_at is not null)
  execute function app.archive_empty_sites();
--> statement-breakpoint
-- From a site to where its uplink stands, and so on: nobody may come back to where they began. A site whose uplink stands
-- at the site itself ends the way; it is reached through its own gateway. Two who change it at once would each still see
-- half of a circle, so they wait for each other.
create function app.refuse_a_circle(of_customer uuid, from_site uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('uplinks of ' || of_customer, 0));
  if exists (
    with recursive way (site_id) as (
      select d.site_id from app.site s join app.device d on d.id = s.uplink_id
      where s.id = from_site and d.site_id <> s.id
      union
      select d.site_id from way w join app.site s on s.id = w.site_id join app.device d on d.id = s.uplink_id
      where d.site_id <> s.id)
    select from way w where w.site_id = from_site) then
    raise exception 'site_uplinks_make_no_circle'
      using errcode = 'check_violation', constraint = 'site_uplinks_make_no_circle';
  end if;
end $$;
--> statement-breakpoint
revoke execute on function app.refuse_a_circle(uuid, uuid) from public;
--> statement-breakpoint
create function app.check_an_uplink() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from app.device d where d.id = new.uplink_id and d.archived_at is not null) then
    raise exception 'site_uplink_is_not_archived'
      using errcode = 'check_violation', constraint = 'site_uplink_is_not_archived';
  end if;
  perform app.refuse_a_circle(new.customer_id, new.id);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.check_an_uplink() from public;
--> statement-breakpoint
create trigger a_new_sites_uplink_is_checked after insert on app.site
  for each row when (new.uplink_id is not null) execute function app.check_an_uplink();
--> statement-breakpoint
create trigger a_sites_uplink_is_checked after update of uplink_id on app.site
  for each row when (new.uplink_id is not null and new.uplink_id is distinct from old.uplink_id)
  execute function app.check_an_uplink();
--> statement-breakpoint
-- A site that is reached through this device moves with it.
create function app.check_a_move() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform app.refuse_a_circle(new.customer_id, new.site_id);
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.check_a_move() from public;
--> statement-breakpoint
create trigger a_devices_move_is_checked after update of site_id on app.device
  for each row when (new.site_id is not null and new.site_id is distinct from old.site_id)
  execute function app.check_a_move();
