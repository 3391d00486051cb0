import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeviceId, PersonId, SessionId } from '@/core/ids';
import { openCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let session: SessionId;
let number: number;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});
beforeEach(async () => {
  ({ id: session, number } = await openCase(world.people.operator, world));
});

const own = (index: number) => DeviceId.parse(world.devices['acme-corp'][index]);
const foreign = () => DeviceId.parse(world.devices['other-isp'][0]);
const missing = '00000000-0000-4000-8000-00000000dead';

type Doors = ReturnType<typeof apiOf>['sessions'];
type Door = Exclude<keyof Doors, 'watch' | 'export'>;

/** What a caller may send is not what the types allow. */
const call = (door: Door, input: Record<string, unknown>, role: 'operator' | 'superAdmin' = 'operator') => {
  // safe: each of these doors takes one input.
  const ask = apiOf(world.people[role]).sessions[door] as (input: unknown) => Promise<unknown>;
  return ask(input);
};

/** Everything that cases are made of: what is the same before and after, was not touched. */
async function everything(): Promise<unknown> {
  const { owner } = database;
  return {
    sessions: await owner`select * from app.session order by id`,
    steps: await owner`select * from app.session_step order by session_id, number`,
    devices: await owner`select * from app.session_device order by session_id, device_id`,
    runs: await owner`select * from app.run order by id`,
  };
}

async function refuses(door: Door, input: Record<string, unknown>, error: { code: string; message: unknown }) {
  const before = await everything();
  await expect(call(door, input), `${door} ${JSON.stringify(input).slice(0, 200)}`).rejects.toMatchObject(error);
  expect(await everything()).toEqual(before);
}

const bad = (message: unknown) => ({ code: 'BAD_REQUEST', message });
const conflict = (message: string) => ({ code: 'CONFLICT', message });
const notFound = (message: string) => ({ code: 'NOT_FOUND', message });

/** Each door that takes words, with the field they stand in. */
const wordy = [
  ['open', 'symptom'],
  ['note', 'text'],
  ['close', 'cause'],
  ['reopen', 'reason'],
  ['handOver', 'note'],
] as const;
const inputOf = (door: Door, more: Record<string, unknown>): Record<string, unknown> => ({
  ...(door === 'open' ? { devices: [own(0)] } : { session }),
  ...(door === 'handOver' ? { to: world.people.admin.personId } : {}),
  ...more,
});

describe.each(wordy)('words: %s.%s', (door, field) => {
  test.each([
    ['empty', '', 'it needs a word'],
    ['blank', ' \n\t \r\n', 'it needs a word'],
    ['of 4,001 characters', 'x'.repeat(4_001), 'at most 4,000 characters'],
    ['with NUL', 'a\u0000b', 'no control or invisible characters: U+0000 after "a"'],
    ['with an escape', 'a\u001b[31mb', 'no control or invisible characters: U+001B after "a"'],
    ['that turn the direction', 'a\u202eb', 'no control or invisible characters: U+202E after "a"'],
    ['with half a character', 'a\ud800', 'no control or invisible characters: U+D800 after "a"'],
    ['with a paragraph separator', 'a\u2029b', 'no control or invisible characters: U+2029 after "a"'],
  ])('%s are refused, and nothing is there', async (_what, text, message) => {
    await refuses(door, inputOf(door, { [field]: text }), bad(`${field}: ${message}`));
  });

  test('that are a number, or none, are refused', async () => {
    await refuses(door, inputOf(door, { [field]: 7 }), bad(expect.stringContaining(`${field}: `)));
    if (door !== 'handOver') await refuses(door, inputOf(door, {}), bad(expect.stringContaining(`${field}: `)));
  });
});

test('4,000 characters are taken, of whichever kind', async () => {
  for (const text of ['x'.repeat(4_000), '😀'.repeat(2_000), 'ü'.repeat(4_000)])
    expect(await call('note', { session, text })).toMatchObject({ text });
});

describe('titles', () => {
  test.each([
    ['', 'it needs a word'],
    ['  ', 'it needs a word'],
    ['x'.repeat(121), 'at most 120 characters'],
    ['two\nlines', 'no control or invisible characters'],
    ['a\u0007b', 'no control or invisible characters'],
  ])('%j is refused', async (title, message) => {
    await refuses('rename', { session, title }, bad(`title: ${message}`));
    await refuses('open', { symptom: 'x', devices: [own(0)], title }, bad(`title: ${message}`));
  });
});

test.each<Door>([
  'open',
  'note',
  'rename',
  'run',
  'addDevices',
  'handOver',
  'close',
  'reopen',
  'get',
  'holders',
  'listAll',
])('%s takes no field that it does not name', async (door) => {
  const whole: Record<string, Record<string, unknown>> = {
    open: { symptom: 'x' },
    note: { text: 'x' },
    rename: { title: 'x' },
    run: { runs: [{ device: own(0), action: 'sys.overview' }] },
    addDevices: { devices: [own(1)] },
    close: { cause: 'x' },
    reopen: { reason: 'x' },
  };
  const base = door === 'listAll' ? {} : inputOf(door, whole[door] ?? {});
  for (const more of [{ number: 7 }, { by: missing }, { customer: 'other-isp' }, { at: '2001-01-01' }])
    await refuses(door, { ...base, ...more }, bad(expect.stringMatching(/unrecognized key/i)));
});

describe('devices', () => {
  test('of two customers are refused, to a Super Admin too', async () => {
    const input = { symptom: 'x', devices: [own(0), foreign()] };
    const before = await everything();
    await expect(call('open', input, 'superAdmin')).rejects.toMatchObject(
      bad('devices: all must belong to one customer'),
    );
    await expect(call('addDevices', { session, devices: [own(1), foreign()] }, 'superAdmin')).rejects.toMatchObject(
      notFound('no such device'),
    );
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['of another customer', foreign],
    ['that are nowhere', () => missing],
  ])('%s are refused among own ones, and none is added', async (_what, id) => {
    await refuses('open', { symptom: 'x', devices: [own(0), id()] }, notFound('no such device'));
    await refuses('addDevices', { session, devices: [own(1), id()] }, notFound('no such device'));
  });

  test('21 are refused', async () => {
    const made = await database.owner`
      insert into app.device (customer_id, name, address)
      select ${world.customers['acme-corp']}, gen_random_uuid()::text, '10.9.9.' || i from generate_series(1, 21) i returning id`;
    const devices = made.map(({ id }) => id);
    await refuses('open', { symptom: 'x', devices }, bad('devices: at most 20 in one session'));
    await refuses('addDevices', { session, devices }, bad(expect.stringMatching(/^devices: /)));
    const most = `S-${number} has 20 devices, which is the most.`;
    await refuses('addDevices', { session, devices: devices.slice(0, 20) }, conflict(most));
    await refuses('addDevices', { session, devices: [] }, bad(expect.stringMatching(/^devices: /)));
    await refuses('open', { symptom: 'x', devices: [] }, bad(expect.stringMatching(/^devices: /)));
  });

  test('that belong to it already are refused', async () => {
    const message = `This device belongs to S-${number} already.`;
    await refuses('addDevices', { session, devices: [own(1), own(0)] }, conflict(message));
  });
});

describe('runs are all taken or none', () => {
  const good = () => ({ device: own(0), action: 'sys.overview' });
  const ping = (params: Record<string, unknown>) => ({ device: own(0), action: 'tool.ping', params });

  test.each([
    ['an unknown action', () => ({ device: own(0), action: 'tool.reboot' }), bad('runs.1.action: no such action')],
    ['a value out of range', () => ping({ address: '1.1.1.1', count: 301 }), bad('count: from 1 to 300 packets')],
    [
      'a value that smuggles',
      () => ping({ address: '1.1.1.1', 'src-address': '1\n=x=9' }),
      bad(expect.stringContaining('src-address')),
    ],
    ['a parameter left out', () => ping({}), bad(expect.stringContaining('address'))],
    ['an unknown parameter', () => ping({ address: '1.1.1.1', command: 'x' }), bad(expect.stringContaining('command'))],
    [
      'a write, which no run is,',
      () => ({ device: own(0), action: 'fw.rule.toggle' }),
      bad('runs.1.action: no such action'),
    ],
    ['a foreign device', () => ({ ...good(), device: foreign() }), notFound('no such device')],
    ['a device that is nowhere', () => ({ ...good(), device: missing }), notFound('no such device')],
    ['a field of its own', () => ({ ...good(), run: missing }), bad(expect.stringMatching(/unrecognized key/i))],
  ])('with %s among them there is no run and no step', async (_what, pick, error) => {
    await refuses('run', { session, runs: [good(), pick(), good()] }, error);
  });

  test('with a device that is not of the session', async () => {
    const runs = [good(), { ...good(), device: own(1) }];
    const message = `This device does not belong to S-${number}. Add it first.`;
    await refuses('run', { session, runs }, conflict(message));
  });

  test('with a foreign device a Super Admin too, whose session is another customer’s', async () => {
    const before = await everything();
    const runs = [good(), { ...good(), device: foreign() }];
    await expect(call('run', { session, runs }, 'superAdmin')).rejects.toMatchObject(notFound('no such device'));
    expect(await everything()).toEqual(before);
  });

  test('with more than the router’s queue takes', async () => {
    const [row] = await database.owner`select name from app.device where id = ${own(0)}`;
    const tooMany = (message: string) => ({ code: 'TOO_MANY_REQUESTS', message });
    const runs = Array(13).fill(good());
    await refuses('run', { session, runs }, tooMany(`${row?.name} takes 12 actions at once: ask for fewer.`));
    await call('run', { session, runs: runs.slice(0, 2) });
    const message = `${row?.name} has 2 actions under way, of 12: stop one, or wait.`;
    await refuses('run', { session, runs: runs.slice(0, 11) }, tooMany(message));
    await call('run', { session, runs: runs.slice(0, 10) });
    await database.owner`update app.run set state = 'stopped', ended_at = now() where ended_at is null`;
  });

  test('with none, and with 25', async () => {
    await refuses('run', { session, runs: [] }, bad(expect.stringMatching(/^runs: /)));
    await refuses('run', { session, runs: Array(25).fill(good()) }, bad(expect.stringMatching(/^runs: /)));
  });
});

test('a closed session refuses every deed but the reopening, in one sentence', async () => {
  await call('close', { session, cause: 'Done.' });
  const message = `S-${number} is closed. Reopen it to go on with it.`;
  const inputs: readonly [Door, Record<string, unknown>][] = [
    ['note', { text: 'x' }],
    ['rename', { title: 'x' }],
    ['addDevices', { devices: [own(1)] }],
    ['run', { runs: [{ device: own(0), action: 'sys.overview' }] }],
    ['handOver', { to: world.people.admin.personId }],
    ['close', { cause: 'x' }],
  ];
  for (const [door, more] of inputs) await refuses(door, { session, ...more }, conflict(message));
  await call('reopen', { session, reason: 'x' });
  await refuses('reopen', { session, reason: 'x' }, conflict(`S-${number} is open already.`));
});

test('it is handed over to nobody who may not hold it', async () => {
  const unassigned = await makePerson(database.owner, 'operator', []);
  for (const to of [world.people.viewer.personId, unassigned.personId, PersonId.parse(missing)])
    await refuses('handOver', { session, to }, conflict(`Nobody of that id may look after S-${number}.`));
  const holder = world.people.operator.personId;
  await refuses('handOver', { session, to: holder }, conflict(`They look after S-${number} already.`));
  await refuses('handOver', { session, to: 'The admin' }, bad(expect.stringMatching(/^to: /)));
});

test('a session out of reach is refused in the same words as one that is not there', async () => {
  const theirs = world.sessions['other-isp'];
  for (const id of [theirs, SessionId.parse(missing)])
    for (const door of [
      'get',
      'holders',
      'note',
      'close',
      'reopen',
      'rename',
      'run',
      'addDevices',
      'handOver',
    ] as const)
      await refuses(door, { session: id }, notFound('no such session'));
  await refuses('get', { session: 'S-1' }, bad(expect.stringMatching(/^session: /)));
});
