import { once } from 'node:events';
import { StartError } from '@/core/start-error';
import { asConsole, type Statements } from '../console';
import { lift } from './constraints';
import type { Inventory } from './dump';
import { nameOf, quoted, rowCounts, settleFormats, type Table, tablesOf } from './tables';

/** Rows of one table in COPY's text format, in pieces; the tables come in the order of the inventory. */
export interface Rows {
  readonly table: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** What a restore does in the one transaction that puts everything in place, or nothing. */
export interface Load {
  readonly inventory: Inventory;
  readonly rows: AsyncIterable<Rows>;
  /** Looks at what was loaded, and adds its own. Whatever it throws takes everything back. */
  readonly check: (statements: Statements) => Promise<void>;
}

/**
 * Fills a database that was just migrated to where the backup was. Triggers have had their say when the rows were first
 * written, and keys between tables are compared at the end, all at once, so that no order has to be right.
 */
export async function loadDatabase(ownerUrl: string, { inventory, rows, check }: Load): Promise<void> {
  await asConsole(ownerUrl, (sql) =>
    sql.begin(async (statements) => {
      await settleFormats(statements);
      const tables = await tablesOf(statements);
      refuseOtherTables(tables, inventory.tables);
      await makeMonths(statements, inventory.auditMonths);
      const putBack = await lift(statements, tables);
      for (const table of tables) await statements.unsafe(`delete from ${nameOf(table)}`);
      await copyAll(statements, inventory.tables, rows);
      await refuseOtherCounts(statements, inventory.tables);
      await putBack();
      for (const { schema, name, last } of inventory.sequences)
        if (last !== null) await statements`select setval(${`${quoted(schema)}.${quoted(name)}`}::regclass, ${last})`;
      await check(statements);
    }),
  );
  // By name: the server's own tables are not the owner's to look at.
  await asConsole(ownerUrl, (sql) => sql.unsafe(`analyze ${inventory.tables.map(nameOf).join(', ')}`));
}

const described = (tables: readonly Table[]): string =>
  tables
    .map((table) => `${nameOf(table)}(${table.columns.map(({ name, type }) => `${name} ${type}`).join()})`)
    .join('\n');

function refuseOtherTables(there: readonly Table[], saved: readonly Table[]): void {
  if (described(there) === described(saved)) return;
  throw new StartError('The backup holds other tables than the version it says it is from. It is not restored.');
}

/** Rows go to the partition of their month only if it is there before them. */
async function makeMonths(statements: Statements, months: Inventory['auditMonths']): Promise<void> {
  if (months === null) return;
  await statements`select audit.make_partitions(${months.first}::date,
    (12 * (extract(year from ${months.last}::date) - extract(year from ${months.first}::date))
      + extract(month from ${months.last}::date) - extract(month from ${months.first}::date) + 1)::int)`;
}

async function copyAll(statements: Statements, tables: readonly Table[], rows: AsyncIterable<Rows>): Promise<void> {
  const waiting = [...tables];
  for await (const { table, pieces } of rows) {
    const next = waiting.shift();
    if (next === undefined || `${next.schema}.${next.name}` !== table) throw new StartError(outOfOrder);
    await copyIn(statements, next, pieces);
  }
  if (waiting.length > 0) throw new StartError(outOfOrder);
}

const outOfOrder = 'The tables in the backup are not those that it lists. It is not restored.';

/**
 * One COPY. The driver tells what PostgreSQL refuses only as long as rows are being sent; after the last one it says nothing,
 * for ever. So another statement is sent behind it: in a transaction that has failed, that one is refused.
 */
async function copyIn(statements: Statements, table: Table, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
  const target = await statements.unsafe(`copy ${nameOf(table)} (${columns}) from stdin`).writable();
  const failed = new Promise<never>((_resolve, reject) => target.once('error', reject));
  const send = async () => {
    for await (const piece of pieces) if (!target.write(piece)) await once(target, 'drain');
    const sent = new Promise<void>((resolve) => target.write(new Uint8Array(), () => resolve()));
    await sent;
    target.end();
    await new Promise((resolve) => setImmediate(resolve));
    await statements`select 1`;
  };
  try {
    await Promise.race([send(), failed]);
  } catch (error) {
    target.destroy(error instanceof Error ? error : new Error('stopped'));
    if (error instanceof StartError) throw error;
    throw new StartError(
      `PostgreSQL does not take the rows of ${table.schema}.${table.name} in the backup. It is not restored.`,
      {
        cause: error,
      },
    );
  }
}

async function refuseOtherCounts(statements: Statements, tables: Inventory['tables']): Promise<void> {
  const counts = await rowCounts(statements, tables);
  for (const [at, { schema, name, rows }] of tables.entries()) {
    if (counts[at] === rows) continue;
    throw new StartError(
      `The backup says ${rows} rows of ${schema}.${name} and holds ${counts[at]}. It is not restored.`,
    );
  }
}
