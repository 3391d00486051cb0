import { setTimeout as after } from 'node:timers/promises';
import { isSameRouter } from '@/core/change/identity';
import type { Plan } from '@/core/change/predict';
import { changeSentences } from '@/core/change/said';
import { isMade } from '@/core/change/standing';
import { faults } from '@/core/faults';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import { asFault, type Made, makingLimits, type Order } from './made';
import { survey } from './survey';

/** Faults with which a router says that it did not do what it was told. */
const refusing: readonly string[] = ['trap', 'notPermitted', 'unsupported'];

/**
 * Starts a router anew: no guard outlasts that, and the connection goes on purpose. It was done once the same router answers and
 * has been up for less long than before. It is said once, and never again by itself. `plan` is written down already.
 */
export async function restart(order: Order, held: Held, plan: Plan): Promise<Made> {
  try {
    await say(held, plan);
    await order.mark('applied');
    await returned(order, plan);
    await order.mark('readBack');
    return { state: 'verified', fault: null, others: null };
  } catch (error) {
    const fault = asFault(error);
    const isRefused = refusing.includes(fault.code);
    return { state: isRefused ? 'failed' : 'unknown', fault, others: null };
  }
}

/** Whether it answers before it goes is the router's to choose: what was said went out. */
async function say(held: Held, { steps, changes }: Plan): Promise<void> {
  for (const change of changes) {
    const step = steps[change.step];
    if (step === undefined || change.deed !== 'do') continue;
    for (const sentence of changeSentences(step, change))
      await held.say(sentence).catch((error: unknown) => {
        if (!(error instanceof RouterFault) || refusing.includes(error.code)) throw error;
      });
  }
}

/** Waits until it is back; throws RouterFault `notReachedAgain` where that takes too long. */
async function returned(order: Order, plan: Plan): Promise<void> {
  const { signal, limits } = order;
  const tooLong = AbortSignal.timeout(limits?.restartMs ?? makingLimits.restartMs);
  const until = AbortSignal.any([signal, tooLong]);
  let last = 'It answered, and was not restarted.';
  for (;;) {
    try {
      if (await isBack(order, plan, until)) return;
    } catch (error) {
      if (!(error instanceof RouterFault)) throw error;
      last = `${faults[error.code].title}: ${error.message}`;
    }
    if (signal.aborted) throw new RouterFault('stopped');
    if (tooLong.aborted) throw new RouterFault('notReachedAgain', last);
    // Where the time is over, the round after this one says so.
    await after(makingLimits.againMs, undefined, { signal: until }).catch(() => undefined);
  }
}

/** Whether the router that answers is the same, and has started anew. */
async function isBack({ routers, target, mark }: Order, plan: Plan, until: AbortSignal): Promise<boolean> {
  const again = await routers.hold(target, until);
  try {
    const { identity, looks } = await survey(again, { target, steps: plan.steps, signal: until });
    if (!isSameRouter(identity, plan.identity) || !isMade(plan, looks)) return false;
    await mark('reached');
    return true;
  } finally {
    await again.close();
  }
}
