import { sql } from 'drizzle-orm';
import { check, index, integer, text, unique, uuid } from 'drizzle-orm/pg-core';
import { customer, moment } from './people';
import { changeByAdmins, readInReach } from './reach';
import { app } from './roles';

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
    site: text(),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    archivedAt: moment(),
    enrolledAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    unique('device_name_is_unique_per_customer').on(t.customerId, t.name),
    unique('device_belongs_to_customer').on(t.id, t.customerId),
    check('device_port_is_a_port', sql`${t.port} between 1 and 65535`),
    index('device_by_name').on(t.name, t.id),
    ...readInReach('device', t.customerId),
    ...changeByAdmins('device', t.customerId),
  ],
);
