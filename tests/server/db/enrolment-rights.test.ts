import { beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import { codeOf, openJob, openPerson, openWork, people } from './ways';

/* What may be written of a device and of a set of credentials, by whom, column by column. */

let database: TestDatabase;
let world: World;
let app: Sql;
let own: string;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  app = connect(database.appUrl, 1);
  for (const customer of Object.values(world.customers))
    await database.owner`insert into app.credential_set (customer_id, name, read_sealed) values (${customer}, 'Kept', '\\x01')`;
  return () => app.end();
});

const refused = '42501';
const columnsOf = async (table: string): Promise<string[]> =>
  (
    await database.owner`select column_name as name from information_schema.columns
      where table_schema = 'app' and table_name = ${table} order by ordinal_position`
  ).map(({ name }) => String(name));

const openings = (): [string, string[]][] => [
  ...([...people, 'superAdmin'] as const).map((role): [string, string[]] => [role, openPerson(world, role)]),
  ['customer work', openWork(world)],
  ['job', openJob],
];
/** Whose statement is refused by a grant, or by a policy. */
async function refusedTo(statement: string): Promise<string[]> {
  const found: string[] = [];
  for (const [name, open] of openings()) if ((await codeOf(app, open, statement)) === refused) found.push(name);
  return found;
}
const everybody = ['admin', 'operator', 'viewer', 'superAdmin', 'customer work', 'job'];
const allButAdmins = everybody.filter((name) => name !== 'admin' && name !== 'superAdmin');

/** An insertion that says this column too; where its value does not matter, the database's own. */
function insertionOf(column: string): string {
  const given: Record<string, string> = { customer_id: `'${own}'`, name: `'enrolled'`, address: `'10.9.9.9'` };
  given[column] ??= 'default';
  return `insert into app.device (${Object.keys(given).join(', ')}) values (${Object.values(given).join(', ')})`;
}

test('of a new device Admins say how it is called and spoken to, and nothing else; nobody else says anything', async () => {
  const theirs = [
    ...['customer_id', 'name', 'address', 'port', 'transport', 'pin', 'is_pre_643', 'code_page'],
    ...['credential_set_id', 'site_id', 'tags'],
  ];
  for (const column of await columnsOf('device'))
    expect([column, await refusedTo(insertionOf(column))]).toEqual([
      column,
      theirs.includes(column) ? allButAdmins : everybody,
    ]);
});

test('of a device Admins change how it is called and spoken to, and archive it; whose it is nobody changes', async () => {
  const theirs = [
    ...['name', 'tags', 'address', 'port', 'transport', 'pin', 'is_pre_643', 'code_page'],
    ...['credential_set_id', 'site_id', 'archived_at'],
  ];
  for (const column of await columnsOf('device')) {
    const code = await codeOf(app, openPerson(world, 'admin'), `update app.device set ${column} = ${column}`);
    expect([column, code]).toEqual([column, theirs.includes(column) ? 'not refused' : refused]);
    const byWork = `update app.device set ${column} = ${column}`;
    expect([column, await codeOf(app, openWork(world), byWork)]).toEqual([column, refused]);
    expect([column, await codeOf(app, openJob, byWork)]).toEqual([column, refused]);
  }
});

test('what is sealed in a set goes in and is read by no person, by whatever statement', async () => {
  for (const role of [...people, 'superAdmin'] as const)
    for (const statement of [
      'select read_sealed from app.credential_set',
      'select * from app.credential_set',
      'select 1 from app.credential_set where length(read_sealed) > 0',
      'select s from app.credential_set s',
      'update app.credential_set set name = read_sealed::text',
      `update app.credential_set set name = 'x' returning read_sealed`,
      `insert into app.credential_set (customer_id, name, read_sealed) values ('${own}', 'x', '\\x01') returning read_sealed`,
      `insert into app.credential_set (customer_id, name, read_sealed) values ('${own}', 'Kept', '\\x01')
        on conflict (customer_id, name) do update set name = app.credential_set.read_sealed::text`,
    ])
      expect([role, statement, await codeOf(app, openPerson(world, role), statement)]).toEqual([
        role,
        statement,
        refused,
      ]);
  expect(await codeOf(app, openWork(world), 'select read_sealed from app.credential_set')).toBe('not refused');
});

test('a set stays its customer’s, and is not thrown away', async () => {
  for (const role of [...people, 'superAdmin'] as const)
    for (const statement of [
      'update app.credential_set set id = id',
      'update app.credential_set set customer_id = customer_id',
      'delete from app.credential_set',
      'delete from app.device',
      'delete from app.data_key',
      'update app.data_key set wrapped = wrapped',
    ])
      expect([role, statement, await codeOf(app, openPerson(world, role), statement)]).toEqual([
        role,
        statement,
        refused,
      ]);
});

test('a device with the credentials of another customer is none, whoever enrols or changes it', async () => {
  const [theirs] =
    await database.owner`select id from app.credential_set where customer_id = ${world.customers['other-isp']}`;
  for (const role of ['admin', 'superAdmin'] as const)
    for (const statement of [
      `insert into app.device (customer_id, name, address, credential_set_id) values ('${own}', 'x', '10.9.9.9', '${theirs?.id}')`,
      `update app.device set credential_set_id = '${theirs?.id}' where customer_id = '${own}'`,
    ])
      expect(await codeOf(app, openPerson(world, role), statement)).toBe('23503');
});
