import { beforeAll, describe, expect, test } from 'vitest';
import { CredentialSetId, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { asCustomer } from '@/server/db/open';
import { targetOf } from '@/server/db/targets';
import { routerTargetOf } from '@/server/runner/targets';
import { createMasterKey } from '@/server/vault/master-key';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

const database = await testDatabase();
const customer = 'acme-corp';
let world: World;

beforeAll(async () => {
  await createMasterKey(processEnv().keysDirectory);
  world = await makeWorld(database);
});

const api = () => apiOf(world.people.admin);
const secret = 'pässwörd "of" $the $(reader) 塔';
const read = { name: 'routeward-read', password: secret };
let made = 0;
const add = async (login: { name: string; password: string } = read, of = customer) => {
  made += 1;
  return (await apiOf(world.people.superAdmin).credentials.add({ customer: of, name: `Set ${made}`, read: login })).id;
};
async function withoutAny(): Promise<void> {
  await database.owner`update app.device set credential_set_id = null`;
  await database.owner`delete from app.credential_set`;
}
/** A device of these credentials, so that they are of use. */
async function deviceWith(credentials: string): Promise<DeviceId> {
  const name = `device ${crypto.randomUUID()}`;
  const { id } = await api().enrolment.add({
    customer,
    name,
    address: '10.4.0.1',
    credentials,
    fingerprint: 'ab'.repeat(32),
  });
  return id;
}
/** What the runner would send to this device. */
const openedFor = (device: DeviceId) =>
  asCustomer(world.customers[customer], 'probe', async ({ db }) => {
    const target = await targetOf(db, device);
    if (target === undefined) throw new Error('no such device');
    return (await routerTargetOf(db, target)).login;
  });

/** All that is stored anywhere, as text; bytes in hexadecimal. */
async function everything(): Promise<string> {
  const tables = await database.owner`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('app', 'audit') and table_type = 'BASE TABLE'`;
  expect(tables.length).toBeGreaterThan(20);
  const texts: string[] = [];
  for (const { name } of tables) {
    const [row] = await database.owner.unsafe(`select string_agg(t::text, ' ') as text from ${name} t`);
    texts.push(String(row?.text));
  }
  return texts.join(' ');
}

describe('what is in a set', () => {
  test('is sealed: it stands nowhere in the database, and in no entry of the audit', async () => {
    const id = await add();
    await api().credentials.replace({
      customer,
      credentials: id,
      read: { name: 'other-reader', password: `${secret} again` },
    });
    await add({ name: 'third-reader', password: 'an easy one' });
    const all = await everything();
    expect(all).toContain(id);
    for (const word of [secret, 'an easy one', 'other-reader', 'third-reader']) {
      expect(all).not.toContain(word);
      expect(all).not.toContain(JSON.stringify(word).slice(1, -1));
      expect(all.toLowerCase()).not.toContain(Buffer.from(word).toString('hex'));
      expect(all).not.toContain(Buffer.from(word).toString('base64').replaceAll('=', ''));
    }
  });

  test('is opened by the work of its customer, sign by sign, and the newest alone', async () => {
    const id = await add();
    const device = await deviceWith(id);
    expect(await openedFor(device)).toEqual(read);
    await api().credentials.replace({ customer, credentials: id, read: { name: 'x', password: ' ' } });
    expect(await openedFor(device)).toEqual({ name: 'x', password: ' ' });
  });

  test('comes out by no door', async () => {
    const id = await add();
    const device = await deviceWith(id);
    const { items } = await api().credentials.list({ customer });
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['accounts', 'changedAt', 'devices', 'id', 'name']);
    const answers = [
      items,
      await api().connections.get({ device }),
      await api().devices.get({ device }),
      await api().credentials.replace({ customer, credentials: id, read }),
    ];
    for (const word of [secret, 'routeward-read', 'read_sealed', 'readSealed'])
      expect(JSON.stringify(answers)).not.toContain(word);
  });

  test('is worth nothing in the place of another set, or of another customer’s', async () => {
    const [mine, other, theirs] = [
      await add(),
      await add({ name: 'o', password: 'other' }),
      await add(read, 'other-isp'),
    ];
    const device = await deviceWith(mine);
    for (const from of [other, theirs]) {
      await database.owner`update app.credential_set set read_sealed = (select read_sealed from app.credential_set where id = ${from}) where id = ${mine}`;
      await expect(openedFor(device)).rejects.toMatchObject({ name: 'RouterFault', code: 'noCredentials' });
    }
  });

  test('is sealed with one key of the customer, however many begin at once', async () => {
    await withoutAny();
    await database.owner`delete from app.data_key`;
    const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => add({ name: `r${at}`, password: `p${at}` })));
    expect(await database.owner`select customer_id from app.data_key`).toEqual([
      { customer_id: world.customers['acme-corp'] },
    ]);
    const logins = await Promise.all(ids.map(async (id) => openedFor(await deviceWith(id))));
    expect(logins.map(({ password }) => password).toSorted()).toEqual(ids.map((_, at) => `p${at}`).toSorted());
  });
});

describe('a set', () => {
  test('has a name of its own at its customer, and is listed by it with the devices that use it', async () => {
    await withoutAny();
    const b = (await api().credentials.add({ customer, name: ' B ', read })).id;
    const a = (await api().credentials.add({ customer, name: 'A', read })).id;
    await add(read, 'other-isp');
    const gone = await deviceWith(b);
    await deviceWith(b);
    await api().enrolment.archive({ devices: [gone] });
    const { items } = await api().credentials.list({ customer });
    expect(items.map(({ id, name, devices }) => [id, name, devices])).toEqual([
      [a, 'A', 0],
      [b, 'B', 1],
    ]);
    const taken = { code: 'CONFLICT', message: 'This customer has credentials of that name already.' };
    await expect(api().credentials.add({ customer, name: 'A', read })).rejects.toMatchObject(taken);
    await expect(api().credentials.replace({ customer, credentials: b, name: 'A', read })).rejects.toMatchObject(taken);
    await apiOf(world.people.superAdmin).credentials.add({ customer: 'other-isp', name: 'A', read });
  });

  test('that is replaced keeps its id, and its name unless another is given, and tells when it changed', async () => {
    const id = await add();
    const of = async () => (await api().credentials.list({ customer })).items.find((one) => one.id === id);
    const before = await of();
    expect(await api().credentials.replace({ customer, credentials: id, read })).toEqual({ id });
    const after = await of();
    expect(after?.name).toBe(before?.name);
    expect(String(after?.changedAt) > String(before?.changedAt)).toBe(true);
    await api().credentials.replace({ customer, credentials: id, name: 'Renamed', read });
    expect((await of())?.name).toBe('Renamed');
  });

  test('leaves entries with its id and names, and nothing of what is in it', async () => {
    const context = contextFor(world.people.admin);
    const caller = createCaller(context).credentials;
    const { id } = await caller.add({ customer, name: 'Traced', read });
    await caller.replace({ customer, credentials: id, name: 'Traced anew', read });
    const entries = await entriesOf(database.owner, context.origin.requestId);
    expect(entries.map(({ event, detail }) => [event, detail])).toEqual([
      ['credentials.added', { credentials: id, name: 'Traced', accounts: ['read'] }],
      [
        'credentials.replaced',
        { credentials: id, before: 'Traced', after: 'Traced anew', accounts: { read: 'replaced' } },
      ],
    ]);
  });
});

describe('the accounts of a set', () => {
  const write = { name: 'routeward-write', password: 'a password that writes' };
  const testing = { name: 'routeward-test', password: 'a password that tests' };
  const accountsOf = async (id: string) =>
    (await api().credentials.list({ customer })).items.find((one) => one.id === id)?.accounts;

  test('are told apart by what they are for, put in, replaced and taken out one by one; the one that reads stays', async () => {
    const { id } = await api().credentials.add({ customer, name: 'Whole', read, write, test: testing });
    const device = await deviceWith(id);
    expect(await accountsOf(id)).toEqual(['read', 'write', 'test']);
    expect((await api().devices.get({ device })).accounts).toEqual(['read', 'write', 'test']);
    const sealed = async () => (await database.owner`select * from app.credential_set where id = ${id}`)[0];
    const before = await sealed();
    await api().credentials.replace({ customer, credentials: id, write: null });
    expect(await accountsOf(id)).toEqual(['read', 'test']);
    expect(await sealed()).toMatchObject({ read_sealed: before?.read_sealed, test_sealed: before?.test_sealed });
    await api().credentials.replace({ customer, credentials: id, test: null, write });
    expect(await accountsOf(id)).toEqual(['read', 'write']);
    await api().credentials.replace({ customer, credentials: id, name: 'Renamed alone' });
    expect(await accountsOf(id)).toEqual(['read', 'write']);
    expect(await openedFor(device)).toEqual(read);
    // safe: that it is wrong is the point.
    const without = { customer, credentials: id, read: null } as unknown as { customer: string; credentials: string };
    await expect(api().credentials.replace(without)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(api().credentials.replace({ customer, credentials: id })).rejects.toMatchObject({
      message: 'Say what is to be changed.',
    });
  });

  test('what became of each is in the log, without names and passwords', async () => {
    const context = contextFor(world.people.admin);
    const caller = createCaller(context).credentials;
    const { id } = await caller.add({ customer, name: 'Log', read, write });
    await caller.replace({ customer, credentials: id, write: null, test: testing });
    await caller.replace({ customer, credentials: id, test: { ...testing, password: 'another that tests' } });
    const entries = await entriesOf(database.owner, context.origin.requestId);
    expect(entries.map(({ detail }) => detail)).toMatchObject([
      { accounts: ['read', 'write'] },
      { accounts: { write: 'removed', test: 'added' } },
      { accounts: { test: 'replaced' } },
    ]);
    const all = await everything();
    for (const word of [
      'routeward-write',
      'routeward-test',
      'a password that writes',
      'a password that tests',
      'another that tests',
    ])
      expect(all).not.toContain(word);
  });

  test('are different ones: what may write is not what reads', async () => {
    const same = { ...write, name: read.name };
    const refused = {
      code: 'BAD_REQUEST',
      message: 'The account that writes must be another one than the account that reads.',
    };
    await expect(api().credentials.add({ customer, name: 'Same', read, write: same })).rejects.toMatchObject(refused);
    const credentials = await add();
    await expect(api().credentials.replace({ customer, credentials, read, write: same })).rejects.toMatchObject(
      refused,
    );
    await expect(
      api().credentials.replace({ customer, credentials, write, test: { ...testing, name: write.name } }),
    ).rejects.toMatchObject({
      message: 'The account for bandwidth tests must be another one than the account that writes.',
    });
  });

  test('are each sealed for their own place: one is worth nothing in the place of another', async () => {
    const { id } = await api().credentials.add({ customer, name: 'Swapped', read, write });
    const device = await deviceWith(id);
    await database.owner`update app.credential_set set read_sealed = write_sealed where id = ${id}`;
    await expect(openedFor(device)).rejects.toMatchObject({ name: 'RouterFault', code: 'noCredentials' });
  });
});

describe('of another customer a set is', () => {
  test('neither found nor replaced, whoever asks in whose name', async () => {
    const theirs = await add(read, 'other-isp');
    const before = await database.owner`select * from app.credential_set where id = ${theirs}`;
    const missing = { code: 'NOT_FOUND', message: 'no such credentials' };
    for (const credentials of [theirs, CredentialSetId.parse(crypto.randomUUID())])
      for (const who of ['admin', 'superAdmin'] as const)
        await expect(
          apiOf(world.people[who]).credentials.replace({ customer, credentials, read }),
        ).rejects.toMatchObject(missing);
    const there = { customer: 'other-isp', credentials: theirs, read };
    await expect(api().credentials.replace(there)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await database.owner`select * from app.credential_set where id = ${theirs}`).toEqual(before);
  });

  test('not to be used: not by a new device, one that is there, or a file of them', async () => {
    const theirs = await add(read, 'other-isp');
    const none = { code: 'CONFLICT', message: 'There are no such credentials.' };
    const device = DeviceId.parse(world.devices[customer][0]);
    const file = 'name,address\na-1,10.4.4.1\na-2,10.4.4.2\n';
    for (const who of ['admin', 'superAdmin'] as const) {
      const by = apiOf(world.people[who]);
      const one = { customer, name: 'astray', address: '10.4.4.4', credentials: theirs };
      await expect(by.enrolment.add(one)).rejects.toMatchObject(none);
      await expect(by.connections.change({ device, credentials: theirs })).rejects.toMatchObject(none);
      await expect(by.enrolment.import({ customer, file, credentials: theirs, isDryRun: false })).rejects.toMatchObject(
        none,
      );
    }
    expect(await database.owner`select from app.device where credential_set_id = ${theirs}`).toHaveLength(0);
    expect(await database.owner`select from app.device where address like '10.4.4.%'`).toHaveLength(0);
  });
});

test.each([
  ['an empty name', { name: '', password: 'x' }],
  ['an empty password', { name: 'x', password: '' }],
  ['a name of two lines', { name: 'x\ny', password: 'x' }],
  ['NUL in a name', { name: 'x\0', password: 'x' }],
  ['NUL in a password', { name: 'x', password: 'x\0' }],
  ['a password of two lines', { name: 'x', password: 'x\r\ny' }],
  ['a password that is too long', { name: 'x', password: 'x'.repeat(129) }],
  ['a name that is too long', { name: 'x'.repeat(65), password: 'x' }],
  ['more than that', { name: 'x', password: 'x', policies: ['full'] }],
])('%s makes no account', async (_what, wrong) => {
  const before = await database.owner`select count(*)::int as sets from app.credential_set`;
  await expect(api().credentials.add({ customer, name: 'Wrong', read: wrong })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  expect(await database.owner`select count(*)::int as sets from app.credential_set`).toEqual(before);
});

test.each(['operator', 'viewer'] as const)('a %s neither lists, keeps nor replaces credentials', async (role) => {
  const id = await add();
  const none = { code: 'FORBIDDEN', message: 'your role may not do this: device.edit' };
  const door = apiOf(world.people[role]).credentials;
  await expect(door.list({ customer })).rejects.toMatchObject(none);
  await expect(door.add({ customer, name: 'Theirs', read })).rejects.toMatchObject(none);
  await expect(door.replace({ customer, credentials: id, read })).rejects.toMatchObject(none);
});
