import { sql } from 'drizzle-orm';
import type { Capabilities } from '@/core/actions/capabilities';
import type { AccountFinding } from '@/core/enrolment/logins';
import type { FaultCode } from '@/core/faults';
import type { CustomerId, DeviceId } from '@/core/ids';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/** What one try found. Without a fault the device answered; what it does not say is null. */
export interface Tried {
  readonly device: DeviceId;
  readonly faultCode: FaultCode | null;
  readonly identity: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly cpuPercent: number | null;
  readonly uptimeSeconds: number | null;
  readonly roundTripMs: number | null;
  /** What the system called the fault, such as `ECONNREFUSED`. */
  readonly faultReason: string | null;
  /** A certificate that was seen and that nobody has confirmed: SHA-256, 64 hex digits. */
  readonly shownPin: string | null;
  /** Null: it was not asked what it can do. */
  readonly capabilities: Capabilities | null;
  /** When somebody's wish to have it examined was taken up, by the database's clock (ISO 8601); null: it was only asked how it is. */
  readonly examinedAt: string | null;
  /** Null: it was only asked how it is, or has not answered. */
  readonly examined: {
    readonly clockSkewSeconds: number | null;
    readonly missingPolicies: readonly string[];
    readonly otherAccounts: readonly AccountFinding[];
  } | null;
}

/** A device that is not as it was. */
export interface Turned {
  readonly device: DeviceId;
  readonly isUp: boolean;
  readonly faultCode: FaultCode | null;
}

/**
 * Writes down what tries of one customer's devices found, and their minute in the round trips of the day. What a device
 * last answered stays until it answers again. Returns those that went down or came up; a device's first try turns nothing.
 */
export async function noteTries(db: Db, customerId: CustomerId, tries: readonly Tried[]): Promise<Turned[]> {
  const found = sql`jsonb_to_recordset(${JSON.stringify(tries)}::jsonb) as t(device uuid, "faultCode" text, identity text,
    model text, version text, "cpuPercent" integer, "uptimeSeconds" double precision, "roundTripMs" real,
    "faultReason" text, "shownPin" text, capabilities jsonb, "examinedAt" timestamptz, examined jsonb)`;
  const before = await db.execute<{ device: DeviceId; up: boolean }>(sql`
    select s.device_id as device, s.is_up as up from app.device_status s join ${found} on t.device = s.device_id
    order by s.device_id for update of s`);
  await db.execute(sql`
    insert into app.device_status as s (device_id, customer_id, is_up, since, tried_at, answered_at, fault_code,
      identity, model, version, cpu_percent, uptime_seconds, round_trip_ms, fault_reason, shown_pin,
      clock_skew_seconds, missing_policies, other_accounts, examined_at, capabilities, capable_at)
    select t.device, ${customerId}, t."faultCode" is null, n.now, n.now, case when t."faultCode" is null then n.now end,
      t."faultCode", t.identity, t.model, t.version, t."cpuPercent", t."uptimeSeconds", t."roundTripMs", t."faultReason",
      t."shownPin", (t.examined ->> 'clockSkewSeconds')::integer,
      case when t.examined is not null then array(select jsonb_array_elements_text(t.examined -> 'missingPolicies')) end,
      t.examined -> 'otherAccounts', t."examinedAt",
      t.capabilities, case when t.capabilities is not null then n.now end
    from ${found}, (select date_trunc('milliseconds', app.now()) as now) n
    order by t.device
    on conflict (device_id) do update set
      is_up = excluded.is_up, tried_at = excluded.tried_at, fault_code = excluded.fault_code,
      fault_reason = excluded.fault_reason, shown_pin = excluded.shown_pin,
      clock_skew_seconds = case when excluded.missing_policies is null then s.clock_skew_seconds else excluded.clock_skew_seconds end,
      missing_policies = coalesce(excluded.missing_policies, s.missing_policies),
      other_accounts = case when excluded.missing_policies is null then s.other_accounts else excluded.other_accounts end,
      examined_at = coalesce(excluded.examined_at, s.examined_at),
      capabilities = coalesce(excluded.capabilities, s.capabilities),
      capable_at = coalesce(excluded.capable_at, s.capable_at),
      since = case when s.is_up = excluded.is_up then s.since else excluded.since end,
      answered_at = coalesce(excluded.answered_at, s.answered_at),
      identity = case when excluded.is_up then excluded.identity else s.identity end,
      model = case when excluded.is_up then excluded.model else s.model end,
      version = case when excluded.is_up then excluded.version else s.version end,
      cpu_percent = case when excluded.is_up then excluded.cpu_percent else s.cpu_percent end,
      uptime_seconds = case when excluded.is_up then excluded.uptime_seconds else s.uptime_seconds end,
      round_trip_ms = case when excluded.is_up then excluded.round_trip_ms else s.round_trip_ms end`);
  await db.execute(sql`
    insert into app.device_hour as h (device_id, hour, customer_id, round_trip_ms)
    select t.device, date_trunc('hour', app.now()), ${customerId},
      array(select case when i = extract(minute from app.now())::int then coalesce(t."roundTripMs", -1) end
        from generate_series(0, 59) i order by i)::real[]
    from ${found} order by t.device
    on conflict (device_id, hour) do update set round_trip_ms = array(
      select coalesce(new_ms, old_ms) from unnest(excluded.round_trip_ms, h.round_trip_ms)
        with ordinality as minute(new_ms, old_ms, i) order by i)`);
  await db.execute(sql`select pg_notify('routeward_status', ${customerId})`);
  const wasUp = new Map(before.map(({ device, up }) => [device, up]));
  return tries.flatMap(({ device, faultCode }) => {
    const isUp = faultCode === null;
    return wasUp.has(device) && wasUp.get(device) !== isUp ? [{ device, isUp, faultCode }] : [];
  });
}
