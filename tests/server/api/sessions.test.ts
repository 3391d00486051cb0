import { beforeAll, describe, expect, test } from 'vitest';
import { DeviceId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { openCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});

const device = (index: number) => DeviceId.parse(world.devices['acme-corp'][index]);
const operator = () => apiOf(world.people.operator).sessions;

describe('opening', () => {
  test('tells the session as it stands, with its devices and a title from the symptom’s first line', async () => {
    const made = await operator().open({
      symptom: '  Tower 3 loses its uplink every night.\nSince Monday, at about two.  ',
      devices: [device(1), device(0), device(1)],
    });
    expect(made).toEqual({
      id: made.id,
      customer: 'acme-corp',
      number: made.number,
      title: 'Tower 3 loses its uplink every night.',
      state: 'open',
      openedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      openedBy: { name: 'The operator', role: 'operator' },
      holder: 'The operator',
      closedAt: null,
      cause: null,
      devices: [
        { id: device(0), name: 'router-00001' },
        { id: device(1), name: 'router-00002' },
      ],
      steps: 3,
      runs: 0,
    });
    const { session, steps, devices, runs } = await operator().get({ session: made.id });
    expect(session).toEqual(made);
    expect(devices.map(({ id }) => id)).toEqual([device(0), device(1)]);
    expect(runs).toEqual([]);
    const by = { name: 'The operator', role: 'operator' };
    const at = expect.stringMatching(/Z$/);
    const nothing = { at, by, text: null, device: null, run: null, to: null };
    expect(steps).toEqual([
      {
        ...nothing,
        number: 1,
        kind: 'opened',
        text: 'Tower 3 loses its uplink every night.\nSince Monday, at about two.',
      },
      { ...nothing, number: 2, kind: 'deviceAdded', device: expect.any(String) },
      { ...nothing, number: 3, kind: 'deviceAdded', device: expect.any(String) },
    ]);
  });

  test('takes a title, and keeps a symptom’s lines and tabs', async () => {
    const made = await operator().open({ symptom: 'a\r\n\tb\rc', title: ' Its own title ', devices: [device(0)] });
    expect(made.title).toBe('Its own title');
    const { steps } = await operator().get({ session: made.id });
    expect(steps[0]?.text).toBe('a\n\tb\nc');
  });

  test('keeps from where each step was asked for, and tells nobody who only looks', async () => {
    const elsewhere = createCaller(contextFor(world.people.admin, '2001:db8::7')).sessions;
    const made = await elsewhere.open({ symptom: 'x', devices: [device(0)] });
    const kept = await database.owner`select from_address as at from app.session_step where session_id = ${made.id}`;
    expect(kept.map(({ at }) => at)).toEqual(['2001:db8::7', '2001:db8::7']);
    expect(JSON.stringify(await elsewhere.get({ session: made.id }))).not.toContain('2001:db8::7');
  });

  test('20 devices can be had at once', async () => {
    const more = await database.owner`
      insert into app.device (customer_id, name, address)
      select ${world.customers['acme-corp']}, 'more-' || lpad(i::text, 2, '0'), '10.9.9.' || i from generate_series(1, 20) i returning id`;
    const made = await operator().open({ symptom: 'x', devices: more.map(({ id }) => id) });
    expect(made).toMatchObject({ steps: 21, devices: more.map(({ id }) => ({ id })) });
  });
});

describe('running', () => {
  test('starts every pick, and tells of each in a step, in the order of the picks', async () => {
    const { id } = await openCase(world.people.operator, world, { on: [0, 1] });
    const { runs, steps } = await operator().run({
      session: id,
      runs: [
        { device: device(1), action: 'tool.ping', params: { address: '10.99.0.1', count: 3 } },
        { device: device(0), action: 'sys.overview' },
        { device: device(1), action: 'if.list', params: {} },
      ],
    });
    expect(runs).toMatchObject([
      {
        device: device(1),
        action: 'tool.ping',
        params: { address: '10.99.0.1', count: 3 },
        state: 'intended',
        rows: 0,
      },
      { device: device(0), action: 'sys.overview', by: { name: 'The operator', role: 'operator' }, sent: null },
      { device: device(1), action: 'if.list', startedAt: null, endedAt: null, fault: null },
    ]);
    const told = await operator().get({ session: id });
    expect(told.session).toMatchObject({ steps: 6, runs: 3 });
    expect(steps).toEqual(told.steps.slice(3));
    expect(told.steps.slice(3).map(({ kind, run, device }) => [kind, run, device])).toEqual(
      runs.map((run) => ['run', run.id, run.device]),
    );
    expect(told.runs.map((run) => run.id).sort()).toEqual(runs.map((run) => run.id).sort());
  });

  test('a viewer sees what was run and what was said', async () => {
    const { id } = await openCase(world.people.operator, world);
    await operator().run({ session: id, runs: [{ device: device(0), action: 'sys.overview' }] });
    const seen = await apiOf(world.people.viewer).sessions.get({ session: id });
    expect(seen).toMatchObject({ steps: [{}, {}, { kind: 'run' }], runs: [{ action: 'sys.overview' }] });
  });
});

test('each deed answers with its step, and the session stands as they add up to', async () => {
  const { id } = await openCase(world.people.operator, world);
  const { personId } = world.people.admin;
  expect(await operator().note({ session: id, text: ' Two\nlines. ' })).toMatchObject({
    number: 3,
    kind: 'note',
    text: 'Two\nlines.',
  });
  expect(await operator().rename({ session: id, title: 'A cable' })).toMatchObject({
    number: 4,
    kind: 'renamed',
    text: 'A cable',
  });
  expect(await operator().addDevices({ session: id, devices: [device(2), device(1), device(2)] })).toMatchObject({
    steps: [
      { number: 5, kind: 'deviceAdded', device: device(2), text: null },
      { number: 6, kind: 'deviceAdded', device: device(1), text: null },
    ],
  });
  expect(await operator().handOver({ session: id, to: personId, note: 'Please look.' })).toMatchObject({
    number: 7,
    kind: 'handedOver',
    to: 'The admin',
    text: 'Please look.',
  });
  const { personId: another } = world.people.superAdmin;
  expect(await operator().handOver({ session: id, to: another })).toMatchObject({ number: 8, text: null });
  expect(await operator().close({ session: id, cause: 'A cut cable.' })).toMatchObject({
    number: 9,
    kind: 'closed',
    text: 'A cut cable.',
  });
  expect((await operator().get({ session: id })).session).toMatchObject({
    title: 'A cable',
    holder: 'The superAdmin',
    state: 'closed',
    cause: 'A cut cable.',
    closedAt: expect.stringMatching(/Z$/),
    steps: 9,
    devices: [{ id: device(0) }, { id: device(1) }, { id: device(2) }],
  });
  expect(await operator().reopen({ session: id, reason: 'It is back.' })).toMatchObject({
    number: 10,
    kind: 'reopened',
    text: 'It is back.',
  });
  expect((await operator().get({ session: id })).session).toMatchObject({ state: 'open', cause: null, closedAt: null });
});

test('whoever may take it over is listed by name, without Viewers and the disabled', async () => {
  const { id } = await openCase(world.people.operator, world);
  const people = await operator().holders({ session: id });
  // By name, and whoever has the same by id.
  const operators = [world.people.operator.personId, world.operators['acme-corp']].sort();
  expect(people.items).toEqual([
    { id: world.people.admin.personId, name: 'The admin', role: 'admin' },
    ...operators.map((one) => ({ id: one, name: 'The operator', role: 'operator' })),
    { id: world.people.superAdmin.personId, name: 'The superAdmin', role: 'superAdmin' },
  ]);
});
