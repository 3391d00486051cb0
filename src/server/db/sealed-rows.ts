import { type SQL, sql } from 'drizzle-orm';
import type { CustomerId } from '@/core/ids';
import type { Transaction } from './connection';
import type { SealedPlace } from './sealed-places';

type Db = Transaction['db'];

/** A sealed value where it lies. */
export interface SealedRow {
  /** What names the row, each as text. */
  readonly row: readonly string[];
  readonly sealed: Uint8Array;
}

/** The next of a customer's sealed values in one place, and where they end. */
export interface SealedRows {
  /** Those that another key than the given one sealed. */
  readonly outdated: readonly SealedRow[];
  /** The last row that was looked at; null: there are no more. */
  readonly last: readonly string[] | null;
}

/** Of one piece: a hostile router can fill a value with megabytes. */
const mostBytes = 4 * 2 ** 20;

const at = (name: string): SQL => sql`t.${sql.identifier(name)}`;

/** The columns of a row as they are compared: each value with its column's type, which a parameter does not tell. */
function named({ row }: SealedPlace, values: readonly string[]): { columns: SQL; values: SQL } {
  const typed = row.map(({ type }, index) => sql`${values[index] ?? ''}::${sql.raw(type)}`);
  return {
    columns: sql.join(
      row.map(({ name }) => at(name)),
      sql`, `,
    ),
    values: sql.join(typed, sql`, `),
  };
}

/** The data key of a sealed value, as sealed.ts writes it into the head. */
const keyIn = (column: SQL): SQL => sql`substring(${column} from 6 for 16)`;

/** Looks at the next rows behind `after`, in the transaction of work for that customer. */
export async function sealedRows(
  db: Db,
  place: SealedPlace,
  {
    customerId,
    key,
    after,
    most,
  }: { customerId: CustomerId; key: string; after: readonly string[] | null; most: number },
): Promise<SealedRows> {
  const column = at(place.column);
  const { columns } = named(place, []);
  const isBehind = after === null ? sql`true` : sql`(${columns}) > (${named(place, after).values})`;
  const texts = sql.join(
    place.row.map(({ name }) => sql`${at(name)}::text`),
    sql`, `,
  );
  const isOther = sql`${keyIn(column)} <> uuid_send(${key}::uuid)`;
  // What is under the new key is not fetched, only seen, and of the rest no more than so many bytes, but one value at least:
  // so whatever is looked at, a piece takes about as long.
  const bytes = sql`case when ${isOther} then octet_length(${column}) else 0 end`;
  const found = await db.execute<{ row: string[]; sealed: Uint8Array | null; isLast: boolean }>(sql`
    select s.row, s.sealed, s.nth = s.looked and s.looked < ${most} as "isLast" from (
      select array[${texts}] as row, case when ${isOther} then ${column} end as sealed,
        sum(${bytes}) over (order by ${columns}) - ${bytes} as before,
        row_number() over (order by ${columns}) as nth, count(*) over () as looked
      from (select * from app.${sql.identifier(place.table)} t
        where t.customer_id = ${customerId} and ${isBehind} order by ${columns} limit ${most}) t) s
    where s.before < ${mostBytes} order by s.nth`);
  const outdated = found.flatMap(({ row, sealed }) => (sealed === null ? [] : [{ row, sealed }]));
  const end = found.at(-1);
  return { outdated, last: end === undefined || end.isLast ? null : end.row };
}

/** Puts a value sealed anew in the place of the one that was read. False where that has changed, or is gone, meanwhile. */
export async function keepSealedAnew(db: Db, place: SealedPlace, was: SealedRow, sealed: Uint8Array): Promise<boolean> {
  const { columns, values } = named(place, was.row);
  const kept = await db.execute(sql`
    update app.${sql.identifier(place.table)} t set ${sql.identifier(place.column)} = ${sealed}
    where (${columns}) = (${values}) and ${at(place.column)} = ${was.sealed} returning 1`);
  return kept.length > 0;
}

const nameOf = ({ table, column }: SealedPlace): string => `${table}.${column}`;

/** The next of the system's own sealed values in one place, whatever key they are under. For the job `keys`. */
export async function systemRows(db: Db, place: SealedPlace, after: string, most: number): Promise<SealedRow[]> {
  const rows = await db.execute<{ row: string; sealed: Uint8Array }>(sql`
    select at_row as row, sealed from app.sealed_of_system(${nameOf(place)}, ${after}, ${most})`);
  return rows.map(({ row, sealed }) => ({ row: [row], sealed }));
}

export async function keepSystemSealedAnew(db: Db, place: SealedPlace, was: SealedRow, sealed: Uint8Array) {
  const [kept] = await db.execute<{ is: boolean }>(sql`
    select app.seal_anew(${nameOf(place)}, ${was.row[0] ?? ''}, ${was.sealed}, ${sealed}) as is`);
  return kept?.is === true;
}
