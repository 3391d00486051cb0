import { type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { type Buckets, bucketAt } from '@/core/audit/buckets';
import type { Transaction } from '../db/connection';
import { type AuditFilter, besides, every, inRange, walkFor } from './filter';
import { lookedUpTo, shareOf, walked, wayOf } from './search';

type Db = Transaction['db'];

/** What the log is counted by, and where a counted value stands in what was found, `f`. */
const dimensions = {
  outcome: sql`f.outcome`,
  event: sql`f.event`,
  actor: sql`coalesce(f.actor_id::text, f.actor_kind)`,
  customer: sql`coalesce(f.customer_id::text, 'none')`,
  target: sql`f.target`,
  address: sql`host(f.address)`,
} as const;
export type Dimension = keyof typeof dimensions;

// safe: `dimensions` is a literal; its keys are exactly the dimensions.
export const allDimensions = Object.keys(dimensions) as Dimension[];

export interface FacetCount {
  readonly dimension: Dimension;
  readonly value: string;
  readonly count: number;
  /** A person's name, as one of these entries has it: a kind of actor is nobody in particular. */
  readonly name: string | null;
}

export interface Facets {
  readonly counts: readonly FacetCount[];
  /** How many entries were counted, and when the oldest of them was written. */
  readonly of: number;
  readonly oldestAt: string | null;
  /** Whether there are more than those, so that a count is one of the newest. */
  readonly isPart: boolean;
}

/** Counts are of so many entries: a total over a log that only grows would cost more each day. */
const mostCounted = 10_000;
const mostValues = 12;
/** Times and ids stand in the index alone: an Admin's newest are picked out of so many. */
const mostTimes = 400_000;

/** How often each value occurs among the newest entries of a filter; the most frequent ones of each dimension. */
export async function countFacets(
  db: Db,
  me: Principal,
  filter: AuditFilter,
  wanted: readonly Dimension[] = allDimensions,
): Promise<Facets> {
  const walk = await walkFor(db, me, filter);
  const way = wayOf(filter, { from: null });
  const columns = sql`e.at, e.id, e.outcome, e.event, e.actor_id, e.actor_kind, e.customer_id, e.target`;
  const share = await shareOf(db, walk, walk.rest.length === 0 ? mostTimes : walk.mostLookedAt);
  const each = Math.min(mostCounted, Math.max(200, share));
  const found = walked(walk, way, { each, limit: mostCounted, columns });
  const end =
    each === mostCounted && walk.rest.length === 0 ? null : await lookedUpTo(db, walk, way, { each, last: null });
  const isComplete = end === null ? sql`true` : way.upTo(end, 'n');
  const values = sql.join(
    wanted.map((one) => sql`(${one}, ${dimensions[one]})`),
    sql`, `,
  );
  const rows = await db.execute<{ dimension: Dimension; value: string; count: number; name: string | null }>(sql`
    with found as materialized (
      select n.*, p.address, p.name from (${found}) n${besides('n')} where ${isComplete}),
    counted as (
      select d.dimension, d.value, count(*)::int as count, min(f.name) filter (where d.dimension = 'actor' and f.actor_id is not null) as name
      from found f cross join lateral (values ${values}) d(dimension, value) where d.value is not null group by 1, 2),
    ranked as (select c.*, row_number() over (partition by c.dimension order by c.count desc, c.value) as rank from counted c)
    select r.dimension, r.value, r.count, r.name from ranked r where r.rank <= ${mostValues}
    union all select 'all', min(f.at)::text, count(*)::int, null from found f`);
  const all = rows.find((row) => String(row.dimension) === 'all');
  const counts = rows.filter((row) => row !== all).sort((a, b) => b.count - a.count);
  const of = all?.count ?? 0;
  return { counts, of, oldestAt: all?.value ?? null, isPart: of >= mostCounted || end !== null };
}

export interface Bar {
  readonly count: number;
  /** Worked out from the densest part that was looked at, not counted. */
  readonly isAbout: boolean;
}

/** So many entries are looked at for one bar; what is beyond is worked out from how close together those were. */
const mostInBar = 600;
/** Of fewer no density can be told. */
const fewestInBar = 5;

/** How many bars there are: each is counted for each customer assigned to an Admin. */
export async function barsFor(db: Db, me: Principal, filter: AuditFilter): Promise<number> {
  const probes = mostInBar / (await shareOf(db, await walkFor(db, me, filter), mostInBar));
  return Math.max(12, Math.min(60, Math.floor(3_000 / probes)));
}

/**
 * How many entries of a filter fall into each bar. No bar looks at more than a few hundred entries, however many there are:
 * where those do not reach from its end to its beginning, the count goes on as dense as they were, and says `isAbout`.
 */
export async function countBars(db: Db, me: Principal, filter: AuditFilter, buckets: Buckets): Promise<Bar[]> {
  const walk = await walkFor(db, me, filter);
  const each = Math.max(fewestInBar, await shareOf(db, walk, mostInBar));
  const start = (index: SQL) =>
    sql`${bucketAt(buckets, 0)}::timestamptz + ${index} * make_interval(secs => ${buckets.widthMs / 1000})`;
  const conditions = [walk.condition, sql`e.at >= bar.since`, sql`e.at < bar.until`, ...inRange(filter)];
  const rows = await db.execute<{ bar: number; looked: number; found: number; covered: number; width: number }>(sql`
    select bar.index as bar, n.looked, n.found, extract(epoch from bar.until - n.oldest)::float8 as covered,
      extract(epoch from bar.until - bar.since)::float8 as width
    from (select i as index, greatest(${start(sql`i`)}, ${filter.since}::timestamptz) as since,
        least(${start(sql`(i + 1)`)}, ${filter.until}::timestamptz) as until
      from generate_series(0, ${buckets.count - 1}) i) bar
    cross join ${walk.probes} cross join lateral (
      select count(*)::int as looked, count(*) filter (where ${every(walk.rest)})::int as found, min(e.at) as oldest
      from (select e.* from audit.entry e where ${every(conditions)} order by e.at desc, e.id desc limit ${each}) e${walk.joins}) n
    where n.looked > 0`);
  const bars = Array.from({ length: buckets.count }, () => ({ count: 0, isAbout: false }));
  for (const { bar, looked, found, covered, width } of rows) {
    const at = bars[bar];
    if (at === undefined) continue;
    const isAbout = looked >= each && covered > 0;
    // The last one looked at only tells where the others begin.
    at.count += isAbout ? Math.round((found * (looked - 1) * width) / (looked * covered)) : found;
    at.isAbout ||= isAbout && found > 0;
  }
  return bars;
}
