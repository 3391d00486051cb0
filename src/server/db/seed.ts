import { type Role, roles } from '@/core/access';
import { StartError } from '@/core/start-error';
import type { Sql } from './connection';
import { asConsole } from './console';
import { demoAlarmAfterMinutes, demoCustomers, demoLost, demoPeople, demoTested } from './demo-world';

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** What the demo's devices are spoken to with, sealed by whoever has the master key, for one customer. */
export interface Enrolment {
  readonly dataKey: { readonly id: string; readonly masterKey: number; readonly wrapped: Uint8Array };
  /** Its accounts, sealed for one set of credentials. */
  readonly accountsOf: (credentialSetId: string) => SealedAccounts;
}

interface SealedAccounts {
  readonly readSealed: Uint8Array;
  /** Of the account that changes routers. */
  readonly writeSealed: Uint8Array;
  readonly testSealed: Uint8Array;
}

export interface DemoSecrets {
  readonly hash: (password: string) => Promise<string>;
  /** `masterKey` is the number of the one to wrap with. */
  readonly enrol: (customerId: string, masterKey: number) => Promise<Enrolment>;
}

/** A simulated router as it stands, by the address of its device. */
type Pinned = readonly { readonly address: string; readonly fingerprint: string }[];

/**
 * Fills an empty database with the demo's people, customers and devices, and marks it as a demo's; one that is marked
 * already is left as it is. Returns who can sign in. Throws StartError for a database that holds anything else.
 */
export function seedDemo(
  ownerUrl: string,
  { hash, enrol }: DemoSecrets,
  routers: Pinned,
): Promise<readonly DemoPerson[]> {
  return asConsole(ownerUrl, async (sql) => {
    const [mark] = await sql<{ kind: string; people: number }[]>`
      select kind, (select count(*)::int from app.person) as people from app.mark`;
    if (mark?.kind !== 'demo') {
      if (mark?.people !== 0)
        throw new StartError(
          'This database holds real people. The demo only fills an empty one: name another, or unset DATABASE_URL.',
        );
      const hashes = await Promise.all(demoPeople.map(({ password }) => hash(password)));
      await fill(sql, hashes);
    }
    await enrolAll(sql, enrol, routers);
    return [...demoPeople].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  });
}

async function fill(sql: Sql, hashes: readonly string[]): Promise<void> {
  await sql.begin(async (transaction) => {
    const customers = demoCustomers.map(({ slug, name, stripe, timeZone }) => ({
      slug,
      name,
      stripe,
      time_zone: timeZone,
      alarm_after_minutes: demoAlarmAfterMinutes,
    }));
    await transaction`insert into app.customer ${transaction(customers)}`;
    for (const { slug, sites, devices } of demoCustomers) {
      await transaction`
        insert into app.site (customer_id, name, zone)
        select c.id, s.name, s.zone
        from app.customer c, jsonb_to_recordset(${transaction.json(sites)}) as s(name text, zone text)
        where c.slug = ${slug}`;
      await transaction`
        insert into app.device (customer_id, name, address, site_id, tags)
        select c.id, d.name, d.address, s.id, array(select jsonb_array_elements_text(d.tags))
        from app.customer c, jsonb_to_recordset(${transaction.json(devices)}) as d(name text, address text, site text, tags jsonb),
          app.site s
        where c.slug = ${slug} and s.customer_id = c.id and s.name = d.site`;
      await transaction`
        update app.site t set uplink_id = d.id
        from app.customer c, jsonb_to_recordset(${transaction.json(sites)}) as s(name text, uplink text), app.device d
        where c.slug = ${slug} and t.customer_id = c.id and t.name = s.name and d.customer_id = c.id and d.name = s.uplink`;
    }
    for (const [index, { email, name, role, customers: assigned }] of demoPeople.entries()) {
      await transaction`
        with made as (
          insert into app.person (email, name, role, password_hash)
          values (${email}, ${name}, ${role}, ${hashes[index] ?? null}) returning id)
        insert into app.membership (person_id, customer_id)
        select made.id, c.id from made, app.customer c where c.slug = any (${assigned})`;
    }
    await fillYesterday(transaction);
    await transaction`update app.mark set kind = 'demo'`;
    await transaction`select audit.append('system.seeded', 'ok', null, null, '{}', '{"address": "console"}', null)`;
  });
}

/**
 * Gives the devices their credentials, and the pins of the routers that the simulator made at this start. Bandwidth tests
 * are run against few of them: those have an account for that beside the one that reads.
 */
async function enrolAll(sql: Sql, enrol: DemoSecrets['enrol'], routers: Pinned): Promise<void> {
  const without = await sql<{ id: string; reading: string; testing: string }[]>`
    select c.id, gen_random_uuid() as reading, gen_random_uuid() as testing from app.customer c
    where c.erased_at is null and not exists (select from app.credential_set s where s.customer_id = c.id)`;
  const [mark] = await sql<{ masterKey: number }[]>`select master_key as "masterKey" from app.mark`;
  for (const { id, reading, testing } of without) {
    const { dataKey, accountsOf } = await enrol(id, mark?.masterKey ?? 1);
    await sql.begin(async (transaction) => {
      await transaction`insert into app.data_key (id, customer_id, master_key, wrapped)
        values (${dataKey.id}, ${id}, ${dataKey.masterKey}, ${dataKey.wrapped})`;
      const own = accountsOf(reading);
      await transaction`insert into app.credential_set (id, customer_id, name, read_sealed, write_sealed)
        values (${reading}, ${id}, 'All routers', ${own.readSealed}, ${own.writeSealed})`;
      await transaction`update app.device set credential_set_id = ${reading} where customer_id = ${id}`;
      const all = accountsOf(testing);
      await transaction`insert into app.credential_set (id, customer_id, name, read_sealed, write_sealed, test_sealed)
        select ${testing}, ${id}, 'Routers that are tested', ${all.readSealed}, ${all.writeSealed}, ${all.testSealed}
        where exists (select from app.device where customer_id = ${id} and name = any (${demoTested}))`;
      await transaction`update app.device set credential_set_id = ${testing}
        where customer_id = ${id} and name = any (${demoTested})`;
    });
  }
  await sql`update app.device d set pin = r.fingerprint
    from jsonb_to_recordset(${sql.json(routers.map(({ address, fingerprint }) => ({ address, fingerprint })))}) as r(address text, fingerprint text)
    where d.address = r.address and d.pin is distinct from r.fingerprint`;
}

/**
 * A day of round trips, so that the demo's list has something to draw from its first minute: about a millisecond, some of
 * them late, one in two hundred lost. Of the simulated routers in trouble two answered the day before, for the last time;
 * what never answered at all is no alarm. The real product's are measured.
 */
async function fillYesterday(sql: Parameters<Parameters<Sql['begin']>[1]>[0]): Promise<void> {
  await sql`
    insert into app.device_status (device_id, customer_id, is_up, since, tried_at, answered_at, fault_code, identity, model, version)
    select d.id, d.customer_id, false, t.at, t.at, t.at - interval '1 minute', 'unreachable', l.name, l.model, l.version
    from (select date_trunc('hour', now()) - interval '25 hours' as at) t, app.device d
      join jsonb_to_recordset(${sql.json(demoLost)}) as l(name text, model text, version text) on l.name = d.name`;
  await sql`
    insert into app.device_hour (device_id, hour, customer_id, round_trip_ms)
    select d.id, date_trunc('hour', now()) - make_interval(hours => h), d.customer_id,
      array(select case when d.name in ('cpe-4413', 'tower-09-ap-s', 'riga-ap-2') or random() < 0.005 then -1
          else round((0.6 + 0.4 * sin(h / 4.0) ^ 2 + random() ^ 8 * 6)::numeric, 2) end
        from generate_series(0, 59) minute, (select d.id, h) each_its_own)::real[]
    from app.device d, generate_series(1, 24) h`;
}
