import { beforeAll, expect, test } from 'vitest';
import { CustomerId, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { createFirstAdmin } from '@/server/db/console';
import { demoCustomers } from '@/server/db/demo-world';
import { asCustomer } from '@/server/db/open';
import { type Enrolment, seedDemo } from '@/server/db/seed';
import { targetOf } from '@/server/db/targets';
import { unsealFrom } from '@/server/vault/data-keys';
import { createMasterKey, loadMasterKey, wrappingOf } from '@/server/vault/master-key';
import { makeDataKey, seal } from '@/server/vault/sealed';
import { type TestDatabase, testDatabase } from '../../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await database.owner`update app.mark set kind = 'real'`;
});

const hash = async (password: string) => `not a hash of ${password.length}`;
const account = { name: 'reader', password: 'reads the routers' };
const writer = { name: 'writer', password: 'changes the routers' };
const tester = { name: 'tester', password: 'fills the lines' };

/** As the command line does it, with a real master key. */
async function enrol(customerId: string, masterKey: number): Promise<Enrolment> {
  const { keysDirectory } = processEnv();
  const master = await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
  const { dataKey, wrapped } = makeDataKey(wrappingOf(master, masterKey), customerId);
  const sealed = (row: string, column: string, login: typeof account) =>
    seal(dataKey, { table: 'credential_set', column, row, customerId }, JSON.stringify(login));
  return {
    dataKey: { id: dataKey.id, masterKey, wrapped },
    accountsOf: (set) => ({
      readSealed: sealed(set, 'read_sealed', account),
      writeSealed: sealed(set, 'write_sealed', writer),
      testSealed: sealed(set, 'test_sealed', tester),
    }),
  };
}

const routers = (letter: string) =>
  demoCustomers.flatMap(({ devices }) => devices.map(({ address }) => ({ address, fingerprint: letter.repeat(64) })));
const seed = (letter = 'a') => seedDemo(database.ownerUrl, { hash, enrol }, routers(letter));

const counts = () => database.owner`
  select c.slug, count(*)::int as devices, count(d.credential_set_id)::int as enrolled, count(distinct d.pin)::int as pins
  from app.device d join app.customer c on c.id = d.customer_id group by 1 order by 1`;
const secrets = () => database.owner`
  select s.id as set, s.read_sealed as sealed, k.id as key from app.credential_set s
  full join app.data_key k on k.customer_id = s.customer_id order by s.id`;

/** What the runner finds when it wants to speak to a device: the account, opened, or why not. */
async function loginOf(name: string): Promise<unknown> {
  const [row] = await database.owner`select id, customer_id as customer from app.device where name = ${name}`;
  const [id, customer] = [DeviceId.parse(row?.id), CustomerId.parse(row?.customer)];
  return asCustomer(customer, 'probe', async ({ db }) => {
    const target = await targetOf(db, id);
    if (target?.credentialSetId == null || target.readSealed === null) return 'no credentials';
    const place = { table: 'credential_set', column: 'read_sealed', row: target.credentialSetId, customerId: customer };
    return JSON.parse(await unsealFrom(db, place, target.readSealed));
  });
}

test('the demo has one person per role, acme-corp with 47 devices and other-isp with others', async () => {
  const people = await seed();
  expect(people.map(({ role }) => role)).toEqual(['superAdmin', 'admin', 'operator', 'viewer']);
  expect(await counts()).toEqual([
    { slug: 'acme-corp', devices: 47, enrolled: 47, pins: 1 },
    { slug: 'other-isp', devices: 12, enrolled: 12, pins: 1 },
  ]);
  const [entry] = await database.owner`select body::jsonb ->> 'event' as event from audit.entry`;
  expect(entry?.event).toBe('system.seeded');
});

test('its devices can be spoken to: the account they are read with is sealed, and opens for their customer', async () => {
  for (const { sealed } of await secrets()) expect(Buffer.from(sealed).includes(account.password)).toBe(false);
  for (const name of ['core-gw-01', 'cpe-1003']) expect(await loginOf(name)).toEqual(account);
  const shared = await database.owner`
    select from app.device d join app.credential_set s on s.id = d.credential_set_id where s.customer_id <> d.customer_id`;
  expect(shared).toHaveLength(0);
});

test('of one customer two devices have an account for bandwidth tests, which opens in its own place', async () => {
  const tested = await database.owner`
    select d.name, s.id as set, s.customer_id as customer, s.test_sealed as sealed
    from app.device d join app.credential_set s on s.id = d.credential_set_id where s.has_test order by d.name`;
  expect(tested.map(({ name }) => name)).toEqual(['core-gw-01', 'core-gw-02']);
  for (const { set, customer, sealed } of tested) {
    const place = { table: 'credential_set', column: 'test_sealed', row: set, customerId: customer };
    const opened = await asCustomer(CustomerId.parse(customer), 'probe', ({ db }) => unsealFrom(db, place, sealed));
    expect(JSON.parse(opened.toString())).toEqual(tester);
  }
  expect(await loginOf('core-gw-02')).toEqual(account);
});

test('a second start leaves the demo as it is, its credentials too', async () => {
  await database.owner`update app.device set name = 'renamed by a visitor' where name = 'core-gw-01'`;
  const before = await secrets();
  await seed();
  expect(await secrets()).toEqual(before);
  expect(await counts()).toMatchObject([{ devices: 47 }, { devices: 12 }]);
  expect(await database.owner`select from app.device where name = 'renamed by a visitor'`).toHaveLength(1);
});

test('routers that have a new certificate at the next start have it pinned, and those that are gone keep theirs', async () => {
  await seedDemo(database.ownerUrl, { hash, enrol }, routers('b').slice(1));
  const pins = await database.owner`select pin, count(*)::int as devices from app.device group by 1 order by 1`;
  expect(pins).toEqual([
    { pin: 'a'.repeat(64), devices: 1 },
    { pin: 'b'.repeat(64), devices: 58 },
  ]);
});

test('a demo of before there were credentials gets them', async () => {
  const { owner } = database;
  await owner`update app.device set credential_set_id = null, pin = null`;
  await owner`delete from app.credential_set`;
  await owner`delete from app.data_key`;
  expect(await loginOf('hq-gw')).toBe('no credentials');
  await seed('c');
  expect(await loginOf('hq-gw')).toEqual(account);
  expect(await counts()).toMatchObject([
    { devices: 47, enrolled: 47, pins: 1 },
    { devices: 12, enrolled: 12, pins: 1 },
  ]);
  expect(await secrets()).toHaveLength(3);
});

test('an enrolment that fails halfway leaves no customer half enrolled, and the next start goes on', async () => {
  const { owner } = database;
  await owner`update app.device set credential_set_id = null`;
  await owner`delete from app.credential_set`;
  await owner`delete from app.data_key`;
  let calls = 0;
  const failing = (customerId: string, masterKey: number) => {
    calls += 1;
    return calls === 2 ? Promise.reject(new Error('no more keys')) : enrol(customerId, masterKey);
  };
  await expect(seedDemo(database.ownerUrl, { hash, enrol: failing }, [])).rejects.toThrow('no more keys');
  expect(new Set((await secrets()).map(({ key }) => key)).size).toBe(1);
  await seed('c');
  expect(await counts()).toMatchObject([{ enrolled: 47 }, { enrolled: 12 }]);
  expect(await secrets()).toHaveLength(3);
});

test('a database with real people is never filled with the demo’s', async () => {
  await database.owner`update app.mark set kind = 'real'`;
  await expect(seed()).rejects.toMatchObject({ name: 'StartError' });
  await expect(
    createFirstAdmin(database.ownerUrl, { email: 'a@example.net', name: 'A', passwordHash: 'x' }),
  ).rejects.toMatchObject({ name: 'StartError' });
});

test('of two first admins at once one is made, with its entry', async () => {
  await database.owner`truncate app.person cascade`;
  const made = await Promise.allSettled(
    ['One@example.net', 'two@example.net'].map((email) =>
      createFirstAdmin(database.ownerUrl, { email, name: 'First', passwordHash: 'x' }),
    ),
  );
  expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await database.owner`select email, role from app.person`).toMatchObject([{ role: 'superAdmin' }]);
  const entries = await database.owner`select body::jsonb as body from audit.entry where event = 'person.created'`;
  expect(entries).toMatchObject([{ body: { actor: { kind: 'console' }, outcome: 'ok' } }]);
});
