import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { customer, moment } from './people';
import { addByAdmins, changeByAdmins, readInReach } from './reach';
import { app } from './roles';
import { credentialSet } from './secrets';

/** A router under management. Devices are archived, never deleted: their history stays readable. */
export const device = app.table(
  'device',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    name: text().notNull(),
    /** Host name or IP literal the runner connects to. */
    address: text().notNull(),
    /** TCP port of the api-ssl service. */
    port: integer().notNull().default(8729),
    /** `plain` is the API without TLS: a waiver that somebody gave for this device. */
    transport: text({ enum: ['tls', 'plain'] })
      .notNull()
      .default('tls'),
    /** SHA-256 of the certificate's DER that a person has confirmed, 64 hex digits. Null: not confirmed, so not spoken to. */
    pin: text(),
    /** RouterOS before 6.43 signs in with a challenge, which is weaker: allowed where it is said. */
    isPre643: boolean('is_pre_643').notNull().default(false),
    /** What its texts are written in where they are not UTF-8, such as `windows-1251`. */
    codePage: text(),
    credentialSetId: uuid(),
    /** Where it stands. */
    siteId: uuid(),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    archivedAt: moment(),
    enrolledAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    unique('device_name_is_unique_per_customer').on(t.customerId, t.name),
    unique('device_belongs_to_customer').on(t.id, t.customerId),
    check('device_port_is_a_port', sql`${t.port} between 1 and 65535`),
    check('device_pin_is_a_fingerprint', sql`${t.pin} ~ '^[0-9a-f]{64}$'`),
    check('device_transport_is_known', sql`${t.transport} in ('tls', 'plain')`),
    foreignKey({
      name: 'device_credential_set_is_of_its_customer',
      columns: [t.credentialSetId, t.customerId],
      foreignColumns: [credentialSet.id, credentialSet.customerId],
    }),
    foreignKey({
      name: 'device_site_is_of_its_customer',
      columns: [t.siteId, t.customerId],
      foreignColumns: siteKey(),
    }),
    check('device_name_is_a_line', sql`length(${t.name}) between 1 and 64`),
    index('device_by_name').on(t.name, t.id),
    index('device_by_site').on(t.siteId),
    ...readInReach('device', t.customerId),
    ...addByAdmins('device', t.customerId),
    ...changeByAdmins('device', t.customerId),
  ],
);

/**
 * A place where devices of a customer stand, and the device through which the place is reached. That one may stand
 * elsewhere: a tower is reached through a router of the core. Sites are archived, never deleted.
 */
export const site = app.table(
  'site',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    name: text().notNull(),
    /** What sites are grouped by: `North valley`. */
    zone: text(),
    /** Where it is in another time zone than its customer: what may be changed when goes by the clock there. */
    timeZone: text(),
    uplinkId: uuid(),
    archivedAt: moment(),
    madeAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    unique('site_belongs_to_customer').on(t.id, t.customerId),
    uniqueIndex('site_name_is_unique_per_customer')
      .on(t.customerId, sql`lower(${t.name})`)
      .where(sql`${t.archivedAt} is null`),
    index('site_by_uplink').on(t.uplinkId),
    check('site_name_is_a_line', sql`length(${t.name}) between 1 and 64`),
    check('site_time_zone_is_a_line', sql`length(${t.timeZone}) between 1 and 64`),
    check('site_zone_is_a_line', sql`length(${t.zone}) between 1 and 64`),
    foreignKey({
      name: 'site_uplink_is_of_its_customer',
      columns: [t.uplinkId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    ...readInReach('site', t.customerId),
    ...addByAdmins('site', t.customerId),
    ...changeByAdmins('site', t.customerId),
  ],
);

/** Each of the two tables names the other; said like this, their types do not go round in a circle. */
function siteKey(): [AnyPgColumn, AnyPgColumn] {
  return [site.id, site.customerId];
}
