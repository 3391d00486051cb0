import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { device } from './devices';
import { customer, moment, person } from './people';
import { addByOperators, readByPeople, readInReach } from './reach';
import { app, job } from './roles';

/**
 * One action asked of many devices of one customer. Its runs point here; how it stands is what they add up to. It belongs
 * to one customer so that it is seen, and walled off, as everything else of that customer is.
 */
export const bulkRun = app.table(
  'bulk_run',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    actionId: text().notNull(),
    params: jsonb().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => person.id),
    /** Who that was at the time, written by the database. */
    byName: text().notNull().default(''),
    byRole: text().notNull().default(''),
    askedAt: moment().notNull().default(sql`date_trunc('milliseconds', now())`),
    /** Those refused before anything was sent included. */
    deviceCount: integer().notNull(),
    /** The bulk run of which this repeats what failed. */
    repeatOf: uuid(),
    /**
     * When a runner last said that it has the waiting runs in hand. They may wait longer than a run of its own, because
     * somebody works through them; when nobody does any more, they must not happen by themselves later.
     */
    attendedAt: moment().notNull().default(sql`app.now()`),
  },
  (t) => [
    unique('bulk_run_belongs_to_customer').on(t.id, t.customerId),
    foreignKey({
      name: 'bulk_run_repeats_one_of_its_customer',
      columns: [t.repeatOf, t.customerId],
      foreignColumns: [t.id, t.customerId],
    }),
    check('bulk_run_is_of_few_enough', sql`${t.deviceCount} between 1 and 2000`),
    index('bulk_run_by_asking').on(t.customerId, t.askedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('bulk_run_newest').on(t.askedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('bulk_run_repeats').on(t.repeatOf).where(sql`${t.repeatOf} is not null`),
    ...readInReach('bulk_run', t.customerId),
    ...addByOperators('bulk_run', t.customerId, t.askedBy),
    // The dispatcher says that it has them in hand, and reads nothing of them but that (see the grants).
    pgPolicy('bulk_run_found_by_dispatch', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('bulk_run_attended_by_dispatch', { for: 'update', to: job, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** A device that a bulk run did not take, and why: nothing was sent to it. */
export const bulkRefusal = app.table(
  'bulk_refusal',
  {
    bulkRunId: uuid().notNull(),
    deviceId: uuid().notNull(),
    customerId: uuid().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => person.id),
    /** A sentence of ours; nothing that a router said. */
    reason: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.bulkRunId, t.deviceId] }),
    foreignKey({
      name: 'bulk_refusal_is_of_its_bulk_run_and_customer',
      columns: [t.bulkRunId, t.customerId],
      foreignColumns: [bulkRun.id, bulkRun.customerId],
    }),
    foreignKey({
      name: 'bulk_refusal_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    check('bulk_refusal_is_a_sentence', sql`length(${t.reason}) between 1 and 400`),
    ...readByPeople('bulk_refusal', t.customerId),
    ...addByOperators('bulk_refusal', t.customerId, t.askedBy),
  ],
);
