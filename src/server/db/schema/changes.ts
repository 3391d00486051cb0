import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { changeStates } from '@/core/change/change';
import { bytes } from './bytes';
import { isDecidedByOneself, roleNow } from './deciding';
import { device } from './devices';
import { moment, person } from './people';
import { addByOperators, inReach, isOwn, ofCustomer, readInReach } from './reach';
import { review, reviewed } from './reviews';
import { app, customerWork, everything, job, person as personRole } from './roles';
import { rollout } from './rollouts';

export const changeState = app.enum('change_state', changeStates);

/**
 * One change of one device. The row is the truth about it: a runner claims it twice, for the preview and to make it. What it may
 * move from and to, and what of it never changes again, is held by a trigger.
 */
export const change = app.table(
  'change',
  {
    id: uuid().primaryKey().defaultRandom(),
    customerId: uuid().notNull(),
    deviceId: uuid().notNull(),
    /** Each customer's count from 1, given by the database. */
    number: integer().notNull().default(0),
    templateId: text().notNull(),
    templateVersion: integer().notNull(),
    /** SHA-256 of what the template said when this was asked for; null for what was asked for before that was kept. */
    templateDigest: text(),
    /** One of the write actions that Admins do directly, and no template of the library. */
    isDirect: boolean().notNull().default(false),
    /** What it was asked with, by the names of the template's parameters; null where `paramsOf` is another change. */
    paramsSealed: bytes(),
    /** The change that holds them: itself, or for one that takes another back the one that was asked for first of all. */
    paramsOf: uuid().notNull(),
    /** The change that it takes back. */
    revertsId: uuid(),
    /** The rollout that it is one device of, and which in its order, from 1. */
    rolloutId: uuid(),
    rolloutPosition: integer(),
    /** When it was its turn to be made, at once where it is of no rollout; and in which wave of its rollout. */
    releasedAt: moment(),
    wave: integer(),
    state: changeState().notNull().default('previewing'),
    askedBy: uuid()
      .notNull()
      .references(() => person.id),
    byName: text().notNull().default(''),
    byRole: text().notNull().default(''),
    askedAt: moment().notNull().default(sql`date_trunc('milliseconds', now())`),
    /** What the preview found: core/change/change.ts, `Preview`. */
    previewSealed: bytes(),
    previewedAt: moment(),
    tier: text({ enum: ['W1', 'W2', 'W3'] }),
    /** SHA-256 of the basis of the preview, 64 hex digits: what is authorised. */
    digest: text(),
    expiresAt: moment(),
    /** What takes it back when we lose the way: core/change/guard.ts. Null: it was previewed before there was anything but safe mode. */
    guard: text({ enum: ['safeMode', 'timer', 'none'] }),
    authorisedBy: uuid().references(() => person.id),
    authorisedName: text(),
    authorisedRole: text(),
    authorisedAt: moment(),
    isBreakGlass: boolean().notNull().default(false),
    /** Of what whoever was on call authorised alone. */
    ...review,
    /** All that refuses it is that it would cut our own way, and safe mode would undo that. */
    isLockout: boolean().notNull().default(false),
    /** Who had it go on all the same. */
    overriddenBy: uuid().references(() => person.id),
    overriddenName: text(),
    overriddenRole: text(),
    overriddenAt: moment(),
    /** Why, in their own words. */
    overrideReason: text(),
    withdrawnBy: uuid().references(() => person.id),
    rejectedBy: uuid().references(() => person.id),
    rejectedName: text(),
    rejectedRole: text(),
    /** Why it was rejected, or authorised without the second person that it takes, in their own words. */
    reason: text(),
    /** Somebody is to be mailed how it stands. */
    isToBeMailed: boolean().notNull().default(false),
    claimedBy: text(),
    leaseUntil: moment(),
    /** What becomes of each row, as last looked at before the first of them was changed: core/change/predict.ts, `Plan`. */
    planSealed: bytes(),
    /** When an unknown outcome is to be looked at next; null where reading back cannot settle it, or there is nothing to settle. */
    lookAt: moment(),
    endedAt: moment(),
    faultCode: text(),
    /** The router's own words, where it spoke. */
    faultSealed: bytes(),
  },
  (t) => [
    foreignKey({
      name: 'change_device_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    unique('change_belongs_to_customer').on(t.id, t.customerId),
    foreignKey({
      name: 'change_reverts_one_of_its_customer',
      columns: [t.revertsId, t.customerId],
      foreignColumns: [t.id, t.customerId],
    }),
    foreignKey({
      name: 'change_rollout_is_of_its_customer',
      columns: [t.rolloutId, t.customerId],
      foreignColumns: [rollout.id, rollout.customerId],
    }),
    unique('change_number_is_unique_per_customer').on(t.customerId, t.number),
    // While one is made, or may yet undo itself, nothing else is made of the same device. Whose turn has not come keeps none away.
    uniqueIndex('change_of_a_device_is_one_at_a_time')
      .on(t.deviceId)
      .where(
        sql`${t.state} = 'authorised' and ${t.releasedAt} is not null or ${t.state} = 'applying' or ${t.state} = 'unknown' and ${t.lookAt} is not null`,
      ),
    uniqueIndex('change_has_its_place_in_a_rollout').on(t.rolloutId, t.rolloutPosition),
    uniqueIndex('change_of_a_rollout_is_one_of_each_device')
      .on(t.rolloutId, t.deviceId)
      .where(sql`${t.rolloutId} is not null`),
    // Whoever comes second finds it taken back already; what came to nothing may be tried once more.
    uniqueIndex('change_is_taken_back_once')
      .on(t.revertsId)
      .where(
        sql`${t.state} not in ('reverted', 'failed', 'unneeded', 'refused', 'withdrawn', 'rejected', 'expired') and not (${t.state} = 'unknown' and ${t.lookAt} is null)`,
      ),
    index('change_taking_back').on(t.revertsId).where(sql`${t.revertsId} is not null`),
    index('change_by_asking').on(t.customerId, t.askedAt.desc(), t.id.desc()),
    index('change_newest').on(t.askedAt.desc(), t.id.desc()),
    index('change_of_device').on(t.customerId, t.deviceId, t.askedAt.desc()),
    index('change_under_way').on(t.askedAt).where(sql`${t.endedAt} is null or ${t.lookAt} is not null`),
    index('change_of_customer').on(t.customerId, t.id),
    index('change_to_be_mailed').on(t.id).where(sql`${t.isToBeMailed}`),
    check('change_holds_its_params_or_another_does', sql`(${t.paramsSealed} is not null) = (${t.paramsOf} = ${t.id})`),
    check('change_of_a_rollout_has_its_place', sql`(${t.rolloutId} is null) = (${t.rolloutPosition} is null)`),
    check('change_of_a_rollout_takes_nothing_back', sql`${t.rolloutId} is null or ${t.revertsId} is null`),
    check('change_is_claimed_with_a_lease', sql`(${t.claimedBy} is null) = (${t.leaseUntil} is null)`),
    check('change_template_digest_is_a_sha256', sql`${t.templateDigest} ~ '^[0-9a-f]{64}$'`),
    check('change_tier_is_known', sql`${t.tier} in ('W1', 'W2', 'W3')`),
    check('change_guard_is_known', sql`${t.guard} in ('safeMode', 'timer', 'none')`),
    check(
      'change_w3_has_a_guard',
      sql`${t.tier} is distinct from 'W3' or ${t.guard} is distinct from 'none' or ${t.authorisedBy} is null`,
    ),
    check('change_digest_is_a_sha256', sql`${t.digest} ~ '^[0-9a-f]{64}$'`),
    check(
      'change_is_previewed_as_a_whole',
      sql`num_nonnulls(${t.digest}, ${t.tier}, ${t.expiresAt}, ${t.previewSealed}, ${t.previewedAt}) in (0, 5)`,
    ),
    check(
      'change_is_authorised_as_previewed',
      sql`${t.state} not in ('authorised', 'applying', 'verified', 'reverted', 'unknown') or ${t.authorisedBy} is not null and ${t.digest} is not null`,
    ),
    check('change_is_authorised_by_somebody', sql`(${t.authorisedBy} is null) = (${t.authorisedAt} is null)`),
    // The rule of two people, which no code of ours can forget.
    check(
      'change_w3_takes_two_people',
      sql`${t.tier} is distinct from 'W3' or ${t.authorisedBy} is null or ${t.authorisedBy} <> ${t.askedBy} or ${t.isBreakGlass} or ${t.isOnCall}`,
    ),
    check('change_is_rejected_by_somebody', sql`(${t.state} = 'rejected') = (${t.rejectedBy} is not null)`),
    check('change_glass_is_broken_by_whoever_authorises', sql`not ${t.isBreakGlass} or ${t.authorisedBy} is not null`),
    check(
      'change_has_a_reason_where_it_takes_one',
      sql`(${t.reason} is not null) = (${t.rejectedBy} is not null or ${t.isBreakGlass} or ${t.isOnCall}) and (${t.reason} is null or ${t.reason} ~ '\\S' and length(${t.reason}) <= 500)`,
    ),
    check(
      'change_is_overridden_as_a_whole',
      sql`num_nonnulls(${t.overriddenBy}, ${t.overriddenAt}, ${t.overrideReason}) in (0, 3) and (${t.overriddenBy} is null or ${t.isLockout}) and (${t.overrideReason} is null or ${t.overrideReason} ~ '\\S' and length(${t.overrideReason}) <= 500)`,
    ),
    // Whatever else somebody may authorise: not what would cut our own way, unless that was overridden.
    check(
      'change_lockout_is_refused_or_overridden',
      sql`not ${t.isLockout} or ${t.overriddenBy} is not null or ${t.authorisedBy} is null`,
    ),
    check('change_is_withdrawn_by_somebody', sql`(${t.state} = 'withdrawn') = (${t.withdrawnBy} is not null)`),
    check(
      'change_ends_in_an_end',
      sql`(${t.state} in ('previewing', 'previewed', 'authorised', 'applying')) = (${t.endedAt} is null)`,
    ),
    check('change_looks_again_only_for_the_unknown', sql`${t.lookAt} is null or ${t.state} = 'unknown'`),
    ...readInReach('change', t.customerId),
    ...addByOperators('change', t.customerId, t.askedBy),
    // What a person makes of one: authorises or rejects it, or withdraws the own. In their own name, and nothing else.
    pgPolicy('change_decided_by_operators', {
      for: 'update',
      to: personRole,
      using: sql`${inReach(t.customerId)} and ${roleNow} in ('operator', 'admin') and ${t.state} in ('previewing', 'previewed')`,
      withCheck: isDecidedByOneself(t),
    }),
    pgPolicy('change_decided_everything', {
      for: 'update',
      to: everything,
      using: sql`${t.state} in ('previewing', 'previewed')`,
      withCheck: isDecidedByOneself(t),
    }),
    pgPolicy('change_overridden_everything', {
      for: 'update',
      to: everything,
      using: sql`${t.state} = 'refused' and ${t.isLockout}`,
      withCheck: sql`${t.state} = 'previewed' and ${isOwn(t.overriddenBy)}`,
    }),
    ...reviewed(t),
    pgPolicy('change_moved_by_its_work', {
      for: 'update',
      to: customerWork,
      using: sql`${t.customerId} = ${ofCustomer}`,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
    pgPolicy('change_found_by_jobs', { for: 'select', to: job, using: sql`true` }),
    pgPolicy('change_ended_by_sweep', {
      for: 'update',
      to: job,
      using: sql`${t.endedAt} is null`,
      withCheck: sql`${t.state} in ('failed', 'unknown', 'expired')`,
    }),
  ],
);
