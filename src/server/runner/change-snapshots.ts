import { Unsupported } from '@/core/actions/unsupported';
import { faults } from '@/core/faults';
import type { ClaimedChange } from '../db/change-claims';
import { planOf } from '../db/change-sealed';
import { asCustomer } from '../db/open';
import { RouterFault } from '../routeros/fault';
import type { ChangeWork } from './preview-change';
import { openedPlan } from './ready-change';
import { takeSnapshot } from './take-snapshot';

/* How a router is configured before a change and after it, so that what is the change's doing can be told from others'. */

/** A router that has not said by then how it is configured is not changed. Milliseconds. */
const longestMs = 60_000;

type Work = Omit<ChangeWork, 'runner'>;

/** Throws RouterFault `noSnapshot`: nothing has been changed. */
export async function snapshotBefore(change: ClaimedChange, { routers, signal }: Work): Promise<void> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  try {
    await takeSnapshot(change, { routers, signal: until, isPatient: false, isBefore: true });
  } catch (error) {
    if (signal.aborted) throw new RouterFault('interrupted', 'Routeward was kept from going on.');
    if (until.aborted) throw new RouterFault('noSnapshot', 'It was not through in time.');
    if (error instanceof RouterFault || error instanceof Unsupported)
      throw new RouterFault('noSnapshot', toldOf(error));
    throw error;
  }
}

const toldOf = (error: RouterFault | Unsupported): string =>
  error instanceof RouterFault ? `${faults[error.code].title}: ${error.message}` : error.message;

/** What of its configuration is the doing of a change that was made. Returns what was no router's doing; null: nothing. */
export async function snapshotAfter(change: ClaimedChange, { routers, signal }: Work): Promise<unknown> {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
    const after = { change: change.id, menus: await menusOf(change) };
    await takeSnapshot(change, { routers, signal: until, isPatient: true, after });
    return null;
  } catch (error) {
    // The next one that is taken of it names the change as well.
    return error instanceof RouterFault || error instanceof Unsupported ? null : error;
  }
}

/** Those that it was to change. */
function menusOf(change: ClaimedChange): Promise<readonly string[]> {
  return asCustomer(change.customerId, `change:${change.id}`, async ({ db }) => {
    const plan = await planOf(db, change);
    return plan === null ? [] : (await openedPlan(db, change, plan.sealed)).steps.map(({ menu }) => menu);
  });
}
