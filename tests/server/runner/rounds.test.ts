import { beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { isExamined } from '@/ui/enrolment/looks';
import { testDatabase } from '../../support/database';
import { Clockwork } from './clockwork';
import { Enrolling } from './enrolling';

/* Whole minutes of the prober's: what is asked in none of them is asked never. */

const database = await testDatabase();
let lab: Enrolling;

beforeEach(async () => {
  lab = await Enrolling.begin(database);
});

const isUp = async (device: DeviceId) => (await lab.get(device)).state === 'up';

test('an archived device is asked in no second of any minute, and a restored one is again', async () => {
  const work = new Clockwork(lab);
  const { device, router } = await lab.enrol();
  const witness = await lab.enrol();
  await work.till(() => isUp(device));
  await work.till(() => isUp(witness.device));
  await lab.api.enrolment.archive({ devices: [device] });
  await lab.api.connections.change({ device: witness.device, credentials: null });
  // The witness was changed later: who has heard of that has heard of both.
  await work.till(async () => (await lab.get(witness.device)).faultCode === 'noCredentials');
  const heard = router.received.length;
  for (let time = 0; time < 3; time += 1) await work.minute();
  expect(router.received.length).toBe(heard);
  await lab.api.enrolment.restore({ customer: lab.customer, device });
  await work.till(() => router.received.length > heard);
  expect(work.failures).toEqual([]);
});

test('a device that nobody has confirmed is looked at every minute, and hears not a word', async () => {
  const work = new Clockwork(lab);
  const { device, router } = await lab.enrol({}, { isConfirmed: false });
  await work.till(async () => (await lab.get(device)).shownPin === router.fingerprint);
  router.faults.presentsOtherCertificate = true;
  for (let time = 0; time < 2; time += 1) await work.minute();
  await work.till(async () => ![null, router.fingerprint].includes((await lab.get(device)).shownPin));
  router.faults.refusesConnections = true;
  await work.minute();
  await work.till(async () => (await lab.get(device)).faultCode === 'unreachable');
  // What it showed once is no longer what it shows: nobody can confirm it.
  expect((await lab.get(device)).shownPin).toBeNull();
  expect(router.received).toEqual([]);
});

test('an examination is made while the usual connection waits after a failure, and leaves it waiting', async () => {
  const work = new Clockwork(lab, { limits: { pauseMs: 3_600_000, longestPauseMs: 3_600_000 } });
  const { device, router } = await lab.enrol({ faults: { refusesLogins: true } });
  await work.till(async () => (await lab.get(device)).faultCode === 'loginRefused');
  router.faults.refusesLogins = false;
  const heard = router.received.length;
  await work.minute();
  expect(router.received.length).toBe(heard);
  expect(await work.examine(device)).toEqual([]);
  expect(await isUp(device)).toBe(true);
  const afterwards = router.received.length;
  expect(afterwards).toBeGreaterThan(heard);
  await work.minute();
  expect(router.received.length).toBe(afterwards);
});

test('what was wished for while another examination goes on is examined after it, and tells of what was saved since', async () => {
  const work = new Clockwork(lab);
  const { device, router } = await lab.enrol();
  expect(await work.examine(device)).toEqual([]);
  router.faults.refusesLogins = true;
  const logins = () => router.received.filter(([path]) => path === '/login').length;
  const before = logins();
  const first = await lab.api.connections.examine({ device });
  await work.till(() => logins() > before);
  router.faults.refusesLogins = false;
  const second = await lab.api.connections.examine({ device });
  await work.till(async () => isExamined(await lab.get(device), first.askedAt));
  await work.till(async () => isExamined(await lab.get(device), second.askedAt));
  expect(await lab.verdicts(device)).toEqual([]);
  // The one that failed is older than the second wish, which its outcome therefore does not answer.
  expect(Date.parse(second.askedAt)).toBeGreaterThan(Date.parse(first.askedAt));
});

test('examinations that fail do not make the usual connection wait', async () => {
  const work = new Clockwork(lab, { limits: { pauseMs: 3_600_000, longestPauseMs: 3_600_000 } });
  const { device, router } = await lab.enrol();
  await work.till(() => isUp(device));
  router.faults.refusesLogins = true;
  const logins = () => router.received.filter(([path]) => path === '/login').length;
  for (let expected = 2; expected < 6; expected += 1) {
    await lab.api.connections.examine({ device });
    await work.till(() => logins() === expected);
  }
  await work.minute();
  await work.till(() => isUp(device));
  // Over the connection that it had all the time.
  expect(logins()).toBe(5);
});
