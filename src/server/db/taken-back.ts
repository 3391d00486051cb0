import { and, eq, isNotNull, notInArray, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { ChangeState, OtherChange } from '@/core/change/change';
import { changeGroups } from '@/core/change/groups';
import type { Change } from './changes';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { change } from './schema/changes';

type Db = Transaction['db'];

/** A change that takes another one back and came to nothing: it may be tried once more. */
const comeToNothing: readonly ChangeState[] = [...changeGroups.undone, ...changeGroups.unmade];

export type TakenBack = OtherChange & { readonly state: ChangeState };

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
