import { sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, check, index, integer, pgPolicy, text, unique, uuid } from 'drizzle-orm/pg-core';
import { rolloutStates } from '@/core/rollout/rollout';
import { roleNow } from './deciding';
import { customer, moment, person } from './people';
import { addByOperators, inReach, isOwn, ofCustomer, readInReach } from './reach';
import { app, customerWork, everything, job, person as personRole } from './roles';

export const rolloutState = app.enum('rollout_state', rolloutStates);

interface Deciders {
  readonly state: AnyPgColumn;
  readonly authorisedBy: AnyPgColumn;
  readonly rejectedBy: AnyPgColumn;
  readonly withdrawnBy: AnyPgColumn;
  readonly stoppedBy: AnyPgColumn;
  readonly resumedBy: AnyPgColumn;
}

/** Whoever decides does so in their own name. */
const isDecidedByOneself = (
  t: Deciders,
) => sql`${t.state} = 'running' and (${isOwn(t.authorisedBy)} or ${isOwn(t.resumedBy)})
  or ${t.state} = 'rejected' and ${isOwn(t.rejectedBy)} or ${t.state} = 'withdrawn' and ${isOwn(t.withdrawnBy)}
  or ${t.state} = 'stopped' and ${isOwn(t.stoppedBy)}`;

/**
 * One template on many devices of one customer. Its changes point here, and how it stands is what they add up to; the row is what
 * was decided over all of them. What it may move from and to is held by a trigger, and so is that its changes go with it.
 */
export const rollout = app.table(
  'rollout',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    /** Each customer's count from 1, given by the database. */
    number: integer().notNull().default(0),
    templateId: text().notNull(),
    templateVersion: integer().notNull(),
    waveSize: integer().notNull(),
    deviceCount: integer().notNull(),
    /** It reaches so far that each of its changes takes two people. */
    isWide: boolean().notNull(),
    /** The rollout of which this asks what failed once more. */
    retryOf: uuid(),
    state: rolloutState().notNull().default('planned'),
    askedBy: uuid()
      .notNull()
      .references(() => person.id),
    byName: text().notNull().default(''),
    byRole: text().notNull().default(''),
    askedAt: moment().notNull().default(sql`date_trunc('milliseconds', now())`),
    /** When the last of its devices had its preview, so that somebody can decide; null: none has anything to decide on yet. */
    previewedAt: moment(),
    /** Somebody is to be mailed how it stands. */
    isToBeMailed: boolean().notNull().default(false),
    /** SHA-256 of what was authorised, 64 hex digits: core/rollout/digest.ts. */
    digest: text(),
    authorisedBy: uuid().references(() => person.id),
    authorisedName: text(),
    authorisedRole: text(),
    authorisedAt: moment(),
    /** Until when devices of it may be begun. */
    runsUntil: moment(),
    isBreakGlass: boolean().notNull().default(false),
    withdrawnBy: uuid().references(() => person.id),
    rejectedBy: uuid().references(() => person.id),
    rejectedName: text(),
    rejectedRole: text(),
    /** Why it was rejected, or authorised without the second person that it takes, in their own words. */
    reason: text(),
    stoppedAt: moment(),
    /** Null where it stopped because one of its devices did not come out as it was to. */
    stoppedBy: uuid().references(() => person.id),
    stoppedName: text(),
    resumedAt: moment(),
    resumedBy: uuid().references(() => person.id),
    resumedName: text(),
    endedAt: moment(),
  },
  (t) => [
    unique('rollout_belongs_to_customer').on(t.id, t.customerId),
    unique('rollout_number_is_unique_per_customer').on(t.customerId, t.number),
    check('rollout_is_of_few_enough', sql`${t.deviceCount} between 1 and 200`),
    check('rollout_waves_are_small', sql`${t.waveSize} between 1 and 50`),
    check('rollout_of_many_devices_takes_two_people', sql`${t.deviceCount} <= 10 or ${t.isWide}`),
    check('rollout_digest_is_a_sha256', sql`${t.digest} ~ '^[0-9a-f]{64}$'`),
    check(
      'rollout_is_authorised_as_a_whole',
      sql`num_nonnulls(${t.digest}, ${t.authorisedBy}, ${t.authorisedAt}, ${t.runsUntil}) in (0, 4)`,
    ),
    check(
      'rollout_runs_when_it_is_authorised',
      sql`${t.state} not in ('running', 'stopped') or ${t.authorisedBy} is not null`,
    ),
    check('rollout_is_rejected_by_somebody', sql`(${t.state} = 'rejected') = (${t.rejectedBy} is not null)`),
    check('rollout_is_withdrawn_by_somebody', sql`(${t.state} = 'withdrawn') = (${t.withdrawnBy} is not null)`),
    check('rollout_glass_is_broken_by_whoever_authorises', sql`not ${t.isBreakGlass} or ${t.authorisedBy} is not null`),
    check(
      'rollout_has_a_reason_where_it_takes_one',
      sql`(${t.reason} is not null) = (${t.rejectedBy} is not null or ${t.isBreakGlass}) and (${t.reason} is null or ${t.reason} ~ '\\S' and length(${t.reason}) <= 500)`,
    ),
    check('rollout_ends_in_an_end', sql`(${t.state} in ('planned', 'running', 'stopped')) = (${t.endedAt} is null)`),
    index('rollout_by_asking').on(t.customerId, t.askedAt.desc(), t.id.desc()),
    index('rollout_newest').on(t.askedAt.desc(), t.id.desc()),
    index('rollout_under_way').on(t.askedAt).where(sql`${t.endedAt} is null`),
    index('rollout_to_be_mailed').on(t.id).where(sql`${t.isToBeMailed}`),
    index('rollout_retries').on(t.retryOf).where(sql`${t.retryOf} is not null`),
    ...readInReach('rollout', t.customerId),
    ...addByOperators('rollout', t.customerId, t.askedBy),
    pgPolicy('rollout_decided_by_operators', {
      for: 'update',
      to: personRole,
      using: sql`${inReach(t.customerId)} and ${roleNow} in ('operator', 'admin') and ${t.endedAt} is null`,
      withCheck: isDecidedByOneself(t),
    }),
    pgPolicy('rollout_decided_everything', {
      for: 'update',
      to: everything,
      using: sql`${t.endedAt} is null`,
      withCheck: isDecidedByOneself(t),
    }),
    pgPolicy('rollout_moved_by_its_work', {
      for: 'update',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
      withCheck: sql`${t.customerId} = ${ofCustomer} and ${t.state} in ('planned', 'running', 'stopped', 'done', 'expired')`,
    }),
    pgPolicy('rollout_found_by_jobs', { for: 'select', to: job, using: sql`true` }),
  ],
);
