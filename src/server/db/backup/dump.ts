import { asConsole, type Statements } from '../console';
import { levelOf, type Migration } from '../level';
import {
  type Column,
  nameOf,
  quoted,
  refuseHiddenRows,
  rowCounts,
  type Sequence,
  sequencesOf,
  settleFormats,
  type Table,
  tablesOf,
} from './tables';

/** What a backup says of the database, all of one moment. */
export interface Inventory {
  readonly postgresVersion: number;
  readonly migrations: readonly Migration[];
  readonly tables: readonly (Table & { readonly rows: number })[];
  readonly sequences: readonly Sequence[];
  /** The months of the audit's oldest and newest partition, as `YYYY-MM-01`; null when there is none. */
  readonly auditMonths: { readonly first: string; readonly last: string } | null;
}

/** One moment of the database: nothing that happens meanwhile is in it, and nobody waits for it. */
export interface Snapshot {
  readonly inventory: Inventory;
  readonly statements: Statements;
  /** The number of the master key that is wrapped with at this moment; none that anything here is wrapped with is destroyed meanwhile. */
  readonly masterKey: number;
  /** The rows of a table in COPY's text format, in pieces as they come. */
  readonly rowsOf: (table: Table) => AsyncIterable<Uint8Array>;
  /** Aborts when the database is gone: whoever waits for it then waits for ever. */
  readonly signal: AbortSignal;
}

/**
 * Reads the whole database in one transaction, which writes nothing and so has no number: whoever waits for older
 * transactions to be over does not wait for this one. Throws StartError where rows would be left out. When it is over,
 * so is the work, whichever failed.
 */
export async function inSnapshot<T>(ownerUrl: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const gone = new AbortController();
  const begun: Promise<T>[] = [];
  try {
    await asConsole(ownerUrl, (sql) =>
      sql.begin('isolation level repeatable read read only', async (statements) => {
        const masterKey = await holdMasterKeys(statements);
        await settleFormats(statements);
        await refuseHiddenRows(statements);
        const inventory = await takeInventory(statements);
        const rowsOf = (table: Table) => copied(statements, table);
        const working = work({ inventory, statements, masterKey, rowsOf, signal: gone.signal });
        begun.push(working);
        await working;
      }),
    );
  } catch (error) {
    gone.abort(error);
    await Promise.allSettled(begun);
    throw error;
  }
  const [done] = begun;
  if (done === undefined) throw new Error('a transaction that was not begun has ended well');
  return done;
}

/** First of all: what is read here is opened by the keys' files that are copied beside it. */
async function holdMasterKeys(statements: Statements): Promise<number> {
  await statements`select pg_advisory_xact_lock_shared(hashtext('app.backup'), 0)`;
  const [is] = await statements<{ counts: boolean }[]>`
    select exists (select from pg_attribute where attrelid = to_regclass('app.mark') and attname = 'master_key') as counts`;
  // A backup takes the database as it is: before there were numbers there was one key.
  if (is?.counts !== true) return 1;
  const [mark] = await statements<{ number: number }[]>`select master_key as number from app.mark`;
  return mark?.number ?? 1;
}

async function takeInventory(statements: Statements): Promise<Inventory> {
  const [server] = await statements<{ version: number }[]>`
    select current_setting('server_version_num')::int as version`;
  const tables = await tablesOf(statements);
  const counts = await rowCounts(statements, tables);
  return {
    postgresVersion: server?.version ?? 0,
    migrations: await levelOf(statements),
    tables: tables.map((table, at) => ({ ...table, rows: counts[at] ?? 0 })),
    sequences: await sequencesOf(statements),
    auditMonths: await auditMonths(statements),
  };
}

async function auditMonths(statements: Statements): Promise<Inventory['auditMonths']> {
  const [found] = await statements<{ first: string | null; last: string | null }[]>`
    select min(month) as first, max(month) as last from (
      select translate(substring(c.relname from '^entry_(\\d{4}_\\d{2})$'), '_', '-') || '-01' as month
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit.entry'::regclass) as months`;
  return found?.first != null && found.last != null ? { first: found.first, last: found.last } : null;
}

/**
 * The driver stops reading from PostgreSQL when a reader is behind, and begins again when the reader wants more; behind the
 * last row nobody wants more, and the next statement would wait for ever. So it is told once again at the end.
 */
async function* copied(statements: Statements, table: Table): AsyncGenerator<Uint8Array, void> {
  const rows = await statements.unsafe(copyOut(table)).readable();
  yield* rows;
  rows._read(0);
}

/** A query, because a partitioned table itself cannot be copied before PostgreSQL 18. */
function copyOut(table: Table): string {
  return `copy (select ${table.columns.map(expressionOf).join(', ')} from ${nameOf(table)}) to stdout`;
}

/**
 * A transaction's number means nothing on another server, where it would be one of the future for whoever waits for older
 * ones to be over. Everything in a snapshot is over: 3 is the first number there is.
 */
const expressionOf = ({ name, type }: Column): string => (type === 'xid8' ? "'3'::xid8" : quoted(name));
