import { beforeEach, describe, expect, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import type { RouterOptions } from '@/simulator/router';
import { type TestDatabase, testDatabase } from '../../support/database';
import { account, Fleet, startRunner } from '../../support/routers';
import { runToEnd } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
});

const provider = { name: 'acme', towers: [1, 3, 5, 7, 9, 12, 15, 21] };
/** It may see every password: that none comes is then our doing. */
const accounts = [{ ...account, policies: [...account.policies, 'sensitive'] }];

type Action = Parameters<typeof runToEnd>[2];
type Read = (action: Action, params?: Record<string, unknown>) => Promise<Readonly<Record<string, string>>[]>;

/** A router of the provider as one of the customer's devices, and how it is read through the runner. */
async function reads(place: number, options: Partial<RouterOptions>) {
  const device: DeviceId = world.devices['acme-corp'][place] ?? fail();
  const router = await fleet.enrol(device, { ...options, accounts });
  const read: Read = async (action, params = {}) => {
    const { run, rows } = await runToEnd(world.people.operator, device, action, params);
    expect([action, run.state, run.fault]).toEqual([action, 'done', null]);
    return rows.map(({ fields }) => fields);
  };
  return { device, router, read };
}

const fail = (): never => {
  throw new Error('no such device');
};

const gateway = (version: string) =>
  reads(0, { version, character: { role: 'gateway', address: '10.20.3.1', provider } });
const concentrator = (version: string) =>
  reads(1, { model: 'CCR2004', version, character: { role: 'pppoe', address: '10.20.0.6', provider } });

describe.each(['7.20.8', '6.49.18'])('over the wire, from RouterOS %s', (version) => {
  test('a subscriber is the same in the lease, the ARP table, the bridge and the session, however they are asked for', async () => {
    startRunner(fleet.dial);
    const [home, center] = [await gateway(version), await concentrator(version)];
    const leases = await home.read('dhcp.leases', { status: 'bound', limit: 1000 });
    const sessions = await center.read('sub.sessions', { limit: 1000 });
    const session = sessions.find((one) => leases.some((lease) => lease['mac-address'] === one['caller-id']));
    const mac = session?.['caller-id'] ?? '';
    const name = session?.name ?? '';
    const written = mac.replaceAll(':', '').toLowerCase();

    const [lease, ...others] = await home.read('dhcp.leases', { mac: written });
    expect(others).toEqual([]);
    const address = lease?.['active-address'];
    expect(lease).toMatchObject({
      'active-mac-address': mac,
      status: 'bound',
      'host-name': `cpe-${name.replace('.', '-')}`,
    });
    expect(await home.read('dhcp.leases', { address })).toMatchObject([{ 'mac-address': mac }]);
    expect(await home.read('dhcp.leases', { host: name.replace('.', '-').toUpperCase() })).toMatchObject([
      { 'mac-address': mac },
    ]);
    expect(await home.read('ip.arp', { address })).toMatchObject([{ 'mac-address': mac, interface: 'bridge-tower' }]);
    expect(await home.read('ip.arp', { mac: written })).toMatchObject([{ address }]);
    expect(await home.read('ip.arp', { family: '6', mac })).toMatchObject([
      { address: expect.stringMatching(/^fe80::/) },
    ]);
    const hosts = await home.read('br.hosts', { mac: mac.replaceAll(':', '-'), bridge: 'bridge-tower' });
    expect(hosts.map(({ vid }) => vid)).toEqual(['1', '200']);
    expect(await home.read('br.hosts', { mac, vlan: 200 })).toMatchObject([
      { 'on-interface': hosts[0]?.['on-interface'] },
    ]);

    expect(await center.read('sub.sessions', { name })).toMatchObject([{ 'caller-id': mac }]);
    expect(await center.read('sub.sessions', { mac: written, address: session?.address })).toMatchObject([{ name }]);
    expect(await center.read('sub.sessions', { contains: name.toUpperCase() })).toMatchObject([{ name }]);
    expect(await center.read('ppp.secrets', { mac: written })).toMatchObject([{ name, 'last-caller-id': mac }]);
  });

  test('no password of a subscriber comes, though the router would give it away', async () => {
    startRunner(fleet.dial);
    const { device, router, read } = await concentrator(version);
    const passwords = router.state.table('/ppp/secret').items.map(({ fields }) => fields.password ?? '');
    expect(passwords.length).toBeGreaterThanOrEqual(300);
    const rows = await read('ppp.secrets', { limit: 1000 });
    expect(rows).toHaveLength(passwords.length);
    expect(rows.every((row) => row.name !== undefined && !('password' in row))).toBe(true);
    const all = JSON.stringify([rows, await read('sub.sessions', { limit: 1000 }), await read('ip.arp'), device]);
    expect(passwords.every((password) => password !== '' && !all.includes(password))).toBe(true);
    expect(router.received.flat().join(' ')).not.toMatch(/password=?,|,password|\?password/);
  });

  test('with one more than was wanted the router is told to stop, and the run says that it was cut short', async () => {
    startRunner(fleet.dial);
    const { device, router } = await concentrator(version);
    const { run, rows } = await runToEnd(world.people.operator, device, 'ppp.secrets', { contains: 'A', limit: 7 });
    expect([run.state, run.isTruncated, rows.length]).toEqual(['done', true, 7]);
    expect(router.received.some(([path]) => path === '/cancel')).toBe(true);
    expect(rows.every(({ fields }) => fields.name?.includes('a'))).toBe(true);
    const whole = await runToEnd(world.people.operator, device, 'ppp.secrets', { disabled: true });
    expect(whole.run.isTruncated).toBe(false);
    expect(whole.rows.map(({ fields }) => fields.disabled)).toEqual(whole.rows.map(() => 'true'));
    expect(whole.rows.length).toBeGreaterThan(0);
  });

  test('prefixes of DHCPv6 and guests of a hotspot are read too', async () => {
    startRunner(fleet.dial);
    const center = await concentrator(version);
    const [binding] = await center.read('dhcp.leases', { family: '6', limit: 1 });
    const prefix = binding?.address?.toUpperCase();
    expect(await center.read('dhcp.leases', { family: '6', address: prefix })).toMatchObject([{ duid: binding?.duid }]);
    const hotspot = await reads(0, {
      model: 'cAP',
      version,
      character: { role: 'hotspot', address: '10.20.100.3', provider },
    });
    const [guest] = await hotspot.read('sub.sessions', { service: 'hotspot', limit: 1 });
    expect(await hotspot.read('sub.sessions', { service: 'hotspot', name: guest?.user })).toMatchObject([
      { 'mac-address': guest?.['mac-address'], address: guest?.address },
    ]);
  });
});
