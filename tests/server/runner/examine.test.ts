import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:tls';
import { beforeEach, describe, expect, test } from 'vitest';
import { capabilityQuestions } from '@/core/actions/ask-capabilities';
import { resolveAddress } from '@/server/routeros/address';
import type { Dial } from '@/server/routeros/target';
import { testDatabase } from '../../support/database';
import { account } from '../../support/routers';
import { Clockwork } from './clockwork';
import { colons, Enrolling } from './enrolling';

const database = await testDatabase();
let lab: Enrolling;

beforeEach(async () => {
  lab = await Enrolling.begin(database);
  // Nobody asks every minute, so that what is found was asked for.
  await database.owner`update app.customer set is_probed = false`;
});

/** What whoever connects there is shown. */
async function shownBy(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const shown = createHash('sha256')
    .update(socket.getPeerX509Certificate()?.raw ?? '')
    .digest('hex');
  socket.destroy();
  return shown;
}

const accounts = (...policies: string[]) => ({ accounts: [{ ...account, policies }] });

describe('what is wrong with a connection is said in a sentence:', () => {
  test('nothing, where everything is in order', async () => {
    const { device, router } = await lab.enrol();
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual([]);
    expect(await lab.get(device)).toMatchObject({
      ...{ state: 'up', faultCode: null, identity: 'tower-01-gw', clockSkewSeconds: 0, missingPolicies: [] },
      examinedAt: expect.any(String),
    });
    const asked = new Set(router.received.map(([path]) => path));
    const own = ['/login', '/system/identity/print', '/system/resource/print', '/system/clock/print', '/tool/ping'];
    expect(asked).toEqual(new Set([...own, ...capabilityQuestions().map(({ sentence }) => sentence.path)]));
    expect(work.failures).toEqual([]);
  });

  test('a port that is closed, and a connection that is reset', async () => {
    const { device, router, address } = await lab.enrol({ faults: { refusesConnections: true } });
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual([`Unreachable: ${address} port 8729, ECONNREFUSED.`]);
    Object.assign(router.faults, { resetsConnections: true, refusesConnections: false });
    expect(await work.examine(device)).toEqual([`Unreachable: ${address} port 8729, ECONNRESET.`]);
    router.faults.resetsConnections = false;
    expect(await work.examine(device)).toEqual([]);
  });

  test('another certificate than the one that was confirmed: both are told, and no byte of a login was sent', async () => {
    const { device, router } = await lab.enrol({ faults: { presentsOtherCertificate: true } });
    const work = new Clockwork(lab);
    const said = await work.examine(device);
    const other = await shownBy(router.port);
    expect(other).not.toBe(router.fingerprint);
    expect(said).toEqual([
      `Certificate differs: confirmed is ${colons(router.fingerprint)}, shown is ${colons(other)}.`,
    ]);
    expect(await lab.get(device)).toMatchObject({ faultCode: 'certificateDiffers', shownPin: other });
    expect(router.received).toEqual([]);
  });

  test('a certificate that nobody has confirmed: it is told, and no byte of a login was sent', async () => {
    const { device, router } = await lab.enrol({}, { isConfirmed: false });
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual([`Certificate not confirmed: shown is ${colons(router.fingerprint)}.`]);
    expect(await shownBy(router.port)).toBe(router.fingerprint);
    expect(router.received).toEqual([]);
  });

  test('a wrong password, an unknown account, and one without the policy api', async () => {
    const credentials = await lab.credentials({ name: account.name, password: 'not that' });
    const wrong = await lab.enrol({}, { credentials });
    const unknown = await lab.enrol({ accounts: [] });
    const shut = await lab.enrol(accounts('read', 'test'));
    const work = new Clockwork(lab);
    for (const { device } of [wrong, unknown, shut]) expect(await work.examine(device)).toEqual(['Login refused.']);
  });

  test('policies that the account lacks', async () => {
    const cannotPing = await lab.enrol(accounts('api', 'read'));
    const cannotRead = await lab.enrol(accounts('api', 'test'));
    const cannotAnything = await lab.enrol(accounts('api'));
    const work = new Clockwork(lab);
    expect(await work.examine(cannotPing.device)).toEqual(['Policy missing: test.']);
    expect(await lab.get(cannotPing.device)).toMatchObject({ state: 'up', missingPolicies: ['test'] });
    for (const { device } of [cannotRead, cannotAnything])
      expect(await work.examine(device)).toEqual(['Policy missing: read.']);
  });

  test.each(['7.20.8', '6.49.18'])('RouterOS %s: a clock that is off, whatever its zone', async (version) => {
    const clock = (clockSkewMs: number, zone: { name: string; offsetMinutes: number }) =>
      lab.enrol({ version, character: { clockSkewMs, zone } });
    const right = await clock(0, { name: 'Asia/Kathmandu', offsetMinutes: 345 });
    const ahead = await clock(3_600_000, { name: 'America/St_Johns', offsetMinutes: -150 });
    const behind = await clock(-90_000, { name: 'Europe/Rome', offsetMinutes: 120 });
    const work = new Clockwork(lab);
    expect(await work.examine(right.device)).toEqual([]);
    // RouterOS tells whole seconds, and the answer takes its time.
    expect([await work.examine(ahead.device)].join()).toMatch(/^Clock off by (3599|3600|3598) s\.$/);
    expect([await work.examine(behind.device)].join()).toMatch(/^Clock off by −9[0-2] s\.$/);
  });

  /** What the product finds at a port where somebody listens who has no TLS. */
  async function withoutTls(faults: { readonly isSilent: boolean }) {
    const { device, router } = await lab.enrol({ transport: 'plain', faults });
    await lab.api.connections.replaceHardware({ device, fingerprint: 'ab'.repeat(32) });
    // What does not understand the handshake answers nothing: that is waited for.
    const said = await new Clockwork(lab, { limits: { connectMs: 500 } }).examine(device);
    expect(JSON.stringify(router.received)).not.toContain(account.password);
    return said;
  }

  test('no TLS, where whoever listens waits for more', async () => {
    expect(await withoutTls({ isSilent: true })).toEqual([
      'No TLS: The port answered without a usable certificate. Give api-ssl a certificate on the router.',
    ]);
  });

  test('no TLS, where the API without it answers: or a reset, where the bytes of a handshake make it hang up', async () => {
    const [said, ...more] = await withoutTls({ isSilent: false });
    expect(more).toEqual([]);
    expect([
      'No TLS: The port answered without a usable certificate. Give api-ssl a certificate on the router.',
      expect.stringMatching(/^Unreachable: [\d.]+ port \d+, ECONNRESET\.$/),
    ]).toContainEqual(said);
  });

  test('no credentials', async () => {
    const { device, router } = await lab.enrol();
    await lab.api.connections.change({ device, credentials: null });
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual(['No credentials: No account for reading is stored for this device.']);
    expect(router.received).toEqual([]);
  });
});

describe('of the other accounts of its credentials', () => {
  const write = { name: 'routeward-write', password: 'writes the routers' };
  const probing = { name: 'routeward-test', password: 'tests the routers' };
  const holds = (login: { name: string; password: string }, ...policies: string[]) => ({ ...login, policies });
  const writes = ['api', 'read', 'write', 'test'];
  async function enrolled(...more: ReturnType<typeof holds>[]) {
    const read = { name: account.name, password: account.password };
    const name = `All ${Math.random()}`;
    const { id } = await lab.api.credentials.add({ customer: lab.customer, name, read, write, test: probing });
    return lab.enrol({ accounts: [account, ...more] }, { credentials: id });
  }

  test('nothing is said where each signs in and may what it is for; the router is only read', async () => {
    const { device, router } = await enrolled(holds(write, ...writes), holds(probing, 'api', 'winbox'));
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual([]);
    const signedIn = router.received.filter(([path]) => path === '/login').map(([, name]) => name);
    expect(signedIn).toEqual(['=name=routeward-read', '=name=routeward-write', '=name=routeward-test']);
    for (const [path] of router.received) expect(path).toMatch(/^\/(login|tool\/ping|.*\/print)$/);
    await work.till(() => router.connections === 0);
    expect(work.failures).toEqual([]);
  });

  test('each that is refused, and each that lacks a policy, is named with which', async () => {
    const refused = await enrolled(holds({ ...write, password: 'another' }, ...writes));
    const lacking = await enrolled(holds(write, 'api', 'read'), holds(probing, 'api'));
    const shut = await enrolled(holds(write, 'read', 'write'), holds(probing, 'winbox'));
    const work = new Clockwork(lab);
    expect(await work.examine(refused.device)).toEqual([
      'The account that writes: login refused.',
      'The account for bandwidth tests: login refused.',
    ]);
    expect(await work.examine(lacking.device)).toEqual([
      'The account that writes: policy missing: write, test.',
      'The account for bandwidth tests: policy missing: winbox.',
    ]);
    // Without `api` RouterOS lets nobody in, whatever else there is.
    expect(await work.examine(shut.device)).toEqual([
      'The account that writes: login refused.',
      'The account for bandwidth tests: login refused.',
    ]);
    expect(await lab.get(refused.device)).toMatchObject({ state: 'up', missingPolicies: [] });
  });

  test('one that cannot be opened is told, and the others are tried', async () => {
    const { device } = await enrolled(holds(write, ...writes), holds(probing, 'api', 'winbox'));
    // What is sealed for one account is worth nothing as another.
    await database.owner`update app.credential_set set write_sealed = read_sealed`;
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual(['The account that writes could not be tried: no credentials.']);
    expect(work.failures).toEqual([]);
  });

  test('a round that only asks how it is signs in with none of them', async () => {
    const { device, router } = await enrolled(holds(write, ...writes), holds(probing, 'api', 'winbox'));
    const work = new Clockwork(lab);
    await database.owner`update app.customer set is_probed = true`;
    await database.owner`select pg_notify('routeward_device', ${lab.world.customers['acme-corp']})`;
    await work.till(async () => (await lab.get(device)).state === 'up');
    expect(new Set(router.received.filter(([path]) => path === '/login').map(([, name]) => name))).toEqual(
      new Set(['=name=routeward-read']),
    );
  });
});

/** As src/cli/runner.ts makes it. */
const realDial: Dial = async ({ host, port }) => {
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  return { host: (await resolveAddress(host, { own })).ip, port };
};

test('an address where no router may be is refused, and nobody there hears anything, confirmed or not', async () => {
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  const hosts = ['127.0.0.1', '127.1', '2130706433', '169.254.1.1', '::1', ...(own === undefined ? [] : [own])];
  const { router } = await lab.fleet.start({ host: '0.0.0.0' });
  const credentials = await lab.credentials();
  const devices = await Promise.all(
    [router.fingerprint, null].flatMap((fingerprint) =>
      hosts.map(async (address) => {
        const name = `${address} ${fingerprint?.slice(0, 4)}`;
        const to = { customer: lab.customer, name, address, port: router.port };
        return { address, id: (await lab.api.enrolment.add({ ...to, fingerprint, credentials })).id };
      }),
    ),
  );
  const work = new Clockwork(lab, { dial: realDial });
  const refused = [
    'Address not allowed: Loopback, link-local, multicast and our own addresses are not routers, and a Super Admin may allow fewer. Correct the address.',
  ];
  for (const said of await Promise.all(
    devices.map(async ({ address, id }) => ({ address, words: await work.examine(id) })),
  ))
    expect(said).toEqual({ address: said.address, words: refused });
  expect(router.received).toEqual([]);
  expect(router.connections).toBe(0);
});

describe('an examination', () => {
  test('has a connection of its own, and lets go of it', async () => {
    const { device, router } = await lab.enrol();
    const work = new Clockwork(lab);
    for (let time = 0; time < 3; time += 1) await work.examine(device);
    expect(router.received.filter(([path]) => path === '/login')).toHaveLength(3);
    await work.till(() => router.connections === 0);
  });

  test('finds no more what an answer has shown to be mended', async () => {
    const policies = ['api', 'test'];
    const { device } = await lab.enrol({ accounts: [{ ...account, policies }] });
    const work = new Clockwork(lab);
    expect(await work.examine(device)).toEqual(['Policy missing: read.']);
    policies.push('read');
    await database.owner`update app.customer set is_probed = true`;
    await database.owner`select pg_notify('routeward_device', ${lab.world.customers['acme-corp']})`;
    await work.till(async () => (await lab.get(device)).state === 'up');
    expect(await lab.verdicts(device)).toEqual([]);
  });

  test('of credentials that cannot be opened says so, and stops nobody else', async () => {
    const broken = await lab.enrol();
    const well = await lab.enrol();
    await database.owner`update app.credential_set set read_sealed = '\\x00'
      where id = (select credential_set_id from app.device where id = ${broken.device})`;
    const work = new Clockwork(lab);
    for (let time = 0; time < 2; time += 1) {
      expect(await work.examine(broken.device)).toEqual([
        'No credentials: No account for reading is stored for this device.',
      ]);
      expect(await work.examine(well.device)).toEqual([]);
    }
    await database.owner`update app.customer set is_probed = true`;
    await database.owner`select pg_notify('routeward_device', ${lab.world.customers['acme-corp']})`;
    const asked = well.router.received.length;
    await work.till(() => well.router.received.length > asked);
    expect(broken.router.received).toEqual([]);
    expect(work.failures).toEqual([]);
  });

  test('of a device that is archived or another customer’s is not made', async () => {
    const { device, router } = await lab.enrol();
    const work = new Clockwork(lab);
    await lab.api.enrolment.archive({ devices: [device] });
    await expect(lab.api.connections.examine({ device })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // Asked for before it was archived.
    await database.owner`select pg_notify('routeward_device', ${`${lab.world.customers['acme-corp']} ${device}`})`;
    await database.owner`select pg_notify('routeward_device', ${`${lab.world.customers['other-isp']} ${device}`})`;
    const other = await lab.enrol();
    expect(await work.examine(other.device)).toEqual([]);
    expect(router.received).toEqual([]);
  });

  test('that was asked for badly stops nobody: neither the runner nor the one after', async () => {
    const { device } = await lab.enrol();
    const work = new Clockwork(lab);
    await work.examine(device);
    const nobody = crypto.randomUUID();
    for (const payload of [
      `${nobody} ${device}`,
      `${nobody} ${nobody}`,
      'x y',
      'x',
      ' ',
      `${lab.world.customers['acme-corp']} x`,
    ])
      await database.owner`select pg_notify('routeward_device', ${payload})`;
    expect(await work.examine(device)).toEqual([]);
    expect(await work.examine(device)).toEqual([]);
    expect(work.failures).toMatchObject([{ code: 'notFound' }]);
  });

  test('leaves an entry with who asked, and no secret', async () => {
    const { device } = await lab.enrol();
    const work = new Clockwork(lab);
    await work.examine(device);
    const entries = await database.owner`
      select body from audit.entry where event = 'device.examined' and body::jsonb -> 'target' ->> 'id' = ${device}`;
    expect(entries).toHaveLength(1);
    expect(entries[0]?.body).toContain(lab.world.people.admin.personId);
    expect(entries[0]?.body).not.toContain(account.password);
  });
});
