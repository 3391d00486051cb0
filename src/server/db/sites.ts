import { and, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import type { CustomerId, CustomerSlug, DeviceId, SiteId } from '@/core/ids';
import type { SiteCounts } from '@/core/sites';
import { anywhere } from './anywhere';
import type { Transaction } from './connection';
import { alarmsBySite, type OpenAlarms } from './open-alarms';
import { joinReach } from './reach';
import { underRules } from './rule';
import { device, site } from './schema/devices';
import { customer } from './schema/people';
import { deviceStatus } from './schema/status';
import { stateInSql } from './statuses';

type Db = Transaction['db'];

/** The device through which a site is reached. An archived one is named, and leads nowhere. */
export interface Uplink {
  readonly id: DeviceId;
  readonly name: string;
  readonly isArchived: boolean;
}

export interface Site {
  readonly id: SiteId;
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly name: string;
  readonly zone: string | null;
  /** Null: its customer’s. */
  readonly timeZone: string | null;
  readonly uplink: Uplink | null;
}

const uplink = alias(device, 'uplink');

const columns = {
  id: site.id,
  customerId: site.customerId,
  customer: customer.slug,
  ...{ name: site.name, zone: site.zone, timeZone: site.timeZone },
  uplinkId: uplink.id,
  uplinkName: uplink.name,
  uplinkArchivedAt: uplink.archivedAt,
};

type Row = { readonly [Column in keyof typeof columns]: string | null };

function siteOf({ uplinkId, uplinkName, uplinkArchivedAt, ...rest }: Row): Site {
  const through = uplinkId === null ? null : { id: uplinkId, name: uplinkName, isArchived: uplinkArchivedAt !== null };
  // safe: the columns are the keys that the brands name, and a name is never null beside its key.
  return { ...rest, uplink: through } as Site;
}

const sitesInReach = (db: Db, me: Principal) =>
  joinReach(
    db
      .select(columns)
      .from(site)
      .innerJoin(customer, eq(customer.id, site.customerId))
      .leftJoin(uplink, eq(uplink.id, site.uplinkId))
      .$dynamic(),
    me,
    site.customerId,
  );

/** Undefined where the site is not there, is archived, or is not in the caller's reach. */
export async function findSite(db: Db, me: Principal, id: SiteId): Promise<Site | undefined> {
  // Of an archived customer too it is not there: its devices come back to where they stood.
  const [found] = await sitesInReach(db, me).where(
    and(eq(site.id, id), isNull(site.archivedAt), isNull(customer.archivedAt)),
  );
  return found && siteOf(found);
}

/** Those in reach with this text in their name or zone, in any case; the first `limit` by name. */
export async function sitesWith(db: Db, me: Principal, text: string, limit: number): Promise<Site[]> {
  const pattern = anywhere(text);
  const fits = or(ilike(site.name, pattern), ilike(site.zone, pattern));
  const rows = await sitesInReach(db, me)
    .where(and(fits, isNull(site.archivedAt), isNull(customer.archivedAt)))
    .orderBy(asc(site.name), asc(site.id))
    .limit(limit);
  return rows.map(siteOf);
}

const nothing: SiteCounts = { up: 0, down: 0, noData: 0 };
const noAlarms: OpenAlarms = { open: 0, unacknowledged: 0 };

interface ListedSite extends Site {
  readonly states: SiteCounts;
  readonly alarms: OpenAlarms;
}

/**
 * The sites of one customer or of the whole reach, by customer, zone and name, those without a zone last, with how many
 * devices stand there in each state and how many alarms it has; and how many devices stand nowhere.
 */
export async function listSites(
  db: Db,
  me: Principal,
  of: CustomerId | null,
): Promise<{ readonly items: ListedSite[]; readonly unplaced: number }> {
  const rows = await sitesInReach(db, me)
    .where(and(of === null ? undefined : eq(site.customerId, of), isNull(site.archivedAt), isNull(customer.archivedAt)))
    .orderBy(
      asc(customer.slug),
      sql`lower(${site.zone}) nulls last`,
      asc(site.zone),
      sql`lower(${site.name})`,
      asc(site.id),
    );
  const counted = await countBySite(db, me, of);
  const alarms = await alarmsBySite(db, me, of);
  const unplaced = counted.get(null) ?? nothing;
  return {
    items: rows.map((row) => ({
      ...siteOf(row),
      states: counted.get(row.id) ?? nothing,
      alarms: alarms.get(row.id) ?? noAlarms,
    })),
    unplaced: unplaced.up + unplaced.down + unplaced.noData,
  };
}

/** By the id of a site; null: where devices stand that stand nowhere. */
async function countBySite(db: Db, me: Principal, of: CustomerId | null): Promise<Map<string | null, SiteCounts>> {
  const query = db
    .select({ site: device.siteId, state: stateInSql.as('state'), devices: count() })
    .from(device)
    .leftJoin(deviceStatus, eq(deviceStatus.deviceId, device.id))
    .$dynamic();
  const rows = await joinReach(query, me, device.customerId)
    .where(and(of === null ? undefined : eq(device.customerId, of), isNull(device.archivedAt)))
    .groupBy(device.siteId, sql`2`);
  const found = new Map<string | null, SiteCounts>();
  for (const { site: id, state, devices } of rows) found.set(id, { ...(found.get(id) ?? nothing), [state]: devices });
  return found;
}

/** The archived sites of a customer, by name. */
export async function archivedSites(db: Db, of: CustomerId) {
  const rows = await db
    .select({ id: site.id, name: site.name, zone: site.zone, archivedAt: site.archivedAt })
    .from(site)
    .where(and(eq(site.customerId, of), isNotNull(site.archivedAt)))
    .orderBy(sql`lower(${site.name})`, asc(site.id));
  // safe: the column is the key that the brand names, and the condition leaves no null.
  return rows as { id: SiteId; name: string; zone: string | null; archivedAt: string }[];
}

const sentences = {
  site_name_is_unique_per_customer: 'This customer has a site of that name already.',
  site_uplink_is_of_its_customer: 'There is no such device.',
  site_uplink_is_not_archived: 'That device is archived, so nothing is reached through it. Choose another uplink.',
  site_uplinks_make_no_circle:
    'That device stands at a site that is itself reached through this one: uplinks would go round in a circle. Choose another uplink.',
  site_is_empty_when_archived: 'Devices still stand at this site. Move or archive them first.',
};

/** Condition on devices: those at the sites of this name, or in this zone, in any case. The sites are asked for once. */
export const standingAt = (of: 'name' | 'zone', text: string): SQL =>
  sql`${device.siteId} = any (array(select s.id from app.site s where lower(s.${sql.identifier(of)}) = lower(${text}) and s.archived_at is null))`;

export interface SiteFacts {
  readonly name: string;
  readonly zone: string | null;
  /** Left out, or null: its customer’s. */
  readonly timeZone?: string | null;
  readonly uplink: DeviceId | null;
}

/** Throws `conflict` for a name that is taken, and for an uplink that cannot be one. */
export async function createSite(db: Db, of: CustomerId, facts: SiteFacts): Promise<SiteId> {
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await underRules(sentences, () =>
    db.execute<{ id: SiteId }>(sql`insert into app.site (customer_id, name, zone, time_zone, uplink_id)
      values (${of}, ${facts.name}, ${facts.zone}, ${facts.timeZone ?? null}, ${facts.uplink}) returning id`),
  );
  if (made === undefined) throw new Error('insert returned nothing');
  return made.id;
}

export type SiteChanges = { readonly [Fact in keyof SiteFacts]?: SiteFacts[Fact] | undefined };

/** Changes what is given, and nothing else. Throws `conflict` as above. */
export async function changeSite(db: Db, id: SiteId, { uplink: through, ...changes }: SiteChanges): Promise<void> {
  await touch(db, id, { ...changes, ...(through === undefined ? {} : { uplinkId: through }) });
}

/** Throws `conflict` while devices stand there. */
export async function archiveSite(db: Db, id: SiteId): Promise<void> {
  await touch(db, id, { archivedAt: sql`app.now()` });
}

async function touch(db: Db, id: SiteId, changes: Parameters<ReturnType<typeof db.update<typeof site>>['set']>[0]) {
  const touched = await underRules(sentences, () =>
    db
      .update(site)
      .set(changes)
      .where(and(eq(site.id, id), isNull(site.archivedAt)))
      .returning({ id: site.id }),
  );
  // Row security hides what may not be changed.
  if (touched.length !== 1) throw new AppError('forbidden', 'your role may not change this site');
}

/** Its name; undefined where the customer has no such archived site. Throws `conflict` where the name was given away. */
export async function restoreSite(db: Db, of: CustomerId, id: SiteId): Promise<string | undefined> {
  const [restored] = await underRules(sentences, () =>
    db
      .update(site)
      .set({ archivedAt: null })
      .where(and(eq(site.id, id), eq(site.customerId, of), isNotNull(site.archivedAt)))
      .returning({ name: site.name }),
  );
  return restored?.name;
}

/** Sites by the names that were asked for, each as it was written there. */
export interface Placed {
  readonly byName: ReadonlyMap<string, SiteId>;
  /** Those that had to be made. */
  readonly made: readonly SiteId[];
}

/** A customer's sites of these names. What is not there yet is made; the same name in another case is the same site. */
export async function placeAt(db: Db, of: CustomerId, names: readonly string[]): Promise<Placed> {
  if (names.length === 0) return { byName: new Map(), made: [] };
  const asked = sql`jsonb_array_elements_text(${JSON.stringify([...new Set(names)])}::jsonb) with ordinality as a(name, n)`;
  const made = await db.execute<{ id: SiteId }>(sql`
    insert into app.site (customer_id, name) select ${of}, a.name from ${asked} order by a.n
    on conflict (customer_id, lower(name)) where archived_at is null do nothing returning id`);
  const found = await db.execute<{ name: string; id: SiteId }>(sql`
    select a.name, s.id from ${asked}
      join app.site s on s.customer_id = ${of} and s.archived_at is null and lower(s.name) = lower(a.name)`);
  return { byName: new Map(found.map(({ name, id }) => [name, id])), made: made.map(({ id }) => id) };
}

/** Which of these names no site of the customer has: each once, as it is written first. */
export async function unknownSites(db: Db, of: CustomerId, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await db.execute<{ name: string }>(sql`
    select (array_agg(a.name order by a.n))[1] as name
    from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) with ordinality as a(name, n)
    where lower(a.name) not in (select lower(s.name) from app.site s where s.customer_id = ${of} and s.archived_at is null)
    group by lower(a.name) order by min(a.n)`);
  return rows.map(({ name }) => name);
}
