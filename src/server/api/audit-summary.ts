import { z } from 'zod';
import type { Principal } from '@/core/access';
import { bucketAt, bucketsFor } from '@/core/audit/buckets';
import { type AuditQuery, type QueryField, withoutToken } from '@/core/audit/query';
import { eventTitle } from '@/core/events';
import type { AuditFilter } from '../audit/filter';
import { allDimensions, barsFor, countBars, countFacets, type Dimension, type FacetCount } from '../audit/summary';
import { databaseTime } from '../db/clock';
import type { Transaction } from '../db/connection';
import { namesOf } from '../db/names';
import { filterFor } from './audit-query';

type Db = Transaction['db'];

const FacetValue = z.object({
  /** As a query writes it after the colon. */
  value: z.string(),
  /** As a person reads it. */
  words: z.string(),
  count: z.int(),
});

export const AuditSummary = z.object({
  /** How many of the newest entries the counts are of. */
  of: z.int(),
  /** There are more than those. */
  isPart: z.boolean(),
  facets: z.record(z.enum(allDimensions), z.array(FacetValue)),
  histogram: z.object({
    /** ISO 8601, UTC: where the first bar begins. */
    from: z.string(),
    widthMs: z.number(),
    bars: z.array(z.object({ count: z.int(), isAbout: z.boolean() })),
  }),
});

/** The lists of values of which several can be chosen: each is counted as if nothing of it were chosen yet. */
const chosen: Readonly<Record<Exclude<Dimension, 'address'>, readonly QueryField[]>> = {
  outcome: ['outcome'],
  event: ['event', 'category'],
  actor: ['actor'],
  customer: ['customer'],
  target: ['target'],
};

/** Facets and histogram of what a query finds, as the page shows them beside the list. */
export async function summaryOf(
  db: Db,
  me: Principal,
  { query, filter }: { query: AuditQuery; filter: AuditFilter },
): Promise<z.input<typeof AuditSummary>> {
  const all = await countFacets(db, me, filter);
  const counts = [...all.counts.filter(({ dimension }) => !isChosen(query, dimension))];
  for (const dimension of allDimensions) {
    if (dimension === 'address' || !isChosen(query, dimension)) continue;
    const open = chosen[dimension].reduce<AuditQuery>((kept, field) => withoutToken(kept, field), query);
    counts.push(...(await countFacets(db, me, await filterFor(db, me, open), [dimension])).counts);
  }
  const now = Date.parse(await databaseTime(db));
  const until = filter.until === null ? now : Date.parse(filter.until);
  const since = Date.parse(filter.since ?? all.oldestAt ?? new Date(until - 60_000).toISOString());
  const buckets = bucketsFor(since, until, await barsFor(db, me, filter));
  const bars = await countBars(db, me, filter, buckets);
  return {
    of: all.of,
    isPart: all.isPart,
    facets: await named(db, me, counts),
    histogram: { from: bucketAt(buckets, 0), widthMs: buckets.widthMs, bars },
  };
}

const isChosen = (query: AuditQuery, dimension: Dimension): boolean =>
  dimension !== 'address' && chosen[dimension].some((field) => query[field].length > 0);

async function named(db: Db, me: Principal, counts: readonly FacetCount[]) {
  const targets = counts.flatMap(({ dimension, value }) => {
    if (dimension === 'customer' && value !== 'none') return [{ kind: 'customer', id: value }];
    const [kind = '', id = ''] = dimension === 'target' ? value.split('/') : [];
    return kind === '' ? [] : [{ kind, id }];
  });
  const names = await namesOf(db, me, targets);
  const shown = ({ dimension, value, count, name }: FacetCount): z.input<typeof FacetValue> => {
    if (dimension === 'event') return { value, count, words: eventTitle(value) };
    if (dimension === 'actor') return { value, count, words: name ?? value };
    if (dimension === 'customer') return { value: names.get(value) ?? value, count, words: names.get(value) ?? value };
    const [kind, id = ''] = value.split('/');
    return { value, count, words: dimension === 'target' ? `${kind} ${names.get(id) ?? id.slice(0, 8)}` : value };
  };
  const of = (dimension: Dimension) => counts.filter((one) => one.dimension === dimension).map(shown);
  return {
    outcome: of('outcome'),
    event: of('event'),
    actor: of('actor'),
    // What is archived or out of reach by now has no short name to be asked for by.
    customer: of('customer').filter(({ value }) => !/^[0-9a-f]{8}-/.test(value)),
    target: of('target'),
    address: of('address'),
  };
}
