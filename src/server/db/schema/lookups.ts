import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgPolicy, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { lookupStates } from '@/core/lookup/lookup';
import { subjectKinds } from '@/core/lookup/subject';
import { bytes } from './bytes';
import { device } from './devices';
import { customer, moment, person as personTable } from './people';
import { inReach, isOwn, ofCustomer, resealedByWork } from './reach';
import { app, customerWork, everything, job, person } from './roles';

const role = sql`(select current_setting('app.role', true))`;

/**
 * The devices of one customer, asked about one subscriber. Somebody who looks in several customers has a row for each,
 * under one id; whoever asked is the only one who sees any of it. Kept for a day.
 */
export const lookup = app.table(
  'lookup',
  {
    id: uuid().notNull(),
    customerId: uuid()
      .notNull()
      .references(() => customer.id),
    askedBy: uuid()
      .notNull()
      .references(() => personTable.id),
    askedAt: moment().notNull().default(sql`date_trunc('milliseconds', now())`),
    kind: text({ enum: subjectKinds }).notNull(),
    /** Who is looked for: a person outside of the company, so it is sealed. */
    subjectSealed: bytes().notNull(),
    state: text({ enum: lookupStates }).notNull().default('intended'),
    /** How many are asked; null before anybody was. */
    deviceCount: integer(),
    claimedBy: text(),
    leaseUntil: moment(),
    stopAskedAt: moment(),
    endedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.customerId] }),
    check('lookup_kind_is_known', sql`${t.kind} in ('mac', 'ip', 'vlan', 'name')`),
    check('lookup_state_is_known', sql`${t.state} in ('intended', 'running', 'done', 'stopped', 'interrupted')`),
    check('lookup_is_claimed_with_a_lease', sql`(${t.claimedBy} is null) = (${t.leaseUntil} is null)`),
    check('lookup_ends_in_an_end', sql`(${t.state} in ('intended', 'running')) = (${t.endedAt} is null)`),
    index('lookup_by_asker').on(t.askedBy, t.askedAt.desc()),
    index('lookup_under_way').on(t.askedAt).where(sql`${t.endedAt} is null`),
    index('lookup_oldest').on(t.askedAt),
    pgPolicy('lookup_read_by_asker', {
      for: 'select',
      to: person,
      using: sql`${inReach(t.customerId)} and ${isOwn(t.askedBy)}`,
    }),
    pgPolicy('lookup_read_everything_by_asker', { for: 'select', to: everything, using: isOwn(t.askedBy) }),
    pgPolicy('lookup_added_by_operators', {
      for: 'insert',
      to: person,
      withCheck: sql`${inReach(t.customerId)} and ${role} in ('operator', 'admin') and ${isOwn(t.askedBy)}`,
    }),
    pgPolicy('lookup_added_everything', { for: 'insert', to: everything, withCheck: isOwn(t.askedBy) }),
    pgPolicy('lookup_stopped_by_asker', {
      for: 'update',
      to: person,
      using: sql`${inReach(t.customerId)} and ${isOwn(t.askedBy)}`,
      withCheck: isOwn(t.askedBy),
    }),
    pgPolicy('lookup_stopped_everything', {
      for: 'update',
      to: everything,
      using: isOwn(t.askedBy),
      withCheck: isOwn(t.askedBy),
    }),
    pgPolicy('lookup_read_for_customer', {
      for: 'select',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
    }),
    pgPolicy('lookup_changed_by_its_work', {
      for: 'update',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
    pgPolicy('lookup_found_by_jobs', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('lookup_ended_by_sweep', {
      for: 'update',
      to: job,
      using: sql`${t.endedAt} is null`,
      withCheck: sql`${t.state} = 'interrupted'`,
    }),
    pgPolicy('lookup_ended_by_purge', {
      for: 'delete',
      to: job,
      using: sql`${t.askedAt} < app.now() - interval '1 day'`,
    }),
  ],
);

/** What one device answered. Who sees the lookup's row of that customer sees it. */
export const lookupAnswer = app.table(
  'lookup_answer',
  {
    lookupId: uuid().notNull(),
    deviceId: uuid().notNull(),
    customerId: uuid().notNull(),
    /** Why it did not answer, or not all of it. */
    faultCode: text(),
    hitCount: integer().notNull(),
    hitsSealed: bytes(),
    tookMs: integer().notNull(),
  },
  (t) => {
    const ofOwn = sql`exists (select from app.lookup l where l.id = ${t.lookupId} and l.customer_id = ${t.customerId})`;
    return [
      primaryKey({ columns: [t.lookupId, t.deviceId] }),
      foreignKey({
        name: 'lookup_answer_is_of_its_lookup_and_customer',
        columns: [t.lookupId, t.customerId],
        foreignColumns: [lookup.id, lookup.customerId],
      }).onDelete('cascade'),
      foreignKey({
        name: 'lookup_answer_device_is_of_its_customer',
        columns: [t.deviceId, t.customerId],
        foreignColumns: [device.id, device.customerId],
      }),
      check('lookup_answer_has_hits', sql`(${t.hitCount} = 0) = (${t.hitsSealed} is null)`),
      pgPolicy('lookup_answer_read_in_reach', {
        for: 'select',
        to: person,
        using: sql`${inReach(t.customerId)} and ${ofOwn}`,
      }),
      pgPolicy('lookup_answer_read_everything', { for: 'select', to: everything, using: ofOwn }),
      pgPolicy('lookup_answer_added_by_work', {
        for: 'insert',
        to: customerWork,
        withCheck: sql`${t.customerId} = ${ofCustomer}`,
      }),
      pgPolicy('lookup_answer_read_for_customer', {
        for: 'select',
        to: customerWork,
        using: sql`${t.customerId} = ${ofCustomer}`,
      }),
      ...resealedByWork('lookup_answer', t.customerId),
    ];
  },
);
