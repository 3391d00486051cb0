import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  customType,
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
import { ofCustomer, readInReach } from './reach';
import { app, customerWork, job } from './roles';

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** A diagnostic session: the case log that the screen shows and the PDF tells. */
export const session = app.table(
  'session',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    symptom: text().notNull(),
    openedBy: uuid()
      .notNull()
      .references(() => person.id),
    openedAt: moment().notNull().default(sql`now()`),
    closedAt: moment(),
    cause: text(),
  },
  (t) => [
    unique('session_belongs_to_customer').on(t.id, t.customerId),
    check('session_closes_with_a_cause', sql`(${t.closedAt} is null) = (${t.cause} is null)`),
    index('session_by_opening').on(t.customerId, t.openedAt.desc(), t.id),
    ...readInReach('session', t.customerId),
  ],
);

export const runState = app.enum('run_state', [
  'intended',
  'running',
  'done',
  'failed',
  'stopped',
  'interrupted',
  'unknown',
]);

/** One action on one router. The row is the truth about it; a queue's job only carries its id. */
export const run = app.table(
  'run',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid().notNull(),
    deviceId: uuid().notNull(),
    sessionId: uuid(),
    actionId: text().notNull(),
    effect: text({ enum: ['read', 'write'] }).notNull(),
    params: jsonb().notNull(),
    state: runState().notNull().default('intended'),
    intendedBy: uuid()
      .notNull()
      .references(() => person.id),
    intendedAt: moment().notNull().default(sql`now()`),
    claimedBy: text(),
    leaseUntil: moment(),
    endedAt: moment(),
  },
  (t) => [
    foreignKey({
      name: 'run_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    foreignKey({
      name: 'run_session_is_of_its_customer',
      columns: [t.sessionId, t.customerId],
      foreignColumns: [session.id, session.customerId],
    }),
    unique('run_belongs_to_customer').on(t.id, t.customerId),
    check('run_effect_is_read_or_write', sql`${t.effect} in ('read', 'write')`),
    check('run_is_claimed_with_a_lease', sql`(${t.claimedBy} is null) = (${t.leaseUntil} is null)`),
    index('run_by_device').on(t.customerId, t.deviceId, t.intendedAt.desc()),
    index('run_lapsed_leases').on(t.leaseUntil).where(sql`${t.state} = 'running'`),
    ...readInReach('run', t.customerId),
    pgPolicy('run_changed_by_its_work', {
      for: 'update',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
    // The sweeper ends runs whose runner is gone; it reads no rows and no parameters (see the grants).
    pgPolicy('run_found_by_sweep', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('run_ended_by_sweep', {
      for: 'update',
      to: job,
      using: sql`${t.state} = 'running'`,
      withCheck: sql`true`,
    }),
  ],
);

/** What a router answered, in batches, sealed before it reaches the database. */
export const runRows = app.table(
  'run_rows',
  {
    runId: uuid().notNull(),
    /** Number of the first row in the batch, from 0 without a gap. */
    firstRow: bigint({ mode: 'number' }).notNull(),
    rowCount: integer().notNull(),
    customerId: uuid().notNull(),
    sealed: bytes().notNull(),
    writtenAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.firstRow] }),
    foreignKey({
      name: 'run_rows_are_of_their_run_and_customer',
      columns: [t.runId, t.customerId],
      foreignColumns: [run.id, run.customerId],
    }),
    check('run_rows_hold_rows', sql`${t.rowCount} > 0 and ${t.firstRow} >= 0`),
    ...readInReach('run_rows', t.customerId),
    pgPolicy('run_rows_written_by_their_work', {
      for: 'insert',
      to: customerWork,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
  ],
);
