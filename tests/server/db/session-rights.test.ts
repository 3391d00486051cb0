import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@/core/access';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import * as steps from './steps';
import { attempt, insertSession, openJob, openPerson, openWork, people } from './ways';

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  app = connect(database.appUrl, 1);
  return () => app.end();
});

const stepBy = (role: Role, step: steps.Step, of: steps.Of = 'acme-corp') => steps.stepIn(world, of, role, step);
const refusalOf = (open: readonly string[], ...statements: string[]) => steps.refusalOf(app, open, ...statements);
const outcomeOf = (open: readonly string[], ...statements: string[]) => steps.outcomeOf(app, open, ...statements);

const columnsOf = async (table: string): Promise<string[]> =>
  (
    await database.owner`select column_name as name from information_schema.columns
      where table_schema = 'app' and table_name = ${table} order by ordinal_position`
  ).map(({ name }) => String(name));

const everybody = [...people, 'superAdmin'] as const;
const openers = (): Record<string, string[]> => ({
  ...Object.fromEntries(everybody.map((role) => [role, openPerson(world, role)])),
  'customer work': openWork(world),
  job: openJob,
  stranger: ['set local role routeward_stranger'],
});
const names = [...everybody, 'customer work', 'job', 'stranger'];

describe.each(names)('a %s', (name) => {
  const open = () => openers()[name] ?? [];

  test.each(['session', 'session_device', 'session_step'])('changes nothing of app.%s', async (table) => {
    const columns = await columnsOf(table);
    expect(columns.length).toBeGreaterThan(2);
    for (const column of columns)
      expect([column, await outcomeOf(open(), `update app.${table} set ${column} = ${column}`)]).toEqual([
        column,
        '42501',
      ]);
    for (const statement of [`delete from app.${table}`, `truncate app.${table}`])
      expect([statement, await outcomeOf(open(), statement)]).toEqual([statement, '42501']);
  });

  test('adds no device to a session but by a step', async () => {
    const statement = `insert into app.session_device (session_id, device_id, customer_id)
      values ('${world.sessions['acme-corp']}', '${world.devices['acme-corp'][1]}', '${world.customers['acme-corp']}')`;
    expect(await outcomeOf(open(), statement)).toBe('42501');
  });
});

describe('what is the database’s to say', () => {
  const said: Record<string, readonly string[]> = {
    session: ['id', 'customer_id', 'title', 'opened_by'],
    session_step: [
      'session_id',
      'customer_id',
      'kind',
      'by_id',
      'from_address',
      'text',
      'device_id',
      'run_id',
      'to_id',
    ],
  };

  test.each(everybody.flatMap((role) => Object.keys(said).map((table) => [role, table] as const)))(
    'a %s gives no other column of app.%s',
    async (role, table) => {
      const mine = said[table] ?? [];
      const others = (await columnsOf(table)).filter((column) => !mine.includes(column));
      expect(others).toEqual(expect.arrayContaining(['number', 'by_name', 'by_role']));
      for (const column of others) {
        const statement = `insert into app.${table} (${mine.join(', ')}, ${column}) select ${mine.join(', ')}, ${column} from app.${table} limit 1`;
        // By its grants, before any row is looked at: row security would have refused some of them as well.
        expect([column, await refusalOf(openPerson(world, role), statement)]).toMatchObject([
          column,
          { code: '42501', message: `permission denied for table ${table}` },
        ]);
      }
    },
  );

  test.each(['admin', 'operator', 'superAdmin'] as const)(
    'a %s is signed with the name of the tables',
    async (role) => {
      await attempt(app, openPerson(world, role), async (sql) => {
        const { personId } = world.people[role];
        const [session] = await sql.unsafe(
          `${insertSession(world.customers['acme-corp'], personId)} returning number, by_name, by_role, holder_id, holder_name, step_count`,
        );
        const signed = { by_name: `The ${role}`, by_role: role };
        expect(session).toEqual({
          ...signed,
          number: 2,
          holder_id: personId,
          holder_name: `The ${role}`,
          step_count: 0,
        });
        const [step] = await sql.unsafe(
          `${stepBy(role, { kind: 'note', text: 'x' })} returning number, by_name, by_role, abs(extract(epoch from at - clock_timestamp())) < 5 as "isNow"`,
        );
        expect(step).toEqual({ ...signed, number: 3, isNow: true });
      });
    },
  );

  test('a step in another person’s name is refused', async () => {
    for (const role of ['operator', 'superAdmin'] as const) {
      const statement = stepBy(role, { kind: 'note', text: 'x', by_id: world.people.admin.personId });
      expect(await outcomeOf(openPerson(world, role), statement)).toBe('42501');
    }
  });
});

describe('the owner too', () => {
  test.each([
    `update app.session_step set text = 'changed'`,
    `update app.session_step set at = now()`,
    'delete from app.session_step',
  ])('cannot: %s', async (statement) => {
    const before = await database.owner`select * from app.session_step order by session_id, number`;
    await expect(database.owner.unsafe(statement)).rejects.toMatchObject({
      code: '42501',
      message: expect.stringContaining('a case log is append-only'),
    });
    expect(await database.owner`select * from app.session_step order by session_id, number`).toEqual(before);
  });

  test('can erase where somebody was, and nothing beside it', async () => {
    const all = () =>
      database.owner`select to_jsonb(s) - 'from_address' as step from app.session_step s order by session_id, number`;
    const before = await all();
    for (const beside of [`text = 'x'`, `by_name = ''`, 'number = number + 100', `at = at + interval '1 s'`])
      await expect(
        database.owner.unsafe(`update app.session_step set from_address = '', ${beside}`),
      ).rejects.toMatchObject({ code: '42501' });
    await expect(database.owner`update app.session_step set from_address = '198.51.100.1'`).rejects.toMatchObject({
      code: '42501',
    });
    await database.owner`update app.session_step set from_address = '' where session_id = ${world.sessions['other-isp']}`;
    expect(await all()).toEqual(before);
  });

  test('cannot take a session away whose log there is', async () => {
    await expect(database.owner`delete from app.session`).rejects.toMatchObject({ code: '23503' });
  });
});

describe('a step has what its kind asks for and nothing else', () => {
  test.each<steps.Step>([
    { kind: 'note' },
    { kind: 'note', text: '' },
    { kind: 'note', text: 'x'.repeat(4_001) },
    { kind: 'closed' },
    { kind: 'renamed' },
    { kind: 'renamed', text: 'x'.repeat(121) },
    { kind: 'opened', text: 'a second time' },
    { kind: 'deviceAdded' },
    { kind: 'run' },
    { kind: 'handedOver' },
  ])('%j is refused', async (step) => {
    expect(await outcomeOf(openPerson(world, 'operator'), stepBy('operator', step))).toMatch(/^235/);
  });

  test('a run, a device or a successor beside a note is refused', async () => {
    for (const more of [
      { run_id: world.runs['acme-corp'] },
      { device_id: world.devices['acme-corp'][0] ?? '' },
      { to_id: world.people.admin.personId },
    ]) {
      const statement = stepBy('operator', { kind: 'note', text: 'x', ...more });
      expect(await outcomeOf(openPerson(world, 'operator'), statement)).toMatch(/^23514 session_step_names/);
    }
  });
});

test('the functions that move a case on are nobody’s to call', async () => {
  for (const open of Object.values(openers()))
    for (const call of ['app.open_session()', 'app.take_step()', `app.refuse_step('x', 'y')`, 'app.refuse_change()'])
      expect([call, await outcomeOf(open, `select ${call}`)]).toEqual([call, expect.stringMatching(/^(42501|0A000)/)]);
});
