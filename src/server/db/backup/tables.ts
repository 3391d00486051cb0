import { StartError } from '@/core/start-error';
import type { Statements } from '../console';

/** A table whose rows a backup holds; a partitioned one stands for its partitions. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Those that hold something of their own; what PostgreSQL computes from others is not among them. */
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it: `timestamp with time zone`. */
  readonly type: string;
}

/** The table of migrations is drizzle's: a restore makes it by migrating. */
const ours = `n.nspowner = (select oid from pg_roles where rolname = current_user)
  and n.nspname <> 'drizzle' and n.nspname !~ '^(pg_|public$|information_schema$)'`;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const nameOf = ({ schema, name }: { schema: string; name: string }): string =>
  `${quoted(schema)}.${quoted(name)}`;

/**
 * Every table of the schemas that this login owns, by name, from the catalogue: one that a later version adds is in the
 * next backup without anybody thinking of it.
 */
export async function tablesOf(statements: Statements): Promise<Table[]> {
  const rows = await statements.unsafe<{ schema: string; name: string; columns: Column[] }[]>(`
    select n.nspname as schema, c.relname as name,
      json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where ${ours} and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by 1, 2 order by 1, 2`);
  return rows.map(({ schema, name, columns }) => ({ schema, name, columns }));
}

/**
 * Row security binds the owner too, and then COPY writes what the owner may see: without a policy for the owner that is
 * nothing, and no error. Throws StartError that names the first table of which not every row would be seen.
 */
export async function refuseHiddenRows(statements: Statements): Promise<void> {
  const [hidden] = await statements.unsafe<{ schema: string; name: string }[]>(`
    with policy as (
      select p.polrelid, p.polpermissive, p.polcmd, pg_get_expr(p.polqual, p.polrelid) as condition
      from pg_policy p where p.polroles && array[0::oid, (select oid from pg_roles where rolname = current_user)])
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity and c.relforcerowsecurity
      and (exists (select from policy where polrelid = c.oid and not polpermissive)
        or not exists (select from policy where polrelid = c.oid and polcmd = '*' and condition = 'true'))
    order by 1, 2 limit 1`);
  if (hidden === undefined) return;
  throw new StartError(
    `Row security hides rows of ${hidden.schema}.${hidden.name} from the role that owns it, so a backup would lack them. ` +
      'Start Routeward as it was installed; if this stays, report it. Nothing was written.',
  );
}

/** How many rows each table has, in the order of the tables. */
export async function rowCounts(statements: Statements, tables: readonly Table[]): Promise<number[]> {
  const counts: number[] = [];
  for (const table of tables) {
    const [row] = await statements.unsafe<{ count: string }[]>(`select count(*) as count from ${nameOf(table)}`);
    counts.push(Number(row?.count));
  }
  return counts;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  /** Null as long as it gave no number. A text: it may be beyond what a JSON number holds exactly. */
  readonly last: string | null;
}

export async function sequencesOf(statements: Statements): Promise<Sequence[]> {
  const rows = await statements.unsafe<Sequence[]>(`
    select s.schemaname as schema, s.sequencename as name, s.last_value::text as last
    from pg_sequences s join pg_namespace n on n.nspname = s.schemaname where ${ours} order by 1, 2`);
  return rows.map(({ schema, name, last }) => ({ schema, name, last }));
}

/** How values are written in a backup, whatever this server's or this database's own settings are. */
export async function settleFormats(statements: Statements): Promise<void> {
  await statements.unsafe(`set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
    set local extra_float_digits = 3; set local bytea_output = 'hex'`);
}
