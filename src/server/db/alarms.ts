import { and, count, desc, eq, gt, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { AlarmEnding, AlarmKind, AlarmState } from '@/core/alarms';
import type { FaultCode } from '@/core/faults';
import type { AlarmId, CustomerId, CustomerSlug, DeviceId, SiteId } from '@/core/ids';
import { anywhere } from './anywhere';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { underRules } from './rule';
import { alarm } from './schema/alarms';
import { device, site } from './schema/devices';
import { customer } from './schema/people';

type Db = Transaction['db'];

/** An alarm as people see it. Times are ISO 8601, UTC. */
export interface Alarm {
  readonly id: AlarmId;
  /** Null: of the own link, which is no customer's. */
  readonly customerId: CustomerId | null;
  readonly customer: CustomerSlug | null;
  readonly kind: AlarmKind;
  readonly device: { readonly id: DeviceId; readonly name: string } | null;
  readonly site: { readonly id: SiteId; readonly name: string } | null;
  /** Since when it has been down, the last time. */
  readonly since: string;
  readonly times: number;
  readonly faultCode: FaultCode | null;
  readonly deviceCount: number;
  readonly raisedAt: string;
  /** The alarm of the whole site that stands for it, and how many it stands for itself. */
  readonly coveredBy: AlarmId | null;
  readonly covers: number;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedName: string | null;
  readonly note: string | null;
  readonly endedAt: string | null;
  readonly ending: AlarmEnding | null;
  readonly changedAt: string;
}

const columns = {
  id: alarm.id,
  customerId: alarm.customerId,
  kind: alarm.kind,
  deviceId: alarm.deviceId,
  siteId: alarm.siteId,
  since: alarm.since,
  times: alarm.times,
  faultCode: alarm.faultCode,
  deviceCount: alarm.deviceCount,
  raisedAt: alarm.raisedAt,
  coveredBy: alarm.coveredBy,
  acknowledgedAt: alarm.acknowledgedAt,
  acknowledgedName: alarm.acknowledgedName,
  note: alarm.note,
  endedAt: alarm.endedAt,
  ending: alarm.ending,
  changedAt: alarm.changedAt,
};

export interface AlarmFilter {
  readonly state?: AlarmState | undefined;
  /** Of this device or site, those included that another one stands for. */
  readonly device?: DeviceId | undefined;
  readonly site?: SiteId | undefined;
  /** Those that this one stands for. Without any of these three, those that nothing stands for. */
  readonly coveredBy?: AlarmId | undefined;
  /** Part of the name of the device or site, in any case. */
  readonly q?: string | undefined;
  /** The end (null: open), the time and the id of the last one on the page before. */
  readonly after?: { readonly endedAt: string | null; readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

interface Asked {
  readonly limit: number;
  /** The newest change first, and not the open ones. */
  readonly byChange?: true;
}

/** Alarms in reach, the open ones first: these have no end. What is joined for its name is joined to the page alone. */
async function pageInReach(db: Db, me: Principal, asked: Asked, conditions: (SQL | undefined)[]): Promise<Alarm[]> {
  const order = asked.byChange ? [desc(alarm.changedAt)] : [desc(alarm.endedAt), desc(alarm.raisedAt), desc(alarm.id)];
  const page = joinReach(db.select(columns).from(alarm).$dynamic(), me, alarm.customerId)
    .where(and(...conditions))
    .orderBy(...order)
    .limit(asked.limit)
    .as('page');
  const rows = await db
    .select({ page: page._.selectedFields, slug: customer.slug, deviceName: device.name, siteName: site.name })
    .from(page)
    .leftJoin(customer, eq(customer.id, page.customerId))
    .leftJoin(device, eq(device.id, page.deviceId))
    .leftJoin(site, eq(site.id, page.siteId))
    .orderBy(desc(page.endedAt), desc(page.raisedAt), desc(page.id));
  const sites = rows.flatMap((row) => (row.page.siteId === null ? [] : [row.page.id]));
  const covered = await countCovered(db, me, sites);
  return rows.map(({ page: { deviceId, siteId, ...row }, slug, deviceName, siteName }) => {
    const told = {
      ...row,
      customer: slug,
      device: deviceId === null ? null : { id: deviceId, name: deviceName },
      site: siteId === null ? null : { id: siteId, name: siteName },
      covers: covered.get(row.id) ?? 0,
    };
    return told as unknown as Alarm; // safe: the columns hold what their brands and checks say.
  });
}

/** How many alarms each of these stands for. */
async function countCovered(
  db: Db,
  me: Principal,
  ids: readonly string[],
): Promise<ReadonlyMap<string | null, number>> {
  if (ids.length === 0) return new Map();
  const query = db.select({ by: alarm.coveredBy, alarms: count() }).from(alarm).$dynamic();
  const rows = await joinReach(query, me, alarm.customerId)
    .where(inArray(alarm.coveredBy, [...ids]))
    .groupBy(alarm.coveredBy);
  return new Map(rows.map(({ by, alarms }) => [by, alarms]));
}

/** Undefined where the alarm is not there or not in the caller's reach. */
export async function findAlarm(db: Db, me: Principal, id: AlarmId): Promise<Alarm | undefined> {
  const [found] = await pageInReach(db, me, { limit: 1 }, [eq(alarm.id, id)]);
  return found;
}

/** One page of alarms, of one customer or of the whole reach, with how many match in each state. */
export async function listAlarms(db: Db, me: Principal, of: CustomerId | null, filter: AlarmFilter) {
  const { state, after, limit } = filter;
  const matches = [inCustomer(of), ...matching(filter)];
  const inState = state && (state === 'open' ? isNull(alarm.endedAt) : isNotNull(alarm.endedAt));
  const page = await pageInReach(db, me, { limit: limit + 1 }, [...matches, inState, after && isAfter(after)]);
  const items = page.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: page.length > limit && last ? { endedAt: last.endedAt, at: last.raisedAt, id: last.id } : null,
    states: await countByState(db, me, matches),
  };
}

/** Behind this one in the order of the list. */
function isAfter({ endedAt, at, id }: NonNullable<AlarmFilter['after']>): SQL {
  const place = sql`(${at}::timestamptz, ${id}::uuid)`;
  if (endedAt !== null)
    return sql`(${alarm.endedAt}, ${alarm.raisedAt}, ${alarm.id}) < (${endedAt}::timestamptz, ${at}::timestamptz, ${id}::uuid)`;
  return sql`(${alarm.endedAt} is not null or (${alarm.raisedAt}, ${alarm.id}) < ${place})`;
}

const inCustomer = (of: CustomerId | null): SQL | undefined => (of === null ? undefined : eq(alarm.customerId, of));

function matching({ device: of, site: at, coveredBy, q }: AlarmFilter): (SQL | undefined)[] {
  const isOfOne = of !== undefined || at !== undefined || coveredBy !== undefined;
  return [
    of && eq(alarm.deviceId, of),
    at && eq(alarm.siteId, at),
    coveredBy && eq(alarm.coveredBy, coveredBy),
    isOfOne ? undefined : isNull(alarm.coveredBy),
    q === undefined ? undefined : isNamed(q),
  ];
}

function isNamed(q: string): SQL {
  const pattern = anywhere(q);
  return sql`${alarm.id} in (
    select a.id from app.alarm a join app.device d on d.id = a.device_id where d.name ilike ${pattern}
    union all select a.id from app.alarm a join app.site s on s.id = a.site_id where s.name ilike ${pattern})`;
}

async function countByState(db: Db, me: Principal, matches: (SQL | undefined)[]): Promise<Record<AlarmState, number>> {
  const query = db
    .select({ isClosed: sql<boolean>`${alarm.endedAt} is not null`.as('is_closed'), alarms: count() })
    .from(alarm)
    .$dynamic();
  const rows = await joinReach(query, me, alarm.customerId)
    .where(and(...matches))
    .groupBy(sql`1`);
  const of = (closed: boolean) => rows.find(({ isClosed }) => isClosed === closed)?.alarms ?? 0;
  return { open: of(false), closed: of(true) };
}

/** The alarms that changed after `after` (ISO 8601), covered ones included; of many the last to change. */
export const alarmsAfter = (
  db: Db,
  me: Principal,
  { of, after, limit }: { of: CustomerId | null; after: string; limit: number },
): Promise<Alarm[]> => pageInReach(db, me, { limit, byChange: true }, [inCustomer(of), gt(alarm.changedAt, after)]);

const sentences = {
  alarm_is_acknowledged_once: 'Somebody has acknowledged this alarm already.',
  alarm_is_open_when_acknowledged: 'This alarm is over already.',
};

/** Acknowledges it for the caller. Returns whether it was they: false where somebody did before. Throws `conflict` where it is over. */
export async function acknowledgeAlarm(db: Db, me: Principal, id: AlarmId, note: string | null): Promise<boolean> {
  const touched = await underRules(sentences, () =>
    db
      .update(alarm)
      .set({ acknowledgedBy: me.personId, note })
      .where(and(eq(alarm.id, id), isNull(alarm.acknowledgedBy)))
      .returning({ id: alarm.id }),
  );
  return touched.length === 1;
}
