import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { CustomerSlug, type DeviceId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { piecesOf } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeDevices, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;
let devices: readonly DeviceId[];
const customer = CustomerSlug.parse('acme-corp');
const other = CustomerSlug.parse('other-isp');
const action = 'sys.overview' as const;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  devices = world.devices['acme-corp'];
});

const operator = () => apiOf(world.people.operator).bulkRuns;
const runsOf = async () =>
  (await database.owner`select device_id as device from app.run where bulk_run_id is not null`).map(({ device }) =>
    String(device),
  );

async function more(count: number): Promise<DeviceId[]> {
  await database.owner`update app.device set name = 'first-' || name where customer_id = ${world.customers['acme-corp']}`;
  return makeDevices(database.owner, world.customers['acme-corp'], count);
}

describe('all that match a filter', () => {
  test('are asked, and no other', async () => {
    const many = await more(30);
    await database.owner`update app.device set tags = '{core}' where id = any (${many.slice(0, 12)})`;
    const made = await operator().start({ customer, action, matching: { tag: 'core', expected: 12 } });
    expect(made).toMatchObject({ devices: 12, action, counts: { waiting: 12, refused: 0 }, repeatOf: null });
    expect((await runsOf()).toSorted()).toEqual(many.slice(0, 12).toSorted());
  });

  test('are not asked when they are more or fewer than was seen, and nothing is left of it', async () => {
    const start = (expected: number) => operator().start({ customer, action, matching: { expected } });
    await expect(start(2)).rejects.toThrow('2 devices matched when you looked, 3 do now. Look again, then run it.');
    await expect(start(4)).rejects.toMatchObject({ code: 'CONFLICT' });
    const [row] = await database.owner`select count(*)::int as bulk from app.bulk_run where device_count > 1`;
    expect([await runsOf(), row?.bulk]).toEqual([[], 0]);
  });

  test('are 2,000 at most', async () => {
    await more(1_998);
    await expect(operator().start({ customer, action, matching: { expected: 2_001 } })).rejects.toThrow(
      'A bulk run takes 2,000 devices: narrow the filter.',
    );
  });
});

test('1,200 devices are intended in one go, each once, with one entry that proves which', async () => {
  const many = await more(1_200);
  const context = contextFor(world.people.operator);
  const { id } = await createCaller(context).bulkRuns.start({ customer, action, devices: many });
  expect((await runsOf()).toSorted()).toEqual(many.toSorted());
  const [entry, ...others] = await entriesOf(database.owner, context.origin.requestId);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    event: 'bulkRun.started',
    target: { kind: 'customer', id: world.customers['acme-corp'] },
    detail: {
      bulkRun: id,
      devices: 1_200,
      devicesSha256: createHash('sha256').update(many.toSorted().join('\n')).digest('hex'),
    },
  });
});

describe('nobody asks', () => {
  test('a device that is not of the customer: all are taken, or none', async () => {
    const [foreign] = world.devices['other-isp'];
    if (foreign === undefined) throw new Error('no device');
    for (const me of [world.people.operator, world.people.superAdmin])
      await expect(
        apiOf(me).bulkRuns.start({ customer, action, devices: [...devices, foreign] }),
      ).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'no such device',
      });
    expect(await runsOf()).toEqual([]);
  });

  test('as a Viewer, in a customer out of reach, or of a bulk run out of reach', async () => {
    const own = { customer, action, devices: [...devices] };
    await expect(apiOf(world.people.viewer).bulkRuns.start(own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(operator().start({ ...own, customer: other })).rejects.toThrow('customer "other-isp" not in scope');
    const foreign = { bulkRun: world.bulkRuns['other-isp'] };
    await expect(operator().get(foreign)).rejects.toThrow('no such bulk run');
    await expect(operator().repeat({ ...foreign, expected: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(operator().stop(foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(operator().export({ ...foreign, as: 'csv' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('for what fills the line, for what there is not, or without saying of which devices', async () => {
    const start = (asked: object) =>
      // safe: what a caller may send is not what the type allows.
      operator().start({ customer, ...asked } as unknown as Parameters<ReturnType<typeof operator>['start']>[0]);
    await expect(start({ action: 'tool.bwtest', devices })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(start({ action: 'tool.reboot', devices })).rejects.toThrow('no such action');
    await expect(start({ action: 'tool.ping', devices })).rejects.toThrow('address');
    await expect(start({ action })).rejects.toThrow('name either devices or what they match');
    await expect(start({ action, devices, matching: { expected: 3 } })).rejects.toThrow('name either');
    expect(await runsOf()).toEqual([]);
  });

  test('for a repeat while it goes on', async () => {
    const { id } = await operator().start({ customer, action, devices: [...devices] });
    await expect(operator().repeat({ bulkRun: id, expected: 1 })).rejects.toThrow(
      '3 have not ended: stop them, or wait.',
    );
  });
});

test('a device that has twelve actions under way is refused, and the others are asked', async () => {
  const [busy] = devices;
  if (busy === undefined) throw new Error('no device');
  for (let index = 0; index < 12; index += 1) await apiOf(world.people.admin).runs.start({ device: busy, action });
  const { id, counts } = await operator().start({ customer, action, devices: [...devices] });
  expect(counts).toMatchObject({ waiting: 2, refused: 1 });
  const page = await operator().get({ bulkRun: id });
  expect(page.devices.find(({ device }) => device === busy)?.refusal).toBe(
    'It has 12 actions under way, of 12: stop one, or wait.',
  );
});

test('bulk runs are listed the newest first, page by page, and each customer’s are its own', async () => {
  const made: string[] = [];
  for (let index = 0; index < 3; index += 1)
    made.unshift((await operator().start({ customer, action, devices: [...devices] })).id);
  const first = await operator().list({ customer, limit: 2 });
  expect(first.items.map(({ id }) => id)).toEqual(made.slice(0, 2));
  const rest = await operator().list({ customer, limit: 2, after: first.next ?? '' });
  expect(rest.items.map(({ id }) => id)).toEqual([made[2], world.bulkRuns['acme-corp']]);
  expect(rest.next).toBeNull();
  const all = (await operator().listAll({})).items.map(({ id }) => id);
  expect(all).toHaveLength(4);
  expect(all).not.toContain(world.bulkRuns['other-isp']);
  expect((await apiOf(world.people.superAdmin).bulkRuns.listAll({})).items.map(({ id }) => id)).toContain(
    world.bulkRuns['other-isp'],
  );
});

test('the matrix as CSV: a line a device, no cell that a spreadsheet runs, and its hash in the audit', async () => {
  await database.owner`with placed as (insert into app.site (customer_id, name)
    values (${world.customers['acme-corp']}, '=HYPERLINK("http://x")') returning id)
    update app.device set site_id = placed.id from placed where device.id = ${devices[2] ?? ''}`;
  const context = contextFor(world.people.operator);
  const asked = { bulkRun: world.bulkRuns['acme-corp'], as: 'csv' } as const;
  const [file, ...pieces] = await piecesOf(await createCaller(context).bulkRuns.export(asked));
  const csv = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  expect(file).toMatchObject({ kind: 'file', name: expect.stringMatching(/^bulk-run-acme-corp-[0-9a-f]{8}\.csv$/) });
  const [head, line, end] = csv.replace('\uFEFF', '').split('\r\n');
  expect(head).toBe(
    'device,site,outcome,fault,words,started_at,ended_at,duration_ms,run,Model,RouterOS,Up for,CPU load,Memory free',
  );
  expect(line).toContain(`"'=HYPERLINK(""http://x"")",refused,,It was not to be.`);
  expect(end).toBe('');
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
    { event: 'bulkRun.exportAsked', outcome: 'ok' },
    {
      event: 'bulkRun.exported',
      detail: { format: 'csv', devices: 1, sha256: createHash('sha256').update(csv).digest('hex') },
    },
  ]);
  await expect(
    apiOf(world.people.viewer).bulkRuns.export({ bulkRun: world.bulkRuns['acme-corp'], as: 'csv' }),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
