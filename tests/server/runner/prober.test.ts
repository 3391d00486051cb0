import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import type { DeviceId } from '@/core/ids';
import { testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const database = await testDatabase();
let world: World;
let fleet: Fleet;
let devices: readonly DeviceId[];

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  await database.owner`truncate app.device_status`;
  fleet = new Fleet(database);
  devices = world.devices['acme-corp'];
});

const device = (index: number): DeviceId => {
  const found = devices[index];
  if (found === undefined) throw new Error('no such device');
  return found;
};
const statusOf = (id: DeviceId) => apiOf(world.people.viewer).devices.get({ device: id });
const isSo = async (holds: () => Promise<boolean>) => expect(await until(holds, 60_000)).toBe(true);

test('each device is asked who it is; one that cannot be says why; and all of it is seen live', async () => {
  await fleet.enrol(device(0), { identity: 'tower-01-gw', version: '7.20.8' });
  await fleet.enrol(device(1), { version: '6.49.18', faults: { refusesLogins: true } });
  await database.owner`update app.device set pin = repeat('ab', 32) where id = ${device(2)}`;
  const view = await apiOf(world.people.viewer).devices.watchList({ customer: 'acme-corp' });
  const { failures } = startRunner(fleet.dial);
  const seen = new Map<string, unknown>();
  for await (const [, { statuses }] of view) {
    for (const { device: id, status } of statuses) seen.set(id, status);
    if (seen.size === devices.length) break;
  }
  expect(seen.get(device(0))).toMatchObject({
    state: 'up',
    faultCode: null,
    identity: 'tower-01-gw',
    model: 'RB5009UG+S+',
    version: '7.20.8',
    cpuPercent: expect.any(Number),
    uptimeSeconds: expect.any(Number),
    roundTripMs: expect.any(Number),
  });
  expect(seen.get(device(1))).toMatchObject({
    state: 'down',
    faultCode: 'loginRefused',
    answeredAt: null,
    model: null,
  });
  expect(seen.get(device(2))).toMatchObject({ state: 'down', faultCode: 'noCredentials' });
  const { items, states } = await apiOf(world.people.viewer).devices.list({ customer: 'acme-corp', state: 'down' });
  expect([items.length, states]).toEqual([2, { up: 1, down: 2, noData: 0 }]);
  const { items: beats } = await apiOf(world.people.viewer).devices.beats({ devices: [device(0)] });
  // Another minute may have begun, and its try with it.
  const last = beats[0]?.beats.at(-1);
  expect(last?.tried).toBeGreaterThan(0);
  expect(last?.answered).toBe(last?.tried);
  expect(failures).toEqual([]);
});

test('what a device last answered stays, with its age, while it is down; both turns leave an entry', async () => {
  const router = await fleet.enrol(device(0));
  const first = startRunner(fleet.dial);
  await isSo(async () => (await statusOf(device(0))).state === 'up');
  const { answeredAt, model } = await statusOf(device(0));
  await first.runner.end(0);
  router.faults.refusesConnections = true;
  const second = startRunner(fleet.dial);
  await isSo(async () => (await statusOf(device(0))).state === 'down');
  expect(await statusOf(device(0))).toMatchObject({ faultCode: 'unreachable', answeredAt, model });
  await second.runner.end(0);
  router.faults.refusesConnections = false;
  startRunner(fleet.dial);
  await isSo(async () => (await statusOf(device(0))).state === 'up');
  const entries =
    await database.owner`select event from audit.entry where body::jsonb -> 'target' ->> 'id' = ${device(0)} and event like 'device.%' and body::jsonb -> 'actor' ->> 'kind' = 'runner' order by at`;
  expect(entries.map(({ event }) => event)).toEqual(['device.wentDown', 'device.cameUp']);
});

test('a customer that wants no probing is left alone, and what nobody asks has no data', async () => {
  const [quiet, asked] = [await fleet.enrol(device(0)), await fleet.enrol(world.devices['other-isp'][0] as DeviceId)]; // safe: the world has three of each.
  await database.owner`update app.customer set is_probed = false where slug = 'acme-corp'`;
  startRunner(fleet.dial);
  await isSo(async () => asked.received.length > 0);
  await isSo(async () => (await database.owner`select from app.device_status where is_up`).length > 0);
  expect(quiet.received).toEqual([]);
  expect(await statusOf(device(0))).toMatchObject({ state: 'noData', since: null, triedAt: null });
});

test('an old answer is no answer: a device that was not asked for two rounds has no data', async () => {
  await fleet.enrol(device(0));
  const { runner } = startRunner(fleet.dial);
  await isSo(async () => (await statusOf(device(0))).state === 'up');
  await runner.end(0);
  await database.shiftClock('3 minutes');
  const { triedAt } = await statusOf(device(0));
  expect(await statusOf(device(0))).toMatchObject({ state: 'noData', since: triedAt, model: 'RB5009UG+S+' });
  await database.shiftClock('0');
});
