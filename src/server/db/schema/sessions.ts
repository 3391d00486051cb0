import { sql } from 'drizzle-orm';
import { check, index, text, unique, uuid } from 'drizzle-orm/pg-core';
import { customer, moment, person } from './people';
import { readInReach } from './reach';
import { app } from './roles';

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
