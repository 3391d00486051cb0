import { sql } from 'drizzle-orm';
import { check, index, integer, pgPolicy, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytes } from './bytes';
import { moment, person } from './people';
import { isOwn } from './reach';
import { app, everything, person as personRole } from './roles';

/** A signed-in session: every refresh token that descends from one sign-in. */
export const tokenFamily = app.table(
  'token_family',
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    agent: text().notNull(),
    createdAt: moment().notNull().default(sql`now()`),
    lastUsedAt: moment().notNull().default(sql`now()`),
    /** The absolute end, however often the token is rotated. */
    expiresAt: moment().notNull(),
    idleSeconds: integer().notNull(),
    revokedAt: moment(),
    revokedBecause: text(),
  },
  (t) => [
    check('token_family_ends_with_a_reason', sql`(${t.revokedAt} is null) = (${t.revokedBecause} is null)`),
    index('token_family_by_person').on(t.personId, t.createdAt.desc()),
    pgPolicy('token_family_reads_own', { for: 'select', to: personRole, using: isOwn(t.personId) }),
    pgPolicy('token_family_read_own_too', { for: 'select', to: everything, using: isOwn(t.personId) }),
  ],
);

/** No role reads or writes this table, nor the two below: only the functions of schema auth do. */
export const refreshToken = app
  .table(
    'refresh_token',
    {
      selector: bytes().primaryKey(),
      familyId: uuid()
        .notNull()
        .references(() => tokenFamily.id, { onDelete: 'cascade' }),
      secretHash: text().notNull(),
      issuedAt: moment().notNull().default(sql`now()`),
      expiresAt: moment().notNull(),
      usedAt: moment(),
      requestKeyHash: bytes(),
      successorSealed: bytes(),
    },
    (t) => [
      check('refresh_token_selector_is_16_bytes', sql`octet_length(${t.selector}) = 16`),
      check('refresh_token_used_leaves_a_successor', sql`(${t.usedAt} is null) = (${t.successorSealed} is null)`),
      index('refresh_token_by_family').on(t.familyId),
    ],
  )
  .enableRLS();

export const signInThrottle = app
  .table('sign_in_throttle', {
    key: text().primaryKey(),
    failures: integer().notNull(),
    lastFailedAt: moment().notNull(),
    blockedUntil: moment().notNull(),
  })
  .enableRLS();

/** A browser that its owner once signed in with: it is never locked out by somebody else's guesses. */
export const knownBrowser = app
  .table(
    'known_browser',
    {
      personId: uuid()
        .notNull()
        .references(() => person.id, { onDelete: 'cascade' }),
      secretHash: bytes().notNull(),
      createdAt: moment().notNull().default(sql`now()`),
      lastUsedAt: moment().notNull().default(sql`now()`),
    },
    (t) => [primaryKey({ columns: [t.personId, t.secretHash] })],
  )
  .enableRLS();
