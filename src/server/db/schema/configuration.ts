import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { bytes } from './bytes';
import { moment, person } from './people';
import { app } from './roles';

/*
 * What a Super Admin configures, and what leaves this machine because of it. No role reads or writes any of these tables:
 * only the functions of drizzle/0015 do.
 */

/** The key that secrets of no customer are sealed with, itself wrapped by the master key. */
export const systemKey = app
  .table(
    'system_key',
    {
      id: uuid().primaryKey(),
      /** Which master key wraps it, from 1. */
      masterKey: integer().notNull(),
      wrapped: bytes().notNull(),
      madeAt: moment().notNull().default(sql`now()`),
    },
    (t) => [check('system_key_counts_from_one', sql`${t.masterKey} >= 1`)],
  )
  .enableRLS();

/**
 * A key that is being changed, or was last. `key` names it: `signing`, `master`, `system`, or the id of the customer whose data
 * key it is. Where the work has come to stands here, so whoever goes on with it begins where the last one ended.
 */
export const keyRotation = app
  .table('key_rotation', {
    key: text().primaryKey(),
    askedAt: moment().notNull(),
    /** Null: from the command line. */
    askedBy: uuid().references(() => person.id, { onDelete: 'set null' }),
    /** Since when the new key is the one that is used. */
    turnedAt: moment(),
    /** Where the re-sealing has come to; null: at its beginning. */
    place: jsonb(),
    /** Since when nothing is left under an older key. */
    walkedAt: moment(),
    /** Values sealed anew, or keys wrapped anew. */
    done: bigint({ mode: 'number' }).notNull().default(0),
    endedAt: moment(),
    /** Why nothing came of it, in words for whoever asked. */
    fault: text(),
  })
  .enableRLS();

/** One row for each setting that is not as it comes. Which there are, and what each may be, is core/configuration. */
export const setting = app
  .table(
    'setting',
    {
      name: text().primaryKey(),
      value: jsonb(),
      /** Of a secret, which only the runner reads. */
      sealed: bytes(),
      changedAt: moment().notNull(),
    },
    (t) => [
      check('setting_is_plain_or_sealed', sql`(${t.value} is null) <> (${t.sealed} is null)`),
      check('setting_has_a_short_name', sql`length(${t.name}) between 1 and 64`),
    ],
  )
  .enableRLS();

/** An address that is told of events as they happen. */
export const webhook = app
  .table(
    'webhook',
    {
      id: uuid().primaryKey(),
      url: text().notNull(),
      /** 32 bytes that each delivery is signed with; only the runner reads them. */
      secretSealed: bytes().notNull(),
      events: text().array().notNull(),
      madeBy: uuid()
        .notNull()
        .references(() => person.id),
      madeAt: moment().notNull(),
    },
    (t) => [
      check('webhook_speaks_tls', sql`${t.url} ~ '^https://' and length(${t.url}) <= 2000`),
      check('webhook_is_told_of_something', sql`cardinality(${t.events}) between 1 and 100`),
    ],
  )
  .enableRLS();

/** What is to leave this machine, and what became of it. Written with the deed it tells of, sent after that is committed. */
export const outgoing = app
  .table(
    'outgoing',
    {
      id: uuid().primaryKey(),
      kind: text({ enum: ['mail', 'webhook'] }).notNull(),
      /** The event, or what a mail is about. */
      about: text().notNull(),
      webhookId: uuid().references(() => webhook.id, { onDelete: 'cascade' }),
      /** Of a mail: JSON `{ to, subject, text }`, gone once it was sent or given up. It may hold a link. */
      sealed: bytes(),
      /** Of a webhook: the very text that is signed and sent. It holds no secret. */
      body: text(),
      madeAt: moment().notNull(),
      /** When it is tried (again). */
      dueAt: moment().notNull(),
      attempts: integer().notNull().default(0),
      endedAt: moment(),
      outcome: text({ enum: ['sent', 'givenUp'] }),
      /** Why the last attempt failed. */
      error: text(),
    },
    (t) => [
      check('outgoing_is_a_mail_or_for_a_webhook', sql`(${t.kind} = 'webhook') = (${t.webhookId} is not null)`),
      check('outgoing_has_a_body_for_a_webhook', sql`(${t.kind} = 'webhook') = (${t.body} is not null)`),
      check(
        'outgoing_mail_is_sealed_until_it_ends',
        sql`(${t.sealed} is not null) = (${t.kind} = 'mail' and ${t.endedAt} is null)`,
      ),
      check('outgoing_ends_one_way', sql`(${t.endedAt} is null) = (${t.outcome} is null)`),
      index('outgoing_due').on(t.dueAt).where(sql`${t.endedAt} is null`),
      index('outgoing_of_webhook').on(t.webhookId, t.madeAt.desc()),
    ],
  )
  .enableRLS();
