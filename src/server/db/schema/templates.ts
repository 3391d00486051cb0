import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgPolicy, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { trialStates, versionStates } from '@/core/templates/versions';
import { moment, person } from './people';
import { isOwn } from './reach';
import { app, customerWork, everything, job, person as personRole } from './roles';

const role = sql`(select current_setting('app.role', true))`;

/**
 * A version of a template of a Super Admin's own. What it may move from and to, who may move it, and that what was submitted is
 * never altered, is held by a trigger; rows are never deleted, because changes name them.
 */
export const templateVersion = app.table(
  'template_version',
  {
    /** `own.office-ntp`: no template of the library is ever called so. */
    templateId: text().notNull(),
    /** From 1, given by the database. */
    version: integer().notNull().default(0),
    state: text({ enum: versionStates }).notNull().default('draft'),
    /** As it is exported. A draft may be wrong. */
    document: text().notNull(),
    /** SHA-256 of what the document says, 64 hex digits: from when it is submitted. */
    digest: text(),
    /** What it is a copy of: `system.ntp v1`. */
    basedOn: text(),
    /** Counts each time it is saved or moved: whoever saves names the one that they saw. */
    revision: integer().notNull().default(1),
    /** Whoever wrote any of it: none of them reviews it. */
    authors: uuid().array().notNull().default(sql`'{}'`),
    createdAt: moment().notNull().default(sql`now()`),
    changedAt: moment().notNull().default(sql`now()`),
    changedBy: uuid().references(() => person.id),
    changedName: text().notNull().default(''),
    submittedAt: moment(),
    reviewedBy: uuid().references(() => person.id),
    reviewedName: text(),
    reviewedAt: moment(),
    /** Why it was sent back to its authors. */
    reason: text(),
    retiredBy: uuid().references(() => person.id),
    retiredName: text(),
    retiredAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.templateId, t.version] }),
    uniqueIndex('template_version_at_work_is_one').on(t.templateId).where(sql`${t.state} in ('draft', 'inReview')`),
    uniqueIndex('template_version_in_force_is_one').on(t.templateId).where(sql`${t.state} = 'published'`),
    check(
      'template_version_is_called_own',
      sql`${t.templateId} ~ '^own(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*){1,3}$' and length(${t.templateId}) <= 64`,
    ),
    check('template_version_counts_from_one', sql`${t.version} >= 1`),
    check(
      'template_version_state_is_known',
      sql`${t.state} in ('draft', 'inReview', 'published', 'retired', 'discarded')`,
    ),
    check('template_version_is_bounded', sql`length(${t.document}) <= 65536`),
    check('template_version_digest_is_a_sha256', sql`${t.digest} ~ '^[0-9a-f]{64}$'`),
    check(
      'template_version_has_a_digest_once_submitted',
      sql`(${t.state} in ('draft', 'discarded')) = (${t.digest} is null)`,
    ),
    check(
      'template_version_is_reviewed_by_somebody',
      sql`(${t.state} in ('published', 'retired')) = (${t.reviewedBy} is not null)`,
    ),
    // The rule of two people, which no code of ours can forget.
    check(
      'template_version_reviewer_is_another',
      sql`${t.reviewedBy} is null or not ${t.reviewedBy} = any (${t.authors})`,
    ),
    check('template_version_is_retired_at_a_time', sql`(${t.state} = 'retired') = (${t.retiredAt} is not null)`),
    check(
      'template_version_reason_is_one',
      sql`${t.reason} is null or ${t.reason} ~ '\\S' and length(${t.reason}) <= 500`,
    ),
    pgPolicy('template_version_read_everything', { for: 'select', to: everything, using: sql`true` }),
    pgPolicy('template_version_read_once_published', {
      for: 'select',
      to: personRole,
      using: sql`${role} in ('operator', 'admin') and ${t.state} in ('published', 'retired')`,
    }),
    pgPolicy('template_version_read_for_customer', {
      for: 'select',
      to: customerWork,
      using: sql`${t.state} in ('published', 'retired')`,
    }),
    pgPolicy('template_version_read_by_jobs', {
      for: 'select',
      to: job,
      using: sql`${t.state} in ('published', 'retired')`,
    }),
    pgPolicy('template_version_begun_everything', { for: 'insert', to: everything, withCheck: sql`true` }),
    // From where to where is the trigger's to say.
    pgPolicy('template_version_moved_everything', {
      for: 'update',
      to: everything,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

/** A trial of a document on a simulated router: asked for by a Super Admin, done by the runner, thrown away after a day. */
export const templateTrial = app.table(
  'template_trial',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    document: text().notNull(),
    /** Samples by the names of its parameters. What is secret is made up by the runner, and is none of them. */
    values: jsonb().notNull(),
    routerOs: text().notNull(),
    state: text({ enum: trialStates }).notNull().default('waiting'),
    askedAt: moment().notNull().default(sql`now()`),
    claimedBy: text(),
    leaseUntil: moment(),
    /** What came of it, in the form of src/core/templates/trial.ts. */
    outcome: jsonb(),
    endedAt: moment(),
  },
  (t) => [
    index('template_trial_by_asking').on(t.askedAt),
    index('template_trial_of_person').on(t.personId),
    check('template_trial_is_claimed_with_a_lease', sql`(${t.claimedBy} is null) = (${t.leaseUntil} is null)`),
    check('template_trial_state_is_known', sql`${t.state} in ('waiting', 'running', 'ended')`),
    check(
      'template_trial_ends_with_an_outcome',
      sql`(${t.state} = 'ended') = (${t.outcome} is not null) and (${t.state} = 'ended') = (${t.endedAt} is not null)`,
    ),
    check('template_trial_is_bounded', sql`length(${t.document}) <= 65536 and length(${t.values}::text) <= 32768`),
    pgPolicy('template_trial_reads_own', { for: 'select', to: everything, using: isOwn(t.personId) }),
    pgPolicy('template_trial_asked_for_oneself', { for: 'insert', to: everything, withCheck: isOwn(t.personId) }),
    pgPolicy('template_trial_found_by_job', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('template_trial_done_by_job', {
      for: 'update',
      to: job,
      using: sql`${t.state} <> 'ended'`,
      withCheck: sql`true`,
    }),
    pgPolicy('template_trial_thrown_away', {
      for: 'delete',
      to: job,
      using: sql`${t.askedAt} < app.now() - interval '1 day'`,
    }),
  ],
);
