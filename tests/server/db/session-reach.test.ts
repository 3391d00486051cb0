import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@/core/access';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson, makeWorld, type World } from '../../support/world';
import * as steps from './steps';
import { attempt, openJob, openPerson, openWork, people } from './ways';

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

describe('what belongs to another customer', () => {
  const by = (role: 'operator' | 'superAdmin', step: steps.Step) =>
    outcomeOf(openPerson(world, role), stepBy(role, step));

  test('its device is added by nobody', async () => {
    const [device = ''] = world.devices['other-isp'];
    for (const role of ['operator', 'superAdmin'] as const)
      for (const id of [device, crypto.randomUUID()])
        expect(await by(role, { kind: 'deviceAdded', device_id: id })).toBe('23514 session_device_is_of_its_customer');
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

  test('how a session out of reach stands is not told by how a step is refused', async () => {
    const { owner } = database;
    const session_id = world.sessions['other-isp'];
    const theirs = { session_id, customer_id: world.customers['other-isp'] };
    const told = new Set<string>();
    const ask = async () => {
      for (const step of [
        { kind: 'note', text: 'x' },
        { kind: 'reopened', text: 'x' },
        { kind: 'handedOver', to_id: world.people.superAdmin.personId },
        { kind: 'deviceAdded', device_id: world.devices['other-isp'][0] ?? '' },
        { kind: 'run', run_id: world.runs['other-isp'] },
        { kind: 'note', text: 'x', session_id: crypto.randomUUID() },
      ])
        told.add(
          JSON.stringify(await refusalOf(openPerson(world, 'operator'), stepBy('operator', { ...theirs, ...step }))),
        );
    };
    await ask();
    const by = { by_id: world.people.superAdmin.personId, from_address: '192.0.2.7', number: 0, text: 'x' };
    await owner`insert into app.session_step ${owner({ ...theirs, ...by, kind: 'closed' })}`;
    await ask();
    await owner`insert into app.session_step ${owner({ ...theirs, ...by, kind: 'reopened' })}`;
    expect([...told]).toEqual([expect.stringContaining('42501')]);
  });

  test('a run is told of once', async () => {
    const run = stepBy('operator', { kind: 'run', run_id: world.runs['acme-corp'] });
    expect(await outcomeOf(openPerson(world, 'operator'), run)).toBe('taken');
    expect(await outcomeOf(openPerson(world, 'operator'), run, run)).toBe('23505 session_step_tells_of_a_run_once');
  });
});

describe('whoever may look after a case', () => {
  const give = (to: string, of: 'acme-corp' | 'other-isp' = 'acme-corp') =>
    outcomeOf(openPerson(world, 'superAdmin'), stepBy('superAdmin', { kind: 'handedOver', to_id: to }, of));
  const giveOn = (...to: string[]) =>
    outcomeOf(
      openPerson(world, 'superAdmin'),
      ...to.map((id) => stepBy('superAdmin', { kind: 'handedOver', to_id: id })),
    );
  const refused = '23514 session_holder_may_hold_it';

  test('is an Operator or Admin who is assigned, or a Super Admin', async () => {
    const { operator, admin, superAdmin } = world.people;
    expect(await giveOn(operator.personId, admin.personId, superAdmin.personId)).toBe('taken');
  });

  test('is not whoever does already', async () => {
    const { operator, superAdmin } = world.people;
    expect(await giveOn(superAdmin.personId)).toBe('23514 session_changes_hands');
    expect(await giveOn(operator.personId, operator.personId)).toBe('23514 session_changes_hands');
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
      let told: { role: string }[] = [];
      await attempt(app, open, async (sql) => {
        told = await sql.unsafe<{ role: string }[]>(`select role from app.holders('${world.customers[of]}')`);
      });
      return told;
    };
    const byRole = (a: { role: string }, b: { role: string }) => a.role.localeCompare(b.role);
    for (const role of people) {
      expect((await asked(openPerson(world, role), 'acme-corp')).length).toBeGreaterThanOrEqual(3);
      expect(await asked(openPerson(world, role), 'other-isp')).toEqual([]);
    }
    // Its own Operator, and who asks.
    expect((await asked(openPerson(world, 'superAdmin'), 'other-isp')).toSorted(byRole)).toEqual([
      { role: 'operator' },
      { role: 'superAdmin' },
    ]);
    // Whoever has not said who it is, is told nothing.
    expect(await asked(['set local role routeward_person'], 'acme-corp')).toEqual([]);
    for (const open of [openWork(world), openJob, ['set local role routeward_stranger']])
      expect(await outcomeOf(open, `select app.holders('${world.customers['acme-corp']}')`)).toBe('42501');
  });
});
