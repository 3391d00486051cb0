import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import type { DeviceId } from '@/core/ids';
import { testDatabase } from '../../support/database';
import { account, Fleet, startRunner } from '../../support/routers';
import { apiOf, runToEnd } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const database = await testDatabase();
let world: World;
let fleet: Fleet;
let device: DeviceId;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  await database.owner`truncate app.device_status`;
  fleet = new Fleet(database);
  const [first] = world.devices['acme-corp'];
  if (first === undefined) throw new Error('the world has no device');
  device = first;
});

const capabilitiesOf = async () => (await apiOf(world.people.viewer).devices.get({ device })).capabilities;
const known = async () => expect(await until(async () => (await capabilitiesOf()) !== null, 60_000)).toBe(true);

test('a router is asked once what it can do; what it cannot is refused on the server with the reason', async () => {
  const router = await fleet.enrol(device, { model: 'hEXS', version: '7.20.8' });
  const { failures, runner } = startRunner(fleet.dial);
  await known();
  expect(await capabilitiesOf()).toMatchObject({
    routerOs: '7.20.8',
    board: 'hEX S',
    packages: ['routeros'],
    policies: ['read', 'test', 'api'],
    deviceMode: { mode: 'home', forbids: expect.arrayContaining(['bandwidth-test', 'sniffer', 'scheduler']) },
    lacks: expect.arrayContaining(['lte', 'wifi', 'wireless']),
  });
  expect((await apiOf(world.people.viewer).devices.get({ device })).capableAt).not.toBeNull();
  await database.owner`update app.device_status set capabilities = jsonb_set(capabilities, '{policies}', '["api", "read"]')`;
  await expect(runToEnd(world.people.operator, device, 'tool.ping', { address: '10.99.0.1' })).rejects.toThrow(
    'Ping: the account that reads lacks the policy test.',
  );
  await runner.end(0);
  const asked = router.received.filter(([path]) => path === '/system/package/print').length;
  const again = startRunner(fleet.dial);
  const answeredAt = async () => (await apiOf(world.people.viewer).devices.get({ device })).answeredAt;
  const before = await answeredAt();
  expect(await until(async () => (await answeredAt()) !== before, 60_000)).toBe(true);
  expect(router.received.filter(([path]) => path === '/system/package/print')).toHaveLength(asked);
  expect([...failures, ...again.failures]).toEqual([]);
});

test('an account that may not ask what others may is refused nothing for that', async () => {
  await fleet.enrol(device, { version: '6.49.18', accounts: [{ ...account, policies: ['api', 'read', 'test'] }] });
  startRunner(fleet.dial);
  await known();
  const found = await capabilitiesOf();
  expect(found?.deviceMode).toBeNull();
  expect(found?.lacks).toContain('deviceMode');
  const { run } = await runToEnd(world.people.operator, device, 'tool.ping', {
    address: '10.99.0.1',
    count: 1,
  });
  expect(run.state).toBe('done');
});
