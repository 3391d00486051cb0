import { beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import { acknowledge, clearAlarms, fillAlarms, raiseAlarm } from './alarm-ways';
import { authorise, changesOfEach, fillChanges, insertChange, withdraw } from './change-ways';
import { insertExport } from './export-ways';
import { insertKey } from './key-ways';
import { askToStop, fillLookups, insertAnswer, insertLookup } from './lookup-ways';
import { fillRollouts, insertRollout } from './rollout-ways';
import { insertSnapshot } from './snapshot-ways';
import { fillTemplates } from './template-ways';
import {
  attempt,
  codeOf,
  holes,
  insertBulkRun,
  insertCredentials,
  insertDevice,
  insertRefusal,
  insertRun,
  insertSession,
  insertSite,
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
  for (const of of ['acme-corp', 'other-isp'] as const) await database.owner.unsafe(insertSnapshot(world, of));
  await fillLookups(database.owner, world);
  await fillAlarms(database.owner, world);
  await fillChanges(database.owner, world);
  await fillRollouts(database.owner, world);
  await fillTemplates(database.owner, world);
  for (const me of [world.people.superAdmin, world.people.admin]) await fillExports(me);
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
  await owner`insert into app.site (customer_id, name) values (${customer}, 'Tower')`;
  await owner`insert into app.device_hour (device_id, customer_id, hour, round_trip_ms)
    values (${first?.id}, ${customer}, date_trunc('hour', now()), array_fill(1::real, array[60]))`;
  await owner`delete from app.device_status where device_id = ${last?.id}`;
  await owner`select audit.append('device.listed', 'ok', null, ${customer}, '{}', '{}', 'second-wall')`;
  const [bulk] = await owner`select id from app.bulk_run where customer_id = ${customer}`;
  await app.unsafe(`set test.bulk_${short(customer)} = '${bulk?.id}'`);
  await app.unsafe(`set test.first_${short(customer)} = '${first?.id}'`);
  await app.unsafe(`set test.device_${short(customer)} = '${last?.id}'`);
  const [session] = await owner`select id from app.session where customer_id = ${customer}`;
  await app.unsafe(`set test.session_${short(customer)} = '${session?.id}'`);
}

/** One that waits, with a part; and the Super Admin's has one more, that has ended. */
async function fillExports(me: Principal): Promise<void> {
  const { owner } = database;
  await owner.unsafe(insertExport(me));
  await owner`insert into app.audit_export_part (export_id, number, person_id, sealed)
    select id, 0, person_id, '\\x00' from app.audit_export where person_id = ${me.personId}`;
  if (me.role === 'admin') return;
  await owner.unsafe(insertExport(world.people.operator));
  await owner`update app.audit_export set state = 'failed' where person_id = ${world.people.operator.personId}`;
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
      for (const enrol of [insertDevice, insertSite, insertCredentials, insertKey])
        expect([enrol.name, await touched(sql, enrol(world.customers['acme-corp']))]).toEqual([enrol.name, 1]);
      expect(await touched(sql, `update app.credential_set set read_sealed = '\\x02'`)).toBe(1);
      expect(await touched(sql, `update app.site set name = 'Hill'`)).toBe(1);
    });
    for (const role of ['admin', 'operator', 'superAdmin'] as const)
      await attempt(app, openPerson(world, role), async (sql) => {
        const { personId } = world.people[role];
        expect(await touched(sql, insertRun(world.customers['acme-corp'], personId))).toBe(1);
        expect(await touched(sql, insertBulkRun(world.customers['acme-corp'], personId))).toBe(1);
        expect(await touched(sql, insertRefusal(world.customers['acme-corp'], personId))).toBe(1);
        expect(await touched(sql, insertSession(world.customers['acme-corp'], personId))).toBe(1);
        expect(await touched(sql, insertRollout(world, 'acme-corp', personId))).toBe(1);
        expect(await touched(sql, insertStep(world.customers['acme-corp'], personId))).toBe(1);
        const stop = `update app.run set stop_asked_at = now(), stop_asked_by = '${personId}'`;
        expect(await touched(sql, stop)).toBe(role === 'superAdmin' ? 2 * runsOfEach : runsOfEach);
      });
  });

  test.each([
    ['operator', 1],
    ['superAdmin', 2],
  ] as const)('of who was looked for, to a %s who looked', async (role, count) => {
    await attempt(app, openPerson(world, role), async (sql) => {
      for (const statement of ['select from app.lookup', 'select from app.lookup_answer', askToStop])
        expect([statement, await touched(sql, statement)]).toEqual([statement, count]);
      expect(await touched(sql, insertLookup(world.customers['acme-corp'], world.people[role].personId))).toBe(1);
    });
    await attempt(app, openWork(world), async (sql) => {
      expect(await touched(sql, insertAnswer(world, 'acme-corp'))).toBe(1);
      expect(await touched(sql, 'update app.lookup set device_count = 1')).toBe(2);
    });
  });

  test.each([
    ['operator', 1],
    ['admin', 1],
    ['superAdmin', 2],
  ] as const)('of what waits to be changed, to the %s, who may ask for it and authorise it', async (role, count) => {
    const { personId } = world.people[role];
    await attempt(app, openPerson(world, role), async (sql) => {
      expect(await touched(sql, 'select from app.change')).toBe(changesOfEach * count);
      expect(await touched(sql, insertChange(world, 'acme-corp', { by: personId }))).toBe(1);
      expect(await touched(sql, authorise(personId))).toBe(count);
      if (role === 'operator') expect(await touched(sql, withdraw(personId))).toBe(1);
    });
    await attempt(app, openWork(world), async (sql) => {
      expect(await touched(sql, `update app.change set fault_code = 'timedOut'`)).toBe(changesOfEach);
    });
  });

  test.each([
    ['operator', 1],
    ['superAdmin', 3],
  ] as const)('of what is down, to a %s, who acknowledges it', async (role, count) => {
    const { personId } = world.people[role];
    await attempt(app, openPerson(world, role), async (sql) => {
      for (const statement of ['select from app.alarm', acknowledge(personId)])
        expect([statement, await touched(sql, statement)]).toEqual([statement, count]);
      expect(await touched(sql, 'select from app.alarm_mail')).toBe(1);
    });
    await attempt(app, openWork(world), async (sql) => {
      expect(await touched(sql, raiseAlarm(world, 'acme-corp'))).toBe(1);
      expect(await touched(sql, clearAlarms)).toBe(1);
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
      expect(await touched(sql, insertSnapshot(world, 'acme-corp'))).toBe(1);
      expect(await touched(sql, 'update app.snapshot set last_seen_at = now()')).toBe(1);
    });
  });

  test('for jobs', async () => {
    await attempt(app, openJob, async (sql) => {
      expect(await touched(sql, `update app.run set state = 'interrupted'`)).toBe(2);
      expect(await touched(sql, 'update app.bulk_run set attended_at = now()')).toBe(2);
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
  const said = [
    'id',
    'customer_id',
    'device_id',
    'action_id',
    'effect',
    'params',
    'intended_by',
    'bulk_run_id',
    'heavy_on',
  ];
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
  }, 900_000);
});
