import { beforeEach, describe, expect, test } from 'vitest';
import type { Read } from '@/core/actions/define';
import { reads } from '@/core/actions/index';
import { neededPolicies } from '@/core/enrolment/accounts';
import type { DeviceId } from '@/core/ids';
import { type Network, pathOf } from '@/simulator/network';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import { testDatabase } from '../../support/database';
import { account, Fleet, startRunner } from '../../support/routers';
import { apiOf, runToEnd } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const database = await testDatabase();
let world: World;
let fleet: Fleet;
let here: DeviceId;
let there: DeviceId;

/** Everything is one hop away. */
const network: Network = {
  resolve: () => null,
  path: (address) => pathOf([{ address, ms: 1, jitterMs: 0, loss: 0 }]),
  bandwidthServer: () => tested?.bandwidthServer ?? null,
};
/** The router at the other end of a line. */
let tested: SimulatedRouter | null = null;
const strong: Partial<RouterOptions> = { model: 'CCR2004', version: '7.18.2', character: { network } };
const testing = { name: 'routeward-test', password: 'tests = the line' };
const accounts = [account, { ...testing, policies: neededPolicies.test }];

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  await database.owner`truncate app.device_status`;
  fleet = new Fleet(database);
  tested = null;
  const [first, second] = world.devices['acme-corp'];
  if (first === undefined || second === undefined) throw new Error('the world has too few devices');
  [here, there] = [first, second];
});

const asked = (peer: string = there) => ({
  peer,
  confirmation: 'fill the line',
  ...{ duration: 1000, direction: 'receive', 'local-tx-speed': 2_000_000, 'remote-tx-speed': 2_000_000 },
});
const toEnd = (params: Record<string, unknown> = asked()) =>
  runToEnd(world.people.operator, here, 'tool.bwtest', params);
const tests = ({ received }: SimulatedRouter) => received.filter(([path]) => path === '/tool/bandwidth-test');

/** Both ends of a line; the other one has an account for tests. */
async function line(testing_: Partial<RouterOptions> = {}, otherwise: Partial<RouterOptions> = {}) {
  const one = await fleet.enrol(here, { ...strong, ...testing_ });
  const other = await fleet.enrol(there, { ...strong, accounts, ...otherwise });
  tested = other;
  await fleet.giveTestAccount(there, testing);
  return { one, other };
}

describe('a bandwidth test', () => {
  test('runs between two devices of a customer, and its account is told to the testing router alone', async () => {
    const { one, other } = await line();
    const { failures } = startRunner(fleet.dial);
    const { run, rows } = await toEnd();
    expect(run).toMatchObject({ state: 'done', fault: null });
    expect(rows.at(-1)?.fields.status).toBe('done testing');
    const [words = []] = tests(one);
    const [address] = await database.owner`select address from app.device where id = ${there}`;
    expect(words).toContain(`=address=${address?.address}`);
    expect(words).toContain('=user=routeward-test');
    expect(words).toContain('=password=tests = the line');
    expect(run.sent?.join()).toContain('password=[stored]');
    expect(JSON.stringify([run, rows])).not.toContain(testing.password);
    expect(other.received.flat().join()).not.toContain(testing.password);
    expect(other.received.some(([path]) => path === '/tool/bandwidth-server/print')).toBe(true);
    expect(failures).toEqual([]);
  });

  test('is not begun where the server of the other side is off, and nobody switches it on', async () => {
    const { one, other } = await line();
    const [server] = other.state.table('/tool/bandwidth-server').items;
    if (server !== undefined) other.state.table('/tool/bandwidth-server').set(server, { enabled: 'false' });
    const before = other.state.hash();
    startRunner(fleet.dial);
    const { run } = await toEnd();
    expect(run).toMatchObject({ state: 'failed', fault: { code: 'peerNotReady' } });
    expect(run.fault?.message).toBe('The bandwidth server of the other device is off.');
    expect(tests(one)).toEqual([]);
    expect(other.state.hash()).toBe(before);
  });

  test.each([
    ['another password', { ...testing, password: 'is another one', policies: neededPolicies.test }],
    ['no right to test', { ...testing, policies: ['api'] }],
  ])('is refused by the other device where its account has %s, and the run says so', async (_, wrong) => {
    const { one } = await line({}, { accounts: [account, wrong] });
    const { failures } = startRunner(fleet.dial);
    const { run, rows } = await toEnd();
    expect(run).toMatchObject({ state: 'failed', fault: { code: 'peerNotReady' } });
    expect(run.fault?.message).toBe(
      'The other device refused the account that is stored for bandwidth tests: authentication failed.',
    );
    expect(rows.map(({ fields }) => fields.status)).toEqual(['connecting', 'authentication failed']);
    expect(tests(one)).toHaveLength(1);
    expect(JSON.stringify([run, rows])).not.toContain(testing.password);
    expect(failures).toEqual([]);
  });

  test('asks for no account where the other device wants none', async () => {
    const { other } = await line({}, { accounts: [account] });
    const [server] = other.state.table('/tool/bandwidth-server').items;
    if (server !== undefined) other.state.table('/tool/bandwidth-server').set(server, { authenticate: 'false' });
    startRunner(fleet.dial);
    expect((await toEnd()).run).toMatchObject({ state: 'done', fault: null });
  });

  test('is not begun on a router above 70 % CPU', async () => {
    const { one } = await line({ character: { network, load: 100 } });
    startRunner(fleet.dial);
    const { run } = await toEnd();
    expect(run.fault).toMatchObject({ code: 'underLoad', message: expect.stringContaining('not started above 70 %') });
    expect(tests(one)).toEqual([]);
    // What was not said is not written down as said.
    expect(run.sent).toBeNull();
  });

  test('nor on one whose other end is', async () => {
    const { one } = await line({}, { character: { network, load: 100 } });
    startRunner(fleet.dial);
    const { run } = await toEnd();
    expect(run.fault).toMatchObject({ code: 'underLoad', message: expect.stringContaining('The other device is at') });
    expect(tests(one)).toEqual([]);
    expect(run.sent).toBeNull();
  });

  test('is refused before anything is sent: no account for tests, another customer’s device, itself, no confirmation', async () => {
    await fleet.enrol(here, strong);
    await fleet.enrol(there, strong);
    const [foreign = ''] = world.devices['other-isp'];
    const api = apiOf(world.people.superAdmin);
    const runs = () => database.owner`select id from app.run`;
    const before = await runs();
    const start = (params: Record<string, unknown>) => api.runs.start({ device: here, action: 'tool.bwtest', params });
    await expect(start(asked())).rejects.toThrow('has no account for bandwidth tests');
    await expect(start(asked(foreign))).rejects.toThrow('no such device');
    await expect(start(asked(here))).rejects.toThrow('another device than');
    await expect(start({ ...asked(), confirmation: 'yes' })).rejects.toThrow('confirmation');
    expect(await runs()).toHaveLength(before.length);
  });

  test('is the only one at either end, of any two that start at the same moment', async () => {
    await line();
    await fleet.giveTestAccount(here, testing);
    const api = apiOf(world.people.operator);
    const started = await Promise.allSettled([
      api.runs.start({ device: here, action: 'tool.bwtest', params: asked() }),
      api.runs.start({ device: there, action: 'tool.bwtest', params: asked(here) }),
      api.runs.start({ device: here, action: 'tool.bwtest', params: asked() }),
    ]);
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of started)
      if (one.status === 'rejected') expect(String(one.reason)).toContain('in one read of this kind at a time');
  });
});

describe('reads that touch a router while they run', () => {
  const reason = 'Whom does the customer talk to?';
  const guarded = {
    'tool.torch': { interface: 'ether1', reason },
    'tool.sniffer': { interface: 'ether1', 'ip-address': '192.0.2.1', reason },
    'tool.ipscan': { interface: 'ether1', 'address-range': '10.99.0.0/24', reason },
    'tool.bwtest': asked,
  } as const;

  test('are all of them named here', () => {
    const known = reads.filter((read: Read) => read.guard !== null).map(({ id }) => id);
    expect(Object.keys(guarded).sort()).toEqual([...known].sort());
  });

  test('go one at a time on a router, whichever they are', async () => {
    await line();
    const api = apiOf(world.people.operator);
    const started = await Promise.allSettled(
      (['tool.torch', 'tool.sniffer', 'tool.ipscan', 'tool.bwtest'] as const).map((action) => {
        const given = guarded[action];
        return api.runs.start({ device: here, action, params: typeof given === 'function' ? given() : { ...given } });
      }),
    );
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of started)
      if (one.status === 'rejected') expect(String(one.reason)).toContain('in one read of this kind at a time');
  });

  test('scan no network that the router is not in on that interface', async () => {
    const router = await fleet.enrol(here, strong);
    startRunner(fleet.dial);
    const [place] = router.state.table('/ip/address').items;
    const { address = '', interface: on = '' } = place?.fields ?? {};
    const scan = (range: string) =>
      runToEnd(world.people.operator, here, 'tool.ipscan', {
        ...guarded['tool.ipscan'],
        ...{ interface: on, 'address-range': range, duration: 1000 },
      });
    const far = await scan('192.0.2.0/28');
    expect(far.run).toMatchObject({ state: 'failed', fault: { code: 'notConnected' }, sent: null });
    expect(router.received.filter(([path]) => path === '/tool/ip-scan')).toEqual([]);
    const near = await scan(`${address.split('/')[0]}/32`);
    expect(near.run).toMatchObject({ state: 'done', fault: null });
    expect(router.received.filter(([path]) => path === '/tool/ip-scan')).toHaveLength(1);
  });

  test('want a reason, are not run on many devices at once, and not on a busy router', async () => {
    const router = await fleet.enrol(here, { ...strong, character: { network, load: 100 } });
    const api = apiOf(world.people.operator);
    const { reason: _, ...silent } = guarded['tool.torch'];
    await expect(api.runs.start({ device: here, action: 'tool.torch', params: silent })).rejects.toThrow('reason');
    await expect(
      api.bulkRuns.start({
        customer: 'acme-corp',
        action: 'tool.torch',
        params: { ...guarded['tool.torch'] },
        devices: [here],
      }),
    ).rejects.toThrow('one device at a time');
    startRunner(fleet.dial);
    const { run } = await runToEnd(world.people.operator, here, 'tool.torch', { ...guarded['tool.torch'] });
    expect(run).toMatchObject({ state: 'failed', fault: { code: 'underLoad' }, sent: null });
    expect(router.received.filter(([path]) => path === '/tool/torch')).toEqual([]);
  });
});
