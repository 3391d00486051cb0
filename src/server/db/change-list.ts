import { and, count, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { ChangeState } from '@/core/change/change';
import type { CustomerId, DeviceId } from '@/core/ids';
import { pageInReach } from './changes';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { change } from './schema/changes';

/* Changes as they are listed: page by page, and how many there are. */

type Db = Transaction['db'];

interface ChangeFilter {
  readonly customerId: CustomerId | null;
  /** Only those of this device. */
  readonly device?: DeviceId | undefined;
  readonly states?: readonly ChangeState[] | undefined;
  /** The time and id of the last one on the page before. */
  readonly before?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** One page of changes, of one customer or of the whole reach, with how many there are in each state. */
export async function listChanges(
  db: Db,
  me: Principal,
  { customerId, device: of, states, before, limit }: ChangeFilter,
) {
  const matches = [
    customerId === null ? undefined : eq(change.customerId, customerId),
    of === undefined ? undefined : eq(change.deviceId, of),
  ];
  const inStates = states && inArray(change.state, [...states]);
  const older =
    before && lt(sql`(${change.askedAt}, ${change.id})`, sql`(${before.at}::timestamptz, ${before.id}::uuid)`);
  const page = await pageInReach(db, me, { limit: limit + 1 }, [...matches, inStates, older]);
  const items = page.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: page.length > limit && last ? { at: last.askedAt, id: last.id } : null,
    states: await countByState(db, me, matches),
  };
}

/** How many match in each state, whichever states the page itself is filtered by. */
async function countByState(
  db: Db,
  me: Principal,
  matches: (SQL | undefined)[],
): Promise<Partial<Record<ChangeState, number>>> {
  const query = db.select({ state: change.state, changes: count() }).from(change).$dynamic();
  const rows = await joinReach(query, me, change.customerId)
    .where(and(...matches))
    .groupBy(change.state);
  return Object.fromEntries(rows.map(({ state, changes }) => [state, changes]));
}
