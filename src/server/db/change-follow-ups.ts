import { and, asc, eq, gt, isNotNull, notInArray, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { ChangeState, OtherChange, Stage } from '@/core/change/change';
import { changeGroups } from '@/core/change/groups';
import type { ChangeId } from '@/core/ids';
import type { Change } from './changes';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { changeStage } from './schema/change-stages';
import { change } from './schema/changes';

/* What became of a change: how far it came, and what takes it back. */

type Db = Transaction['db'];

/** What was reached while it was made, in that order. */
export async function stagesOf(db: Db, me: Principal, id: ChangeId): Promise<{ stage: Stage; at: string }[]> {
  const query = db.select({ stage: changeStage.stage, at: changeStage.at }).from(changeStage).$dynamic();
  return joinReach(query, me, changeStage.customerId)
    .where(eq(changeStage.changeId, id))
    .orderBy(asc(changeStage.number));
}

/** A change that takes another one back and came to nothing: it may be tried once more. */
const comeToNothing: readonly ChangeState[] = [...changeGroups.undone, ...changeGroups.unmade];

export type TakenBack = OtherChange & { readonly state: ChangeState };

/** The first one of the same template that was made on the device since. */
export async function madeAgainBy(db: Db, me: Principal, of: Change): Promise<OtherChange | null> {
  if (of.state !== 'unknown' || of.endedAt === null) return null;
  const query = db.select({ id: change.id, number: change.number }).from(change).$dynamic();
  const [found] = await joinReach(query, me, change.customerId)
    .where(
      and(
        ...[eq(change.customerId, of.customerId), eq(change.deviceId, of.device), eq(change.templateId, of.template)],
        ...[eq(change.state, 'verified'), gt(change.endedAt, of.endedAt)],
      ),
    )
    .orderBy(asc(change.endedAt))
    .limit(1);
  return (found as OtherChange | undefined) ?? null; // safe: the key of its table.
}

/** The change that takes this one back, or took it. */
export async function takenBackBy(db: Db, me: Principal, { id, customerId }: Change): Promise<TakenBack | null> {
  const query = db.select({ id: change.id, number: change.number, state: change.state }).from(change).$dynamic();
  const [found] = await joinReach(query, me, change.customerId)
    .where(
      and(
        eq(change.revertsId, id),
        isNotNull(change.revertsId),
        eq(change.customerId, customerId),
        notInArray(change.state, [...comeToNothing]),
        // Unknown for good: nobody reads it back any more.
        sql`not (${change.state} = 'unknown' and ${change.lookAt} is null)`,
      ),
    )
    .limit(1);
  return (found as TakenBack | undefined) ?? null; // safe: the key of its table.
}
