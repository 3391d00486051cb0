import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { Routers } from '@/server/routeros/routers';
import { eraseCustomers } from '@/server/runner/erase-customers';
import { purgeResults } from '@/server/runner/housekeeping';
import { Snapshotter } from '@/server/runner/snapshotter';
import type { SimulatedRouter } from '@/simulator/router';
import { testDatabase } from '../../support/database';
import { Fleet } from '../../support/routers';
import { makeCustomer, makeDevices, makeWorld, type World } from '../../support/world';

const database = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;
let device: DeviceId;
let router: SimulatedRouter;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  fleet = new Fleet(database);
  [device] = world.devices['acme-corp'] as [DeviceId]; // safe: the world has three.
  // Of the others nothing is known, so nobody asks them.
  await owner`delete from app.device_status where device_id <> ${device}`;
  await owner`update app.device_status set version = '7.20.8'`;
  await owner`update app.device set enrolled_at = now() - interval '2 days'`;
  router = await fleet.enrol(device);
});

/** One for this test, which looks when it is told to. */
function snapshotter() {
  const failures: unknown[] = [];
  const routers = new Routers({ dial: fleet.dial });
  const made = new Snapshotter(routers, (error) => failures.push(error));
  onTestFinished(async () => {
    await made.end();
    await routers.close();
  });
  return {
    failures,
    look: async () => {
      await made.look();
      await made.settle();
    },
  };
}

/** So long after the test began, at which the device was asked how it is just now. */
async function after(time: string): Promise<void> {
  await database.shiftClock(time);
  await owner`update app.device_status set tried_at = app.now()`;
}

const rows = () => owner`select * from app.snapshot where device_id = ${device} order by taken_at`;
const told = async () =>
  (await owner`select body from audit.entry where event = 'device.configurationChanged' order by at`)
    .map(({ body }) => JSON.parse(body))
    .filter(({ target }) => target.id === device);
/** As somebody does who is signed in to the router itself. */
function comment(text: string): void {
  const { items } = router.state.table('/interface');
  const at = items.findIndex(({ fields }) => fields.name === 'ether2');
  const ether2 = items[at];
  if (ether2 === undefined) throw new Error('the router has no ether2');
  items[at] = { ...ether2, fields: { ...ether2.fields, comment: text } };
}
const said = () => router.received.filter(([path]) => path === '/ip/firewall/filter/print').length;

test('the same found again is one snapshot, seen until then, and nobody is told', async () => {
  const { look, failures } = snapshotter();
  await look();
  await look();
  expect(said()).toBe(1);
  const [first] = await rows();
  expect(first).toMatchObject({ router_os: '7.20.8', changed_rows: null, last_seen_at: first?.taken_at });
  await after('1 day');
  await look();
  expect(said()).toBe(2);
  const [only, ...others] = await rows();
  expect(others).toEqual([]);
  expect(only?.taken_at).toEqual(first?.taken_at);
  expect(Number(only?.last_seen_at) - Number(first?.last_seen_at)).toBeGreaterThanOrEqual(86_400_000);
  expect(await told()).toEqual([]);
  expect(failures).toEqual([]);
});

test('what somebody changed on the router is a second snapshot and one event, which counts and names no value', async () => {
  const { look, failures } = snapshotter();
  await look();
  comment('to the secret mast');
  await after('1 day');
  await look();
  await look();
  expect((await rows()).map(({ changed_rows }) => changed_rows)).toEqual([null, 2]);
  const events = await told();
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    actor: { kind: 'runner' },
    request: `snapshot:${device}`,
    detail: {
      lines: 2,
      menus: { '/interface': { added: 1, removed: 1 } },
      routerOs: { before: '7.20.8', after: '7.20.8' },
    },
  });
  expect(JSON.stringify(events)).not.toContain('secret mast');
  expect(failures).toEqual([]);
});

test('of a menu that is not read to the end no change is told, but what changed elsewhere is', async () => {
  const { look, failures } = snapshotter();
  const list = router.state.table('/ip/firewall/address-list');
  const block = (at: number) =>
    list.add({ list: 'blocked', address: `10.66.${at >> 8}.${at & 255}`, dynamic: 'false', disabled: 'false' });
  const many = Array.from({ length: 20_100 }, (_, at) => block(at));
  await look();
  for (const item of many.slice(0, 50)) list.remove(item);
  await after('1 day');
  await look();
  expect(await rows()).toHaveLength(1);
  expect(await told()).toEqual([]);
  comment('to the mast');
  await after('2 days');
  await look();
  expect((await told()).map(({ detail }) => detail.menus)).toEqual([{ '/interface': { added: 1, removed: 1 } }]);
  for (const item of many.slice(50, 200)) list.remove(item);
  await after('3 days');
  await look();
  // That it is read to the end again is the one thing that can be told of it.
  expect((await told()).map(({ detail }) => detail.menus)).toContainEqual({
    '/ip/firewall/address-list': { added: 0, removed: 1 },
  });
  expect(await told()).toHaveLength(2);
  expect(failures).toEqual([]);
});

test('a device is read at its own minute of the day, and not before', async () => {
  const [minute] =
    await owner`select (('x' || left(encode(sha256(uuid_send(${device}::uuid)), 'hex'), 8))::bit(32)::bigint
    % 1440)::int as of`;
  const nextIn = async (seconds: number) =>
    (
      await owner`select (date_trunc('day', now(), 'UTC') + interval '1 day' + make_interval(mins => ${minute?.of}, secs => ${seconds})
      - now())::text as by`
    )[0]?.by;
  const { look } = snapshotter();
  await look();
  expect(said()).toBe(1);
  await owner`update app.snapshot set (taken_at, last_seen_at) =
    (select at, at from (select date_trunc('day', now(), 'UTC') + make_interval(mins => ${minute?.of}, secs => 1) as at) of)`;
  await after(await nextIn(-30));
  await look();
  expect(said()).toBe(1);
  await after(await nextIn(30));
  await look();
  expect(said()).toBe(2);
});

test('a new device is read once its first minute is over, whatever its own minute, and is left alone until that one comes', async () => {
  await owner`update app.device set enrolled_at = now()`;
  const { look, failures } = snapshotter();
  await look();
  expect(router.received).toEqual([]);
  await after('61 seconds');
  await look();
  await look();
  expect(said()).toBe(1);
  expect((await rows()).map(({ changed_rows }) => changed_rows)).toEqual([null]);
  expect(failures).toEqual([]);
});

test('of very many new devices ten are read after each look, those that wait the longest first, and a daily one in any case', async () => {
  const { look, failures } = snapshotter();
  await look();
  // It is due since its minute of today or yesterday, long after the others were enrolled.
  await owner`update app.snapshot set taken_at = now() - interval '2 days', last_seen_at = now() - interval '2 days'`;
  const many = await makeDevices(owner, await makeCustomer(owner, 'new-isp'), 12);
  await owner`update app.device set enrolled_at = now() - interval '9 days' where id = any (${many})`;
  const [latest = ''] = many;
  await owner`update app.device set enrolled_at = now() - interval '8 days' where id = ${latest}`;
  await fleet.share(many);
  await owner`update app.device_status set version = '7.20.8' where device_id = any (${many})`;
  const known = async () =>
    (await owner`select distinct device_id as id from app.snapshot where device_id = any (${many})`).map(
      ({ id }) => id,
    );
  await look();
  expect(await known()).toHaveLength(10);
  expect(await known()).not.toContain(latest);
  expect(said()).toBe(2);
  await look();
  expect(await known()).toHaveLength(12);
  expect(failures).toEqual([]);
}, 60_000);

test('a router that is down is not asked, and one that does not say it all is asked again an hour later', async () => {
  const { look, failures } = snapshotter();
  await owner`update app.device_status set is_up = false, fault_code = 'unreachable'`;
  await look();
  expect(router.received).toEqual([]);
  await owner`update app.device_status set is_up = true, fault_code = null`;
  // It ends the session in the middle of its firewall.
  router.faults.lie = 'fatal';
  await look();
  router.faults.lie = null;
  const asked = said();
  expect(asked).toBe(1);
  await after('59 minutes');
  await look();
  expect(said()).toBe(asked);
  expect(await rows()).toHaveLength(0);
  await after('61 minutes');
  await look();
  expect(await rows()).toHaveLength(1);
  expect(failures).toEqual([]);
});

test('a customer whose devices are not probed is left alone', async () => {
  await owner`update app.customer set is_probed = false`;
  await snapshotter().look();
  expect(router.received).toEqual([]);
});

test('it lies sealed, and goes with its customer', async () => {
  await snapshotter().look();
  const [stored] = await owner`select s::text as row, text_sealed as sealed from app.snapshot s`;
  expect(stored?.sealed.length).toBeGreaterThan(1_000);
  for (const part of ['tower-01-gw', '/ip/firewall/filter', 'ether2']) {
    expect(stored?.row).not.toContain(part);
    expect(Buffer.from(stored?.sealed).includes(part)).toBe(false);
  }
  await owner`update app.customer set archived_at = now(), erased_at = now(), erased_counts = '{}' where slug = 'acme-corp'`;
  while (await eraseCustomers());
  expect(await rows()).toEqual([]);
});

test('old ones go, but never the one that was in force when the kept days begin, and never the newest', async () => {
  await snapshotter().look();
  const copy = (daysAgo: number) => owner`
    insert into app.snapshot select gen_random_uuid(), customer_id, device_id, now() - make_interval(days => ${daysAgo}),
      now() - make_interval(days => ${daysAgo}), router_os, digest, text_sealed, 1 from app.snapshot order by taken_at desc limit 1`;
  for (const days of [200, 150, 100, 50]) await copy(days);
  await purgeResults();
  expect((await rows()).map(({ taken_at }) => Math.round((Date.now() - Number(taken_at)) / 86_400_000))).toEqual([
    100, 50, 0,
  ]);
  await database.shiftClock('400 days');
  await purgeResults();
  expect(await rows()).toHaveLength(1);
});
