import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgPolicy, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { exportStates } from '@/core/audit/exports';
import { bytes } from './bytes';
import { moment, person, role } from './people';
import { isOwn } from './reach';
import { app, everything, job, person as personRole } from './roles';

const adminRole = sql`(select current_setting('app.role', true)) = 'admin'`;

/** A large export of the audit log: asked for, written by the runner with the asker's rights, fetched, thrown away. */
export const auditExport = app.table(
  'audit_export',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    /** As whom the runner reads: the signed-in session it was asked in. When that has ended, so has the export. */
    familyId: uuid().notNull(),
    role: role().notNull(),
    epoch: integer().notNull(),
    /** The query as it was asked, for showing. */
    query: text().notNull(),
    /**
     * The same with every name looked up and every time a moment, and the pg_snapshot of when it was asked for: exactly
     * that is exported, whatever comes or is renamed meanwhile.
     */
    filter: jsonb().notNull(),
    format: text({ enum: ['csv', 'json'] }).notNull(),
    requestId: text().notNull(),
    askedAt: moment().notNull().default(sql`now()`),
    state: text({ enum: exportStates }).notNull().default('waiting'),
    entryCount: bigint({ mode: 'number' }).notNull().default(0),
    partCount: integer().notNull().default(0),
    /** Where the writing has come to, from now back to `oldestAt`. */
    reachedAt: moment(),
    oldestAt: moment(),
    /** Where the next part begins: `{"at":…,"id":…}`. */
    place: jsonb(),
    /** Whose entries are in it: who reaches no more than some of them gets none of it. */
    customerIds: uuid().array().notNull().default(sql`'{}'`),
    sha256: text(),
    /** Why it failed, in words for the asker. */
    fault: text(),
    claimedBy: text(),
    leaseUntil: moment(),
    stopAskedAt: moment(),
    endedAt: moment(),
    expiresAt: moment().notNull(),
    /** A key of its own, wrapped by the master key: with the row the parts become unreadable for good. */
    keyId: uuid().notNull(),
    keyWrapped: bytes().notNull(),
    /** Which master key wraps it, from 1. */
    keyMaster: integer().notNull().default(1),
  },
  (t) => [
    index('audit_export_by_person').on(t.personId, t.askedAt.desc()),
    index('audit_export_at_work').on(t.askedAt).where(sql`${t.state} in ('waiting', 'running')`),
    index('audit_export_expiring').on(t.expiresAt),
    check('audit_export_is_claimed_with_a_lease', sql`(${t.claimedBy} is null) = (${t.leaseUntil} is null)`),
    check('audit_export_that_is_done_has_a_hash', sql`(${t.state} = 'done') = (${t.sha256} is not null)`),
    pgPolicy('audit_export_reads_own', { for: 'select', to: personRole, using: isOwn(t.personId) }),
    pgPolicy('audit_export_read_own_too', { for: 'select', to: everything, using: isOwn(t.personId) }),
    pgPolicy('audit_export_asked_by_admins', {
      for: 'insert',
      to: personRole,
      withCheck: sql`${isOwn(t.personId)} and ${adminRole}`,
    }),
    pgPolicy('audit_export_asked_everything', { for: 'insert', to: everything, withCheck: isOwn(t.personId) }),
    pgPolicy('audit_export_stopped', {
      for: 'update',
      to: personRole,
      using: isOwn(t.personId),
      withCheck: isOwn(t.personId),
    }),
    pgPolicy('audit_export_stopped_too', {
      for: 'update',
      to: everything,
      using: isOwn(t.personId),
      withCheck: isOwn(t.personId),
    }),
    pgPolicy('audit_export_found_by_job', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('audit_export_written_by_job', {
      for: 'update',
      to: job,
      using: sql`${t.state} in ('waiting', 'running')`,
      withCheck: sql`true`,
    }),
    pgPolicy('audit_export_thrown_away', { for: 'delete', to: job, using: sql`${t.expiresAt} <= app.now()` }),
  ],
);

/** A thousand entries of an export at a time: gzip, sealed with the export's key. */
export const auditExportPart = app.table(
  'audit_export_part',
  {
    exportId: uuid()
      .notNull()
      .references(() => auditExport.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    /** The asker, so that it is found by one rule. */
    personId: uuid().notNull(),
    sealed: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.exportId, t.number] }),
    pgPolicy('audit_export_part_reads_own', { for: 'select', to: personRole, using: isOwn(t.personId) }),
    pgPolicy('audit_export_part_read_own_too', { for: 'select', to: everything, using: isOwn(t.personId) }),
    pgPolicy('audit_export_part_read_by_job', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('audit_export_part_written_by_job', { for: 'insert', to: job, withCheck: sql`true` }),
    pgPolicy('audit_export_part_emptied_by_job', { for: 'delete', to: job, using: sql`true` }),
  ],
);
