import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@/core/access';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson, makeWorld, type World } from '../../support/world';
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

type Step = Readonly<Record<string, string | number | null>>;

/** A step of this person's in the customer's own session, as the application's login could write it. */
const stepBy = (role: Role, step: Step, of: 'acme-corp' | 'other-isp' = 'acme-corp'): string => {
  const columns = {
    session_id: world.sessions[of],
    customer_id: world.customers[of],
    by_id: world.people[role].personId,
    from_address: '192.0.2.7',
    ...step,
  };
  const values = Object.values(columns).map((value) => (value === null ? 'null' : `'${value}'`));
  return `insert into app.session_step (${Object.keys(columns).join(', ')}) values (${values.join(', ')})`;
};

/** The code and rule by which PostgreSQL refuses a statement, or `taken`. What it did is taken back. */
async function outcomeOf(open: readonly string[], ...statements: string[]): Promise<string> {
  let outcome = 'taken';
  await attempt(app, open, async (sql) => {
    for (const statement of statements)
      await sql.unsafe(statement).catch((error: Error & { code?: string; constraint_name?: string }) => {
        outcome = [error.code, error.constraint_name].filter(Boolean).join(' ');
        throw error;
      });
  }).catch((error: unknown) => {
    if (outcome === 'taken') throw error;
  });
  return outcome;
}

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
        expect([column, await outcomeOf(openPerson(world, role), statement)]).toEqual([column, '42501']);
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

  test('cannot take a session away whose log there is', async () => {
    await expect(database.owner`delete from app.session`).rejects.toMatchObject({ code: '23503' });
  });
});

describe('what belongs to another customer', () => {
  const by = (role: 'operator' | 'superAdmin', step: Step) => outcomeOf(openPerson(world, role), stepBy(role, step));

  test('its device is added by nobody', async () => {
    const [device = ''] = world.devices['other-isp'];
    for (const role of ['operator', 'superAdmin'] as const)
      expect(await by(role, { kind: 'deviceAdded', device_id: device })).toBe(
        '23503 session_device_is_of_its_customer',
      );
  });

  test('its run is told of by nobody, nor one on a device that is not of the session', async () => {
    const { owner } = database;
    const [run] = await owner`
      insert into app.run (customer_id, device_id, action_id, effect, params, intended_by)
      select customer_id, id, 'sys.overview', 'read', '{}', ${world.people.operator.personId} from app.device
      where id = ${world.devices['acme-corp'][1] ?? ''} returning id`;
    for (const role of ['operator', 'superAdmin'] as const)
      for (const id of [world.runs['other-isp'], String(run?.id), crypto.randomUUID()])
        expect(await by(role, { kind: 'run', run_id: id })).toBe('23514 session_runs_on_its_devices');
  });

  test('a step says its session’s customer, and a session its own', async () => {
    const mixed = { kind: 'note', text: 'x', session_id: world.sessions['other-isp'] };
    expect(await by('superAdmin', mixed)).toBe('23514 session_step_has_its_session');
    expect(await by('operator', mixed)).toBe('23514 session_step_has_its_session');
    expect(await by('operator', { ...mixed, customer_id: world.customers['other-isp'] })).toBe('42501');
  });

  test('a run is told of once', async () => {
    const run = stepBy('operator', { kind: 'run', run_id: world.runs['acme-corp'] });
    expect(await outcomeOf(openPerson(world, 'operator'), run)).toBe('taken');
    expect(await outcomeOf(openPerson(world, 'operator'), run, run)).toBe('23505 session_step_tells_of_a_run_once');
  });
});

describe('a step has what its kind asks for and nothing else', () => {
  test.each<Step>([
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

describe('whoever may look after a case', () => {
  const give = (to: string, of: 'acme-corp' | 'other-isp' = 'acme-corp') =>
    outcomeOf(openPerson(world, 'superAdmin'), stepBy('superAdmin', { kind: 'handedOver', to_id: to }, of));
  const refused = '23514 session_holder_may_hold_it';

  test('is an Operator or Admin who is assigned, or a Super Admin', async () => {
    for (const role of ['operator', 'admin', 'superAdmin'] as const)
      expect([role, await give(world.people[role].personId)]).toEqual([role, 'taken']);
  });

  test('is no Viewer, nobody who is not assigned, nobody disabled and nobody who is not there', async () => {
    const { owner } = database;
    const disabled = await makePerson(owner, 'operator', [world.customers['acme-corp']]);
    expect(await give(disabled.personId)).toBe('taken');
    await owner`update app.person set disabled_at = now() where id = ${disabled.personId}`;
    const stranger = await makePerson(owner, 'admin', []);
    expect(await give(world.people.viewer.personId)).toBe(refused);
    expect(await give(disabled.personId)).toBe(refused);
    expect(await give(stranger.personId)).toBe(refused);
    expect(await give(crypto.randomUUID())).toBe(refused);
    // Assigned to one customer is not assigned to the other.
    expect(await give(world.people.operator.personId, 'other-isp')).toBe(refused);
  });

  test('is told to whoever reaches the customer, and to nobody else', async () => {
    const asked = async (open: readonly string[], of: 'acme-corp' | 'other-isp') => {
      let told: unknown[] = [];
      await attempt(app, open, async (sql) => {
        told = await sql.unsafe(`select role from app.holders('${world.customers[of]}')`);
      });
      return told;
    };
    for (const role of people) {
      expect((await asked(openPerson(world, role), 'acme-corp')).length).toBeGreaterThanOrEqual(3);
      expect(await asked(openPerson(world, role), 'other-isp')).toEqual([]);
    }
    expect(await asked(openPerson(world, 'superAdmin'), 'other-isp')).toEqual([{ role: 'superAdmin' }]);
    // Whoever has not said who it is, is told nothing.
    expect(await asked(['set local role routeward_person'], 'acme-corp')).toEqual([]);
    for (const open of [openWork(world), openJob, ['set local role routeward_stranger']])
      expect(await outcomeOf(open, `select app.holders('${world.customers['acme-corp']}')`)).toBe('42501');
  });
});

test('the functions that move a case on are nobody’s to call', async () => {
  for (const open of Object.values(openers()))
    for (const call of ['app.open_session()', 'app.take_step()', `app.refuse_step('x', 'y')`, 'app.refuse_change()'])
      expect([call, await outcomeOf(open, `select ${call}`)]).toEqual([call, expect.stringMatching(/^(42501|0A000)/)]);
});
