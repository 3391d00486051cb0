import { isRestart } from '@/core/change/doing';
import { foresee, isOnlyLockout } from '@/core/change/foresee';
import { type Guard, guardFor } from '@/core/change/guard';
import { type Plan, predict } from '@/core/change/predict';
import { realClock } from '../routeros/clock';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import { within } from '../routeros/within';
import { apply } from './apply';
import { type Guardian, guardianOf } from './guardian';
import { asFault, type Guarded, type Made, type Order, patienceOf, tooLate } from './made';
import { historyOf, refuseOthers } from './others';
import { restart } from './restart';
import { dialledOf, survey } from './survey';
import { digestOf } from './wanted';

/**
 * Makes a change of a router, all of it or nothing: under a guard, read back over a second connection, and only then released.
 * One that restarts the router has no guard.
 * Throws nothing: whatever goes wrong is the outcome.
 */
export async function make(order: Order): Promise<Made> {
  const { routers, target, signal } = order;
  let held: Held | null = null;
  const late = new AbortController();
  // A database that hangs is no reason to leave a router under its guard: what is written down has to be so in time as well.
  const bounded: Order = { ...order, mark: (...reached) => inTime(order.mark(...reached), late.signal) };
  let timer: NodeJS.Timeout | undefined;
  let isBegun = false;
  let guardian: Guardian | null = null;
  try {
    held = await routers.hold(target, signal);
    const first = await lookFirst(bounded, held);
    guardian = first.guardian;
    if (order.wanted.steps.some(isRestart)) {
      const { plan } = await look(order, held);
      await bounded.mark('armed', plan);
      isBegun = true;
      return await restart(order, held, plan);
    }
    timer = setTimeout(() => late.abort(), patienceOf(order, first.plan).wholeMs);
    const guarded = await arm(bounded, held, first);
    isBegun = true;
    return await apply(bounded, guarded, late.signal);
  } catch (error) {
    const fault = late.signal.aborted ? tooLate() : asFault(error);
    return { state: isBegun || guardian?.isLeft === true ? 'unknown' : 'failed', fault, others: null };
  } finally {
    clearTimeout(timer);
    // A guard that is still up goes with its connection.
    await held?.close();
  }
}

const inTime = (marked: Promise<void>, signal: AbortSignal): Promise<void> =>
  within(marked, { clock: realClock, signal });

type FirstLook = Pick<Guarded, 'guardian' | 'history' | 'plan'>;

/** What is found has to be what was authorised. Throws RouterFault; nothing is changed. */
async function lookFirst(order: Order, held: Held): Promise<FirstLook> {
  const { guard, plan } = await look(order, held);
  const guardian = guardianOf({ held, guard, plan, change: order.change });
  const history = await historyOf(held);
  // With safe mode what they did could be undone as well: whoever authorises is asked anew.
  refuseOthers(order.seen, history, order.target.login.name);
  await order.mark('checked', plan);
  return { guardian, plan, history };
}

/** The guard, and once more a look under it: no change is sent. What it throws ends the change as it stands. */
async function arm(order: Order, held: Held, { guardian, history }: FirstLook): Promise<Guarded> {
  const { signal, mark } = order;
  await mark('arming');
  await guardian.arm();
  try {
    if (!(await guardian.isUp(signal))) throw new RouterFault('guardTaken', 'The guard was put up, and is not there.');
    const { plan } = await look(order, held);
    if (signal.aborted) throw new RouterFault('stopped');
    await mark('armed', plan);
    return { held, guardian, plan, history };
  } catch (error) {
    // Where it cannot be taken down it goes with the connection, or fires.
    await guardian.drop().catch(() => undefined);
    throw error;
  }
}

interface Found {
  readonly guard: Guard;
  readonly plan: Plan;
}

/** The router as it is now. Throws RouterFault `differs` where it is not what was authorised. */
async function look(order: Order, held: Held): Promise<Found> {
  const { wanted, target, digest, signal } = order;
  const { steps } = wanted;
  const found = await survey(held, { target, steps, signal });
  const prediction = foresee(steps, found, dialledOf(target));
  const { identity, looks, ownAddress } = found;
  const changes = predict(steps, looks, ownAddress).changes;
  const guard = guardFor(found.guarding, { steps, changes });
  const isOverridden = prediction.lockout === order.overridden && isOnlyLockout(steps, { ...prediction, guard });
  // What cuts us by now is told first: it is why. Another way of cutting us than the one that was overridden is no other matter.
  if (prediction.lockout !== null && !isOverridden) throw new RouterFault('differs', prediction.lockout);
  if (digestOf(wanted, found, { ...prediction, ...guard }) !== digest) throw new RouterFault('differs');
  // Of what comes and goes by itself no digest is taken; the rules hold for it all the same.
  if (prediction.refusals.length > 0 && !isOverridden) throw new RouterFault('differs');
  return { guard, plan: { identity, steps, changes, rung: guard.rung } };
}
