import { describe, expect, onTestFinished, test } from 'vitest';
import type { Values } from '@/core/actions/parameter';
import { keptBy } from '@/core/change/effects';
import { inverse } from '@/core/change/inverse';
import { compile } from '@/core/templates/compile';
import { type DirectId, templateOf } from '@/core/templates/library';
import { preview } from '@/server/change/preview';
import type { Wanted } from '@/server/change/wanted';
import type { ModelName } from '@/simulator/models';
import { type SimulatedRouter, startRouter } from '@/simulator/router';
import { accounts, attempt, type Place, routersOf, saidTo, settled, writing } from './scene';

/* Direct write actions that set nothing, or end what comes and goes by itself: done, proven, and said before that nobody undoes it. */

async function placeOf(model: ModelName, version = '7.20.8', identity = 'tower-01-gw', bootMs = 60): Promise<Place> {
  const router = await startRouter({
    ...{ model, version, identity, transport: 'plain', seed: 7, accounts, character: { bootMs } },
  });
  onTestFinished(() => router.stop());
  const target = {
    ...{ key: 'one', host: router.host, port: router.port, login: writing, isPre643: false, codePage: null },
    transport: { kind: 'plain' },
  } as const;
  return { router, target, reads: target };
}

const wanted = (id: DirectId, values: Values): Wanted => ({
  ...{ template: templateOf(id), reverts: null, values, device: 'a device', steps: compile(templateOf(id), values) },
});

const look = (routers: ReturnType<typeof routersOf>, { target }: Place, what: Wanted) =>
  preview(routers, target, { wanted: what, signal: new AbortController().signal });

const rowsIn = (router: SimulatedRouter, menu: string) => router.state.table(menu).items.map(({ fields }) => fields);

const client = { 'mac-address': '02:00:00:00:0A:01', address: '10.250.0.11', 'active-address': '10.250.0.11' };
const lease = { status: 'bound', server: 'dhcp-office', radius: 'false', disabled: 'false', '.since': '0' };

interface Case {
  readonly id: DirectId;
  readonly model: ModelName;
  readonly kept: ReturnType<typeof keptBy>;
  readonly furnish?: (router: SimulatedRouter) => unknown;
  readonly values: (router: SimulatedRouter) => Values;
  /** What of the row is shown before. */
  readonly shows: readonly string[];
  readonly word: string;
}

const station = '02:00:00:00:0B:01';
const associate = (menu: string, on: string) => (router: SimulatedRouter) =>
  router.state.table(menu).add({ 'mac-address': station, interface: on, signal: '-61', '.since': '0' });

const cases: readonly Case[] = [
  {
    ...{ id: 'poe.cycle', model: 'hEXPoE', kept: 'nothing', word: '/interface/ethernet/poe/power-cycle' },
    ...{ values: () => ({ interface: 'ether3', duration: 2000 }), shows: ['poe-out', 'poe-out-status'] },
  },
  {
    ...{ id: 'dhcp.client.renew', model: 'RB5009', kept: 'nothing', word: '/ip/dhcp-client/renew' },
    furnish: ({ state }) =>
      state.table('/ip/dhcp-client').add({
        ...{ interface: 'ether4', status: 'bound', address: '198.51.100.9/24', gateway: '198.51.100.1' },
        ...{ disabled: 'false', dynamic: 'false', '.since': String(Date.now() - 3_600_000) },
      }),
    ...{ values: () => ({ interface: 'ether4' }), shows: ['address', 'status', 'expires-after'] },
  },
  {
    ...{ id: 'dns.cache.flush', model: 'RB5009', kept: 'nothing', word: '/ip/dns/cache/flush' },
    ...{ values: () => ({}), shows: ['cache-used'] },
  },
  {
    ...{ id: 'ipsec.peer.drop', model: 'RB5009', kept: 'nothing', word: '/ip/ipsec/active-peers/remove' },
    furnish: ({ state }) =>
      state.table('/ip/ipsec/active-peers').add({
        ...{ 'remote-address': '203.0.113.77', 'local-address': '192.0.2.1', port: '4500', state: 'established' },
        ...{ side: 'initiator', '.since': '0' },
      }),
    ...{ values: () => ({ address: '203.0.113.77' }), shows: ['remote-address', 'state'] },
  },
  {
    ...{ id: 'wifi.client.drop', model: 'hAPax2', kept: 'nothing', word: '/interface/wifi/registration-table/remove' },
    ...{ values: () => ({ mac: station }), furnish: associate('/interface/wifi/registration-table', 'wifi2') },
    shows: ['mac-address', 'interface'],
  },
  {
    ...{ id: 'wifi.client.drop', model: 'cAP', kept: 'nothing', word: '/interface/wireless/registration-table/remove' },
    ...{ values: () => ({ mac: station }), furnish: associate('/interface/wireless/registration-table', 'wlan1') },
    shows: ['mac-address', 'interface'],
  },
  {
    ...{ id: 'fw.conn.drop', model: 'RB5009', kept: 'nothing', word: '/ip/firewall/connection/remove' },
    values: (router) => ({ src: rowsIn(router, '/ip/firewall/connection')[0]?.address ?? '' }),
    shows: ['protocol', 'src-address', 'dst-address'],
  },
  {
    ...{ id: 'dhcp.lease.static', model: 'RB5009', kept: 'guard', word: '/ip/dhcp-server/lease/make-static' },
    furnish: ({ state }) => state.table('/ip/dhcp-server/lease').add({ ...client, ...lease, dynamic: 'true' }),
    ...{ values: () => ({ mac: client['mac-address'] }), shows: ['address', 'dynamic'] },
  },
  {
    ...{ id: 'dhcp.lease.remove', model: 'RB5009', kept: 'guard', word: '/ip/dhcp-server/lease/remove' },
    furnish: ({ state }) => state.table('/ip/dhcp-server/lease').add({ ...client, ...lease, dynamic: 'true' }),
    ...{ values: () => ({ address: client.address }), shows: ['mac-address', 'dynamic'] },
  },
  {
    ...{ id: 'sys.backup.save', model: 'RB5009', kept: 'nothing', word: '/system/backup/save' },
    ...{ values: () => ({ name: 'before-work', password: 'k9Jw2Qm7Zt4Vx8Rb' }), shows: [] },
  },
  {
    ...{ id: 'sys.reboot', model: 'RB5009', kept: 'restart', word: '/system/reboot' },
    ...{ values: () => ({ reason: 'it hangs since this morning' }), shows: ['uptime', 'version'] },
  },
];

describe.each(['7.18.2', '7.24'])('on RouterOS %s', (version) => {
  test.each(cases)(
    '$id on $model is shown as it is now, done once, and proven',
    async (one) => {
      const place = await placeOf(one.model, version);
      const { router } = place;
      one.furnish?.(router);
      const routers = routersOf();
      const what = wanted(one.id, one.values(router));
      const found = await look(routers, place, what);
      expect(found.state, JSON.stringify(found.preview.refusals)).toBe('previewed');
      expect(keptBy(found.preview)).toBe(one.kept);
      for (const { before } of found.preview.changes)
        for (const field of one.shows) expect(before?.[field] ?? '', field).not.toBe('');
      // What no guard undoes and nothing brings back is said before; a file is taken away again.
      if (one.kept !== 'guard' && one.id !== 'sys.backup.save') expect(found.preview.lost).not.toEqual([]);
      const { made } = await attempt(routers, place, { wanted: what, digest: found.digest });
      expect(made.state, made.fault?.message).toBe('verified');
      expect(saidTo(router).filter((said) => said.startsWith(one.word)).length).toBe(found.preview.changes.length);
    },
    30_000,
  );
});

test('a lease that is reserved is so for good a second time, and is removed where it is taken back', async () => {
  const place = await placeOf('RB5009');
  const routers = routersOf();
  place.router.state.table('/ip/dhcp-server/lease').add({ ...client, ...lease, dynamic: 'true' });
  const what = wanted('dhcp.lease.static', { mac: client['mac-address'] });
  const first = await look(routers, place, what);
  const { made, plan } = await attempt(routers, place, { wanted: what, digest: first.digest });
  expect(made.state).toBe('verified');
  expect((await look(routers, place, what)).state).toBe('unneeded');
  const steps = plan === null ? [] : inverse(plan);
  const back = { ...what, reverts: 'it', steps };
  const undoing = await look(routers, place, back);
  expect((await attempt(routers, place, { wanted: back, digest: undoing.digest })).made.state).toBe('verified');
  expect(
    rowsIn(place.router, '/ip/dhcp-server/lease').some((row) => row['mac-address'] === client['mac-address']),
  ).toBe(false);
});

test('a reservation that is removed comes back with all that it said; a lease of the router’s own does not', async () => {
  const place = await placeOf('RB5009');
  const routers = routersOf();
  const { state } = place.router;
  const own = { 'mac-address': '02:00:00:00:0A:02', address: '10.250.0.12', comment: 'the printer', dynamic: 'false' };
  state.table('/ip/dhcp-server/lease').add({ ...lease, ...own, server: 'all', status: 'waiting', 'rate-limit': '5M' });
  state.table('/ip/dhcp-server/lease').add({ ...client, ...lease, dynamic: 'true' });
  const what = wanted('dhcp.lease.remove', { mac: own['mac-address'] });
  const found = await look(routers, place, what);
  expect(found.preview.lost).toEqual([]);
  const { plan } = await attempt(routers, place, { wanted: what, digest: found.digest });
  const back = { ...what, reverts: 'it', steps: plan === null ? [] : inverse(plan) };
  const undoing = await look(routers, place, back);
  expect((await attempt(routers, place, { wanted: back, digest: undoing.digest })).made.state).toBe('verified');
  const again = rowsIn(place.router, '/ip/dhcp-server/lease').find((row) => row['mac-address'] === own['mac-address']);
  expect(again).toMatchObject({ ...own, 'rate-limit': '5M' });
  const dynamic = wanted('dhcp.lease.remove', { mac: client['mac-address'] });
  const other = await look(routers, place, dynamic);
  expect(other.preview.lost).toHaveLength(1);
  expect(other.preview.inverse).toEqual([]);
});

test('a backup is a file of our name with a password that nobody reads again, and is taken away by its name', async () => {
  const place = await placeOf('RB5009');
  const routers = routersOf();
  const what = wanted('sys.backup.save', { name: 'before-work', password: 'k9Jw2Qm7Zt4Vx8Rb' });
  const found = await look(routers, place, what);
  expect(JSON.stringify(found)).not.toContain('k9Jw2Qm7Zt4Vx8Rb');
  const { made, plan } = await attempt(routers, place, { wanted: what, digest: found.digest });
  expect(made.state).toBe('verified');
  const files = () => rowsIn(place.router, '/file').map(({ name }) => name);
  expect(files()).toContain('routeward-before-work.backup');
  expect((await look(routers, place, what)).state).toBe('unneeded');
  const back = { ...what, reverts: 'it', steps: plan === null ? [] : inverse(plan) };
  const undoing = await look(routers, place, back);
  expect((await attempt(routers, place, { wanted: back, digest: undoing.digest })).made.state).toBe('verified');
  expect(files()).not.toContain('routeward-before-work.backup');
});

describe('a reboot', () => {
  const reboot = () => wanted('sys.reboot', { reason: 'it hangs since this morning' });
  const rebootsSaid = ({ router }: Place) => saidTo(router).filter((said) => said.startsWith('/system/reboot')).length;

  test('that the router refuses has failed, and nothing was restarted', async () => {
    const place = await placeOf('RB5009');
    const routers = routersOf();
    const target = { ...place.target, login: { name: 'admin', password: 'by hand' } };
    const found = await look(routers, { ...place, target }, reboot());
    const { made } = await attempt(routers, { target }, { wanted: reboot(), digest: found.digest });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'notPermitted' } });
  });

  test('whose router does not come back in time is unknown, is not said again, and is settled when it answers', async () => {
    const place = await placeOf('RB5009', '7.20.8', 'tower-01-gw', 1500);
    const routers = routersOf();
    const found = await look(routers, place, reboot());
    const limits = { restartMs: 300 };
    const done = await attempt(routers, place, { wanted: reboot(), digest: found.digest, limits });
    expect(done.made).toMatchObject({ state: 'unknown', fault: { code: 'notReachedAgain' } });
    expect(done.stages).toContain('applied');
    expect(await settled(routers, place, done)).toBe('verified');
    expect(rebootsSaid(place)).toBe(1);
  });

  test('of which nobody knows whether it was said is not said again: it stays unknown where it has been up for longer', async () => {
    const place = await placeOf('RB5009');
    const routers = routersOf();
    const found = await look(routers, place, reboot());
    // Whoever writes down that it is about to be said is gone before it is said.
    const done = await attempt(routers, place, {
      ...{ wanted: reboot(), digest: found.digest },
      at: (stage) => (stage === 'armed' ? Promise.reject(new Error('gone')) : undefined),
    });
    expect(done.made.state).toBe('failed');
    expect(rebootsSaid(place)).toBe(0);
    const crashed = {
      ...done,
      stages: [...done.stages, 'armed' as const],
      made: { ...done.made, state: 'unknown' as const },
      // Until then it may be on its way.
      endedFor: 601,
    };
    expect(await settled(routers, place, crashed)).toBe('never');
    expect(rebootsSaid(place)).toBe(0);
  });
});

test('a client that carries our way, and a connection of ours, are left alone', async () => {
  const place = await placeOf('RB5009');
  const routers = routersOf();
  const [session] = [...place.router.state.sessions];
  expect(session).toBeUndefined();
  const found = await look(routers, place, wanted('fw.conn.drop', { dst: '127.0.0.1' }));
  expect(found.state).toBe('refused');
});

test('a radio gives its channel back, also one that it had chosen by itself', async () => {
  const place = await placeOf('hAPax2');
  const routers = routersOf();
  const table = place.router.state.table('/interface/wifi');
  const radio = table.find('wifi1');
  if (radio === null) throw new Error('it has a radio');
  table.unset(radio, ['channel.frequency', 'channel.width']);
  const what = wanted('wifi.channel.set', { interface: 'wifi1', frequency: '5500', width: '20mhz' });
  const found = await look(routers, place, what);
  expect(found.preview.warnings.join()).toContain('1 minute');
  const { made, plan } = await attempt(routers, place, { wanted: what, digest: found.digest });
  expect(made.state, made.fault?.message).toBe('verified');
  const back = { ...what, reverts: 'it', steps: plan === null ? [] : inverse(plan) };
  const undoing = await look(routers, place, back);
  expect((await attempt(routers, place, { wanted: back, digest: undoing.digest })).made.state).toBe('verified');
  expect(table.find('wifi1')?.fields['channel.frequency']).toBeUndefined();
});

test('a radio that a controller manages is left to it', async () => {
  const place = await placeOf('hAPax2');
  const table = place.router.state.table('/interface/wifi');
  const radio = table.find('wifi1');
  if (radio !== null) table.set(radio, { 'configuration.manager': 'capsman' });
  const what = wanted('wifi.channel.set', { interface: 'wifi1', frequency: '5180' });
  expect((await look(routersOf(), place, what)).preview.refusals).toContainEqual({
    id: 'controlledElsewhere',
    step: 1,
  });
});

test.each([
  ['cAP', 'wlan2', '5180', 'any'],
  ['wirelessWire', 'wlan60-1', '66000', 'any'],
  ['wirelessWire', 'wlan60-1', '66000', '60ghz'],
] as const)('the radio of a %s is found in the menu of its package', async (model, name, frequency, band) => {
  const place = await placeOf(model);
  const routers = routersOf();
  const what = wanted('wifi.channel.set', { interface: name, frequency, band });
  const found = await look(routers, place, what);
  expect(found.state, JSON.stringify(found.preview.refusals)).toBe('previewed');
  const { made } = await attempt(routers, place, { wanted: what, digest: found.digest });
  expect(made.state, made.fault?.message).toBe('verified');
});
