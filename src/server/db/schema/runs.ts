import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { runStates } from '@/core/runs';
import { bulkRun } from './bulk-runs';
import { bytes } from './bytes';
import { device } from './devices';
import { moment, person } from './people';
import { addByOperators, changeByOperators, ofCustomer, readInReach, resealedByWork } from './reach';
import { app, customerWork, job } from './roles';

export const runState = app.enum('run_state', runStates);

/** One action on one router. The row is the truth about it; a queue's job only carries its id. */
export const run = app.table(
  'run',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid().notNull(),
    deviceId: uuid().notNull(),
    actionId: text().notNull(),
    effect: text({ enum: ['read', 'write'] }).notNull(),
    params: jsonb().notNull(),
    state: runState().notNull().default('intended'),
    intendedBy: uuid()
      .notNull()
      .references(() => person.id),
    /** Who that was at the time, written by the database: a case is read years after somebody left. */
    byName: text().notNull().default(''),
    byRole: text().notNull().default(''),
    /** As precise as a page's end names it: two runs of one millisecond are told apart by their ids. */
    intendedAt: moment().notNull().default(sql`date_trunc('milliseconds', now())`),
    claimedBy: text(),
    leaseUntil: moment(),
    startedAt: moment(),
    endedAt: moment(),
    /** The lines as RouterOS's terminal would take them, from the moment the first of them is about to be sent. */
    sent: text().array(),
    rowCount: bigint({ mode: 'number' }).notNull().default(0),
    /** The answer went on beyond the cap of rows. */
    isTruncated: boolean().notNull().default(false),
    faultCode: text(),
    /** The router's own words, where it spoke: sealed like its rows. */
    faultSealed: bytes(),
    stopAskedAt: moment(),
    stopAskedBy: uuid().references(() => person.id),
    /** It is one of many that were asked for at once. */
    bulkRunId: uuid(),
    /** What its rows come down to in a line of a bulk run's matrix: sealed like them. */
    summarySealed: bytes(),
    /** The devices that it weighs on while it runs: no change of them is begun meanwhile, nor it during one. Null: on none. */
    heavyOn: uuid().array(),
  },
  (t) => [
    foreignKey({
      name: 'run_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    foreignKey({
      name: 'run_bulk_run_is_of_its_customer',
      columns: [t.bulkRunId, t.customerId],
      foreignColumns: [bulkRun.id, bulkRun.customerId],
    }),
    // One answer a device, and the way from a bulk run to its runs.
    uniqueIndex('run_of_a_bulk_run_is_one_a_device').on(t.bulkRunId, t.deviceId).where(sql`${t.bulkRunId} is not null`),
    unique('run_belongs_to_customer').on(t.id, t.customerId),
    check('run_effect_is_read_or_write', sql`${t.effect} in ('read', 'write')`),
    check('run_is_claimed_with_a_lease', sql`(${t.claimedBy} is null) = (${t.leaseUntil} is null)`),
    index('run_by_device').on(t.customerId, t.deviceId, t.intendedAt.desc()),
    index('run_lapsed_leases').on(t.leaseUntil).where(sql`${t.state} = 'running'`),
    index('run_oldest').on(t.endedAt),
    // All of a customer's, in pieces: to seal them anew, or to erase them.
    index('run_of_customer').on(t.customerId, t.id),
    // The few that have not ended, among years of those that have.
    index('run_under_way').on(t.customerId, t.deviceId).where(sql`${t.state} in ('intended', 'running')`),
    // The very few that keep changes waiting.
    index('run_heavy').using('gin', t.heavyOn).where(sql`${t.heavyOn} is not null`),
    check('run_that_is_heavy_is_so_on_its_device', sql`${t.deviceId} = any (${t.heavyOn})`),
    index('run_waiting').on(t.intendedAt).where(sql`${t.state} = 'intended'`),
    check('run_stop_is_asked_by_somebody', sql`(${t.stopAskedAt} is null) = (${t.stopAskedBy} is null)`),
    ...readInReach('run', t.customerId),
    // One line for both: whoever starts a run in somebody else's name is refused by the first, whoever stops one by the second.
    ...addByOperators('run', t.customerId, t.intendedBy),
    ...changeByOperators('run', t.customerId, t.stopAskedBy),
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
      using: sql`${t.state} in ('intended', 'running')`,
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
    index('run_rows_of_customer').on(t.customerId, t.runId, t.firstRow),
    ...resealedByWork('run_rows', t.customerId),
    check('run_rows_hold_rows', sql`${t.rowCount} > 0 and ${t.firstRow} >= 0`),
    ...readInReach('run_rows', t.customerId),
    pgPolicy('run_rows_written_by_their_work', {
      for: 'insert',
      to: customerWork,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
  ],
);
