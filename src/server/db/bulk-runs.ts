import { and, count, desc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Principal, Role } from '@/core/access';
import { type BulkCounts, type BulkOutcome, noneYet, outcomeOfRun } from '@/core/bulk-runs';
import type { FaultCode } from '@/core/faults';
import type { BulkRunId, CustomerId, CustomerSlug, DeviceId, RunId } from '@/core/ids';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { bulkRefusal, bulkRun } from './schema/bulk-runs';
import { device, site } from './schema/devices';
import { customer } from './schema/people';
import { run } from './schema/runs';

type Db = Transaction['db'];

/** A bulk run as its row tells it, with what its runs add up to. Times are ISO 8601, UTC. */
export interface BulkRun {
  readonly id: BulkRunId;
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly by: { readonly name: string; readonly role: Role };
  readonly askedAt: string;
  readonly devices: number;
  readonly repeatOf: BulkRunId | null;
  readonly counts: BulkCounts;
}

const columns = {
  id: bulkRun.id,
  customerId: bulkRun.customerId,
  action: bulkRun.actionId,
  params: bulkRun.params,
  byName: bulkRun.byName,
  byRole: bulkRun.byRole,
  askedAt: bulkRun.askedAt,
  devices: bulkRun.deviceCount,
  repeatOf: bulkRun.repeatOf,
};

/** Bulk runs in reach, the newest first. As with sessions, what is joined for its name is joined to the page alone. */
async function pageInReach(db: Db, me: Principal, limit: number, conditions: (SQL | undefined)[]): Promise<BulkRun[]> {
  const page = joinReach(db.select(columns).from(bulkRun).$dynamic(), me, bulkRun.customerId)
    .where(and(...conditions))
    .orderBy(desc(bulkRun.askedAt), desc(bulkRun.id))
    .limit(limit)
    .as('page');
  const rows = await db
    .select()
    .from(page)
    .innerJoin(customer, eq(customer.id, page.customerId))
    .orderBy(desc(page.askedAt), desc(page.id));
  const counted = await countsOf(
    db,
    me,
    rows.map((row) => row.page.id),
  );
  return rows.map(({ page: { byName, byRole, ...row }, customer: { slug } }) => {
    const by = { name: byName, role: byRole };
    const told = { ...row, by, customer: slug, counts: counted.get(row.id) ?? noneYet };
    return told as unknown as BulkRun; // safe: the columns hold what their brands and checks say.
  });
}

async function countsOf(db: Db, me: Principal, ids: readonly string[]): Promise<ReadonlyMap<string, BulkCounts>> {
  const found = new Map<string, BulkCounts>();
  if (ids.length === 0) return found;
  const runs = db.select({ of: run.bulkRunId, state: run.state, devices: count() }).from(run).$dynamic();
  const states = await joinReach(runs, me, run.customerId)
    .where(inArray(run.bulkRunId, [...ids]))
    .groupBy(run.bulkRunId, run.state);
  const refusals = db.select({ of: bulkRefusal.bulkRunId, devices: count() }).from(bulkRefusal).$dynamic();
  const refused = await joinReach(refusals, me, bulkRefusal.customerId)
    .where(inArray(bulkRefusal.bulkRunId, [...ids]))
    .groupBy(bulkRefusal.bulkRunId);
  const add = (of: string | null, outcome: BulkOutcome, devices: number) => {
    if (of !== null) found.set(of, { ...(found.get(of) ?? noneYet), [outcome]: devices });
  };
  for (const { of, state, devices } of states) add(of, outcomeOfRun(state), devices);
  for (const { of, devices } of refused) add(of, 'refused', devices);
  return found;
}

/** Undefined where the bulk run is not there or not in the caller's reach. */
export async function findBulkRun(db: Db, me: Principal, id: BulkRunId): Promise<BulkRun | undefined> {
  const [found] = await pageInReach(db, me, 1, [eq(bulkRun.id, id)]);
  return found;
}

/** One page of bulk runs, of one customer or of the whole reach. `next` is the time and id of the last one, or null on the last page. */
export async function listBulkRuns(
  db: Db,
  me: Principal,
  of: CustomerId | null,
  { limit, before }: { limit: number; before?: { at: string; id: string } | undefined },
) {
  const older =
    before && lt(sql`(${bulkRun.askedAt}, ${bulkRun.id})`, sql`(${before.at}::timestamptz, ${before.id}::uuid)`);
  const page = await pageInReach(db, me, limit + 1, [of === null ? undefined : eq(bulkRun.customerId, of), older]);
  const items = page.slice(0, limit);
  const last = items.at(-1);
  return { items, next: page.length > limit && last ? { at: last.askedAt, id: last.id } : null };
}

export interface BulkRepeat {
  readonly id: BulkRunId;
  readonly askedAt: string;
}

/** The bulk runs that repeated what failed of this one, the newest first. */
export async function repeatsOf(db: Db, me: Principal, id: BulkRunId): Promise<BulkRepeat[]> {
  const query = db.select({ id: bulkRun.id, askedAt: bulkRun.askedAt }).from(bulkRun).$dynamic();
  const rows = await joinReach(query, me, bulkRun.customerId)
    .where(eq(bulkRun.repeatOf, id))
    .orderBy(desc(bulkRun.askedAt), desc(bulkRun.id))
    .limit(20);
  return rows as BulkRepeat[]; // safe: a key of its table.
}

/** How it stands with one device of a bulk run. */
export interface BulkDevice {
  readonly device: DeviceId;
  readonly name: string;
  readonly site: string | null;
  readonly outcome: BulkOutcome;
  /** Null: refused, so there is none. */
  readonly run: RunId | null;
  readonly refusal: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly isStopping: boolean;
  readonly isTruncated: boolean;
  readonly faultCode: FaultCode | null;
  readonly faultSealed: Uint8Array | null;
  readonly summarySealed: Uint8Array | null;
}

/**
 * The devices of a bulk run by name; with `since` (ISO 8601) only those that may have moved on from there: what has not
 * ended, and what ended later. An archived device is told too: it was one of them.
 */
export async function devicesOf(
  db: Db,
  me: Principal,
  id: BulkRunId,
  since: string | null = null,
): Promise<BulkDevice[]> {
  const query = db
    .select({
      device: run.deviceId,
      name: device.name,
      site: site.name,
      run: run.id,
      state: run.state,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      isStopping: sql<boolean>`${run.stopAskedAt} is not null`,
      isTruncated: run.isTruncated,
      faultCode: run.faultCode,
      faultSealed: run.faultSealed,
      summarySealed: run.summarySealed,
    })
    .from(run)
    .innerJoin(device, eq(device.id, run.deviceId))
    .leftJoin(site, eq(site.id, device.siteId))
    .$dynamic();
  const moved = since === null ? undefined : or(isNull(run.endedAt), gte(run.endedAt, since));
  const runs = await joinReach(query, me, run.customerId).where(and(eq(run.bulkRunId, id), moved));
  const told = runs.map(({ state, ...row }) => ({ ...row, outcome: outcomeOfRun(state), refusal: null }));
  const all = since === null ? [...told, ...(await refusedOf(db, me, id))] : told;
  // safe: keys of their tables, and a code that was written from the table of faults.
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1)) as BulkDevice[];
}

async function refusedOf(db: Db, me: Principal, id: BulkRunId) {
  const query = db
    .select({ device: bulkRefusal.deviceId, name: device.name, site: site.name, refusal: bulkRefusal.reason })
    .from(bulkRefusal)
    .innerJoin(device, eq(device.id, bulkRefusal.deviceId))
    .leftJoin(site, eq(site.id, device.siteId))
    .$dynamic();
  const rows = await joinReach(query, me, bulkRefusal.customerId).where(eq(bulkRefusal.bulkRunId, id));
  return rows.map((row) => ({ ...neverSent, ...row }));
}

const neverSent = {
  outcome: 'refused',
  run: null,
  startedAt: null,
  endedAt: null,
  isStopping: false,
  isTruncated: false,
  faultCode: null,
  faultSealed: null,
  summarySealed: null,
} as const;
