import type { Stage } from '@/core/change/change';
import type { Plan } from '@/core/change/predict';
import { byItself, record } from '../audit/record';
import { asFault, type Made } from '../change/made';
import { make } from '../change/make';
import { type ClaimedChange, claimChange, mayStillGoOn } from '../db/change-claims';
import { type ChangeRef, reachStage } from '../db/change-work';
import { asCustomer } from '../db/open';
import { RouterFault } from '../routeros/fault';
import { sealFor } from '../vault/data-keys';
import { snapshotBefore } from './change-snapshots';
import { traceOf, writeEndIn } from './end-change';
import type { ChangeWork } from './preview-change';
import { previewedOf, readyChange } from './ready-change';
import { ClaimLost } from './row-store';

/**
 * Takes an authorised change, and writes down with the claim that it is about to be made. Null where there is nothing to make:
 * somebody else has it, or whoever asked for it or authorised it may not any more, which is its end.
 */
export function beginChange(of: ChangeRef, runner: string): Promise<ClaimedChange | null> {
  return asCustomer(of.customerId, `change:${of.id}`, async (transaction) => {
    const { db } = transaction;
    const change = await claimChange(db, of, runner, 'apply');
    if (change === null) return null;
    if (!change.mayGoOn) {
      const outcome = { from: 'applying', state: 'failed', fault: new RouterFault('rightsLost') } as const;
      await writeEndIn(transaction, change, { runner, outcome });
      return null;
    }
    await reachStage(db, change, runner, { stage: 'begun' });
    const detail = { digest: change.digest };
    await record(transaction, traceOf(change, 'change.begun', { state: 'intent', detail }), byItself(of.id));
    return change;
  });
}

/** Makes a change that was begun, once it is known how the router is configured. Throws nothing: whatever goes wrong is its outcome. */
export async function applyChange(change: ClaimedChange, { routers, runner, signal }: ChangeWork): Promise<Made> {
  const { id, customerId, digest } = change;
  const as = <T>(work: Parameters<typeof asCustomer<T>>[2]) => asCustomer(customerId, `change:${id}`, work);
  const mark = async (stage: Stage, plan?: Plan): Promise<void> => {
    const isHeld = await as(async ({ db }) => {
      const place = { table: 'change', column: 'plan_sealed', row: id, customerId };
      const planSealed = plan && (await sealFor(db, place, JSON.stringify(plan)));
      return reachStage(db, change, runner, { stage, planSealed });
    });
    if (!isHeld) throw new ClaimLost('the claim on this change was lost');
  };
  try {
    await snapshotBefore(change, { routers, signal });
    // A slow router takes a while to say how it is configured: who may not any more by then, and what is not in use.
    const { wanted, writes, ...found } = await as(async ({ db }) => {
      if (!(await mayStillGoOn(db, change))) throw new RouterFault('rightsLost');
      return { ...(await readyChange(db, change)), ...(await previewedOf(db, change)) };
    });
    return await make({ routers, target: writes, change: id, wanted, ...found, digest: digest ?? '', signal, mark });
  } catch (error) {
    // Nothing has been said to the router so far.
    return { state: 'failed', fault: asFault(error), others: null };
  }
}
