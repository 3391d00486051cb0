import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CustomerId } from '@/core/ids';
import { processEnv } from '@/env';
import { asCustomer, asEverything, asPerson, type Transaction } from '@/server/db/open';
import { dataKey } from '@/server/db/schema/secrets';
import { keyForSealing, sealFor, unsealFrom } from '@/server/vault/data-keys';
import { createMasterKey, masterKeyFile } from '@/server/vault/master-key';
import { dataKeyOf, Unopenable } from '@/server/vault/sealed';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeCustomer, makePerson, makeWorld, type World } from '../../support/world';

type Db = Transaction['db'];

let database: TestDatabase;
let world: World;
let own: CustomerId;
let foreign: CustomerId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  foreign = world.customers['other-isp'];
});

beforeEach(async () => {
  await database.owner`delete from app.data_key`;
});

const placeOf = (customerId: CustomerId) => ({ table: 'run_rows', column: 'sealed', row: 'run/0', customerId });
const work = <T>(customer: CustomerId, does: (db: Db) => Promise<T>): Promise<T> =>
  asCustomer(customer, 'run 1', ({ db }) => does(db));
const sealed = (customer: CustomerId, plain: string) => work(customer, (db) => sealFor(db, placeOf(customer), plain));
const opened = (customer: CustomerId, bytes: Uint8Array) =>
  work(customer, (db) => unsealFrom(db, placeOf(customer), bytes));
const keysOf = async (customer: CustomerId): Promise<string[]> =>
  (await database.owner`select id from app.data_key where customer_id = ${customer}`).map(({ id }) => String(id));

/** Two that wait for each other. */
function meeting(): () => Promise<void> {
  let arrived = 0;
  let open: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    arrived += 1;
    if (arrived === 2) open();
    return both;
  };
}

test('without a master key nothing is sealed, and once it is back everything is', async () => {
  await expect(sealed(own, 'words')).rejects.toThrow(/is missing\. Put it back/);
  expect(await keysOf(own)).toEqual([]);
  await createMasterKey(processEnv().keysDirectory);
  expect(await opened(own, await sealed(own, 'words'))).toBe('words');
});

describe('a customer’s data key', () => {
  test('is made with the first secret and used for every later one', async () => {
    const [first, second] = [await sealed(own, 'one'), await sealed(own, 'two')];
    expect(await keysOf(own)).toEqual([dataKeyOf(first)]);
    expect(dataKeyOf(second)).toBe(dataKeyOf(first));
    expect([await opened(own, first), await opened(own, second)]).toEqual(['one', 'two']);
    await sealed(foreign, 'three');
    expect(await keysOf(foreign)).not.toEqual(await keysOf(own));
  });

  test('is one, also when several transactions need the first at the same moment', async () => {
    const met = meeting();
    const seal = () =>
      work(own, async (db) => {
        await met();
        return sealFor(db, placeOf(own), 'words');
      });
    const all = await Promise.all([seal(), seal(), seal(), seal()]);
    expect(await keysOf(own)).toHaveLength(1);
    for (const bytes of all) expect(await opened(own, bytes)).toBe('words');
  });

  test('if there come to be two, both open what they sealed and the newer one seals', async () => {
    const first = await sealed(own, 'one');
    await database.owner`update app.data_key set customer_id = ${foreign}`;
    const second = await sealed(own, 'two');
    await database.owner`update app.data_key set customer_id = ${own}, made_at = made_at - interval '1 day'
      where customer_id = ${foreign}`;
    expect(await keysOf(own)).toHaveLength(2);
    expect([await opened(own, first), await opened(own, second)]).toEqual(['one', 'two']);
    expect(dataKeyOf(await sealed(own, 'three'))).toBe(dataKeyOf(second));
  });

  test('that was taken back with its transaction is neither stored nor remembered', async () => {
    let lost: Uint8Array = Buffer.alloc(0);
    const takenBack = work(own, async (db) => {
      lost = await sealFor(db, placeOf(own), 'words');
      expect(await unsealFrom(db, placeOf(own), lost)).toBe('words');
      throw new Error('taken back');
    });
    await expect(takenBack).rejects.toThrow('taken back');
    expect(await keysOf(own)).toEqual([]);
    const key = await work(own, (db) => keyForSealing(db, own));
    expect(key.id).not.toBe(dataKeyOf(lost));
    await expect(opened(own, lost)).rejects.toBeInstanceOf(Unopenable);
  });

  test('destroyed, darkens its customer at once and nobody else', async () => {
    const [mine, theirs] = [await sealed(own, 'one'), await sealed(foreign, 'two')];
    expect([await opened(own, mine), await opened(foreign, theirs)]).toEqual(['one', 'two']);
    await database.owner`delete from app.data_key where customer_id = ${own}`;
    await expect(opened(own, mine)).rejects.toBeInstanceOf(Unopenable);
    expect(await opened(foreign, theirs)).toBe('two');
    const later = await sealed(own, 'three');
    expect(await opened(own, later)).toBe('three');
    await expect(opened(own, mine)).rejects.toBeInstanceOf(Unopenable);
  });

  test('given to another customer in the table, opens nothing for either', async () => {
    const mine = await sealed(own, 'one');
    await database.owner`update app.data_key set customer_id = ${foreign}`;
    await expect(opened(own, mine)).rejects.toBeInstanceOf(Unopenable);
    await expect(opened(foreign, mine)).rejects.toBeInstanceOf(Unopenable);
    await expect(sealed(foreign, 'two')).rejects.toBeInstanceOf(Unopenable);
  });

  test('changed in the table is refused', async () => {
    const mine = await sealed(own, 'one');
    await database.owner`update app.data_key set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)`;
    await expect(opened(own, mine)).rejects.toBeInstanceOf(Unopenable);
    await expect(sealed(own, 'two')).rejects.toBeInstanceOf(Unopenable);
  });
});

describe('a transaction', () => {
  test('for one customer opens nothing of another’s, though both were opened in this process before', async () => {
    const theirs = await sealed(foreign, 'two');
    expect(await opened(foreign, theirs)).toBe('two');
    await expect(work(own, (db) => unsealFrom(db, placeOf(foreign), theirs))).rejects.toBeInstanceOf(Unopenable);
    await expect(work(own, (db) => unsealFrom(db, placeOf(own), theirs))).rejects.toBeInstanceOf(Unopenable);
  });

  test('for one customer makes no key for another', async () => {
    await expect(work(own, (db) => keyForSealing(db, foreign))).rejects.toMatchObject({ cause: { code: '42501' } });
    expect(await keysOf(foreign)).toEqual([]);
  });

  test.each(['admin', 'operator', 'viewer'] as const)(
    'of an assigned %s opens what is of its reach and finds no other key',
    async (role) => {
      const [mine, theirs] = [await sealed(own, 'one'), await sealed(foreign, 'two')];
      expect(await opened(foreign, theirs)).toBe('two');
      const me = world.people[role];
      expect(await asPerson(me, ({ db }) => unsealFrom(db, placeOf(own), mine))).toBe('one');
      const reaching = asPerson(me, ({ db }) => unsealFrom(db, placeOf(foreign), theirs));
      await expect(reaching).rejects.toMatchObject({ name: 'Unopenable', message: 'its key is not at hand' });
      expect(await asPerson(me, ({ db }) => db.select({ id: dataKey.customerId }).from(dataKey))).toEqual([
        { id: own },
      ]);
      expect(await asPerson(me, ({ db }) => db.select().from(dataKey).where(eq(dataKey.customerId, foreign)))).toEqual(
        [],
      );
    },
  );

  test('of a Super Admin opens every customer’s', async () => {
    const [mine, theirs] = [await sealed(own, 'one'), await sealed(foreign, 'two')];
    const both = await asEverything(world.people.superAdmin, ({ db }) =>
      Promise.all([unsealFrom(db, placeOf(own), mine), unsealFrom(db, placeOf(foreign), theirs)]),
    );
    expect(both).toEqual(['one', 'two']);
  });

  test('of a person makes no key and seals nothing, but for an Admin, who keeps credentials', async () => {
    for (const role of ['operator', 'viewer'] as const)
      await expect(asPerson(world.people[role], ({ db }) => keyForSealing(db, own))).rejects.toMatchObject({
        cause: { code: '42501' },
      });
    expect(await keysOf(own)).toEqual([]);
    const made = await asPerson(world.people.admin, ({ db }) => keyForSealing(db, own));
    expect(await keysOf(own)).toEqual([made.id]);
  });

  test('of somebody whose assignment has ended finds the key no more', async () => {
    const customer = await makeCustomer(database.owner, `isp-${randomUUID()}`);
    const me = await makePerson(database.owner, 'viewer', [customer]);
    const bytes = await sealed(customer, 'one');
    const look = () => asPerson(me, ({ db }) => unsealFrom(db, placeOf(customer), bytes));
    expect(await look()).toBe('one');
    await database.owner`delete from app.membership where person_id = ${me.personId}`;
    await expect(look()).rejects.toBeInstanceOf(Unopenable);
  });
});

test('with everything the database holds and no master key, nothing opens', async () => {
  const bytes = await sealed(own, 'the password of a router');
  const [row] = await database.owner`select wrapped from app.data_key`;
  const dump = Buffer.concat([Buffer.from(row?.wrapped), Buffer.from(bytes)]);
  expect(dump.includes('password')).toBe(false);
  // A process that starts with another master key is told so, by the first secret it meets.
  await rm(masterKeyFile(processEnv().keysDirectory), { force: true });
  await createMasterKey(processEnv().keysDirectory);
  const store = Reflect.get(globalThis, Symbol.for('routeward.once'));
  if (!(store instanceof Map)) throw new Error('nothing is kept in this process');
  store.delete('wrapping keys');
  await expect(opened(own, bytes)).rejects.toBeInstanceOf(Unopenable);
  await expect(sealed(own, 'another')).rejects.toBeInstanceOf(Unopenable);
});
