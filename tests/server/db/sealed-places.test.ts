import { beforeAll, expect, test } from 'vitest';
import { customerPlaces, shortLivedPlaces, systemPlaces, wrappedPlaces } from '@/server/db/sealed-places';
import { type TestDatabase, testDatabase } from '../../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

/** Bytes that are no sealed value: hashes and selectors of links and tokens, and what only the holder of a token can open. */
const notSealed = [
  'invitation.secret_hash',
  'known_browser.secret_hash',
  'password_reset.secret_hash',
  'refresh_token.request_key_hash',
  'refresh_token.selector',
  'refresh_token.successor_sealed',
  'setup_token.secret_hash',
];

const names = (places: readonly { table: string; column: string }[]) =>
  places.map(({ table, column }) => `${table}.${column}`);

test('every column of bytes is a sealed place that is sealed anew, or is said not to be one', async () => {
  const columns = await database.owner`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema in ('app', 'auth') and data_type = 'bytea' order by 1`;
  const known = [
    ...names(customerPlaces),
    ...names(systemPlaces),
    ...names(shortLivedPlaces),
    ...names(wrappedPlaces),
    ...notSealed,
  ];
  expect(columns.map(({ name }) => name)).toEqual(known.sort());
});

test('a customer’s places are in tables of customers, which their work may seal anew and no person may', async () => {
  for (const { table, column, row } of customerPlaces) {
    const may = async (role: string, right: string, of: string = column) =>
      (await database.owner`select has_column_privilege(${role}, ${`app.${table}`}, ${of}, ${right}) as is`)[0]?.is;
    expect([table, column, await may('routeward_customer', 'update')]).toEqual([table, column, true]);
    expect([table, column, await may('routeward_customer', 'select', 'customer_id')]).toEqual([table, column, true]);
    for (const { name } of row)
      expect([table, name, await may('routeward_customer', 'update', name)]).toEqual([table, name, false]);
    if (table !== 'credential_set') expect(await may('routeward_everything', 'update')).toBe(false);
  }
});

test('the functions know each of the system’s places, and each kind of wrapped key', async () => {
  const [sealed] =
    await database.owner`select pg_get_functiondef('app.sealed_of_system'::regproc) || pg_get_functiondef('app.seal_anew'::regproc) as text`;
  for (const name of names(systemPlaces)) expect(String(sealed?.text).split(`'${name}'`)).toHaveLength(3);
  const [wrapped] =
    await database.owner`select pg_get_functiondef('app.wrapped_keys'::regproc) || pg_get_functiondef('app.wrap_anew'::regproc) as text`;
  for (const { table } of wrappedPlaces) expect(String(wrapped?.text).split(`'${table}'`)).toHaveLength(3);
});
