import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  type ExtraConfigColumn,
  foreignKey,
  index,
  integer,
  pgPolicy,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { alarmEndings, alarmKinds, alarmMailOf } from '@/core/alarms';
import { device, site } from './devices';
import { customer, moment, person } from './people';
import { changeByOperators, isOwn, ofCustomer, readInReach } from './reach';
import { app, customerWork, everything, person as personRole } from './roles';

/**
 * Something that has been down for longer than its customer bears: a device, a whole site, or this machine's own link,
 * which is no customer's. It is open until it ended; what goes down again shortly after is the same alarm once more.
 */
export const alarm = app.table(
  'alarm',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Null: the own link. */
    customerId: uuid().references(() => customer.id),
    kind: text({ enum: alarmKinds }).notNull(),
    deviceId: uuid(),
    siteId: uuid(),
    /** The alarm of the whole site, which stands for this one: nobody is told of it by itself. */
    coveredBy: uuid(),
    /** Since when it has been down, the last time. */
    since: moment().notNull(),
    /** How often it has been down under this alarm. */
    times: integer().notNull().default(1),
    /** Why the device did not answer when it was raised. */
    faultCode: text(),
    /** How many devices were down: of a site, or of all that had answered before the link went. */
    deviceCount: integer().notNull().default(1),
    raisedAt: moment().notNull(),
    /** When the log and the webhooks were told that it is down; null: something else stands for it. */
    announcedAt: moment(),
    /** When it was mailed that it is down, and that it is up again, to whoever wished for mail then. */
    mailedAt: moment(),
    endMailedAt: moment(),
    acknowledgedAt: moment(),
    acknowledgedBy: uuid().references(() => person.id),
    acknowledgedName: text(),
    note: text(),
    endedAt: moment(),
    ending: text({ enum: alarmEndings }),
    /** The last time that anything of this row changed: what a live view goes by. */
    changedAt: moment().notNull().default(sql`now()`),
  },
  (t) => [
    unique('alarm_belongs_to_customer').on(t.id, t.customerId),
    check('alarm_kind_is_known', sql`${t.kind} in ('device', 'site', 'ownLink')`),
    check('alarm_is_of_a_device', sql`(${t.kind} = 'device') = (${t.deviceId} is not null)`),
    check('alarm_is_of_a_site', sql`(${t.kind} = 'site') = (${t.siteId} is not null)`),
    check('alarm_of_the_own_link_is_no_customers', sql`(${t.kind} = 'ownLink') = (${t.customerId} is null)`),
    check('alarm_of_a_device_alone_is_covered', sql`${t.coveredBy} is null or ${t.kind} = 'device'`),
    check('alarm_ends_one_way', sql`(${t.endedAt} is null) = (${t.ending} is null)`),
    check('alarm_ending_is_known', sql`${t.ending} in ('cleared', 'withdrawn')`),
    check('alarm_counts_from_one', sql`${t.times} >= 1 and ${t.deviceCount} >= 1`),
    check(
      'alarm_is_acknowledged_by_somebody',
      sql`(${t.acknowledgedAt} is null) = (${t.acknowledgedBy} is null) and (${t.acknowledgedAt} is null) = (${t.acknowledgedName} is null)`,
    ),
    check('alarm_note_goes_with_its_acknowledgement', sql`${t.note} is null or ${t.acknowledgedAt} is not null`),
    check('alarm_note_is_of_bounded_length', sql`length(${t.note}) between 1 and 500`),
    foreignKey({
      name: 'alarm_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    foreignKey({
      name: 'alarm_site_is_of_its_customer',
      columns: [t.siteId, t.customerId],
      foreignColumns: [site.id, site.customerId],
    }),
    foreignKey({
      name: 'alarm_is_covered_within_its_customer',
      columns: [t.coveredBy, t.customerId],
      foreignColumns: ownKey(),
    }),
    uniqueIndex('alarm_open_of_a_device_is_one').on(t.deviceId).where(sql`${t.endedAt} is null`),
    uniqueIndex('alarm_open_of_a_site_is_one').on(t.siteId).where(sql`${t.endedAt} is null`),
    uniqueIndex('alarm_open_of_the_own_link_is_one')
      .on(t.kind)
      .where(sql`${t.endedAt} is null and ${t.kind} = 'ownLink'`),
    // The open ones first, then the last that ended.
    index('alarm_by_end').on(t.customerId, ...newestEnd(t)),
    index('alarm_newest_end').on(...newestEnd(t)),
    index('alarm_by_device').on(t.deviceId, t.endedAt.desc().nullsFirst()),
    index('alarm_by_site').on(t.siteId, t.endedAt.desc().nullsFirst()),
    index('alarm_by_cover').on(t.coveredBy),
    index('alarm_open').on(t.customerId).where(sql`${t.endedAt} is null`),
    index('alarm_end_to_mail')
      .on(t.customerId)
      .where(sql`${t.ending} = 'cleared' and ${t.mailedAt} is not null and ${t.endMailedAt} is null`),
    index('alarm_by_change').on(t.changedAt),
    ...readInReach('alarm', t.customerId),
    ...changeByOperators('alarm', t.customerId, t.acknowledgedBy),
    pgPolicy('alarm_raised_by_work', {
      for: 'insert',
      to: customerWork,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
    pgPolicy('alarm_changed_by_work', {
      for: 'update',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
  ],
);

/** It names itself; said like this, its type does not go round in a circle. */
function ownKey(): [AnyPgColumn, AnyPgColumn] {
  return [alarm.id, alarm.customerId];
}

/** What is open has no end, and sorts before all that ended. */
function newestEnd(t: {
  readonly endedAt: ExtraConfigColumn;
  readonly raisedAt: ExtraConfigColumn;
  readonly id: ExtraConfigColumn;
}) {
  return [t.endedAt.desc().nullsFirst(), t.raisedAt.desc().nullsFirst(), t.id.desc().nullsFirst()] as const;
}

/** Of what somebody wishes to have alarms mailed: of one customer, of each in their reach as it then is, of the own link. */
export const alarmMail = app.table(
  'alarm_mail',
  {
    personId: uuid()
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    of: text({ enum: alarmMailOf }).notNull(),
    customerId: uuid().references(() => customer.id, { onDelete: 'cascade' }),
  },
  (t) => [
    unique('alarm_mail_is_chosen_once').on(t.personId, t.of, t.customerId).nullsNotDistinct(),
    check('alarm_mail_of_is_known', sql`${t.of} in ('customer', 'reach', 'ownLink')`),
    check('alarm_mail_names_its_customer', sql`(${t.of} = 'customer') = (${t.customerId} is not null)`),
    index('alarm_mail_by_customer').on(t.customerId),
    pgPolicy('alarm_mail_reads_own', { for: 'select', to: personRole, using: isOwn(t.personId) }),
    pgPolicy('alarm_mail_reads_own_everything', { for: 'select', to: everything, using: isOwn(t.personId) }),
  ],
);
