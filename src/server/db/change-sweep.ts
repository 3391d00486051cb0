import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { ChangeState } from '@/core/change/change';
import type { DeviceId } from '@/core/ids';
import { couldBegin } from './change-claims';
import type { ChangeRef } from './change-work';
import type { Transaction } from './connection';
import { staleSeconds } from './run-work';
import { change } from './schema/changes';

type Db = Transaction['db'];

const now = sql`app.now()`;
const staleSince = sql`app.now() - make_interval(secs => ${staleSeconds})`;
const unclaimed = { claimedBy: null, leaseUntil: null };

/** A change that nobody will end, and how the sweep ended it. */
export interface SweptChange extends ChangeRef {
  readonly device: DeviceId;
  readonly state: Extract<ChangeState, 'failed' | 'unknown' | 'expired'>;
}

/**
 * Ends what nobody will end: what no runner took in time, so that nothing is sent by itself later; what a runner left behind; and
 * previews that are too old. For the job `sweep`.
 */
export async function sweepChanges(db: Db): Promise<SweptChange[]> {
  const hasLapsed = lte(change.leaseUntil, now);
  const stale = or(
    and(eq(change.state, 'previewing'), or(and(isNull(change.leaseUntil), lte(change.askedAt, staleSince)), hasLapsed)),
    and(eq(change.state, 'authorised'), isNull(change.leaseUntil), lte(couldBegin, staleSince)),
  );
  const swept = { id: change.id, customerId: change.customerId, device: change.deviceId, state: change.state };
  const failed = await db
    .update(change)
    .set({ state: 'failed', endedAt: now, faultCode: 'interrupted', ...unclaimed })
    .where(and(isNull(change.endedAt), stale))
    .returning(swept);
  const unknown = await db
    .update(change)
    .set({ state: 'unknown', endedAt: now, lookAt: now, faultCode: 'interrupted', ...unclaimed })
    .where(and(isNull(change.endedAt), eq(change.state, 'applying'), hasLapsed))
    .returning(swept);
  const expired = await db
    .update(change)
    .set({ state: 'expired', endedAt: now })
    .where(and(isNull(change.endedAt), eq(change.state, 'previewed'), lte(change.expiresAt, now)))
    .returning(swept);
  return [...failed, ...unknown, ...expired] as SweptChange[]; // safe: keys, and the states that were just given.
}
