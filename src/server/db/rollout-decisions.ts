import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { ofUnguarded, ofUnguardedW3 } from '@/core/change/decide';
import type { ChangeId, CustomerId, DeviceId, RolloutId } from '@/core/ids';
import { ofRetiredTemplate } from '@/core/rollout/decide';
import type { Transaction } from './connection';
import type { Rollout } from './rollouts';
import { underRules } from './rule';
import { rollout } from './schema/rollouts';

/* What a person makes of a rollout. That its changes go with it is the database's to do: drizzle/0038_rollout_rights.sql. */

type Db = Transaction['db'];
type Ref = Pick<Rollout, 'id' | 'customerId'>;

export interface RolloutIntent {
  readonly id: RolloutId;
  readonly customerId: CustomerId;
  readonly template: string;
  readonly version: number;
  /** What the template says, as SHA-256: each change is bound to it. */
  readonly templateDigest: string;
  readonly waveSize: number;
  readonly isWide: boolean;
  readonly retryOf: RolloutId | null;
  /** In the order in which they are made; what each is asked with is sealed for its own row. */
  readonly changes: readonly {
    readonly id: ChangeId;
    readonly device: DeviceId;
    readonly paramsSealed: Uint8Array;
  }[];
}

const askingRules = {
  change_is_of_a_device_in_use: 'One of the devices is archived.',
  rollout_retries_what_is_over: 'It is not over: stop it, or wait.',
  rollout_template_is_retired: 'The template was retired meanwhile.',
  rollout_retries_what_was_made: 'It is asked once more with the version that it was asked with, and no other.',
};

/** The runner hears of its changes when this is committed, and not before. */
export async function askForRollout(db: Db, me: Principal, intent: RolloutIntent): Promise<void> {
  const { id, customerId, template, version, templateDigest, waveSize, isWide, retryOf, changes } = intent;
  await underRules(askingRules, async () => {
    await db.execute(sql`
      insert into app.rollout (id, customer_id, template_id, template_version, wave_size, device_count, is_wide, retry_of, asked_by)
      values (${id}, ${customerId}, ${template}, ${version}, ${waveSize}, ${changes.length}, ${isWide}, ${retryOf}, ${me.personId})`);
    const rows = changes.map(
      ({ id: one, device, paramsSealed }, index) =>
        sql`(${one}, ${customerId}, ${device}, ${template}, ${version}, ${templateDigest}, ${paramsSealed},
          ${me.personId}, ${id}, ${index + 1})`,
    );
    await db.execute(sql`
      insert into app.change
        (id, customer_id, device_id, template_id, template_version, template_digest, params_sealed, asked_by, rollout_id, rollout_position)
      values ${sql.join(rows, sql`, `)}`);
  });
}

const rules = {
  rollout_template_is_retired: ofRetiredTemplate,
  rollout_is_decided_by_who_may: 'Your rights have changed meanwhile. Sign in again.',
  rollout_is_previewed_as_a_whole: 'Some of its devices are still being previewed.',
  rollout_is_authorised_as_previewed:
    'What it is of has changed since you looked. Look at it again before you authorise it.',
  rollout_is_resumed_in_time: 'Its authorisation is too old. Ask for it anew.',
  rollout_is_resumed_by_who_asked: 'It is resumed by whoever asked for it, or by an Admin.',
  rollout_is_withdrawn_by_who_asked: 'Only whoever asked for it may withdraw it.',
  change_w3_takes_two_people: 'A rollout of tier W3 takes a second person: another Admin authorises it.',
  change_takes_a_second_person:
    'Each change of this customer takes a second person: an Admin who did not ask authorises it.',
  change_of_another_takes_an_admin: 'Somebody else asked for it, or it is of tier W3: an Admin authorises it.',
  change_is_authorised_by_who_may: 'Your rights have changed meanwhile. Sign in again.',
  change_is_authorised_in_time: 'The first of its previews is too old. Ask for it anew.',
  change_is_rejected_in_time: 'The first of its previews is too old. Ask for it anew.',
  change_is_rejected_by_an_admin: 'Your rights have changed meanwhile. Sign in again.',
  change_is_rejected_by_another: 'You asked for it yourself: withdraw it.',
  change_without_a_guard_takes_an_admin: ofUnguarded,
  change_w3_has_a_guard: ofUnguardedW3,
  change_glass_is_broken_by_a_super_admin: 'Your rights have changed meanwhile. Sign in again.',
  change_glass_is_broken_where_it_is_in_the_way: 'It takes no second person beside you: authorise it.',
};

/** Exactly one of those who try at the same time gets it. False where it is not in this state any more. */
async function decide(
  db: Db,
  { id, customerId }: Ref,
  from: Rollout['state'],
  to: Readonly<Record<string, unknown>>,
  also?: SQL,
): Promise<boolean> {
  const touched = await underRules(rules, () =>
    db
      .update(rollout)
      .set(to)
      .where(and(eq(rollout.id, id), eq(rollout.customerId, customerId), eq(rollout.state, from), also))
      .returning({ id: rollout.id }),
  );
  return touched.length === 1;
}

/** Each of its changes that was previewed, by exactly these digests. `brokenBecause`: without the second person that it takes. */
export const authoriseRollout = (
  db: Db,
  me: Principal,
  of: Ref,
  { digest, brokenBecause = null }: { readonly digest: string; readonly brokenBecause?: string | null },
): Promise<boolean> =>
  decide(db, of, 'planned', {
    ...{ state: 'running', authorisedBy: me.personId, digest },
    ...(brokenBecause === null ? {} : { isBreakGlass: true, reason: brokenBecause }),
  });

export const rejectRollout = (db: Db, me: Principal, of: Ref, reason: string): Promise<boolean> =>
  decide(db, of, 'planned', { state: 'rejected', rejectedBy: me.personId, reason });

export const withdrawRollout = (db: Db, me: Principal, of: Ref): Promise<boolean> =>
  decide(db, of, 'planned', { state: 'withdrawn', withdrawnBy: me.personId });

/** Nothing new of it is begun; what is being made ends. */
export const stopRollout = (db: Db, me: Principal, of: Ref): Promise<boolean> =>
  decide(db, of, 'running', { state: 'stopped', stoppedBy: me.personId });

export const resumeRollout = (db: Db, me: Principal, of: Ref): Promise<boolean> =>
  decide(db, of, 'stopped', { state: 'running', resumedBy: me.personId }, isNull(rollout.endedAt));
