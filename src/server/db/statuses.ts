import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { Capabilities } from '@/core/actions/capabilities';
import type { AccountFinding } from '@/core/enrolment/logins';
import type { FaultCode } from '@/core/faults';
import type { CustomerId, DeviceId } from '@/core/ids';
import { type DeviceState, freshSeconds } from '@/core/status';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { device } from './schema/devices';
import { deviceHour, deviceStatus } from './schema/status';

type Db = Transaction['db'];

/** How a device is and what it last answered. Times are ISO 8601, UTC; null: it never answered, or did not say. */
export interface DeviceStatus {
  readonly state: DeviceState;
  readonly since: string | null;
  readonly triedAt: string | null;
  readonly answeredAt: string | null;
  readonly faultCode: FaultCode | null;
  readonly identity: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly cpuPercent: number | null;
  readonly uptimeSeconds: number | null;
  readonly roundTripMs: number | null;
  readonly faultReason: string | null;
  readonly shownPin: string | null;
  readonly clockSkewSeconds: number | null;
  readonly missingPolicies: string[] | null;
  /** Of the accounts beside the one that reads. */
  readonly otherAccounts: AccountFinding[] | null;
  readonly examinedAt: string | null;
  /** What it can do, as it last said. */
  readonly capabilities: Capabilities | null;
  readonly capableAt: string | null;
}

/**
 * The rule of core/status.ts, for a database that filters and counts by it. The time is asked for once a statement: as a
 * call for each row it took longer than all the rest.
 */
export const stateInSql: SQL<DeviceState> = sql`case
  when ${deviceStatus.triedAt} >= (select app.now() - make_interval(secs => ${freshSeconds}))
  then case when ${deviceStatus.isUp} then 'up' else 'down' end
  else 'noData' end`;

/** The columns of a status, where `device_status` is joined from the left. */
export const statusColumns = {
  state: stateInSql.as('state'),
  since: sql<
    string | null
  >`case when ${stateInSql} = 'noData' then ${deviceStatus.triedAt} else ${deviceStatus.since} end`
    .mapWith(deviceStatus.since)
    .as('since'),
  triedAt: deviceStatus.triedAt,
  answeredAt: deviceStatus.answeredAt,
  faultCode: deviceStatus.faultCode,
  identity: deviceStatus.identity,
  model: deviceStatus.model,
  version: deviceStatus.version,
  cpuPercent: deviceStatus.cpuPercent,
  uptimeSeconds: deviceStatus.uptimeSeconds,
  roundTripMs: deviceStatus.roundTripMs,
  faultReason: deviceStatus.faultReason,
  shownPin: deviceStatus.shownPin,
  clockSkewSeconds: deviceStatus.clockSkewSeconds,
  missingPolicies: deviceStatus.missingPolicies,
  otherAccounts: deviceStatus.otherAccounts,
  examinedAt: deviceStatus.examinedAt,
  capabilities: sql<Capabilities | null>`${deviceStatus.capabilities}`.as('capabilities'),
  capableAt: deviceStatus.capableAt,
};

/**
 * Statuses in reach whose last try was after `after` (ISO 8601), of one customer or of the whole reach, the oldest try
 * first; at most `limit`, and with the last of them all others of the same moment: the time of the last one is where the
 * next look begins, and the tries of a customer are written down together.
 */
export async function statusesAfter(
  db: Db,
  me: Principal,
  { of, after, limit }: { of: CustomerId | null; after: string; limit: number },
): Promise<DeviceStatusOf[]> {
  const found = await statusesWhere(db, me, [inCustomer(of), gt(deviceStatus.triedAt, after)], limit);
  const last = found.at(-1);
  if (found.length < limit || last === undefined || last.triedAt === null) return found;
  const ofThatMoment = [eq(deviceStatus.triedAt, last.triedAt), gt(deviceStatus.deviceId, last.device)];
  return [...found, ...(await statusesWhere(db, me, [inCustomer(of), ...ofThatMoment], null))];
}

type DeviceStatusOf = DeviceStatus & { readonly device: DeviceId };

const inCustomer = (of: CustomerId | null): SQL | undefined =>
  of === null ? undefined : eq(deviceStatus.customerId, of);

async function statusesWhere(
  db: Db,
  me: Principal,
  conditions: readonly (SQL | undefined)[],
  limit: number | null,
): Promise<DeviceStatusOf[]> {
  const query = db
    .select({ device: deviceStatus.deviceId, ...statusColumns })
    .from(deviceStatus)
    .innerJoin(device, eq(device.id, deviceStatus.deviceId))
    .$dynamic();
  const ordered = joinReach(query, me, deviceStatus.customerId)
    .where(and(...conditions))
    .orderBy(asc(deviceStatus.triedAt), asc(deviceStatus.deviceId));
  const rows = await (limit === null ? ordered : ordered.limit(limit));
  // safe: the id is a device's, and the code was written from the table of faults.
  return rows as DeviceStatusOf[];
}

/** Half an hour of round trips. */
export interface Beat {
  /** Mean of the answers in milliseconds; null where none came. */
  readonly meanMs: number | null;
  readonly tried: number;
  readonly answered: number;
}

export const beatsADay = 48;

/** The last 24 hours in half hours, the oldest first, for each of these devices in reach. */
export async function beatsOf(db: Db, me: Principal, ids: readonly DeviceId[]): Promise<Map<DeviceId, Beat[]>> {
  const found = new Map<DeviceId, Beat[]>();
  if (ids.length === 0) return found;
  const query = db
    .select({
      device: deviceHour.deviceId,
      beat: sql<number>`floor((date_part('epoch', (select app.now()) - ${deviceHour.hour}) - (minute.number - 1) * 60) / 1800)::int`.as(
        'beat',
      ),
      meanMs: sql<number | null>`avg(minute.ms) filter (where minute.ms >= 0)`,
      tried: sql<number>`count(minute.ms)::int`,
      answered: sql<number>`(count(*) filter (where minute.ms >= 0))::int`,
    })
    .from(deviceHour)
    .innerJoin(sql`lateral unnest(${deviceHour.roundTripMs}) with ordinality as minute(ms, number)`, sql`true`)
    .$dynamic();
  const rows = await joinReach(query, me, deviceHour.customerId)
    .where(
      and(
        inArray(deviceHour.deviceId, [...ids]),
        gt(deviceHour.hour, sql`(select app.now() - interval '25 hours')`),
        sql`minute.ms is not null`,
      ),
    )
    .groupBy(deviceHour.deviceId, sql`beat`);
  for (const { device: id, beat, ...rest } of rows) {
    if (beat < 0 || beat >= beatsADay) continue;
    const key = id as DeviceId; // safe: the column is the key that the brand names.
    const beats = found.get(key) ?? Array.from({ length: beatsADay }, () => ({ meanMs: null, tried: 0, answered: 0 }));
    beats[beatsADay - 1 - beat] = rest;
    found.set(key, beats);
  }
  return found;
}
