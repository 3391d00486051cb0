import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CustomerSlug, DeviceId, type SessionId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { openCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let session: SessionId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});
beforeEach(async () => {
  ({ id: session } = await openCase(world.people.operator, world));
});

type Doors = ReturnType<typeof createCaller>['sessions'];
const own = (index: number) => DeviceId.parse(world.devices['acme-corp'][index]);

/** Each deed, with what its entry says beyond who, when and which session. */
const deeds: Readonly<
  Record<string, { event: string; detail: () => unknown; do: (doors: Doors) => Promise<unknown> }>
> = {
  note: { event: 'session.noted', detail: () => ({}), do: (doors) => doors.note({ session, text: 'A secret word.' }) },
  rename: {
    event: 'session.renamed',
    detail: () => ({ before: { title: 'The link is slow.' }, after: { title: 'A cable' } }),
    do: (doors) => doors.rename({ session, title: 'A cable' }),
  },
  addDevices: {
    event: 'session.devicesAdded',
    detail: () => ({ devices: [own(1), own(2)] }),
    do: (doors) => doors.addDevices({ session, devices: [own(1), own(2), own(1)] }),
  },
  run: {
    event: 'session.runsStarted',
    detail: () => ({
      runs: {
        [String(lastRun)]: { device: own(0), action: 'tool.ping', params: expect.objectContaining({ count: 2 }) },
      },
    }),
    do: async (doors) => {
      const { runs } = await doors.run({
        session,
        runs: [{ device: own(0), action: 'tool.ping', params: { address: '10.99.0.1', count: 2 } }],
      });
      lastRun = runs[0]?.id;
      await database.owner`update app.run set state = 'done', ended_at = now() where id = ${String(lastRun)}`;
    },
  },
  handOver: {
    event: 'session.handedOver',
    detail: () => ({ to: world.people.admin.personId }),
    do: (doors) => doors.handOver({ session, to: world.people.admin.personId, note: 'A secret word.' }),
  },
  close: {
    event: 'session.closed',
    detail: () => ({}),
    do: (doors) => doors.close({ session, cause: 'A secret word.' }),
  },
};
let lastRun: string | undefined;

const stateOf = async () => {
  const [row] = await database.owner`select to_jsonb(s) as row from app.session s where id = ${session}`;
  const runs = await database.owner`select id from app.run`;
  return { ...row, runs: runs.length };
};

describe.each(Object.keys(deeds))('%s', (name) => {
  const deed = () => deeds[name] ?? fail();

  test('leaves one entry: who, which session, whose, and what', async () => {
    const context = contextFor(world.people.operator);
    await deed().do(createCaller(context).sessions);
    const entries = await entriesOf(database.owner, context.origin.requestId);
    expect(entries).toMatchObject([
      {
        event: deed().event,
        outcome: 'ok',
        target: { kind: 'session', id: session },
        customer: world.customers['acme-corp'],
        actor: { kind: 'person', id: world.people.operator.personId, role: 'operator' },
      },
    ]);
    expect(entries[0]?.detail).toEqual(deed().detail());
    // What people write belongs to the case and not to the audit, from which nothing can be taken away.
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  test('is not done when its entry cannot be written', async () => {
    const before = await stateOf();
    const append = 'audit.append(text, text, jsonb, uuid, jsonb, jsonb, text)';
    await database.owner.unsafe(`revoke execute on function ${append} from routeward_person`);
    try {
      await expect(deed().do(apiOf(world.people.operator).sessions)).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
      });
    } finally {
      await database.owner.unsafe(`grant execute on function ${append} to routeward_person`);
    }
    expect(await stateOf()).toEqual(before);
  });

  test('refused to a Viewer leaves a refused entry and nothing else', async () => {
    const before = await stateOf();
    const context = contextFor(world.people.viewer);
    await expect(deed().do(createCaller(context).sessions)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'your role may not do this: session.run',
    });
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      { event: deed().event, outcome: 'refused', target: null, customer: null, detail: { code: 'forbidden' } },
    ]);
    expect(await stateOf()).toEqual(before);
  });

  test('refused for a closed session leaves a refused entry', async () => {
    await apiOf(world.people.operator).sessions.close({ session, cause: 'Done.' });
    const before = await stateOf();
    const context = contextFor(world.people.operator);
    await expect(deed().do(createCaller(context).sessions)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      { event: deed().event, outcome: 'refused', detail: { code: 'conflict' } },
    ]);
    expect(await stateOf()).toEqual(before);
  });
});

const fail = (): never => {
  throw new Error('no such deed');
};

test('opening leaves an entry that names the session and its devices', async () => {
  const context = contextFor(world.people.operator);
  const made = await createCaller(context).sessions.open({
    symptom: 'A secret word.',
    title: 'T',
    devices: [own(1), own(0)],
  });
  const entries = await entriesOf(database.owner, context.origin.requestId);
  expect(entries).toMatchObject([
    {
      event: 'session.opened',
      outcome: 'ok',
      customer: world.customers['acme-corp'],
      detail: { session: made.id, devices: expect.arrayContaining([own(0), own(1)]) },
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain('secret');
});

test('reopening leaves an entry', async () => {
  await apiOf(world.people.operator).sessions.close({ session, cause: 'Done.' });
  const context = contextFor(world.people.admin);
  await createCaller(context).sessions.reopen({ session, reason: 'Again.' });
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
    { event: 'session.reopened', outcome: 'ok', target: { kind: 'session', id: session }, actor: { role: 'admin' } },
  ]);
});

test('each look leaves one too', async () => {
  const looks: [string, (doors: Doors) => Promise<unknown>, unknown][] = [
    ['session.viewed', (doors) => doors.get({ session }), { kind: 'session', id: session }],
    ['session.holdersListed', (doors) => doors.holders({ session }), { kind: 'session', id: session }],
    [
      'session.listed',
      (doors) => doors.list({ customer: CustomerSlug.parse('acme-corp') }),
      { kind: 'customer', id: world.customers['acme-corp'] },
    ],
    ['session.listed', (doors) => doors.listAll({}), null],
  ];
  for (const [event, look, target] of looks) {
    const context = contextFor(world.people.operator);
    await look(createCaller(context).sessions);
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([{ event, outcome: 'ok', target }]);
  }
});

test('somebody else’s session leaves a refused entry that belongs to no customer', async () => {
  const context = contextFor(world.people.operator);
  const foreign = world.sessions['other-isp'];
  await expect(createCaller(context).sessions.note({ session: foreign, text: 'x' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
    { event: 'session.noted', outcome: 'refused', customer: null, target: null, detail: { code: 'notFound' } },
  ]);
});

test('24 runs at once, with all that their parameters hold, fit into one entry', async () => {
  const { owner } = database;
  const { id } = await openCase(world.people.operator, world, { on: [1, 2] });
  const context = contextFor(world.people.operator);
  const address = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
  const picks = [1, 2].flatMap((index) =>
    Array(12).fill({ device: own(index), action: 'tool.ping', params: { address } }),
  );
  const { runs } = await createCaller(context).sessions.run({ session: id, runs: picks });
  const [entry] = await entriesOf(owner, context.origin.requestId);
  expect(Object.keys(Object(Object(entry?.detail).runs)).sort()).toEqual(runs.map((run) => run.id).sort());
});
