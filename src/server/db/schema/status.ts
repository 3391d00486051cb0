import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  primaryKey,
  real,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { device } from './devices';
import { moment } from './people';
import { readInReach, writtenByWork } from './reach';
import { app, job } from './roles';

/** What a device last answered when the runner asked how it is, and when. */
export const deviceStatus = app.table(
  'device_status',
  {
    deviceId: uuid().primaryKey(),
    customerId: uuid().notNull(),
    isUp: boolean().notNull(),
    /** Since when it has been as it is. */
    since: moment().notNull(),
    triedAt: moment().notNull(),
    /** The last answer; everything below stems from it. Null: it never answered. */
    answeredAt: moment(),
    /** Why the last try failed. */
    faultCode: text(),
    /** What the system said of it, such as `ECONNREFUSED`. */
    faultReason: text(),
    /** SHA-256 of the certificate that the last try saw and that nobody has confirmed. */
    shownPin: text(),
    /** What the last examination found: the clock's distance from ours, and which policies the account lacks. */
    clockSkewSeconds: integer(),
    missingPolicies: text().array(),
    /** Of each further account that the credentials had then: `[{ account, faultCode, missing }]`. */
    otherAccounts: jsonb(),
    examinedAt: moment(),
    /** What it can do (core/actions/capabilities.ts), and when it was asked. */
    capabilities: jsonb(),
    capableAt: moment(),
    identity: text(),
    model: text(),
    /** `7.20.8` */
    version: text(),
    cpuPercent: integer(),
    uptimeSeconds: doublePrecision(),
    roundTripMs: real(),
  },
  (t) => [
    foreignKey({
      name: 'device_status_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    // By it a wide reach is asked for at once; it never changes, so an update of a status stays cheap.
    index('device_status_by_customer').on(t.customerId),
    // Those that are down are few, and alarms ask for them every few seconds. A device that stays as it is never moves in it.
    index('device_status_down').on(t.customerId, t.since).where(sql`not ${t.isUp}`),
    check('device_status_reason_is_a_code', sql`${t.faultReason} ~ '^[A-Z0-9_]{1,64}$'`),
    check('device_status_pin_is_a_fingerprint', sql`${t.shownPin} ~ '^[0-9a-f]{64}$'`),
    check('device_status_other_accounts_are_a_list', sql`jsonb_typeof(${t.otherAccounts}) = 'array'`),
    check(
      'device_status_capabilities_have_an_age',
      sql`(${t.capabilities} is null) = (${t.capableAt} is null) and jsonb_typeof(${t.capabilities}) = 'object'`,
    ),
    check('device_status_down_says_why', sql`${t.isUp} = (${t.faultCode} is null)`),
    ...readInReach('device_status', t.customerId),
    ...writtenByWork('device_status', t.customerId),
  ],
);

/** The round trips of one hour, a minute each: null where nobody asked, negative where nothing came back. Kept for a day. */
export const deviceHour = app.table(
  'device_hour',
  {
    deviceId: uuid().notNull(),
    hour: moment().notNull(),
    customerId: uuid().notNull(),
    roundTripMs: real().array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.hour] }),
    foreignKey({
      name: 'device_hour_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    check('device_hour_has_sixty_minutes', sql`cardinality(${t.roundTripMs}) = 60`),
    ...readInReach('device_hour', t.customerId),
    ...writtenByWork('device_hour', t.customerId),
    pgPolicy('device_hour_found_by_purge', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('device_hour_ended_by_purge', {
      for: 'delete',
      to: job,
      using: sql`${t.hour} < app.now() - interval '25 hours'`,
    }),
  ],
);
