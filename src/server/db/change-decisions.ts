import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { ofUnguarded, ofUnguardedW3 } from '@/core/change/decide';
import { notOnCall, onCallBounds, onCallOverdue, type Verdict } from '@/core/change/on-call';
import type { ChangeId, CustomerId, DeviceId } from '@/core/ids';
import type { Change } from './changes';
import type { Transaction } from './connection';
import { joinReach, ownedBy } from './reach';
import { underRules } from './rule';
import { change } from './schema/changes';

/* What a person makes of a change: asks for it, authorises it, rejects it, withdraws it. The rules are the database's. */

type Db = Transaction['db'];

/** How many changes that the caller asked for wait: for their preview, or for somebody who authorises them. */
export async function changesWaiting(db: Db, me: Principal): Promise<number> {
  const query = db.select({ changes: count() }).from(change).$dynamic();
  const [row] = await joinReach(query, me, change.customerId).where(
    and(
      ownedBy(me, change.askedBy),
      sql`${change.state} in ('previewing', 'previewed')`,
      // Those of a rollout wait as one.
      isNull(change.rolloutId),
    ),
  );
  return row?.changes ?? 0;
}

export interface ChangeIntent {
  readonly id: ChangeId;
  readonly customerId: CustomerId;
  readonly device: DeviceId;
  readonly template: string;
  readonly version: number;
  /** What the template says at this moment, as SHA-256. */
  readonly templateDigest: string;
  /** One of the write actions that Admins do directly. */
  readonly isDirect: boolean;
  /** Sealed for this row; null where it takes back another change, whose parameters it has. */
  readonly paramsSealed: Uint8Array | null;
  readonly reverts: ChangeId | null;
}

const directTakesAnAdmin = {
  change_that_is_direct_takes_an_admin: 'Direct write actions take an Admin; templates of the library do not.',
};

const askingRules = {
  change_is_of_a_device_in_use: 'The device is archived.',
  change_takes_back_what_was_made: 'Only a change that was made, or may have been made in part, can be taken back.',
  change_is_taken_back_once: 'Somebody takes it back already.',
  change_is_of_a_template_there_is: 'There is no such version of the template.',
  change_template_is_retired: 'The template was retired meanwhile.',
  ...directTakesAnAdmin,
};

/** The runner hears of it when this is committed, and not before. */
export async function askForChange(db: Db, me: Principal, intent: ChangeIntent): Promise<void> {
  const { id, customerId, device: of, template, version, templateDigest, isDirect, paramsSealed, reverts } = intent;
  // Only the columns that a person may fill: the builder would name them all.
  await underRules(askingRules, () =>
    db.execute(sql`
      insert into app.change
        (id, customer_id, device_id, template_id, template_version, template_digest, is_direct, params_sealed, reverts_id, asked_by)
      values (${id}, ${customerId}, ${of}, ${template}, ${version}, ${templateDigest}, ${isDirect}, ${paramsSealed}, ${reverts},
        ${me.personId})`),
  );
}

const decidingRules = {
  ...directTakesAnAdmin,
  change_of_a_device_is_one_at_a_time: 'Another change of this device is under way. Wait until it has ended.',
  change_w3_takes_two_people: 'A change of tier W3 takes a second person: another Admin authorises it.',
  change_on_call_is_authorised_by_who_is: notOnCall,
  change_on_call_waits_for_reviews: onCallOverdue,
  change_on_call_is_within_its_bounds: onCallBounds,
  change_glass_is_broken_by_a_super_admin: 'Your rights have changed meanwhile. Sign in again.',
  change_glass_is_broken_where_it_is_in_the_way: 'It takes no second person beside you: authorise it.',
  change_takes_a_second_person:
    'Each change of this customer takes a second person: an Admin who did not ask authorises it.',
  change_without_a_guard_takes_an_admin: ofUnguarded,
  change_w3_has_a_guard: ofUnguardedW3,
  change_of_another_takes_an_admin: 'Somebody else asked for it, or it is of tier W3: an Admin authorises it.',
  change_is_authorised_by_who_may: 'Your rights have changed meanwhile. Sign in again.',
  change_is_authorised_in_time: 'Its preview is too old. Ask for it anew.',
  change_template_is_retired: 'This version of the template was retired: ask for it anew with one that is in force.',
};

/** Without the second person that it takes. */
export interface Alone {
  readonly by: 'breakingGlass' | 'beingOnCall';
  readonly reason: string;
}

/** What it is marked with for ever. */
const marks = { breakingGlass: { isBreakGlass: true }, beingOnCall: { isOnCall: true } } as const;

/**
 * Exactly one of those who try at the same time gets it. False where it is no longer a preview of this digest, or too old.
 * `alone`: how it comes that it is done without the second person that it takes, and why.
 */
export async function authoriseChange(
  db: Db,
  me: Principal,
  { id, customerId, digest }: Pick<Change, 'id' | 'customerId'> & { readonly digest: string },
  alone: Alone | null = null,
): Promise<boolean> {
  const touched = await underRules(decidingRules, () =>
    db
      .update(change)
      .set({
        ...{ state: 'authorised', authorisedBy: me.personId },
        ...(alone === null ? {} : { ...marks[alone.by], reason: alone.reason }),
      })
      .where(
        and(
          ...[eq(change.id, id), eq(change.customerId, customerId), eq(change.state, 'previewed')],
          ...[eq(change.digest, digest), sql`${change.expiresAt} > app.now()`],
        ),
      )
      .returning({ id: change.id }),
  );
  return touched.length === 1;
}

const overridingRules = {
  change_is_overridden_by_a_super_admin: 'Your rights have changed meanwhile. Sign in again.',
  change_is_overridden_where_it_would_cut_us: 'It is refused for another reason than that it would cut our own way.',
  change_is_overridden_in_time: 'Its preview is too old. Ask for it anew.',
  change_is_taken_back_once: 'Somebody else has asked to take it back meanwhile.',
};

/** It waits for a decision from then on. False where it is no longer a refused preview of this digest. */
export async function overrideChange(
  db: Db,
  me: Principal,
  { id, customerId, digest }: Pick<Change, 'id' | 'customerId'> & { readonly digest: string },
  reason: string,
): Promise<boolean> {
  const touched = await underRules(overridingRules, () =>
    db
      .update(change)
      .set({ state: 'previewed', overriddenBy: me.personId, overrideReason: reason })
      .where(
        and(
          ...[eq(change.id, id), eq(change.customerId, customerId), eq(change.state, 'refused')],
          ...[eq(change.digest, digest), sql`${change.expiresAt} > app.now()`],
        ),
      )
      .returning({ id: change.id }),
  );
  return touched.length === 1;
}

const reviewingRules = {
  change_is_reviewed_by_an_admin: 'Your rights have changed meanwhile. Sign in again.',
  change_is_reviewed_by_another: 'You authorised it yourself: somebody else reviews it.',
  change_is_reviewed_when_it_has_ended: 'It is reviewed once it has ended.',
};

/** False where it does not wait for a review any more. */
export async function reviewChange(
  db: Db,
  me: Principal,
  { id, customerId }: Pick<Change, 'id' | 'customerId'>,
  { verdict, remark }: { readonly verdict: Verdict; readonly remark: string | null },
): Promise<boolean> {
  const touched = await underRules(reviewingRules, () =>
    db
      .update(change)
      .set({ reviewedBy: me.personId, reviewVerdict: verdict, reviewRemark: remark })
      .where(and(eq(change.id, id), eq(change.customerId, customerId), isNull(change.reviewedBy)))
      .returning({ id: change.id }),
  );
  return touched.length === 1;
}

const rejectingRules = {
  change_is_rejected_by_an_admin: 'Your rights have changed meanwhile. Sign in again.',
  change_is_rejected_by_another: 'You asked for it yourself: withdraw it.',
  change_is_rejected_in_time: 'Its preview is too old. Ask for it anew.',
};

/** False where it does not wait for a decision any more. */
export async function rejectChange(
  db: Db,
  me: Principal,
  { id, customerId }: Pick<Change, 'id' | 'customerId'>,
  reason: string,
): Promise<boolean> {
  const touched = await underRules(rejectingRules, () =>
    db
      .update(change)
      .set({ state: 'rejected', rejectedBy: me.personId, reason })
      .where(and(eq(change.id, id), eq(change.customerId, customerId), eq(change.state, 'previewed')))
      .returning({ id: change.id }),
  );
  return touched.length === 1;
}

/** False where it is not the caller's own, or somebody has decided on it. */
export async function withdrawChange(
  db: Db,
  me: Principal,
  { id, customerId }: Pick<Change, 'id' | 'customerId'>,
): Promise<boolean> {
  const touched = await db
    .update(change)
    .set({ state: 'withdrawn', withdrawnBy: me.personId })
    .where(
      and(
        ...[eq(change.id, id), eq(change.customerId, customerId), ownedBy(me, change.askedBy)],
        inArray(change.state, ['previewing', 'previewed']),
      ),
    )
    .returning({ id: change.id });
  return touched.length === 1;
}
