import { foresee } from '@/core/change/foresee';
import { type Plan, predict } from '@/core/change/predict';
import { realClock } from '../routeros/clock';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import { within } from '../routeros/within';
import { apply } from './apply';
import { asFault, type Guarded, type Made, makingLimits, type Order, tooLate } from './made';
import { historyOf } from './others';
import { dialledOf, guardOf, isOurs, type SafeMode, type Survey, survey } from './survey';
import { digestOf } from './wanted';

/**
 * Makes a change of a router, all of it or nothing: under safe mode, read back over a second connection, and only then released.
 * Throws nothing: whatever goes wrong is the outcome.
 */
export async function make(order: Order): Promise<Made> {
  const { routers, target, signal, limits } = order;
  let held: Held | null = null;
  const late = new AbortController();
  // A database that hangs is no reason to leave a router under its guard: what is written down has to be so in time as well.
  const bounded: Order = { ...order, mark: (...reached) => inTime(order.mark(...reached), late.signal) };
  let timer: NodeJS.Timeout | undefined;
  let isBegun = false;
  try {
    held = await routers.hold(target, signal);
    const look = await lookFirst(bounded, held);
    timer = setTimeout(() => late.abort(), limits?.wholeMs ?? makingLimits.wholeMs);
    const guarded = await arm(bounded, held, look);
    isBegun = true;
    return await apply(bounded, guarded, late.signal);
  } catch (error) {
    const fault = late.signal.aborted ? tooLate() : asFault(error);
    return { state: isBegun ? 'unknown' : 'failed', fault, others: null };
  } finally {
    clearTimeout(timer);
    // A guard that is still up goes with its connection.
    await held?.close();
  }
}

const inTime = (marked: Promise<void>, signal: AbortSignal): Promise<void> =>
  within(marked, { clock: realClock, signal });

type FirstLook = Pick<Guarded, 'mode' | 'history'>;

/** What is found has to be what was authorised. Throws RouterFault; nothing is changed. */
async function lookFirst(order: Order, held: Held): Promise<FirstLook> {
  const found = await look(order, held);
  const mode = guardOf(found.identity);
  await order.mark('checked', planOf(order, found));
  return { mode, history: await historyOf(held) };
}

/** The guard, and once more a look under it: no change is sent. What it throws ends the change as it stands. */
async function arm(order: Order, held: Held, { mode, history }: FirstLook): Promise<Guarded> {
  const { signal, mark } = order;
  await mark('arming');
  await take(held, mode);
  try {
    if (!(await isOurs(held, mode, signal)))
      throw new RouterFault('guardTaken', 'Safe mode was given, and is not there.');
    const plan = planOf(order, await look(order, held));
    if (signal.aborted) throw new RouterFault('stopped');
    await mark('armed', plan);
    return { held, mode, plan, history };
  } catch (error) {
    // With the connection what others have changed meanwhile would go too.
    await held.say(mode.release).catch(() => undefined);
    throw error;
  }
}

/** The router as it is now. Throws RouterFault `differs` where it is not what was authorised. */
async function look({ wanted, target, digest, signal }: Order, held: Held): Promise<Survey> {
  const { steps } = wanted;
  const found = await survey(held, { target, steps, signal });
  const prediction = foresee(steps, found, dialledOf(target));
  // What cuts us by now is told first: it is why.
  if (prediction.lockout !== null) throw new RouterFault('differs', prediction.lockout);
  if (digestOf(wanted, found, prediction) !== digest) throw new RouterFault('differs');
  // Of what comes and goes by itself no digest is taken; the rules hold for it all the same.
  if (prediction.refusals.length > 0) throw new RouterFault('differs');
  return found;
}

const planOf = ({ wanted: { steps } }: Order, { identity, looks, ownAddress }: Survey): Plan => ({
  identity,
  steps,
  changes: predict(steps, looks, ownAddress).changes,
});

/** Puts the guard up. Throws RouterFault `guardTaken` where somebody else has it. */
async function take(held: Held, mode: SafeMode): Promise<void> {
  try {
    await held.say(mode.take);
  } catch (error) {
    if (error instanceof RouterFault && error.code === 'trap')
      throw new RouterFault('guardTaken', error.message, { cause: error });
    throw error;
  }
}
