import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import type { CustomerId, DeviceId } from '@/core/ids';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { alarm } from './schema/alarms';
import { device, site } from './schema/devices';

type Db = Transaction['db'];

/** Open, and not stood for by the alarm of a whole site: what is told by itself. */
const standsAlone = and(isNull(alarm.endedAt), isNull(alarm.coveredBy));

const unacknowledged = sql`count(*) filter (where ${alarm.acknowledgedAt} is null)`.mapWith(Number);

/** What a device's page says of its alarm. */
export interface OpenAlarm {
  /** ISO 8601, UTC. */
  readonly since: string;
  /** The site of which everything is down, where its alarm stands for this one: then it is the one to acknowledge. */
  readonly site: string | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

/** The open alarm of a device in reach, acknowledged as the one is that stands for it. */
export async function openAlarmOf(db: Db, me: Principal, id: DeviceId): Promise<OpenAlarm | null> {
  const over = alias(alarm, 'over');
  const query = db
    .select({
      since: alarm.since,
      site: site.name,
      acknowledgedBy: sql<string | null>`coalesce(${over.acknowledgedName}, ${alarm.acknowledgedName})`,
      note: sql<string | null>`case when ${over.acknowledgedName} is null then ${alarm.note} else ${over.note} end`,
    })
    .from(alarm)
    .leftJoin(over, eq(over.id, alarm.coveredBy))
    .leftJoin(site, eq(site.id, over.siteId))
    .$dynamic();
  const [found] = await joinReach(query, me, alarm.customerId).where(
    and(eq(alarm.deviceId, id), isNull(alarm.endedAt)),
  );
  return found ?? null;
}

/** How many are open that nothing stands for, and how many of those nobody has acknowledged. */
export interface OpenAlarms {
  readonly open: number;
  readonly unacknowledged: number;
}

/** By customer, in the caller's reach; of the own link, for a Super Admin, under null. */
export async function openAlarms(db: Db, me: Principal): Promise<ReadonlyMap<string | null, OpenAlarms>> {
  const query = db
    .select({
      customer: alarm.customerId,
      open: count(),
      unacknowledged,
    })
    .from(alarm)
    .$dynamic();
  const rows = await joinReach(query, me, alarm.customerId).where(standsAlone).groupBy(alarm.customerId);
  return new Map(rows.map(({ customer, ...counts }) => [customer, counts]));
}

/** Of sites, each with its devices, by the id of the site; of one customer or of the whole reach, and only those with an alarm. */
export async function alarmsBySite(
  db: Db,
  me: Principal,
  of: CustomerId | null,
): Promise<ReadonlyMap<string, OpenAlarms>> {
  // Of the two, one is null: grouped by both, so that no row is asked for what the other says.
  const query = db
    .select({ own: alarm.siteId, ofDevice: device.siteId, open: count(), unacknowledged })
    .from(alarm)
    .leftJoin(device, eq(device.id, alarm.deviceId))
    .$dynamic();
  const rows = await joinReach(query, me, alarm.customerId)
    .where(and(standsAlone, of === null ? undefined : eq(alarm.customerId, of)))
    .groupBy(alarm.siteId, device.siteId);
  const bySite = new Map<string, OpenAlarms>();
  for (const { own, ofDevice, ...counts } of rows) {
    const site = own ?? ofDevice;
    if (site !== null) bySite.set(site, sumOf(bySite.get(site), counts));
  }
  return bySite;
}

const sumOf = (so: OpenAlarms | undefined, more: OpenAlarms): OpenAlarms => ({
  open: (so?.open ?? 0) + more.open,
  unacknowledged: (so?.unacknowledged ?? 0) + more.unacknowledged,
});
