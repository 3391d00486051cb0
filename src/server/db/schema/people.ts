import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgPolicy,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { roles } from '@/core/access';
import { changePolicies } from '@/core/change/policy';
import type { ChangeTimes } from '@/core/change/times';
import { inReach, isOwn, ofCustomer } from './reach';
import { app, customerWork, everything, job, person as personRole } from './roles';

export const role = app.enum('role', roles);

/** A point in time: ISO 8601 in UTC with milliseconds, as everything outside of the database reads it. */
export const moment = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
});

export const person = app.table(
  'person',
  {
    id: uuid().primaryKey().defaultRandom(),
    email: text().notNull().unique('person_email_is_unique'),
    name: text().notNull(),
    role: role().notNull(),
    /** bcrypt over an HMAC of the password: no column holds anything a password could be read from. */
    passwordHash: text(),
    /** Counts what must end older access tokens at once: role, password, disabling. */
    epoch: integer().notNull().default(1),
    disabledAt: moment(),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    check('person_email_is_lower_case', sql`${t.email} = lower(${t.email})`),
    pgPolicy('person_reads_self', { for: 'select', to: personRole, using: isOwn(t.id) }),
    pgPolicy('person_read_everything', { for: 'select', to: everything, using: sql`true` }),
  ],
);

export const customer = app.table(
  'customer',
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull().unique('customer_slug_is_unique'),
    name: text().notNull(),
    /** One of the twelve tested stripe colours, 0 to 11. */
    stripe: smallint().notNull().default(0),
    timeZone: text().notNull().default('UTC'),
    /** Whether the runner asks each device every minute how it is. */
    isProbed: boolean().notNull().default(true),
    /** Whether somebody is told of what is down. */
    isAlarming: boolean().notNull().default(true),
    /** How long something is down before that is an alarm. */
    alarmAfterMinutes: smallint().notNull().default(3),
    /** `22:00`, in the customer's own time zone: no alarm is mailed from then on … */
    quietFrom: text(),
    /** … until then. Both or neither; the night between them may be of two days. */
    quietTo: text(),
    /** Which of its changes take a second person: those of tier W3, or each. */
    changePolicy: text({ enum: changePolicies }).notNull().default('standard'),
    /** The Admin of it who may authorise a W3 of their own alone, inside safe mode, until then; the name is the database's to say. */
    onCallId: uuid().references(() => person.id),
    onCallName: text(),
    onCallUntil: moment(),
    /** When its routers may be changed: weekly windows and freezes, by the clocks of its sites. */
    changeTimes: jsonb().$type<ChangeTimes>().notNull().default({ windows: [], freezes: [] }),
    archivedAt: moment(),
    /** Its data keys are destroyed: what remains are this row, so that its short name stays taken, and the audit log. */
    erasedAt: moment(),
    /** How many rows of each table were deleted so far, and when the last of them was. */
    erasedCounts: jsonb(),
    erasureEndedAt: moment(),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    check('customer_change_policy_is_known', sql`${t.changePolicy} in ('standard', 'secondPerson')`),
    check(
      'customer_on_call_is_somebody_until_a_time',
      sql`num_nonnulls(${t.onCallId}, ${t.onCallName}, ${t.onCallUntil}) in (0, 3)`,
    ),
    check('customer_is_archived_before_it_is_erased', sql`${t.erasedAt} is null or ${t.archivedAt} is not null`),
    check('customer_slug_is_a_label', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'`),
    check('customer_stripe_is_one_of_twelve', sql`${t.stripe} between 0 and 11`),
    check('customer_alarms_after_an_hour_at_most', sql`${t.alarmAfterMinutes} between 1 and 60`),
    check('customer_quiet_hours_begin_and_end', sql`(${t.quietFrom} is null) = (${t.quietTo} is null)`),
    check('customer_quiet_hours_end_another_time', sql`${t.quietFrom} <> ${t.quietTo}`),
    check(
      'customer_quiet_hours_are_times_of_day',
      sql`(${t.quietFrom} || ' ' || ${t.quietTo}) ~ '^([01][0-9]|2[0-3]):[0-5][0-9] ([01][0-9]|2[0-3]):[0-5][0-9]$'`,
    ),
    pgPolicy('customer_read_in_reach', { for: 'select', to: personRole, using: inReach(t.id) }),
    pgPolicy('customer_read_everything', { for: 'select', to: everything, using: sql`true` }),
    pgPolicy('customer_added_everything', { for: 'insert', to: everything, withCheck: sql`true` }),
    pgPolicy('customer_change_everything', { for: 'update', to: everything, using: sql`true`, withCheck: sql`true` }),
    pgPolicy('customer_found_for_probing', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('customer_read_for_customer', {
      for: 'select',
      to: customerWork,
      using: sql`${t.id} = ${ofCustomer}`,
    }),
  ],
);

/** Which customers a person may reach. A Super Admin needs no row: that role reaches every customer. */
export const membership = app.table(
  'membership',
  {
    personId: uuid()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    customerId: uuid()
      .notNull()
      .references(() => customer.id, { onDelete: 'cascade' }),
    createdAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.customerId] }),
    index('membership_by_customer').on(t.customerId),
    // The general form would ask this table about itself without end.
    pgPolicy('membership_reads_own', { for: 'select', to: personRole, using: isOwn(t.personId) }),
    pgPolicy('membership_read_everything', { for: 'select', to: everything, using: sql`true` }),
  ],
);
