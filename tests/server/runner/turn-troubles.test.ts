import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { processEnv } from '@/env';
import { asCustomer, asEverything } from '@/server/db/open';
import { customerPlaces } from '@/server/db/sealed-places';
import { sealedRows } from '@/server/db/sealed-rows';
import { turnKeys } from '@/server/runner/turn-keys';
import { addDataKey, keyForSealing, sealFor } from '@/server/vault/data-keys';
import { createMasterKey } from '@/server/vault/master-key';
import { Unopenable } from '@/server/vault/sealed';
import { type TestDatabase, testDatabase } from '../../support/database';
import { noKey } from '../../support/routers';
import { fillCustomer } from '../../support/sealed';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  await createMasterKey(processEnv().keysDirectory);
  for (const slug of ['acme-corp', 'other-isp'] as const) await fillCustomer(database, world, slug);
});

const ask = (key: string) =>
  asEverything(world.people.superAdmin, ({ db }) => db.execute(sql`select auth.ask_for_rotation(${key})`));
const keysOf = async (key: string): Promise<number> =>
  (await database.owner`select from app.data_key where customer_id::text = ${key}`).length;

test('values of megabytes are sealed anew a few at a time, each once', async () => {
  const acme = world.customers['acme-corp'];
  const run = world.runs['acme-corp'];
  const text = 'x'.repeat(3 * 2 ** 20);
  const places = [901, 902, 903].map((firstRow) => ({ firstRow, row: `${run}/${firstRow}` }));
  const inPlace = (row: string) => ({ table: 'run_rows', column: 'sealed', row, customerId: acme });
  for (const { firstRow, row } of places) {
    const sealed = await asCustomer(acme, 'test', ({ db }) => sealFor(db, inPlace(row), text));
    await database.owner`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
      values (${run}, ${firstRow}, 1, ${acme}, ${sealed})`;
  }
  const key = await asCustomer(acme, 'test', async ({ db }) => {
    await addDataKey(db, acme);
    return (await keyForSealing(db, acme)).id;
  });
  const rows = customerPlaces.find(({ table }) => table === 'run_rows');
  if (rows === undefined) throw new Error('rows of runs are sealed');
  const found: string[] = [];
  let after: readonly string[] | null = [run, '900'];
  for (let piece = 1; after !== null; piece += 1) {
    const { outdated, last } = await asCustomer(acme, 'test', ({ db }) =>
      sealedRows(db, rows, { customerId: acme, key, after, most: 200 }),
    );
    // Three megabytes leave room for one more to begin, and not for a third.
    expect(outdated.length).toBe(piece === 1 ? 2 : 1);
    found.push(...outdated.map(({ row }) => row.join('/')));
    after = last;
  }
  expect(found).toEqual(places.map(({ row }) => row));
  await database.owner`delete from app.run_rows where first_row > 900`;
});

test('a value that does not open holds its own customer’s key up, and is told of; nobody else’s', async () => {
  const [acme, other] = [world.customers['acme-corp'], world.customers['other-isp']];
  const [was] = await database.owner`
    select id, read_sealed as sealed from app.credential_set where customer_id = ${acme} limit 1`;
  await database.owner`update app.credential_set set read_sealed = set_byte(read_sealed, octet_length(read_sealed) - 1,
    get_byte(read_sealed, octet_length(read_sealed) - 1) # 1) where id = ${was?.id}`;
  for (const key of [acme, other]) await ask(key);
  const failures: unknown[] = [];
  // Whatever can be done, once a minute.
  const goOn = async (from: number) => {
    for (const minute of [from, from + 1, from + 3]) {
      await database.shiftClock(`${minute} minutes`);
      while (await turnKeys(noKey, (error) => failures.push(error)));
    }
  };
  await goOn(0);
  expect(await keysOf(other)).toBe(1);
  expect(await keysOf(acme)).toBeGreaterThan(1);
  expect(failures.length).toBeGreaterThan(0);
  for (const error of failures) expect(error).toBeInstanceOf(Unopenable);
  await database.owner`update app.credential_set set read_sealed = ${was?.sealed} where id = ${was?.id}`;
  await goOn(4);
  expect(await keysOf(acme)).toBe(1);
});
