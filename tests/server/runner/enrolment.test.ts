import { beforeEach, describe, expect, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { testDatabase } from '../../support/database';
import { account, startRunner } from '../../support/routers';
import { Enrolling, isSoon } from './enrolling';

/* From the first look at a router to its retirement, while the runner runs: nothing of it takes a restart, or half a minute. */

const database = await testDatabase();
let lab: Enrolling;

beforeEach(async () => {
  lab = await Enrolling.begin(database);
});

const isUp = (device: DeviceId) => isSoon(async () => (await lab.get(device)).state === 'up');
const failsWith = (device: DeviceId, code: string) => isSoon(async () => (await lab.get(device)).faultCode === code);
const waiting = async () => (await lab.api.enrolment.unconfirmed({ customer: lab.customer })).items;

test('a device is looked at, confirmed and up, and no login is sent before', async () => {
  const { failures } = startRunner(lab.fleet.dial);
  const { device, router, address } = await lab.enrol({}, { isConfirmed: false });
  await failsWith(device, 'notConfirmed');
  expect(await waiting()).toEqual([
    {
      ...{ id: device, name: `router at ${address}`, address, port: 8729, site: null, pin: null },
      ...{ shownPin: router.fingerprint, faultCode: 'notConfirmed', faultReason: null, triedAt: expect.any(String) },
    },
  ]);
  expect(router.received).toEqual([]);
  const seen = [{ device, pin: router.fingerprint ?? '' }];
  expect(await lab.api.enrolment.confirm({ customer: lab.customer, seen })).toEqual({ confirmed: 1 });
  await isUp(device);
  expect(await waiting()).toEqual([]);
  expect(await lab.get(device)).toMatchObject({ shownPin: null, faultCode: null, identity: 'tower-01-gw' });
  expect(router.received[0]?.slice(0, 3)).toEqual(['/login', `=name=${account.name}`, `=password=${account.password}`]);
  expect(failures).toEqual([]);
});

test('so are those of a file, each with what it shows itself', async () => {
  startRunner(lab.fleet.dial);
  const credentials = await lab.credentials();
  const started = await Promise.all(['a', 'b', 'c'].map((identity) => lab.fleet.start({ identity })));
  const file = ['name,address', ...started.map(({ address }, at) => `tower-${at},${address}`)].join('\n');
  await lab.api.enrolment.import({ customer: lab.customer, file, credentials, isDryRun: false });
  await isSoon(async () => (await waiting()).every(({ shownPin }) => shownPin !== null));
  const shown = await waiting();
  expect(shown.map(({ shownPin }) => shownPin)).toEqual(started.map(({ router }) => router.fingerprint));
  const seen = shown.map(({ id, shownPin }) => ({ device: id, pin: shownPin ?? '' }));
  expect(await lab.api.enrolment.confirm({ customer: lab.customer, seen })).toEqual({ confirmed: 3 });
  for (const { id } of shown) await isUp(id);
});

test('one whose certificate was given is up without anybody confirming it', async () => {
  startRunner(lab.fleet.dial);
  const { device } = await lab.enrol();
  await isUp(device);
});

test('one without TLS, which is a waiver, is up without a certificate', async () => {
  startRunner(lab.fleet.dial);
  const { router, address } = await lab.fleet.start({ transport: 'plain' });
  const credentials = await lab.credentials();
  const plain = { customer: lab.customer, name: 'old one', address, credentials, transport: 'plain' } as const;
  const { id, port } = await lab.api.enrolment.add(plain);
  expect(port).toBe(8728);
  await isUp(id);
  expect(router.received.length).toBeGreaterThan(0);
  expect(await waiting()).toEqual([]);
});

test('other credentials take effect at once, in a set and on a device', async () => {
  startRunner(lab.fleet.dial);
  const credentials = await lab.credentials({ name: account.name, password: 'not that' });
  const { device, router } = await lab.enrol({}, { credentials });
  await failsWith(device, 'loginRefused');
  const read = { name: account.name, password: account.password };
  await lab.api.credentials.replace({ customer: lab.customer, credentials, read });
  await isUp(device);
  await lab.api.connections.change({ device, credentials: null });
  await failsWith(device, 'noCredentials');
  const logins = () => router.received.filter(([path]) => path === '/login').length;
  const before = logins();
  await lab.api.connections.change({ device, credentials });
  await isUp(device);
  expect(logins()).toBeGreaterThanOrEqual(before);
});

test('a router that moved is found at its new address at once', async () => {
  startRunner(lab.fleet.dial);
  const { device, router } = await lab.enrol();
  await isUp(device);
  const moved = await lab.fleet.start({ identity: 'moved' });
  await lab.api.connections.change({ device, address: moved.address });
  await failsWith(device, 'certificateDiffers');
  expect(moved.router.received).toEqual([]);
  expect((await waiting()).map(({ id, pin, shownPin }) => [id, pin, shownPin])).toEqual([
    [device, router.fingerprint, moved.router.fingerprint],
  ]);
  const seen = [{ device, pin: moved.router.fingerprint ?? '' }];
  await lab.api.enrolment.confirm({ customer: lab.customer, seen, replaces: true });
  await isUp(device);
  expect(await lab.get(device)).toMatchObject({ identity: 'moved' });
});

test('an archived device is asked nothing any more, and a restored one at once', async () => {
  startRunner(lab.fleet.dial);
  const { device, router } = await lab.enrol();
  const witness = await lab.enrol();
  await isUp(device);
  await isUp(witness.device);
  await lab.api.enrolment.archive({ devices: [device] });
  // What was on its way when it was archived is over once a change that came later has had its effect.
  await lab.api.connections.change({ device: witness.device, credentials: null });
  await failsWith(witness.device, 'noCredentials');
  const heard = router.received.length;
  await expect(lab.get(device)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const run = { device, action: 'sys.overview', params: {} } as const;
  await expect(lab.api.runs.start(run)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await lab.api.enrolment.archived({ customer: lab.customer })).items.map(({ id }) => id)).toContain(device);
  for (let time = 0; time < 3; time += 1) await lab.examine(witness.device);
  expect(router.received.length).toBe(heard);
  await lab.api.enrolment.restore({ customer: lab.customer, device });
  await isSoon(() => router.received.length > heard);
  await isUp(device);
});

describe('another router in the place of one', () => {
  const historyOf = async (device: DeviceId) => {
    const [row] = await database.owner`
      select (select count(*)::int from app.device_hour where device_id = ${device}) as hours,
        (select json_agg(id order by id) from app.run where device_id = ${device}) as runs,
        (select json_agg(session_id) from app.session_device where device_id = ${device}) as sessions,
        (select answered_at from app.device_status where device_id = ${device}) as answered`;
    return row;
  };

  test('shows its certificate, and hears nothing before that is confirmed; what was known of the place stays', async () => {
    startRunner(lab.fleet.dial);
    const { device, router } = await lab.enrol({ identity: 'the old one' });
    await isUp(device);
    const { id } = await lab.api.sessions.open({ symptom: 'It is broken.', devices: [device] });
    await lab.api.sessions.run({ session: id, runs: [{ device, action: 'sys.overview' }] });
    await isSoon(async () => (await lab.api.runs.list({ device })).items.every(({ state }) => state === 'done'));
    const other = await lab.fleet.start({ identity: 'the new one' });
    await lab.api.connections.change({ device, address: other.address });
    await lab.api.connections.replaceHardware({ device });
    await isSoon(async () => (await lab.get(device)).shownPin === other.router.fingerprint);
    const before = await historyOf(device);
    expect(before).toMatchObject({ hours: expect.any(Number), runs: [expect.any(String)], sessions: [id] });
    expect(other.router.received).toEqual([]);
    const heardByOld = router.received.length;
    // The last answer and its age stay with the device until the new one answers.
    expect(await lab.get(device)).toMatchObject({ state: 'down', identity: 'the old one', faultCode: 'notConfirmed' });
    const seen = [{ device, pin: other.router.fingerprint ?? '' }];
    await lab.api.enrolment.confirm({ customer: lab.customer, seen });
    await isUp(device);
    expect(await lab.get(device)).toMatchObject({ identity: 'the new one' });
    expect(await historyOf(device)).toMatchObject({ runs: before?.runs, sessions: [id] });
    expect(router.received.length).toBe(heardByOld);
  });

  test('whose certificate is known beforehand needs nobody to confirm it', async () => {
    startRunner(lab.fleet.dial);
    const { device } = await lab.enrol();
    await isUp(device);
    const other = await lab.fleet.start({ identity: 'the new one' });
    const { fingerprint } = other.router;
    await lab.api.connections.change({ device, address: other.address });
    expect(await lab.api.connections.replaceHardware({ device, fingerprint })).toEqual({ pin: fingerprint });
    await isSoon(async () => (await lab.get(device)).identity === 'the new one');
  });
});
