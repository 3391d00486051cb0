import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgPolicy, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes } from './bytes';
import { customer, moment } from './people';
import { addByAdmins, changeByAdmins, ofCustomer, readByPeople, readInReach, resealedByWork } from './reach';
import { app, customerWork } from './roles';

/** The key that one customer's secrets and answers are sealed with, itself wrapped by the master key. */
export const dataKey = app.table(
  'data_key',
  {
    id: uuid().primaryKey(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    /** Which master key wraps it, from 1. */
    masterKey: integer().notNull(),
    wrapped: bytes().notNull(),
    madeAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    index('data_key_newest').on(t.customerId, t.madeAt.desc()),
    check('data_key_counts_from_one', sql`${t.masterKey} >= 1`),
    ...readInReach('data_key', t.customerId),
    ...addByAdmins('data_key', t.customerId),
    pgPolicy('data_key_made_by_work', {
      for: 'insert',
      to: customerWork,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
  ],
);

/** A named set of accounts that a customer's devices are spoken to with. Only the runner reads one. */
export const credentialSet = app.table(
  'credential_set',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    name: text().notNull(),
    /** JSON `{ name, password }` of the account that reads. */
    readSealed: bytes().notNull(),
    /** The same of the account that writes, and of the one that bandwidth tests name. Null: there is none. */
    writeSealed: bytes(),
    testSealed: bytes(),
    /** What people may know of the two. */
    hasWrite: boolean().notNull().generatedAlwaysAs(sql`write_sealed is not null`),
    hasTest: boolean().notNull().generatedAlwaysAs(sql`test_sealed is not null`),
    changedAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    unique('credential_set_name_is_unique_per_customer').on(t.customerId, t.name),
    unique('credential_set_belongs_to_customer').on(t.id, t.customerId),
    check('credential_set_name_is_a_line', sql`length(${t.name}) between 1 and 64`),
    ...readByPeople('credential_set', t.customerId),
    ...addByAdmins('credential_set', t.customerId),
    ...changeByAdmins('credential_set', t.customerId),
    pgPolicy('credential_set_read_by_work', {
      for: 'select',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
    }),
    ...resealedByWork('credential_set', t.customerId),
  ],
);
