import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { ChangeId, CustomerId, DeviceId } from '@/core/ids';
import type { Change } from './changes';
import type { Transaction } from './connection';
import { joinReach, ownedBy } from './reach';
import { underRules } from './rule';
import { change } from './schema/changes';

/* What a person makes of a change: asks for it, authorises it, withdraws it. The rules are the database's. */

type Db = Transaction['db'];

/** How many changes that the caller asked for wait: for their preview, or for somebody who authorises them. */
export async function changesWaiting(db: Db, me: Principal): Promise<number> {
  const query = db.select({ changes: count() }).from(change).$dynamic();
  const [row] = await joinReach(query, me, change.customerId).where(
    and(ownedBy(me, change.askedBy), sql`${change.state} in ('previewing', 'previewed')`),
  );
  return row?.changes ?? 0;
}

export interface ChangeIntent {
  readonly customerId: CustomerId;
  readonly device: DeviceId;
  readonly template: string;
  readonly version: number;
  readonly values: unknown;
  readonly reverts: ChangeId | null;
}

const askingRules = {
  change_is_of_a_device_in_use: 'The device is archived.',
  change_takes_back_what_was_made: 'Only a change that was made and read back can be taken back.',
  change_is_taken_back_once: 'Somebody takes it back already.',
};

/** The runner hears of it when this is committed, and not before. */
export async function askForChange(db: Db, me: Principal, intent: ChangeIntent): Promise<ChangeId> {
  const { customerId, device: of, template, version, values, reverts } = intent;
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await underRules(askingRules, () =>
    db.execute<{ id: ChangeId }>(sql`
      insert into app.change (customer_id, device_id, template_id, template_version, params, reverts_id, asked_by)
      values (${customerId}, ${of}, ${template}, ${version}, ${JSON.stringify(values)}::jsonb, ${reverts}, ${me.personId})
      returning id`),
  );
  if (made === undefined) throw new Error('insert returned nothing');
  return made.id;
}

const decidingRules = {
  change_of_a_device_is_one_at_a_time: 'Another change of this device is under way. Wait until it has ended.',
  change_w3_takes_two_people: 'A change of tier W3 takes a second person: another Admin authorises it.',
  change_of_another_takes_an_admin: 'Somebody else asked for it, or it is of tier W3: an Admin authorises it.',
  change_is_authorised_by_who_may: 'Your rights have changed meanwhile. Sign in again.',
  change_is_authorised_in_time: 'Its preview is too old. Ask for it anew.',
};

/** Exactly one of those who try at the same time gets it. False where it is no longer a preview of this digest, or too old. */
export async function authoriseChange(
  db: Db,
  me: Principal,
  { id, customerId, digest }: Pick<Change, 'id' | 'customerId'> & { readonly digest: string },
): Promise<boolean> {
  const touched = await underRules(decidingRules, () =>
    db
      .update(change)
      .set({ state: 'authorised', authorisedBy: me.personId })
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
