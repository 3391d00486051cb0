import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import type { DeviceId } from '@/core/ids';
import { unread } from '@/core/shown/snapshot-text';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { keepSnapshot } from '@/server/runner/keep-snapshot';
import { createMasterKey } from '@/server/vault/master-key';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makePerson, makeWorld, type World } from '../../support/world';

const database = await testDatabase();
let world: World;
let device: DeviceId;

const texts = [
  '/ip/service\n  add name=ssh\n/ip/address\n  add address=10.0.0.1/24\n',
  '/ip/service\n  add name=ssh disabled=true\n/ip/address\n  add address=10.0.0.1/24\n',
  '/ip/service\n  add name=ssh disabled=true\n/ip/address\n  add address=10.0.0.1/24\n  add address=10.0.0.2/24\n',
];
const api = (me: Principal) => apiOf(me).snapshots;
const dayAt = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Three days, on each of which it was found to be another, and the last of them twice. */
beforeAll(async () => {
  world = await makeWorld(database);
  await createMasterKey(processEnv().keysDirectory);
  [device] = world.devices['acme-corp'] as [DeviceId]; // safe: the world has three.
  for (const [day, text] of [...texts, texts[2] ?? ''].entries()) {
    await database.shiftClock(`${day} days`);
    await keepSnapshot({ device, customerId: world.customers['acme-corp'], routerOs: '7.20.8', text });
  }
  await database.shiftClock('0');
});

test('the list says when, until when it was the same, and how many lines changed; page by page', async () => {
  const { items, next } = await api(world.people.viewer).list({ device });
  expect(next).toBeNull();
  expect(items.map(({ changedLines }) => changedLines)).toEqual([1, 2, null]);
  const days = ({ takenAt, lastSeenAt }: (typeof items)[number]) =>
    Math.round((Date.parse(lastSeenAt) - Date.parse(takenAt)) / 86_400_000);
  expect(items.map(days)).toEqual([1, 0, 0]);
  const first = await api(world.people.viewer).list({ device, limit: 2 });
  const rest = await api(world.people.viewer).list({ device, limit: 2, after: String(first.next) });
  expect([...first.items, ...rest.items]).toEqual(items);
});

test('what changed since a moment is told from the snapshot in force then to the newest', async () => {
  const since = async (days: number) => api(world.people.viewer).changes({ device, since: dayAt(days) });
  const service = [
    { menu: '/ip/service', kind: 'removed', line: 'add name=ssh' },
    { menu: '/ip/service', kind: 'added', line: 'add name=ssh disabled=true' },
  ];
  const address = { menu: '/ip/address', kind: 'added', line: 'add address=10.0.0.2/24' };
  expect(await since(0.5)).toMatchObject({ changes: [...service, address], total: 3 });
  expect(await since(1.5)).toMatchObject({ changes: [address], total: 1 });
  const now = await since(9);
  expect(now).toMatchObject({ changes: [], total: 0, to: now.from });
  expect(await since(-1)).toMatchObject({ from: null, to: now.to, changes: [], total: 0 });
});

test('a menu that was not read to the end is named, whether or not anything else is different', async () => {
  const [, , third] = world.devices['acme-corp'] as [DeviceId, DeviceId, DeviceId]; // safe: as above.
  const taken = { device: third, customerId: world.customers['acme-corp'], routerOs: '7.20.8' };
  const list = `/ip/firewall/address-list\n  ${unread}\n`;
  await keepSnapshot({ ...taken, text: list });
  const since = async (days: number) => api(world.people.viewer).changes({ device: third, since: dayAt(days) });
  const notCompared = ['/ip/firewall/address-list'];
  expect(await since(0.5)).toMatchObject({ changes: [], total: 0, notCompared });
  await database.shiftClock('1 day');
  await keepSnapshot({ ...taken, text: `${list}/ip/service\n  add name=ssh\n` });
  await database.shiftClock('0');
  expect(await since(0.5)).toMatchObject({ total: 1, notCompared });
});

test('whoever has no part in the customer sees none of it, and each look leaves its entry', async () => {
  const stranger = await makePerson(database.owner, 'admin', [world.customers['other-isp']]);
  await expect(api(stranger).list({ device })).rejects.toThrow('no such device');
  await expect(api(stranger).changes({ device, since: dayAt(0.5) })).rejects.toThrow('no such device');
  const ctx = contextFor(world.people.operator);
  await createCaller(ctx).snapshots.list({ device });
  await createCaller(ctx).snapshots.changes({ device, since: dayAt(0.5) });
  const entries = await entriesOf(database.owner, ctx.origin.requestId);
  expect(entries).toMatchObject([
    { event: 'snapshot.listed', target: { kind: 'device', id: device }, detail: {} },
    { event: 'snapshot.compared', target: { kind: 'device', id: device }, detail: {} },
  ]);
});

test('two who read the same device at once keep one snapshot', async () => {
  const [, other] = world.devices['acme-corp'] as [DeviceId, DeviceId]; // safe: as above.
  const taken = {
    device: other,
    customerId: world.customers['acme-corp'],
    routerOs: '7.20.8',
    text: texts[0] ?? '',
  };
  await Promise.all([keepSnapshot(taken), keepSnapshot(taken), keepSnapshot(taken)]);
  expect((await api(world.people.viewer).list({ device: other })).items).toHaveLength(1);
});
