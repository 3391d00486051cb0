import { sql } from 'drizzle-orm';
import { boolean, check, index, text, uuid } from 'drizzle-orm/pg-core';
import { bytes } from './bytes';
import { moment, person, role } from './people';
import { app } from './roles';

/*
 * Links that work once. Each holds the SHA-256 of its secret, and no role reads or writes any of these tables: only the
 * functions of schema auth do.
 */

/** Somebody asked to join, with a role and customers. It is worth what whoever made it may still give. */
export const invitation = app
  .table(
    'invitation',
    {
      id: uuid().primaryKey().defaultRandom(),
      email: text().notNull(),
      role: role().notNull(),
      /** Customers are archived, never deleted, so no key has to hold them. */
      customers: uuid().array().notNull(),
      secretHash: bytes().notNull().unique('invitation_secret_is_unique'),
      /** Whoever vouches: who made it, or made its link anew. */
      madeBy: uuid()
        .notNull()
        .references(() => person.id),
      madeAt: moment().notNull(),
      expiresAt: moment().notNull(),
      acceptedAt: moment(),
      acceptedBy: uuid().references(() => person.id),
      revokedAt: moment(),
    },
    (t) => [
      check('invitation_email_is_lower_case', sql`${t.email} = lower(${t.email})`),
      check('invitation_secret_is_a_sha256', sql`octet_length(${t.secretHash}) = 32`),
      check('invitation_is_accepted_by_somebody', sql`(${t.acceptedAt} is null) = (${t.acceptedBy} is null)`),
      check('invitation_ends_once', sql`${t.acceptedAt} is null or ${t.revokedAt} is null`),
      index('invitation_newest').on(t.madeAt.desc().nullsFirst()),
    ],
  )
  .enableRLS();

/** A link to a new password, made by a Super Admin for somebody else. */
export const passwordReset = app
  .table(
    'password_reset',
    {
      personId: uuid()
        .primaryKey()
        .references(() => person.id, { onDelete: 'cascade' }),
      secretHash: bytes().notNull().unique('password_reset_secret_is_unique'),
      expiresAt: moment().notNull(),
    },
    (t) => [check('password_reset_secret_is_a_sha256', sql`octet_length(${t.secretHash}) = 32`)],
  )
  .enableRLS();

/** Proves that whoever presents it reads this machine's console. There is one at most, and none once there is somebody. */
export const setupToken = app
  .table(
    'setup_token',
    {
      onlyRow: boolean().primaryKey().default(true),
      secretHash: bytes().notNull(),
      expiresAt: moment().notNull(),
    },
    (t) => [
      check('setup_token_is_one_row', sql`${t.onlyRow}`),
      check('setup_token_secret_is_a_sha256', sql`octet_length(${t.secretHash}) = 32`),
    ],
  )
  .enableRLS();

/** What a Super Admin configures, in one row. */
export const configuration = app
  .table(
    'configuration',
    {
      onlyRow: boolean().primaryKey().default(true),
      /** The origin people open, without a slash at its end; null as long as nobody said. */
      publicUrl: text(),
    },
    (t) => [
      check('configuration_is_one_row', sql`${t.onlyRow}`),
      check('configuration_public_url_is_an_origin', sql`${t.publicUrl} ~ '^https?://[^/]+$'`),
    ],
  )
  .enableRLS();
