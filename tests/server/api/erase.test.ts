import bcrypt from 'bcryptjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { FamilyId, PersonId } from '@/core/ids';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { peppered } from '@/server/auth/password-hash';
import { asCustomer } from '@/server/db/open';
import { eraseCustomers } from '@/server/runner/erase-customers';
import { keyForSealing, unsealFrom } from '@/server/vault/data-keys';
import { createMasterKey, deriveKey } from '@/server/vault/master-key';
import { type TestDatabase, testDatabase } from '../../support/database';
import { fillCustomer, openedOf, sealedOf } from '../../support/sealed';
import { placesOf } from '../../support/secrets';
import { contextFor, makeFamily, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let sofia: Principal;
let shifted = 0;
const password = 'tulip gravel nine cobalt';
const slug = 'other-isp';

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  const master = await createMasterKey(processEnv().keysDirectory);
  const hash = await bcrypt.hash(peppered(deriveKey(master, 'passwordPepper'), password), 4);
  const [made] = await database.owner`insert into app.person (email, name, role, password_hash)
    values ('sofia@example.net', 'Sofia', 'superAdmin', ${hash}) returning id`;
  const personId = PersonId.parse(made?.id);
  sofia = {
    personId,
    role: 'superAdmin',
    epoch: 1,
    familyId: FamilyId.parse(await makeFamily(database.owner, personId)),
  };
  await fillCustomer(database, world, 'acme-corp');
  await fillCustomer(database, world, slug);
});

beforeEach(async () => {
  shifted += 20;
  await database.shiftClock(`${shifted} minutes`);
});

const api = (me = sofia) => createCaller(contextFor(me)).customers;
const erase = (more: object = {}) => api().erase({ archived: slug, name: slug, password, ...more });
const work = async () => {
  while (await eraseCustomers());
};
/** Tables that hold a row of it, whatever tables there are. */
const left = async (customer: string): Promise<string[]> => {
  const tables =
    await database.owner`select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'customer_id' and not a.attisdropped`;
  const found: string[] = [];
  for (const { name } of tables)
    if ((await database.owner.unsafe(`select from ${name} where customer_id = $1 limit 1`, [customer])).length > 0)
      found.push(name);
  return found.sort();
};

test('only an archived customer is erased, by its typed name and the own password, guessed at no oftener than at signing in', async () => {
  await expect(erase()).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no such archived customer' });
  await api().archive({ customer: slug });
  await expect(erase({ name: 'acme-corp' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const codes: string[] = [];
  for (let guess = 0; guess < 7; guess += 1)
    await erase({ password: 'not it at all' }).catch(({ code }) => codes.push(code));
  expect(codes).toEqual([...Array(5).fill('FORBIDDEN'), ...Array(2).fill('TOO_MANY_REQUESTS')]);
  // The right one, too, has to wait then.
  await expect(erase()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  await expect(api(world.people.admin).erase({ archived: slug, name: slug, password })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await database.owner`select 1 from app.data_key where customer_id = ${world.customers[slug]}`).toHaveLength(1);
});

test('erased, nothing of it opens with anything there is, nothing of it is left but the log, and nobody else notices', async () => {
  const customer = world.customers[slug];
  const copies = await sealedOf(database, customer);
  const others = await sealedOf(database, world.customers['acme-corp']);
  const before = await left(world.customers['acme-corp']);
  expect(await left(customer)).toEqual(
    expect.arrayContaining(['app.session_step', 'app.run_rows', 'app.device', 'app.credential_set']),
  );
  const [named] =
    await database.owner`update app.device set name = 'tower of the erased' where id = ${world.devices[slug][0] ?? ''} returning name`;
  expect(named?.name).toBe('tower of the erased');
  // Somebody works for it at this moment, and has its key in hand.
  let isBegun: () => void = () => undefined;
  let goOn: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    isBegun = resolve;
  });
  const going = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const late = asCustomer(customer, 'test', async ({ db }) => {
    await keyForSealing(db, customer);
    isBegun();
    await going;
    return keyForSealing(db, customer);
  });
  await begun;

  // A stranger who guesses at signing in holds up that, and not this.
  const guesses = await database.owner`
    select (auth.begin_sign_in(email, array[]::text[], null)).wait_seconds as wait from app.person, generate_series(1, 9)
    where id = ${sofia.personId}`;
  expect(guesses.at(-1)?.wait).toBeGreaterThan(0);
  expect(await erase()).toEqual({ keys: 1 });
  await work();
  goOn();
  // It made itself another key, after everything was gone.
  await late;
  await work();
  for (const { place, row, sealed } of copies)
    await expect(
      asCustomer(world.customers['acme-corp'], 'test', ({ db }) =>
        unsealFrom(db, { table: place.table, column: place.column, row, customerId: customer }, sealed),
      ),
    ).rejects.toThrow('its key is not at hand');
  await expect(openedOf(customer, copies)).rejects.toThrow('no such customer');
  expect(await left(customer)).toEqual([]);
  expect(await placesOf(database.owner, 'tower of the erased')).toEqual([]);

  // Its end is told a minute later, when nobody can be at work for it any more.
  const ended = () => database.owner`select body::jsonb as body from audit.entry where event = 'customer.erased'`;
  expect(await ended()).toEqual([]);
  shifted += 2;
  await database.shiftClock(`${shifted} minutes`);
  await Promise.all([work(), work()]);
  const entries = await ended();
  expect(entries).toHaveLength(1);
  expect(entries[0]?.body).toMatchObject({ customer, detail: { customer: slug, rows: { run_rows: 2, device: 3 } } });
  expect(await left(customer)).toEqual([]);
  expect(
    await database.owner`select slug, name, erased_at is not null as gone from app.customer where id = ${customer}`,
  ).toMatchObject([{ slug, name: slug, gone: true }]);

  expect(await left(world.customers['acme-corp'])).toEqual(before);
  expect(await sealedOf(database, world.customers['acme-corp'])).toEqual(others);
  expect(await openedOf(world.customers['acme-corp'], others)).toEqual(others.map(({ plain }) => plain));
});

test('it answers as one that never was, and its short name stays taken', async () => {
  const strange = await Promise.allSettled([
    api().restore({ archived: 'no-such-isp' }),
    createCaller(contextFor(sofia)).devices.list({ customer: 'no-such-isp' }),
  ]);
  const same = await Promise.allSettled([
    api().restore({ archived: slug }),
    createCaller(contextFor(sofia)).devices.list({ customer: slug }),
  ]);
  const said = (all: PromiseSettledResult<unknown>[]) =>
    all.map((one) => (one.status === 'rejected' ? one.reason.message.replaceAll(/(no-such|other)-isp/g, '…') : 'done'));
  expect(said(same)).toEqual(said(strange));
  expect(said(same)).toEqual(['no such archived customer', 'customer "…" not in scope']);
  await expect(erase()).rejects.toMatchObject({ message: 'no such archived customer' });
  expect((await api().archived()).items).toEqual([]);
  expect((await api().list()).items.map((one) => one.slug)).toEqual(['acme-corp']);
  await expect(api().create({ slug, name: 'Again', stripe: 0, timeZone: 'UTC' })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  // The log's own functions refuse the other customer's steps as before.
  await expect(database.owner`delete from app.session_step`).rejects.toThrow('append-only');
});
