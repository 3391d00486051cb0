import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { processEnv } from '@/env';
import type { Pair } from '@/server/certificate/pem';
import type { Ways } from '@/server/post/deliver';
import { Courier, pauseAfter } from '@/server/runner/courier';
import { createMasterKey } from '@/server/vault/master-key';
import { openCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { invite } from '../../support/links';
import { apiOf } from '../../support/runs';
import { placesOf } from '../../support/secrets';
import { makeWorld, type World } from '../../support/world';
import { deadPort, localCertificate, startHookServer, startMailServer } from '../post/receivers';

let database: TestDatabase;
let world: World;
let certificate: Pair;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  certificate = await localCertificate();
  await createMasterKey(processEnv().keysDirectory);
});

beforeEach(async () => {
  await database.owner`delete from app.outgoing`;
  await database.owner`delete from app.webhook`;
  await database.owner`delete from app.setting`;
});

/** Sends what is due; what fails for another reason than that it was not taken fails the test. */
function courier(resolve: Ways['resolve'] = async () => ({ ip: '127.0.0.1' })): Courier {
  const made = new Courier({
    resolve,
    trusted: certificate.certificate,
    onFailure: (error) => {
      throw error;
    },
  });
  onTestFinished(() => made.end());
  return made;
}

const superAdmin = () => apiOf(world.people.superAdmin);
const webhooks = () => superAdmin().webhooks;
const outgoing = () =>
  database.owner`select kind, about, outcome, error, attempts, sealed, body, due_at from app.outgoing order by made_at, id`;
const soon = () => database.owner`update app.outgoing set due_at = app.now()`;

/** A mail server that this machine is configured to send through. */
async function configured() {
  const server = await startMailServer({ certificate, hasStartTls: false, asksForAccount: false });
  const changes = {
    'mail.host': '127.0.0.1',
    'mail.port': server.port,
    'mail.security': 'none',
    'mail.from': 'r@example.net',
  } as const;
  await superAdmin().configuration.set({ changes });
  server.taken.length = 0;
  return server;
}

test('an invitation is mailed with its link where mail is configured, and where it is not the link alone is there', async () => {
  expect(await invite(world, 'admin', {})).toMatchObject({ isMailed: false });
  expect(await outgoing()).toEqual([]);
  const { taken } = await configured();
  const made = await invite(world, 'admin', {});
  expect(made.isMailed).toBe(true);
  await courier().look();
  const [mail] = taken;
  const [row] = await database.owner`select email from app.invitation where id = ${made.id}`;
  expect(mail?.to).toEqual([row?.email]);
  expect(mail?.raw.replaceAll('=\r\n', '').replaceAll('=23', '#')).toContain(made.link);
});

test('a link that waits to be mailed stands nowhere in the database, and nothing of it is left afterwards', async () => {
  await configured();
  const { link } = await invite(world, 'admin', {});
  const secret = link.slice(link.indexOf('#') + 1);
  expect(await placesOf(database.owner, secret)).toEqual([]);
  expect((await outgoing())[0]?.sealed).not.toBeNull();
  await courier().look();
  expect(await outgoing()).toMatchObject([{ outcome: 'sent', sealed: null, error: null, attempts: 1 }]);
});

test('an invitation that was not made is not mailed', async () => {
  await configured();
  await expect(invite(world, 'admin', { role: 'admin' })).rejects.toThrow();
  expect(await outgoing()).toEqual([]);
});

test('an address gets one invitation by mail within five minutes; its link is shown each time', async () => {
  await configured();
  const { email, id, isMailed } = await invite(world, 'admin', {});
  expect(isMailed).toBe(true);
  const renew = () => apiOf(world.people.admin).invitations.renew({ invitation: id, days: 7 });
  expect(await renew()).toMatchObject({ isMailed: false, link: expect.stringContaining('#') });
  expect(await invite(world, 'superAdmin', { email })).toMatchObject({ isMailed: false });
  await database.shiftClock('6 minutes');
  expect(await renew()).toMatchObject({ isMailed: true });
  await database.shiftClock('0 minutes');
  expect(await outgoing()).toHaveLength(2);
});

test('an inviter has thirty invitations mailed within an hour; the next one is made, and its link shown', async () => {
  await configured();
  await database.owner`delete from app.sign_in_throttle where key like 'mail-by:%'`;
  expect(await invite(world, 'admin', {})).toMatchObject({ isMailed: true });
  await database.owner`update app.sign_in_throttle set failures = 29 where key like 'mail-by:%'`;
  expect(await invite(world, 'admin', {})).toMatchObject({ isMailed: true });
  expect(await invite(world, 'admin', {})).toMatchObject({ isMailed: false, link: expect.stringContaining('#') });
  expect(await invite(world, 'superAdmin', {})).toMatchObject({ isMailed: true });
  await database.shiftClock('61 minutes');
  expect(await invite(world, 'admin', {})).toMatchObject({ isMailed: true });
  await database.shiftClock('0 minutes');
});

test('a link to a new password goes to the person it is for', async () => {
  const { taken } = await configured();
  const person = world.operators['acme-corp'];
  const made = await superAdmin().people.makeReset({ person });
  expect(made.isMailed).toBe(true);
  await courier().look();
  const [row] = await database.owner`select email from app.person where id = ${person}`;
  expect(taken.map(({ to }) => to)).toEqual([[row?.email]]);
});

test('what no server takes is tried again, later each time, and given up after a day without a trace of the link', async () => {
  await configured();
  await invite(world, 'admin', {});
  await database.owner`update app.setting set value = to_jsonb(${await deadPort()}::int) where name = 'mail.port'`;
  const post = courier();
  await post.look();
  expect(await outgoing()).toMatchObject([
    { outcome: null, attempts: 1, error: expect.stringContaining('no connection came about') },
  ]);
  // Not yet due: another look leaves it alone.
  await post.look();
  expect((await outgoing())[0]?.attempts).toBe(1);
  expect((await webhooks().list()).mail).toMatchObject({ about: 'invitation', outcome: null, waiting: 1 });
  await database.owner`update app.outgoing set made_at = app.now() - interval '1 day', due_at = app.now()`;
  await post.look();
  expect(await outgoing()).toMatchObject([{ outcome: 'givenUp', attempts: 2, sealed: null }]);
});

test('what would leave this machine in the clear is given up in one sentence, whoever configured it', async () => {
  const { taken } = await configured();
  await invite(world, 'admin', {});
  await database.owner`update app.setting set value = '"mail.example.net"' where name = 'mail.host'`;
  await courier().look();
  expect(await outgoing()).toMatchObject([
    { outcome: 'givenUp', sealed: null, error: expect.stringContaining('over TLS alone') },
  ]);
  expect(taken).toEqual([]);
});

test('the pauses grow from seconds to hours and end with the day', () => {
  const madeAt = '2026-11-24T00:00:00.000Z';
  const at = (attempts: number, hours: number) =>
    pauseAfter({ attempts, madeAt }, new Date(Date.parse(madeAt) + hours * 3_600_000));
  expect([1, 2, 3, 4, 5, 6, 7].map((attempts) => at(attempts, 0))).toEqual([10, 40, 160, 640, 2_560, 10_240, 21_600]);
  expect(at(9, 17)).toBe(21_600);
  expect(at(9, 18.1)).toBeNull();
});

test('a mail that somebody took and lost with their process is sent by the next one, once', async () => {
  const { taken } = await configured();
  await invite(world, 'admin', {});
  await database.owner`select * from app.take_outgoing(20, 3)`;
  await courier().look();
  expect(taken).toEqual([]);
  await soon();
  await Promise.all([courier().look(), courier().look()]);
  expect(taken).toHaveLength(1);
});

test('a webhook is told of what it chose, with the deed, in ids and names', async () => {
  const { url, called } = await startHookServer(certificate, { status: 204 });
  const { id, secret } = await webhooks().add({ url, events: ['customer.created'] });
  expect(secret).toMatch(/^whsec_/);
  expect(await placesOf(database.owner, secret)).toEqual([]);
  await superAdmin().customers.create({ slug: 'new-isp', name: 'New ISP', stripe: 3, timeZone: 'UTC' } as never); // safe: the slug is one.
  await superAdmin().configuration.set({ changes: { 'results.days': 30 } });
  await courier().look();
  expect(called).toHaveLength(1);
  const body = JSON.parse(called[0]?.body ?? '');
  expect(body).toMatchObject({
    type: 'customer.created',
    data: { outcome: 'ok', actor: { kind: 'person', id: world.people.superAdmin.personId, role: 'superAdmin' } },
  });
  expect(Math.abs(Date.parse(body.timestamp) - Date.now())).toBeLessThan(60_000);
  expect(called[0]?.body).not.toMatch(/192\.0\.2\.7|@example/);
  expect((await webhooks().list()).items).toMatchObject([
    { id, last: { outcome: 'sent', about: 'customer.created', waiting: 0 } },
  ]);
});

test('what is about a customer and a session names both', async () => {
  const { url, called } = await startHookServer(certificate, { status: 204 });
  await webhooks().add({ url, events: ['session.closed'] });
  const { id } = await openCase(world.people.operator, world, { symptom: 'The tower is slow.' });
  await apiOf(world.people.operator).sessions.close({ session: id, cause: 'A cable.' });
  await courier().look();
  expect(JSON.parse(called[0]?.body ?? '').data).toMatchObject({
    customer: { id: world.customers['acme-corp'], slug: 'acme-corp', name: 'acme-corp' },
    target: { kind: 'session', id, name: 'The tower is slow.' },
  });
});

test('a refusal is told to nobody', async () => {
  const { url } = await startHookServer(certificate, { status: 204 });
  await webhooks().add({ url, events: ['customer.created'] });
  const taken = { slug: 'acme-corp', name: 'Again', stripe: 3, timeZone: 'UTC' };
  await expect(superAdmin().customers.create(taken as never)).rejects.toThrow(); // safe: the slug is one.
  expect(await outgoing()).toEqual([]);
});

test('a test goes to the one it is of, and a removed one hears nothing any more', async () => {
  const one = await startHookServer(certificate, { status: 204 });
  const other = await startHookServer(certificate, { status: 204 });
  const { id } = await webhooks().add({ url: one.url, events: ['customer.created'] });
  const second = await webhooks().add({ url: other.url, events: ['customer.created'] });
  await webhooks().test({ webhook: id });
  await webhooks().test({ webhook: second.id });
  await webhooks().remove({ webhook: second.id });
  await courier().look();
  expect(one.called.map(({ body }) => JSON.parse(body).type)).toEqual(['webhook.tested']);
  expect(other.called).toEqual([]);
  await expect(webhooks().test({ webhook: second.id })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'no such webhook',
  });
});

test('a delivery is repeated under the same id until it is taken', async () => {
  const { url, called } = await startHookServer(certificate, { status: 503 }, { status: 200 });
  const { id } = await webhooks().add({ url, events: ['customer.created'] });
  await webhooks().test({ webhook: id });
  const post = courier();
  await post.look();
  expect((await webhooks().list()).items[0]?.last).toMatchObject({
    outcome: null,
    error: expect.stringContaining('answered 503'),
  });
  await soon();
  await post.look();
  expect(called.map(({ headers }) => headers['webhook-id'])).toEqual([
    called[0]?.headers['webhook-id'],
    called[0]?.headers['webhook-id'],
  ]);
  expect((await webhooks().list()).items[0]?.last).toMatchObject({ outcome: 'sent', attempts: 2, error: null });
});

test('a webhook that does not answer delays no letter, and has three deliveries on their way at most', async () => {
  const { taken } = await configured();
  const { url, called } = await startHookServer(certificate, { status: 204 });
  const { id } = await webhooks().add({ url, events: ['customer.created'] });
  for (let count = 0; count < 5; count += 1) await webhooks().test({ webhook: id });
  let answer: (place: { ip: string }) => void = () => undefined;
  const answered = new Promise<{ ip: string }>((resolve) => {
    answer = resolve;
  });
  let asked = 0;
  const post = courier(() => {
    asked += 1;
    return answered;
  });
  const first = post.look();
  await expect.poll(() => asked).toBe(3);
  await invite(world, 'admin', {});
  const second = post.look();
  await expect.poll(() => taken).toHaveLength(1);
  await second;
  expect([asked, called.length]).toEqual([3, 0]);
  answer({ ip: '127.0.0.1' });
  await first;
  expect(called).toHaveLength(5);
});

test('a webhook that failed gets nothing more until it is tried again, and another one does', async () => {
  const bad = await startHookServer(certificate, { status: 503 }, { status: 204 });
  const good = await startHookServer(certificate, { status: 204 });
  const { id } = await webhooks().add({ url: bad.url, events: ['customer.created'] });
  const other = await webhooks().add({ url: good.url, events: ['customer.created'] });
  const post = courier();
  await webhooks().test({ webhook: id });
  await post.look();
  await webhooks().test({ webhook: id });
  await webhooks().test({ webhook: other.id });
  await post.look();
  expect([bad.called.length, good.called.length]).toEqual([1, 1]);
  await soon();
  await post.look();
  expect(bad.called).toHaveLength(3);
});

test('an eleventh webhook is refused, and so is one without TLS or with an account in its address', async () => {
  for (let count = 0; count < 10; count += 1)
    await webhooks().add({ url: `https://example.net/${count}`, events: ['device.wentDown'] });
  await expect(webhooks().add({ url: 'https://example.net/11', events: ['device.wentDown'] })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  for (const url of ['http://example.net/', 'https://user:password@example.net/'])
    await expect(webhooks().add({ url, events: ['device.wentDown'] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a webhook’s address is a secret of its own: the log holds its host', async () => {
  await webhooks().add({ url: 'https://hooks.example.net/services/T000/B000/XXXX', events: ['device.wentDown'] });
  const [entry] =
    await database.owner`select body from audit.entry where event = 'webhook.added' order by at desc limit 1`;
  expect(entry?.body).toContain('hooks.example.net');
  expect(entry?.body).not.toContain('XXXX');
});
