import { type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { textArray, uuidArray } from '../db/array';
import type { Transaction } from '../db/connection';
import { ownedBy } from '../db/reach';
import { type AuditFilter, every, inRange, type Walk, walkFor } from './filter';

export interface Place {
  /** ISO 8601 with microseconds, as the entry's body has it. */
  readonly at: string;
  readonly id: string;
}

export interface AuditPage {
  /** The older ones from here on, or the newer ones up to here; null: from the newest. */
  readonly from: { readonly direction: 'older' | 'newer'; readonly place: Place } | null;
  readonly limit: number;
}

/** An entry as it is stored: `body` is the hashed text, `personal` the side row's; null where that was erased. */
export interface StoredEntry extends Place {
  readonly body: string;
  /** Hexadecimal, like every salt and hash here. */
  readonly salt: string;
  readonly leaf: string;
  readonly personal: { readonly body: string; readonly salt: string } | null;
}

export interface FoundPage {
  /** The newest first. */
  readonly entries: readonly StoredEntry[];
  /** From where to look on in the same direction; null when the end was seen. A page may be short, or empty, and go on. */
  readonly further: Place | null;
}

type Db = Transaction['db'];
interface Row extends Record<string, unknown> {
  readonly at: string;
  readonly id: string;
}
export interface Stored extends Row {
  readonly body: string;
  readonly salt: string;
  readonly leaf: string;
}

/** Of an entry, `e`, all that is kept of it. */
export const stored = sql`e.at, e.id, e.body, encode(e.salt, 'hex') as salt, encode(e.leaf, 'hex') as leaf`;

/**
 * One page of entries. Nothing in it grows with the log: an index gives them in order of time, from the place where the
 * last page ended, and where little of what it gives is wanted the page ends after so many and says from where to go on.
 * A quiet customer never waits for a busy one's entries to be passed over. There is no total.
 */
export async function searchAudit(db: Db, me: Principal, filter: AuditFilter, page: AuditPage): Promise<FoundPage> {
  const walk = await walkFor(db, me, filter);
  const way = wayOf(filter, page);
  const each = walk.rest.length === 0 ? null : Math.max(100, await shareOf(db, walk, walk.mostLookedAt));
  const found = await db.execute<Stored>(walked(walk, way, { each, limit: page.limit + 1, columns: stored }));
  const isFull = found.length > page.limit;
  const rows = found.slice(0, page.limit);
  const last = rows.at(-1) ?? null;
  const end = each === null ? null : await lookedUpTo(db, walk, way, { each, last: isFull ? last : null });
  const complete = end === null ? rows : rows.filter((row) => way.isBefore(row, end));
  const further = end ?? (isFull ? last : null);
  const entries = await withPersonal(db, complete);
  return {
    entries: way.isNewer ? entries.reverse() : entries,
    further: further && { at: exactly(further.at), id: further.id },
  };
}

export interface Way {
  readonly isNewer: boolean;
  /** The range of time and the place to go on from, on `e`. */
  readonly range: readonly SQL[];
  readonly order: (alias: 'e' | 'n') => SQL;
  /** What comes no later than this place, on `e`. */
  readonly upTo: (place: Place, alias?: 'e' | 'n') => SQL;
  /** Whether one comes before another on this way, or is the same. */
  readonly isBefore: (one: Place, other: Place) => boolean;
}

export function wayOf(filter: Pick<AuditFilter, 'since' | 'until'>, { from }: Pick<AuditPage, 'from'>): Way {
  const isNewer = from?.direction === 'newer';
  const then = sql.raw(isNewer ? 'asc' : 'desc');
  const place = (p: Place) => sql`(${p.at}::timestamptz, ${p.id}::uuid)`;
  // The first of the two says nothing new, but by it alone PostgreSQL leaves the months out that lie behind.
  const start = from && [
    sql`e.at ${sql.raw(isNewer ? '>=' : '<=')} ${from.place.at}::timestamptz`,
    sql`(e.at, e.id) ${sql.raw(isNewer ? '>' : '<')} ${place(from.place)}`,
  ];
  return {
    isNewer,
    range: [...inRange(filter), ...(start ?? [])],
    order: (alias) => sql`${sql.raw(alias)}.at ${then}, ${sql.raw(alias)}.id ${then}`,
    upTo: (p, alias = 'e') =>
      sql`(${sql.raw(alias)}.at, ${sql.raw(alias)}.id) ${sql.raw(isNewer ? '<=' : '>=')} ${place(p)}`,
    isBefore: (one, other) => compare(one, other) * (isNewer ? 1 : -1) <= 0,
  };
}

function compare(one: Place, other: Place): number {
  const [a, b] = [exactly(one.at), exactly(other.at)];
  if (a !== b) return a < b ? -1 : 1;
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}

/** A time as PostgreSQL or a body writes it, ISO 8601 in UTC with all six digits: such texts sort like their times. */
export function exactly(at: string): string {
  const fraction = /\.(\d{1,6})/.exec(at)?.[1] ?? '';
  return `${new Date(at).toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}

interface Asked {
  /** How many entries are looked at below each probe; null: all of them are wanted. */
  readonly each: number | null;
  readonly limit: number;
  readonly columns: SQL;
}

/**
 * The rows of a walk, in the order of the way. Where nothing is left to check, times and ids are taken out of the index
 * first and only the page's own entries are read: an Admin of a hundred customers looks at a page of each of them.
 */
export function walked({ probes, condition, joins, rest }: Walk, way: Way, { each, limit, columns }: Asked): SQL {
  const range = every([condition, ...way.range]);
  const below = (what: string, most: number) =>
    sql`select ${sql.raw(what)} from audit.entry e where ${range} order by ${way.order('e')} limit ${most}`;
  if (rest.length === 0)
    return sql`select e.* from (
        select n.at, n.id from ${probes} cross join lateral (${below('e.at, e.id', Math.min(limit, each ?? limit))}) n
        order by ${way.order('n')} limit ${limit}) n
      cross join lateral (select ${columns} from audit.entry e where e.at = n.at and e.id = n.id limit 1) e`;
  return sql`select n.* from ${probes} cross join lateral (
      select ${columns} from (${below('e.*', each ?? limit)}) e${joins} where ${every(rest)}
      order by ${way.order('e')} limit ${limit}) n
    order by ${way.order('n')} limit ${limit}`;
}

/** What each probe may look at, so that all together look at no more than the bound. */
export async function shareOf(db: Db, { probes }: Walk, most: number): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`select count(*)::int as count from ${probes}`);
  return Math.ceil(most / Math.max(1, row?.count ?? 1));
}

/**
 * The place up to which every probe's entries were looked at, where one of them came to its bound before the page was full:
 * what lies beyond is not known to be complete. It need not be asked for behind the page's `last` entry.
 */
export async function lookedUpTo(
  db: Db,
  { probes, condition }: Walk,
  way: Way,
  { each, last }: { each: number; last: Place | null },
): Promise<Place | null> {
  const behind = last === null ? [] : [way.upTo(last)];
  const rows = await db.execute<Row>(sql`
    select n.at, n.id from ${probes} cross join lateral (
      select e.at, e.id from audit.entry e where ${every([condition, ...way.range, ...behind])}
      order by ${way.order('e')} offset ${each - 1} limit 1) n
    order by ${way.order('n')} limit 1`);
  return rows[0] ?? null;
}

/** The side rows of a page, each by its whole key: a page of a quiet customer goes back for months. */
export async function withPersonal(db: Db, page: readonly Stored[]): Promise<StoredEntry[]> {
  if (page.length === 0) return [];
  const times = textArray(page.map(({ at }) => at));
  const rows = await db.execute<{ id: string; body: string; salt: string }>(sql`
    select p.entry_id as id, p.body, encode(p.salt, 'hex') as salt
    from unnest(${times}::timestamptz[], ${uuidArray(page.map(({ id }) => id))}) k(at, id)
    join audit.personal p on p.at = k.at and p.entry_id = k.id`);
  const personal = new Map(rows.map(({ id, body, salt }) => [id, { body, salt }]));
  return page.map(({ at, id, body, salt, leaf }) => {
    return { at: exactly(at), id, body, salt, leaf, personal: personal.get(id) ?? null };
  });
}

/** When the oldest entry in reach was written, or null: there is none. Asked by each customer's own index. */
export async function oldestEntryAt(db: Db, me: Principal): Promise<string | null> {
  const first = (scope: SQL) => sql`select e.at from audit.entry e where ${scope} order by e.at, e.id limit 1`;
  const [row] = await db.execute<{ at: string }>(
    me.role === 'superAdmin'
      ? first(sql`true`)
      : sql`select n.at from app.membership w cross join lateral (${first(sql`e.customer_id = w.customer_id`)}) n
          where ${ownedBy(me, sql`w.person_id`)} order by n.at limit 1`,
  );
  return row?.at ?? null;
}
