import { beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { isRefusal } from './ways';

/*
 * What PostgreSQL's own catalogue says of the database, whole: a table, a view or a function that is added later is
 * judged with the rest.
 */

let database: TestDatabase;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  app = connect(database.appUrl, 1);
  return () => app.end();
});

const ours = `('app', 'audit', 'auth')`;
const namesOf = async (query: string): Promise<string[]> =>
  (await database.owner.unsafe(query)).map(({ name }) => String(name));

/** Tables whose rows belong to nobody in particular, or that only functions read: no policy lets anybody in. */
const withoutPolicy = [
  'app.configuration',
  'app.invitation',
  'app.key_rotation',
  'app.known_browser',
  'app.outgoing',
  'app.password_reset',
  'app.refresh_token',
  'app.setting',
  'app.setup_token',
  'app.sign_in_throttle',
  'app.system_key',
  'app.webhook',
];

const lax = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ${ours} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`;

test('every table forces row security on whoever reads it, its owner too', async () => {
  // One row about the database itself; and a partition is read through its table, which has it.
  expect(await namesOf(`${lax} and not c.relispartition`)).toEqual(['app.mark']);
});

test('what has no row security no role of the application may touch', async () => {
  const tables = await namesOf(lax);
  expect(tables.length).toBeGreaterThan(1);
  for (const table of tables)
    for (const role of roles) {
      for (const right of ['select', 'insert', 'update', 'delete', 'truncate'])
        expect([table, role, await may('has_table_privilege', role, table, right)]).toEqual([table, role, false]);
      expect([table, role, await may('has_any_column_privilege', role, table, 'select')]).toEqual([table, role, false]);
    }
});

const roles = ['routeward_person', 'routeward_everything', 'routeward_customer', 'routeward_stranger', 'routeward_job'];
const may = async (asks: string, role: string, ...what: string[]): Promise<boolean> =>
  (
    await database.owner.unsafe(`select ${asks}($1, ${what.map((_, index) => `$${index + 2}`).join(', ')}) as is`, [
      role,
      ...what,
    ])
  )[0]?.is === true;

test('every table of customers has a policy for reading and one that lets nothing in unasked', async () => {
  const unread = `select format('%I.%I', c.table_schema, c.table_name) as name from information_schema.columns c
    where c.table_schema in ${ours} and c.column_name = 'customer_id' and not exists (select from pg_policies p
      where p.schemaname = c.table_schema and p.tablename = c.table_name and p.cmd = 'SELECT' and p.qual <> 'true')
      and not exists (select from pg_inherits i where i.inhrelid = format('%I.%I', c.table_schema, c.table_name)::regclass)`;
  expect(await namesOf(unread)).toEqual([]);
  const unchecked = `select policyname as name from pg_policies where schemaname in ${ours}
    and cmd in ('INSERT', 'UPDATE', 'ALL') and with_check is null`;
  expect(await namesOf(unchecked)).toEqual([]);
  const unseen = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'app' and c.relkind in ('r', 'p') and c.relname <> 'mark' and not exists (
      select from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname and not p.roles && array[current_user])
    order by 1`;
  expect(await namesOf(unseen)).toEqual(withoutPolicy);
});

test('no policy is for everybody, and none lets a person or a customer’s work see all there is', async () => {
  const open = `select policyname as name from pg_policies where schemaname in ${ours}
    and ('public' = any (roles) or (roles && array['routeward_person', 'routeward_customer', 'routeward_stranger']::name[]
      and (qual = 'true' or with_check = 'true')))`;
  expect(await namesOf(open)).toEqual([]);
});

test('there is no materialised view, and a view shows what whoever asks may see', async () => {
  const views = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and (c.relkind = 'm'
      or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false))`;
  expect(await namesOf(views)).toEqual([]);
});

test('a function with its owner’s rights fixes its search path, and nobody may call one unless it was said', async () => {
  const loose = `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${ours} and p.prosecdef
      and not coalesce((select bool_or(s like 'search_path=%') from unnest(p.proconfig) s), false)`;
  expect(await namesOf(loose)).toEqual([]);
  const everybodys = `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${ours} and has_function_privilege('public', p.oid, 'execute')`;
  expect(await namesOf(everybodys)).toEqual([]);
});

test('the roles of the application are plain and own nothing, nor does its login', async () => {
  const mighty = `select rolname as name from pg_roles where (rolname like 'routeward\\_%' or rolname = current_user)
    and (rolsuper or rolbypassrls or rolreplication or rolcreaterole and rolname <> current_user)`;
  expect(await namesOf(mighty)).toEqual([]);
  const owned = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${ours} and c.relowner <> current_user::regrole`;
  expect(await namesOf(owned)).toEqual([]);
});

test('nobody without a scope sees or changes a row: every role, every table', async () => {
  const tables =
    await namesOf(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'audit') and c.relkind in ('r', 'p') order by 1`);
  expect(tables.length).toBeGreaterThan(15);
  await database.owner`insert into app.customer (slug, name) values ('acme-corp', 'ACME')`;
  await database.owner`insert into app.device (customer_id, name, address) select id, 'core', '10.0.0.1' from app.customer`;
  const seen: string[] = [];
  for (const role of ['routeward_person', 'routeward_customer', 'routeward_stranger'])
    for (const table of tables)
      for (const statement of [`select from ${table}`, `delete from ${table}`, `truncate ${table}`]) {
        const count = await asRole(role, statement);
        if (count > 0) seen.push(`${role}: ${statement}`);
      }
  expect(seen).toEqual([]);
});

/** How many rows it touched; what empties a table counts as having touched one. */
async function asRole(role: string, statement: string): Promise<number> {
  try {
    return await app.begin(async (sql) => {
      await sql`select set_config('role', ${role}, true)`;
      const { count } = await sql.unsafe(statement);
      return statement.startsWith('truncate') ? 1 : count;
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return 0;
  }
}
