import { beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import {
  attempt,
  codeOf,
  holes,
  insertCredentials,
  insertDevice,
  insertKey,
  insertRun,
  insertSession,
  insertStep,
  openJob,
  openPerson,
  openWork,
  people,
  peoplesTables,
  runsOfEach,
  short,
  tables,
  touched,
} from './ways';

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  app = connect(database.appUrl, 1);
  for (const customer of Object.values(world.customers)) await fillEveryTable(customer);
  return () => app.end();
});

/** Every table with a customer holds rows of both; the last device of each has no status and no round trips yet. */
async function fillEveryTable(customer: string): Promise<void> {
  const { owner } = database;
  const { personId } = world.people.superAdmin;
  const [first, , last] = await owner`select id from app.device where customer_id = ${customer} order by name`;
  await owner`
    with r as (insert into app.run (customer_id, device_id, action_id, effect, params, intended_by)
        values (${customer}, ${first?.id}, 'tool.ping', 'read', '{}', ${personId}) returning id)
    insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed) select r.id, 0, 1, ${customer}, '\\x00' from r`;
  await owner`insert into app.data_key (id, customer_id, master_key, wrapped) values (gen_random_uuid(), ${customer}, 1, '\\x00')`;
  await owner`insert into app.credential_set (customer_id, name, read_sealed) values (${customer}, 'Reading', '\\x00')`;
  await owner`insert into app.device_hour (device_id, customer_id, hour, round_trip_ms)
    values (${first?.id}, ${customer}, date_trunc('hour', now()), array_fill(1::real, array[60]))`;
  await owner`delete from app.device_status where device_id = ${last?.id}`;
  await owner`select audit.append('device.listed', 'ok', null, ${customer}, '{}', '{}', 'second-wall')`;
  await app.unsafe(`set test.device_${short(customer)} = '${last?.id}'`);
  const [session] = await owner`select id from app.session where customer_id = ${customer}`;
  await app.unsafe(`set test.session_${short(customer)} = '${session?.id}'`);
}

test('as the application, without any query of the product, no way leads past the second wall', async () => {
  expect(await holes(app, world)).toEqual([]);
});

describe('what is one’s own is there: the wall is not just a closed door', () => {
  test('for people', async () => {
    const ofCustomers = Object.keys({ ...tables, ...peoplesTables });
    const readable = [...ofCustomers.map((table) => `app.${table}`), 'audit.entry', 'audit.personal'];
    await attempt(app, openPerson(world, 'admin'), async (sql) => {
      for (const table of readable) expect([table, await touched(sql, `select from ${table}`)]).not.toEqual([table, 0]);
      expect(await touched(sql, `update app.device set name = name || '!'`)).toBe(3);
      for (const enrol of [insertDevice, insertCredentials, insertKey])
        expect([enrol.name, await touched(sql, enrol(world.customers['acme-corp']))]).toEqual([enrol.name, 1]);
      expect(await touched(sql, `update app.credential_set set read_sealed = '\\x02'`)).toBe(1);
    });
    for (const role of ['admin', 'operator', 'superAdmin'] as const)
      await attempt(app, openPerson(world, role), async (sql) => {
        const { personId } = world.people[role];
        expect(await touched(sql, insertRun(world.customers['acme-corp'], personId))).toBe(1);
        expect(await touched(sql, insertSession(world.customers['acme-corp'], personId))).toBe(1);
        expect(await touched(sql, insertStep(world.customers['acme-corp'], personId))).toBe(1);
        const stop = `update app.run set stop_asked_at = now(), stop_asked_by = '${personId}'`;
        expect(await touched(sql, stop)).toBe(role === 'superAdmin' ? 2 * runsOfEach : runsOfEach);
      });
  });

  test('for the work of a customer', async () => {
    await attempt(app, openWork(world), async (sql) => {
      expect(await touched(sql, 'select read_sealed from app.credential_set')).toBe(1);
      for (const table of Object.keys(tables))
        expect([table, await touched(sql, `select from app.${table}`)]).not.toEqual([table, 0]);
      expect(await touched(sql, `update app.run set state = 'done'`)).toBe(runsOfEach);
      expect(await touched(sql, 'update app.device_status set cpu_percent = 1')).toBe(2);
      expect(await touched(sql, 'update app.device_hour set round_trip_ms = array_fill(2::real, array[60])')).toBe(1);
    });
  });

  test('for jobs', async () => {
    await attempt(app, openJob, async (sql) => {
      expect(await touched(sql, `update app.run set state = 'interrupted'`)).toBe(2);
    });
    await database.owner`update app.device_hour set hour = hour - interval '26 hours'`;
    await attempt(app, openJob, async (sql) => {
      expect(await touched(sql, 'delete from app.device_hour')).toBe(2);
    });
    await database.owner`update app.device_hour set hour = hour + interval '26 hours'`;
  });
});

describe('of a run', () => {
  const columnsOf = async (table: string): Promise<string[]> =>
    (
      await database.owner`select column_name as name from information_schema.columns
        where table_schema = 'app' and table_name = ${table} order by ordinal_position`
    ).map(({ name }) => String(name));
  const said = ['id', 'customer_id', 'device_id', 'action_id', 'effect', 'params', 'intended_by'];
  const asked = ['stop_asked_at', 'stop_asked_by'];

  test.each([...people, 'superAdmin'] as const)('a %s says what is to be done and nothing else', async (role) => {
    const others = (await columnsOf('run')).filter((column) => !said.includes(column));
    expect(others).toEqual(expect.arrayContaining(['state', 'claimed_by', 'by_name', 'by_role', 'row_count', 'sent']));
    for (const column of others) {
      const statement = `insert into app.run (${said.join(', ')}, ${column}) select ${said.join(', ')}, ${column} from app.run limit 1`;
      expect([column, await codeOf(app, openPerson(world, role), statement)]).toEqual([column, '42501']);
    }
  });

  test.each([...people, 'superAdmin'] as const)('a %s changes nothing, but may ask for its stop', async (role) => {
    for (const column of (await columnsOf('run')).filter((name) => !asked.includes(name))) {
      const statement = `update app.run set ${column} = ${column}`;
      expect([column, await codeOf(app, openPerson(world, role), statement)]).toEqual([column, '42501']);
    }
    for (const statement of ['delete from app.run', 'truncate app.run', 'delete from app.run_rows'])
      expect(await codeOf(app, openPerson(world, role), statement)).toBe('42501');
  });

  test('who asked for it is written by the database, as the tables have it', async () => {
    const { personId } = world.people.operator;
    await database.owner`update app.person set name = 'Marco Okafor' where id = ${personId}`;
    await attempt(app, openPerson(world, 'operator'), async (sql) => {
      const [made] = await sql.unsafe(
        `${insertRun(world.customers['acme-corp'], personId)} returning by_name, by_role, state`,
      );
      expect(made).toEqual({ by_name: 'Marco Okafor', by_role: 'operator', state: 'intended' });
    });
    await attempt(app, openPerson(world, 'superAdmin'), async (sql) => {
      const { personId: admin } = world.people.superAdmin;
      const [made] = await sql.unsafe(`${insertRun(world.customers['other-isp'], admin)} returning by_name, by_role`);
      expect(made).toEqual({ by_name: 'The superAdmin', by_role: 'superAdmin' });
    });
  });

  test('a device of one customer and the name of another make no run, whoever asks', async () => {
    const { personId } = world.people.superAdmin;
    const statement = `insert into app.run (customer_id, device_id, action_id, effect, params, intended_by)
      values ('${world.customers['acme-corp']}', '${world.devices['other-isp'][0]}', 'tool.ping', 'read', '{}', '${personId}')`;
    expect(await codeOf(app, openPerson(world, 'superAdmin'), statement)).toBe('23503');
  });
});

const clause = (word: string, condition: string | null, to: (condition: string) => string): string =>
  condition === null ? '' : `${word} (${to(condition)})`;

describe('mutants of the second wall', () => {
  test('each policy that limits somebody, opened one at a time, opens a way', async () => {
    const limiting = await database.owner<
      { table: string; name: string; using: string | null; check: string | null }[]
    >`
      select format('%I.%I', schemaname, tablename) as table, policyname as name, qual as using, with_check as check
      from pg_policies where schemaname in ('app', 'audit') and not roles && array[current_user]
        and (coalesce(qual, 'true') <> 'true' or coalesce(with_check, 'true') <> 'true') order by 1, 2`;
    expect(limiting.length).toBeGreaterThan(35);
    const survivors: string[] = [];
    for (const { table, name, using, check } of limiting) {
      const alter = (to: (condition: string) => string) =>
        database.owner.unsafe(
          `alter policy "${name}" on ${table} ${clause('using', using, to)} ${clause('with check', check, to)}`,
        );
      await alter(() => 'true');
      if ((await holes(app, world)).length === 0) survivors.push(name);
      await alter((condition) => condition);
    }
    expect(survivors).toEqual([]);
    expect(await holes(app, world)).toEqual([]);
  });
});
