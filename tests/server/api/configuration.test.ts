import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { settingNames } from '@/core/configuration/settings';
import { processEnv } from '@/env';
import { answerSecurityTxt } from '@/server/api/http/security-txt';
import type { Pair } from '@/server/certificate/pem';
import { connect } from '@/server/db/connection';
import { createMasterKey } from '@/server/vault/master-key';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { placesOf } from '../../support/secrets';
import { makeWorld, type World } from '../../support/world';
import { deadPort, localCertificate, startMailServer } from '../post/receivers';

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
  await database.owner`delete from app.setting`;
  await database.owner`update app.configuration set public_url = null`;
});

const api = () => apiOf(world.people.superAdmin).configuration;
const set = (changes: Parameters<ReturnType<typeof api>['set']>[0]['changes']) => api().set({ changes });
const settingOf = async (name: string) => (await api().get()).items.find((item) => item.name === name);
const lastDetail = async () =>
  (
    await database.owner`select body::jsonb -> 'detail' as detail from audit.entry where event = 'configuration.changed'
    order by at desc, id desc limit 1`
  )[0]?.detail;

test.each(['admin', 'operator', 'viewer'] as const)(
  'a %s neither sees nor changes how the system is configured',
  async (role) => {
    const theirs = apiOf(world.people[role]);
    const refusal = { code: 'FORBIDDEN', message: 'your role may not do this: system.configure' };
    await expect(theirs.configuration.get()).rejects.toMatchObject(refusal);
    await expect(theirs.configuration.disk()).rejects.toMatchObject(refusal);
    await expect(theirs.configuration.set({ changes: { 'results.days': 7 } })).rejects.toMatchObject(refusal);
    await expect(theirs.webhooks.list()).rejects.toMatchObject(refusal);
  },
);

test('everything is as it comes until somebody says otherwise, and comes back to that', async () => {
  const { items } = await api().get();
  expect(items.map(({ name }) => name)).toEqual(settingNames);
  expect(items.filter(({ isSet }) => isSet)).toEqual([]);
  expect(await settingOf('results.days')).toMatchObject({ value: 90 });
  await set({ 'results.days': 30, 'sign-in.days': 14 });
  expect(await settingOf('results.days')).toMatchObject({ value: 30, isSet: true });
  await set({ 'results.days': null });
  expect(await settingOf('results.days')).toMatchObject({ value: 90, isSet: false });
  expect(await settingOf('sign-in.days')).toMatchObject({ value: 14 });
});

test('each change leaves what was and what is in the log, in the transaction that made it', async () => {
  await set({ 'results.days': 30 });
  await set({ 'results.days': 60, 'devices.ranges': ['10.20.0.0/16'] });
  expect(await lastDetail()).toEqual({
    before: { 'results.days': 30, 'devices.ranges': [] },
    after: { 'results.days': 60, 'devices.ranges': ['10.20.0.0/16'] },
  });
});

test.each([
  ['a lifetime beyond its bound', { 'sign-in.days': 31 }],
  ['an idle life beyond its bound', { 'sign-in.idle-hours-admins': 13 }],
  ['a retention of a day', { 'results.days': 1 }],
  ['no whole number', { 'results.days': 30.5 }],
  ['a range that is none', { 'devices.ranges': ['10.20.0.0/33'] }],
  ['a range in short spelling', { 'devices.ranges': ['10.20/16'] }],
  ['an address without TLS', { 'public-address': 'http://routeward.example.net' }],
  ['a contact that is none', { 'security.contact': 'security@example.net' }],
  [
    'a contact with another line in it',
    { 'security.contact': 'https://example.net/\r\nContact: mailto:eve@example.net' },
  ],
  ['nothing at all', {}],
  ['a setting that is not there', { 'no.such': 1 }],
])('%s is refused, and nothing is changed', async (_what, changes) => {
  // safe: that it does not fit is the point.
  await expect(set(changes as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect((await api().get()).items.filter(({ isSet }) => isSet)).toEqual([]);
});

test('of two who configure at once each finds what the other one left', async () => {
  await Promise.all([set({ 'results.days': 30 }), set({ 'results.days': 60 })]);
  const entries = await database.owner`select body::jsonb -> 'detail' as detail from audit.entry
    where event = 'configuration.changed' order by at desc limit 2`;
  const [second, first] = entries.map(({ detail }) => detail);
  expect(first.before).toEqual({ 'results.days': 90 });
  expect(second.before).toEqual(first.after);
});

test('whoever was a Super Admin a moment ago configures nothing', async () => {
  const app = connect(database.appUrl, 1);
  onTestFinished(() => app.end());
  await expect(
    app.begin(async (sql) => {
      await sql`select set_config('app.person_id', ${world.people.admin.personId}, true), set_config('role', 'routeward_everything', true)`;
      await sql`select auth.configure('results.days', '7'::jsonb, null)`;
    }),
  ).rejects.toMatchObject({ constraint_name: 'rights_are_those_of_now' });
});

describe('mail', () => {
  const mail = (port: number) => ({
    'mail.host': '127.0.0.1',
    'mail.port': port,
    'mail.security': 'none' as const,
    'mail.from': 'routeward@example.net',
  });
  const start = () => startMailServer({ certificate, hasStartTls: false, asksForAccount: false });
  const ownAddress = async () =>
    (await database.owner`select email from app.person where id = ${world.people.superAdmin.personId}`)[0]?.email;

  test('is kept once the server took a test to the asking person’s own address', async () => {
    const { port, taken } = await start();
    await set(mail(port));
    expect(taken).toMatchObject([{ to: [await ownAddress()], from: 'routeward@example.net' }]);
    expect(await settingOf('mail.host')).toMatchObject({ value: '127.0.0.1', isSet: true });
  });

  test('is not kept where nobody took the test, and says why', async () => {
    const refused = set(mail(await deadPort()));
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/^Nothing was saved\. 127\.0\.0\.1 port \d+: no connection came about/),
    });
    expect(await settingOf('mail.host')).toMatchObject({ value: null, isSet: false });
  });

  test('without TLS goes to this machine alone, and half a server is none', async () => {
    await expect(set({ ...mail(25), 'mail.host': 'mail.example.net' })).rejects.toMatchObject({
      message: expect.stringContaining('over TLS alone'),
    });
    await expect(set({ 'mail.host': '127.0.0.1' })).rejects.toMatchObject({
      message: expect.stringContaining('Give both, or neither'),
    });
  });

  test('a slow server does not cost the transaction', async () => {
    const slow = await startMailServer({ certificate, hasStartTls: false, asksForAccount: false, takesAfterMs: 6_000 });
    await set(mail(slow.port));
    expect(await settingOf('mail.host')).toMatchObject({ isSet: true });
  }, 20_000);

  test('its password is sealed, shown to nobody, in no log, and not sent to another server', async () => {
    const { port } = await start();
    const password = 'a password of the mailbox';
    await set({ ...mail(port), 'mail.password': password });
    expect(await settingOf('mail.password')).toMatchObject({ value: null, isSet: true });
    expect(await placesOf(database.owner, password)).toEqual([]);
    expect(await lastDetail()).toMatchObject({
      after: { 'mail.password': 'set', 'mail.from': 'set', 'mail.port': port },
    });
    await expect(set({ 'mail.user': 'routeward' })).rejects.toMatchObject({
      message: expect.stringContaining('Type the password'),
    });
    const other = await start();
    await set({ 'mail.port': other.port });
    expect(await settingOf('mail.password')).toMatchObject({ isSet: false });
  });
});

describe('the security contact', () => {
  const ask = async () => {
    const answer = await answerSecurityTxt(new Request('https://routeward.example.net/.well-known/security.txt'));
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };

  test('is published as RFC 9116 has it, for anybody, for a year from when it was saved', async () => {
    expect((await ask()).status).toBe(404);
    await set({ 'security.contact': 'mailto:security@example.net' });
    const { status, type, text } = await ask();
    expect([status, type]).toEqual([200, 'text/plain; charset=utf-8']);
    const [, contact, expires] = /^Contact: (.*)\r\nExpires: (.*)\r\n/.exec(text) ?? [];
    expect(contact).toBe('mailto:security@example.net');
    const days = (Date.parse(expires ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(363);
    expect(days).toBeLessThan(365);
    expect(text).toContain('Canonical: https://routeward.example.net/.well-known/security.txt\r\n');
  });

  test('is somebody’s address, so the log holds only that it was set', async () => {
    await set({ 'security.contact': 'mailto:nadia@example.net' });
    expect(await lastDetail()).toEqual({ before: { 'security.contact': null }, after: { 'security.contact': 'set' } });
  });
});

describe('allowed ranges', () => {
  const add = (address: string, name = address) =>
    apiOf(world.people.admin).enrolment.add({ customer: 'acme-corp', name, address } as never); // safe: the slug is one.
  const refusal = { code: 'CONFLICT', message: expect.stringContaining('in none of the ranges') };

  test('a device is enrolled and moved inside of them alone; one that is there already stays', async () => {
    const { id } = await add('10.99.0.1');
    await set({ 'devices.ranges': ['10.20.0.0/16', '2001:db8::/32'] });
    await expect(add('10.21.0.1')).rejects.toMatchObject(refusal);
    await expect(add('2001:db9::1')).rejects.toMatchObject(refusal);
    await add('2001:DB8::1', 'v6');
    await add('10.20.255.255');
    await add('tower.example.net', 'by name');
    const connections = apiOf(world.people.admin).connections;
    await connections.change({ device: id, site: 'Tower 9' });
    await expect(connections.change({ device: id, address: '10.99.0.2' })).rejects.toMatchObject(refusal);
  });

  test('a file of devices is told line by line what is outside', async () => {
    await set({ 'devices.ranges': ['10.20.0.0/16'] });
    const file = 'name,address\nin range,10.20.1.1\nout of range,10.99.1.1\n';
    const { lines } = await apiOf(world.people.admin).enrolment.import({
      customer: 'acme-corp',
      file,
      isDryRun: true,
    } as never); // safe: the slug is one.
    expect(lines.map(({ problem }) => problem)).toEqual([null, '10.99.1.1 is in none of the allowed ranges']);
  });
});

test('what the data takes on the disk is counted by families, and fits into the whole', async () => {
  const { database: whole, families, disk } = await api().disk();
  expect(families.map(({ family }) => family).sort()).toEqual(['audit', 'devices', 'other', 'results', 'sessions']);
  expect(families.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(whole);
  expect(disk?.total).toBeGreaterThan(disk?.free ?? 0);
});
