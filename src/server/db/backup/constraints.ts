import { StartError } from '@/core/start-error';
import type { Statements } from '../console';
import { nameOf, quoted, type Table } from './tables';

/**
 * Takes off what stands in the way of loading rows as they were: keys between tables, triggers of an INSERT, and row
 * security for the owner, under which PostgreSQL takes no COPY. All of it is read from the catalogue and belongs to the
 * owner, so no superuser is needed. Returns how to put everything back, which also compares every key.
 */
export async function lift(statements: Statements, tables: readonly Table[]): Promise<() => Promise<void>> {
  const names = new Set(tables.map(nameOf));
  const [keys, triggers, forced] = [
    (await foreignKeys(statements)).filter(({ table }) => names.has(table)),
    (await insertTriggers(statements)).filter(({ table }) => names.has(table)),
    (await forcedTables(statements)).filter((table) => names.has(table)),
  ];
  for (const { table, name } of keys) await statements.unsafe(`alter table ${table} drop constraint ${quoted(name)}`);
  for (const { table, name } of triggers)
    await statements.unsafe(`alter table ${table} disable trigger ${quoted(name)}`);
  for (const table of forced) await statements.unsafe(`alter table ${table} no force row level security`);
  return async () => {
    for (const key of keys) await addKey(statements, key);
    for (const { table, name } of triggers)
      await statements.unsafe(`alter table ${table} enable trigger ${quoted(name)}`);
    for (const table of forced) await statements.unsafe(`alter table ${table} force row level security`);
  };
}

/** Throws StartError where a row names another that is not there. */
async function addKey(statements: Statements, { table, name, definition }: Key): Promise<void> {
  try {
    await statements.unsafe(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23503')) throw error;
    throw new StartError(`The rows of ${table} in the backup do not fit the others (${name}). It is not restored.`, {
      cause: error,
    });
  }
}

interface Named {
  /** Quoted, with its schema. */
  readonly table: string;
  readonly name: string;
}

/** As `nameOf` writes it; `c` is the relation. */
const table = `format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')) as table`;
const withSchema = 'join pg_namespace n on n.oid = c.relnamespace';

interface Key extends Named {
  readonly definition: string;
}

async function foreignKeys(statements: Statements): Promise<Key[]> {
  return statements.unsafe(`
    select ${table},
      k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid ${withSchema}
    where k.contype = 'f' and k.conparentid = 0 order by k.oid`);
}

/** Bit 2 of `tgtype` is INSERT. What is off already stays off. */
async function insertTriggers(statements: Statements): Promise<Named[]> {
  return statements.unsafe(`
    select ${table}, t.tgname as name
    from pg_trigger t join pg_class c on c.oid = t.tgrelid ${withSchema}
    where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled = 'O' and t.tgtype & 4 = 4 order by t.oid`);
}

async function forcedTables(statements: Statements): Promise<string[]> {
  const rows = await statements.unsafe<{ table: string }[]>(`
    select ${table}
    from pg_class c ${withSchema} where c.relforcerowsecurity order by c.oid`);
  return rows.map(({ table }) => table);
}
