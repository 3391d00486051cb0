import { beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  app = connect(database.appUrl, 1);
  await fillEveryTable();
  return () => app.end();
});

/** A session, a run and its rows for each customer: every table with a customer holds rows of both. */
async function fillEveryTable(): Promise<void> {
  for (const customer of Object.values(world.customers)) {
    await database.owner`
      with s as (insert into app.session (customer_id, symptom, opened_by)
          values (${customer}, 'slow', ${world.people.superAdmin.personId}) returning id),
        r as (insert into app.run (customer_id, device_id, session_id, action_id, effect, params, intended_by)
          select ${customer}, d.id, s.id, 'ping', 'read', '{}', ${world.people.superAdmin.personId}
          from s, app.device d where d.customer_id = ${customer} limit 1 returning id)
      insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed) select r.id, 0, 1, ${customer}, '\\x00' from r`;
    await database.owner`select audit.append('device.listed', 'ok', null, ${customer}, '{}', '{}', 'second-wall')`;
  }
}

const people = ['admin', 'operator', 'viewer'] as const;
const tables = ['customer', 'device', 'session', 'run', 'run_rows'] as const;

/** Each way past the second wall that is open, in words. Asked as the application's login, without the product's queries. */
async function holes(): Promise<string[]> {
  const found: string[] = [];
  for (const role of people) found.push(...(await holesFor(role)));
  found.push(...(await holesOfCustomerWork()));
  return found;
}

async function attempt(enter: (sql: Sql) => Promise<unknown>, work: (sql: Sql) => Promise<void>): Promise<void> {
  await app
    .begin(async (sql) => {
      // safe: a transaction's client answers the same tagged calls.
      const inside = sql as unknown as Sql;
      await enter(inside);
      await work(inside);
      throw new Error('taken back');
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.message === 'taken back')) throw error;
    });
}

/** How many rows a statement touched; one that PostgreSQL refuses touched none. */
async function touched(sql: Sql, statement: string): Promise<number> {
  try {
    // safe: a savepoint's client answers the same calls.
    const rows = await (sql as unknown as { savepoint: Sql['begin'] }).savepoint((inner) => inner.unsafe(statement));
    return Number((rows as unknown as { count: number }).count); // safe: postgres.js counts what a statement touched.
  } catch {
    return 0;
  }
}

async function holesFor(role: (typeof people)[number]): Promise<string[]> {
  const { personId, familyId, epoch } = world.people[role];
  const foreign = world.customers['other-isp'];
  const found: string[] = [];
  const enter = async (sql: Sql) => {
    await sql`set local role routeward_person`;
    await sql`select app.enter_person(${personId}, ${familyId}, ${role}, ${epoch})`;
  };
  const look = async (name: string, query: string) =>
    attempt(enter, async (sql) => {
      if ((await touched(sql, query)) > 0) found.push(`${role}: ${name}`);
    });
  for (const table of tables)
    await look(
      `sees foreign ${table}`,
      `select from app.${table} where ${table === 'customer' ? 'id' : 'customer_id'} = '${foreign}'`,
    );
  await look('sees foreign audit entries', `select from audit.entry where customer_id = '${foreign}'`);
  await look('sees foreign personal rows', `select from audit.personal where customer_id = '${foreign}'`);
  if (role !== 'admin') await look('sees the audit', 'select from audit.entry');
  if (role !== 'admin') await look('sees who it was', 'select from audit.personal');
  await look('sees other people', `select from app.person where id <> '${personId}'`);
  await look('sees memberships of others', `select from app.membership where person_id <> '${personId}'`);
  await look('sees sessions of others', `select from app.token_family where person_id <> '${personId}'`);
  await look('changes foreign devices', `update app.device set name = name || '!' where customer_id = '${foreign}'`);
  if (role !== 'admin') await look('changes devices', `update app.device set name = name || '!'`);
  for (const table of ['refresh_token', 'sign_in_throttle', 'known_browser', 'mark'])
    await look(`reads ${table}`, `select count(*) from app.${table}`);
  return found;
}

async function holesOfCustomerWork(): Promise<string[]> {
  const own = world.customers['acme-corp'];
  const foreign = world.customers['other-isp'];
  const found: string[] = [];
  const enter = async (sql: Sql) => {
    await sql`set local role routeward_customer`;
    await sql`select app.enter_customer(${own}, 'run 1')`;
  };
  const look = async (name: string, query: string, most = 0) =>
    attempt(enter, async (sql) => {
      if ((await touched(sql, query)) > most) found.push(`customer work: ${name}`);
    });
  for (const table of tables)
    await look(
      `sees foreign ${table}`,
      `select from app.${table} where ${table === 'customer' ? 'id' : 'customer_id'} = '${foreign}'`,
    );
  const [run] = await database.owner`select id from app.run where customer_id = ${foreign}`;
  await look('ends foreign runs', `update app.run set state = 'done' where customer_id = '${foreign}'`);
  // Without a condition PostgreSQL asks the update's policy alone; one run is its own.
  await look('ends foreign runs blindly', `update app.run set state = 'done'`, 1);
  await look(
    'writes foreign rows',
    `insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed) values ('${run?.id}', 9, 1, '${foreign}', '\\x00')`,
  );
  return found;
}

test('as the application, without any query of the product, no way leads past the second wall', async () => {
  expect(await holes()).toEqual([]);
});

test('what is one’s own is there: the wall is not just a closed door', async () => {
  const { personId, familyId, role, epoch } = world.people.admin;
  await attempt(
    async (sql) => {
      await sql`set local role routeward_person`;
      await sql`select app.enter_person(${personId}, ${familyId}, ${role}, ${epoch})`;
    },
    async (sql) => {
      for (const table of ['app.device', 'app.session', 'app.run', 'app.run_rows', 'audit.entry', 'audit.personal'])
        expect([table, await touched(sql, `select from ${table}`)]).not.toEqual([table, 0]);
      expect(await touched(sql, `update app.device set name = name || '!'`)).toBe(3);
    },
  );
});

const clause = (word: string, condition: string | null, to: (condition: string) => string): string =>
  condition === null ? '' : `${word} (${to(condition)})`;

describe('mutants of the second wall', () => {
  test('each policy that limits somebody, opened one at a time, opens a way', async () => {
    const policies = await database.owner<
      { table: string; name: string; using: string | null; check: string | null }[]
    >`
      select format('%I.%I', schemaname, tablename) as table, policyname as name, qual as using, with_check as check
      from pg_policies where schemaname in ('app', 'audit') and not roles && array[current_user]
        and (qual is distinct from 'true' or with_check is distinct from 'true') and coalesce(qual, with_check) <> 'true'`;
    // What a sweeping job sees and what a Super Admin sees of the own sessions is held by other tests.
    const limiting = policies.filter(({ name }) => !['run_ended_by_sweep', 'token_family_read_own_too'].includes(name));
    expect(limiting.length).toBeGreaterThan(15);
    const survivors: string[] = [];
    for (const { table, name, using, check } of limiting) {
      const alter = (to: (condition: string) => string) =>
        database.owner.unsafe(
          `alter policy "${name}" on ${table} ${clause('using', using, to)} ${clause('with check', check, to)}`,
        );
      await alter(() => 'true');
      if ((await holes()).length === 0) survivors.push(name);
      await alter((condition) => condition);
    }
    expect(survivors).toEqual([]);
    expect(await holes()).toEqual([]);
  });
});
