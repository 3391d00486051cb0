-- The audit log. Its format is docs/audit-format.md; nothing here may change without a new version there.

create table audit.entry (
  at timestamptz not null,
  id uuid not null,
  -- Null for what belongs to no customer: sign-ins, refusals, the system's own.
  customer_id uuid,
  actor_id uuid,
  event text not null,
  outcome text not null constraint audit_outcome_is_known check (outcome in ('ok', 'refused', 'failed', 'intent', 'unknown')),
  -- The exact UTF-8 text the leaf was made from: text, because jsonb would put the keys into another order.
  body text not null,
  salt bytea not null constraint audit_salt_is_32_bytes check (octet_length(salt) = 32),
  leaf bytea not null constraint audit_leaf_is_the_hash_of_the_body
    check (leaf = sha256('\x00'::bytea || salt || convert_to(body, 'UTF8'))),
  -- Lets a sequencer take only entries older than every running transaction.
  xid xid8 not null,
  primary key (at, id)
) partition by range (at);
--> statement-breakpoint
create table audit.entry_default partition of audit.entry default;
--> statement-breakpoint
create index entry_of_customer on audit.entry (customer_id, at, id);
--> statement-breakpoint
create index entry_of_actor on audit.entry (actor_id, at, id);
--> statement-breakpoint

-- Who it was and from where: what a person may one day ask to be erased. The body holds its hash, never its content.
create table audit.personal (
  at timestamptz not null,
  entry_id uuid not null,
  -- The entry's, so that both are found by one rule.
  customer_id uuid,
  salt bytea not null constraint audit_personal_salt_is_32_bytes check (octet_length(salt) = 32),
  body text not null,
  primary key (at, entry_id)
) partition by range (at);
--> statement-breakpoint
create table audit.personal_default partition of audit.personal default;
--> statement-breakpoint

-- Makes the monthly partitions from `first_month` on. Returns how many were missing. A month whose rows already went to
-- the default partition is left there: moving them would mean to update the log.
create function audit.make_partitions(first_month date, months integer) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  month date;
  parent text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('audit.make_partitions'));
  month := (date_trunc('month', first_month) + make_interval(months => months - 1))::date;
  if to_regclass('audit' || to_char(month, '".entry_"YYYY_MM')) is not null
    and to_regclass('audit' || to_char(month, '".personal_"YYYY_MM')) is not null
  then
    return 0;
  end if;
  -- In append's own order, and both before either is changed: else the two would wait for each other.
  lock table audit.personal, audit.entry in access exclusive mode;
  for i in 0 .. months - 1 loop
    month := (date_trunc('month', first_month) + make_interval(months => i))::date;
    foreach parent in array array['entry', 'personal'] loop
      continue when to_regclass(format('audit.%I', parent || to_char(month, '_YYYY_MM'))) is not null;
      begin
        execute format('create table audit.%I partition of audit.%I for values from (%L) to (%L)',
          parent || to_char(month, '_YYYY_MM'), parent,
          to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
        execute format('create trigger truncate_is_refused before truncate on audit.%I execute function audit.refuse()',
          parent || to_char(month, '_YYYY_MM'));
        made := made + 1;
      exception when check_violation then
        raise notice 'audit.%_default already holds rows of %', parent, month;
      end;
    end loop;
  end loop;
  return made;
end $$;
--> statement-breakpoint
create function audit.refuse() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the audit log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger change_is_refused before update or delete on audit.entry for each row execute function audit.refuse();
--> statement-breakpoint
create trigger change_is_refused before update or delete on audit.personal for each row execute function audit.refuse();
--> statement-breakpoint
create trigger truncate_is_refused before truncate on audit.entry execute function audit.refuse();
--> statement-breakpoint
create trigger truncate_is_refused before truncate on audit.personal execute function audit.refuse();
--> statement-breakpoint
create trigger truncate_is_refused before truncate on audit.entry_default execute function audit.refuse();
--> statement-breakpoint
create trigger truncate_is_refused before truncate on audit.personal_default execute function audit.refuse();
--> statement-breakpoint

-- 32 bytes of which 244 bits are from the server's strong random source.
create function audit.salt() returns bytea language sql volatile set search_path = ''
  return uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
--> statement-breakpoint

-- The only way into the log. Id, time, actor and leaf are made here: a caller can neither choose nor back-date them.
--   event, outcome  what was attempted and how it ended
--   target          {"kind": text, "id": text}, or null
--   customer        null, or a customer the caller reaches
--   detail          an object of the event's own schema
--   origin  {"address": text, "agent": text, "otherAddress": text}; the last where a theft shows two of them
--   request         the request's id
-- Returns the entry's id.
create function audit.append(event text, outcome text, target jsonb, customer uuid, detail jsonb, origin jsonb, request text)
  returns uuid language plpgsql security definer set search_path = '' as $$
declare
  taken_role constant text := current_setting('role');
  actor_kind constant text := case taken_role
    when 'routeward_person' then 'person' when 'routeward_everything' then 'person' when 'routeward_customer' then 'runner'
    when 'routeward_stranger' then 'stranger' when 'routeward_job' then 'job' else 'console' end;
  actor_id constant uuid := case when actor_kind = 'person' then nullif(current_setting('app.person_id', true), '')::uuid end;
  actor_role constant text := case when actor_kind = 'person' then nullif(current_setting('app.role', true), '') end;
  family constant text := case when actor_kind = 'person' then nullif(current_setting('app.family_id', true), '') end;
  because constant text := case when actor_kind in ('runner', 'job') then nullif(current_setting('app.because', true), '') end;
  entry_id constant uuid := gen_random_uuid();
  entry_at constant timestamptz := clock_timestamp() + (select m.clock_shift from app.mark m);
  entry_salt constant bytea := audit.salt();
  personal_salt constant bytea := audit.salt();
  personal_body text;
  entry_body text;
begin
  if jsonb_typeof(coalesce(detail, '{}')) <> 'object' or jsonb_typeof(coalesce(origin, '{}')) <> 'object'
    or jsonb_typeof(coalesce(target, '{}')) <> 'object'
  then
    raise exception 'audit.append takes target, detail and origin as objects' using errcode = 'invalid_parameter_value';
  end if;
  if actor_kind = 'person' and actor_id is null then
    raise exception 'audit.append needs an entered person' using errcode = 'insufficient_privilege';
  end if;
  if taken_role = 'routeward_person' and customer is not null and not exists
    (select from app.membership m where m.person_id = actor_id and m.customer_id = customer)
    or taken_role = 'routeward_stranger' and customer is not null
    or taken_role = 'routeward_customer' and customer is distinct from nullif(current_setting('app.customer_id', true), '')::uuid
  then
    raise exception 'audit.append for a customer out of reach' using errcode = 'insufficient_privilege';
  end if;
  -- Of a stranger whose deed succeeded it is known who it was: whoever the target names.
  personal_body := '{"name":' || coalesce(to_json((
      select p.name from app.person p where p.id = coalesce(actor_id, case
        when actor_kind <> 'stranger' or outcome <> 'ok' then null
        when target ->> 'kind' = 'person' then (target ->> 'id')::uuid
        when target ->> 'kind' = 'signIn' then
          (select f.person_id from app.token_family f where f.id = (target ->> 'id')::uuid) end)))::text, 'null')
    || ',"address":' || coalesce(to_json(origin ->> 'address')::text, 'null')
    || ',"agent":' || coalesce(to_json(origin ->> 'agent')::text, 'null')
    || ',"otherAddress":' || coalesce(to_json(origin ->> 'otherAddress')::text, 'null') || '}';
  entry_body := '{"v":1,"id":"' || entry_id
    || '","at":"' || to_char(entry_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","event":' || to_json(event) || ',"outcome":' || to_json(outcome)
    || ',"actor":{"kind":"' || actor_kind || '","id":' || coalesce('"' || actor_id || '"', 'null')
    || ',"role":' || coalesce('"' || actor_role || '"', 'null') || ',"signIn":' || coalesce('"' || family || '"', 'null')
    || ',"because":' || coalesce(to_json(because)::text, 'null')
    || '},"customer":' || coalesce('"' || customer || '"', 'null')
    || ',"target":' || coalesce(target::text, 'null') || ',"request":' || coalesce(to_json(request)::text, 'null')
    || ',"detail":' || coalesce(detail, '{}')::text
    || ',"personal":"' || encode(sha256('\x00'::bytea || personal_salt || convert_to(personal_body, 'UTF8')), 'hex') || '"}';
  insert into audit.personal (at, entry_id, customer_id, salt, body)
    values (entry_at, entry_id, customer, personal_salt, personal_body);
  insert into audit.entry (at, id, customer_id, actor_id, event, outcome, body, salt, leaf, xid)
    values (entry_at, entry_id, customer, actor_id, event, outcome, entry_body, entry_salt,
      sha256('\x00'::bytea || entry_salt || convert_to(entry_body, 'UTF8')), pg_current_xact_id());
  return entry_id;
end $$;
--> statement-breakpoint

alter table audit.entry enable row level security;
--> statement-breakpoint
alter table audit.entry force row level security;
--> statement-breakpoint
alter table audit.personal enable row level security;
--> statement-breakpoint
alter table audit.personal force row level security;
--> statement-breakpoint
do $$
begin
  execute format('create policy entry_owner on audit.entry to %I using (true) with check (true)', current_user);
  execute format('create policy personal_owner on audit.personal to %I using (true) with check (true)', current_user);
end $$;
--> statement-breakpoint
create policy entry_read_by_admins on audit.entry for select to routeward_person using (
  customer_id = any (array(select m.customer_id from app.membership m
    where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid)))
  and (select current_setting('app.role', true)) = 'admin');
--> statement-breakpoint
create policy entry_read_everything on audit.entry for select to routeward_everything using (true);
--> statement-breakpoint
create policy personal_read_by_admins on audit.personal for select to routeward_person using (
  customer_id = any (array(select m.customer_id from app.membership m
    where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid)))
  and (select current_setting('app.role', true)) = 'admin');
--> statement-breakpoint
create policy personal_read_everything on audit.personal for select to routeward_everything using (true);
--> statement-breakpoint
revoke execute on all functions in schema audit from public;
--> statement-breakpoint
grant usage on schema audit to routeward_person, routeward_everything, routeward_customer, routeward_stranger, routeward_job;
--> statement-breakpoint
grant execute on function audit.append(text, text, jsonb, uuid, jsonb, jsonb, text)
  to routeward_person, routeward_everything, routeward_customer, routeward_stranger, routeward_job;
--> statement-breakpoint
grant execute on function audit.make_partitions(date, integer) to routeward_job;
--> statement-breakpoint
grant select on audit.entry, audit.personal to routeward_person, routeward_everything;
