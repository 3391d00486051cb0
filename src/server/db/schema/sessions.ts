import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { stepKinds } from '@/core/sessions';
import { device } from './devices';
import { customer, moment, person } from './people';
import { addByOperators, readByPeople } from './reach';
import { app } from './roles';
import { run } from './runs';

export const stepKind = app.enum('step_kind', stepKinds);

/**
 * A diagnostic session: one case. Whoever opens it says its title; everything else of the row is what its steps add up
 * to, kept by the trigger that takes a step, so that a list need not read them.
 */
export const session = app.table(
  'session',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    /** Each customer's count from 1, given by the database: one count for all would tell how much the others do. */
    number: integer().notNull().default(0),
    title: text().notNull(),
    openedBy: uuid()
      .notNull()
      .references(() => person.id),
    byName: text().notNull().default(''),
    byRole: text().notNull().default(''),
    openedAt: moment().notNull().default(sql`now()`),
    /** Who looks after it; at first whoever opened it. */
    holderId: uuid().references(() => person.id),
    holderName: text().notNull().default(''),
    closedAt: moment(),
    cause: text(),
    stepCount: integer().notNull().default(0),
    runCount: integer().notNull().default(0),
  },
  (t) => [
    unique('session_belongs_to_customer').on(t.id, t.customerId),
    unique('session_number_is_unique_per_customer').on(t.customerId, t.number),
    check('session_closes_with_a_cause', sql`(${t.closedAt} is null) = (${t.cause} is null)`),
    check('session_title_is_a_line', sql`length(${t.title}) between 1 and 120`),
    index('session_by_opening').on(t.customerId, t.openedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('session_newest').on(t.openedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('session_open').on(t.customerId).where(sql`${t.closedAt} is null`),
    ...readByPeople('session', t.customerId),
    ...addByOperators('session', t.customerId, t.openedBy),
  ],
);

/**
 * The devices a session is about, as they were when they were added: a case that is read in a year must not tell of the
 * RouterOS of that day. Rows come with the step that adds a device, and stay.
 */
export const sessionDevice = app.table(
  'session_device',
  {
    sessionId: uuid().notNull(),
    deviceId: uuid().notNull(),
    customerId: uuid().notNull(),
    name: text().notNull(),
    address: text().notNull(),
    port: integer().notNull(),
    transport: text({ enum: ['tls', 'plain'] }).notNull(),
    model: text(),
    version: text(),
  },
  (t) => [
    primaryKey({ columns: [t.sessionId, t.deviceId] }),
    index('session_device_by_device').on(t.customerId, t.deviceId),
    foreignKey({
      name: 'session_device_is_of_its_session_and_customer',
      columns: [t.sessionId, t.customerId],
      foreignColumns: [session.id, session.customerId],
    }),
    foreignKey({
      name: 'session_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    ...readByPeople('session_device', t.customerId),
  ],
);

/** One entry of a case log. It is only ever added: number, time and who it was are the database's to say. */
export const sessionStep = app.table(
  'session_step',
  {
    sessionId: uuid().notNull(),
    /** From 1 without a gap, in the order in which they were taken. */
    number: integer().notNull(),
    customerId: uuid().notNull(),
    kind: stepKind().notNull(),
    at: moment().notNull().default(sql`now()`),
    byId: uuid()
      .notNull()
      .references(() => person.id),
    byName: text().notNull().default(''),
    byRole: text().notNull().default(''),
    fromAddress: text().notNull(),
    text: text(),
    deviceId: uuid(),
    runId: uuid(),
    toId: uuid().references(() => person.id),
    toName: text(),
  },
  (t) => [
    primaryKey({ columns: [t.sessionId, t.number] }),
    unique('session_step_tells_of_a_run_once').on(t.runId),
    foreignKey({
      name: 'session_step_is_of_its_session_and_customer',
      columns: [t.sessionId, t.customerId],
      foreignColumns: [session.id, session.customerId],
    }),
    foreignKey({
      name: 'session_step_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    foreignKey({
      name: 'session_step_run_is_of_its_customer',
      columns: [t.runId, t.customerId],
      foreignColumns: [run.id, run.customerId],
    }),
    check('session_step_counts_from_one', sql`${t.number} >= 1`),
    check(
      'session_step_has_its_words',
      sql`case ${t.kind}
      when 'deviceAdded' then ${t.text} is null
      when 'run' then ${t.text} is null
      when 'handedOver' then true
      else ${t.text} is not null end`,
    ),
    check('session_step_is_of_bounded_length', sql`length(${t.text}) between 1 and 4000`),
    check('session_step_names_its_device', sql`(${t.kind} in ('deviceAdded', 'run')) = (${t.deviceId} is not null)`),
    check('session_step_names_its_run', sql`(${t.kind} = 'run') = (${t.runId} is not null)`),
    check('session_step_names_who_takes_over', sql`(${t.kind} = 'handedOver') = (${t.toId} is not null)`),
    ...readByPeople('session_step', t.customerId),
    ...addByOperators('session_step', t.customerId, t.byId),
  ],
);
