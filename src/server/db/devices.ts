import { and, asc, count, eq, gt, ilike, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import type { Account } from '@/core/enrolment/accounts';
import { AppError } from '@/core/errors';
import type { CustomerId, CustomerSlug, DeviceId } from '@/core/ids';
import { type DeviceState, deviceStates } from '@/core/status';
import { anywhere } from './anywhere';
import type { Transaction } from './connection';
import { accountsOf, peopleSee } from './credentials';
import { joinReach } from './reach';
import { ruleIn } from './rule';
import { device, site } from './schema/devices';
import { customer } from './schema/people';
import { deviceStatus } from './schema/status';
import { standingAt } from './sites';
import { type DeviceStatus, stateInSql, statusColumns } from './statuses';

type Db = Transaction['db'];

const columns = {
  id: device.id,
  customerId: device.customerId,
  name: device.name,
  address: device.address,
  port: device.port,
  siteId: device.siteId,
  credentialSetId: device.credentialSetId,
  tags: device.tags,
  transport: device.transport,
  enrolledAt: device.enrolledAt,
  ...statusColumns,
};

export interface Device extends DeviceStatus {
  readonly id: DeviceId;
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Where it stands, and the zone of that place. */
  readonly site: string | null;
  readonly zone: string | null;
  readonly tags: string[];
  /** `plain` is the API without TLS. */
  readonly transport: 'tls' | 'plain';
  /** Which accounts its credentials have; none: it has no credentials. */
  readonly accounts: Account[];
  /** ISO 8601, UTC. */
  readonly enrolledAt: string;
}

export interface DeviceFilter {
  /** Part of the name, the address, or what the router calls itself, in any case. */
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly state?: DeviceState | undefined;
  /** The name of a site, and that of a zone; in any case. */
  readonly site?: string | undefined;
  readonly zone?: string | undefined;
  /** The `next` of the page before: the last name and id on it. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * Devices in reach, by name. The customer's slug is joined to the page and not before: asked the other way round,
 * PostgreSQL goes customer by customer and sorts what it found, which took 264 ms for somebody with 1,000 of them.
 */
async function pageInReach(db: Db, me: Principal, limit: number, conditions: (SQL | undefined)[]): Promise<Device[]> {
  const query = withStatus(db.select(columns).from(device).$dynamic());
  const page = joinReach(query, me, device.customerId)
    .where(and(isNull(device.archivedAt), ...conditions))
    .orderBy(asc(device.name), asc(device.id))
    .limit(limit)
    .as('page');
  const held = peopleSee(db);
  const rows = await db
    .select()
    .from(page)
    .innerJoin(customer, eq(customer.id, page.customerId))
    .leftJoin(site, eq(site.id, page.siteId))
    .leftJoin(held, eq(held.id, page.credentialSetId))
    .orderBy(asc(page.name), asc(page.id));
  // safe: the columns hold what their brands say: keys of their tables, and a slug that a check constrains.
  return rows.map(({ page: { siteId, credentialSetId, ...of }, ...row }) => ({
    ...of,
    customer: row.customer.slug,
    site: row.site?.name ?? null,
    zone: row.site?.zone ?? null,
    accounts: row.held === null ? [] : accountsOf(row.held),
  })) as Device[];
}

/** Those of these devices that are in the caller's reach. */
export function findDevices(db: Db, me: Principal, ids: readonly DeviceId[]): Promise<Device[]> {
  return pageInReach(db, me, ids.length, [inArray(device.id, [...ids])]);
}

/** Undefined where the device is not there or not in the caller's reach. */
export async function findDevice(db: Db, me: Principal, id: DeviceId): Promise<Device | undefined> {
  const [found] = await findDevices(db, me, [id]);
  return found;
}

/**
 * One page of devices by name, of one customer or of the whole reach, with the number that match in all. `next` is where
 * the page after begins, or null.
 */
export async function listDevices(db: Db, me: Principal, of: CustomerId | null, filter: DeviceFilter) {
  const [inState, ...matches] = matchOf(of, filter);
  const beyond =
    filter.after && gt(sql`(${device.name}, ${device.id})`, sql`(${filter.after.name}, ${filter.after.id}::uuid)`);
  const page = await pageInReach(db, me, filter.limit + 1, [...matches, inState, beyond]);
  const items = page.slice(0, filter.limit);
  const last = items.at(-1);
  const next = page.length > items.length && last !== undefined ? { name: last.name, id: last.id } : null;
  const states = await countByState(db, me, matches);
  const all = deviceStates.reduce((sum, state) => sum + states[state], 0);
  return { items, next, states, total: filter.state === undefined ? all : states[filter.state] };
}

/** The conditions of a filter, that on the state first. They ask for the status to be joined. */
export function matchOf(
  of: CustomerId | null,
  { q, tag, state, site, zone }: Omit<DeviceFilter, 'after' | 'limit'>,
): (SQL | undefined)[] {
  return [
    state && sql`${stateInSql} = ${state}`,
    of === null ? undefined : eq(device.customerId, of),
    q === undefined ? undefined : contains(q),
    site === undefined ? undefined : standingAt('name', site),
    zone === undefined ? undefined : standingAt('zone', zone),
    tag === undefined ? undefined : sql`${device.tags} @> array[${tag}]::text[]`,
  ];
}

/** How many match in each state, whichever state the page itself is filtered by. */
async function countByState(db: Db, me: Principal, matches: (SQL | undefined)[]): Promise<Record<DeviceState, number>> {
  const query = withStatus(
    db
      .select({ state: stateInSql.as('state'), devices: count() })
      .from(device)
      .$dynamic(),
  );
  const rows = await joinReach(query, me, device.customerId)
    .where(and(isNull(device.archivedAt), ...matches))
    .groupBy(sql`1`);
  return { up: 0, down: 0, noData: 0, ...Object.fromEntries(rows.map(({ state, devices }) => [state, devices])) };
}

function withStatus<Query extends PgSelect>(query: Query): Query {
  // safe: a left join to a unique key neither adds nor drops rows, and the columns taken from it are null already.
  return query.leftJoin(deviceStatus, eq(deviceStatus.deviceId, device.id)) as unknown as Query;
}

function contains(text: string): SQL | undefined {
  const pattern = anywhere(text);
  return or(ilike(device.name, pattern), ilike(device.address, pattern), ilike(deviceStatus.identity, pattern));
}

/** Throws `conflict` when the customer has another device of that name. */
export async function renameDevice(db: Db, id: DeviceId, name: string): Promise<void> {
  try {
    mustTouch(1, await db.update(device).set({ name }).where(eq(device.id, id)).returning({ id: device.id }));
  } catch (error) {
    if (ruleIn(error) === 'device_name_is_unique_per_customer')
      throw new AppError('conflict', `this customer has another device named "${name}"`, { cause: error });
    throw error;
  }
}

/** Adds a tag to devices, or takes it away; a tag stands on a device once, and tags stay in alphabetical order. */
export async function tagDevices(db: Db, ids: readonly DeviceId[], tag: string, isOn: boolean): Promise<void> {
  const without = sql`array_remove(${device.tags}, ${tag})`;
  const tags = isOn ? sql`array(select t from unnest(array_append(${without}, ${tag})) t order by t)` : without;
  const touched = await db
    .update(device)
    .set({ tags })
    .where(inArray(device.id, [...ids]))
    .returning({ id: device.id });
  mustTouch(ids.length, touched);
}

/** Row security hides what may not be changed; a change that touched less than was found must not pass as done. */
function mustTouch(expected: number, touched: readonly unknown[]): void {
  if (touched.length !== expected) throw new AppError('forbidden', 'your role may not change this device');
}
