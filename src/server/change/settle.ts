import { safeModeAsked } from '@/core/actions/internal';
import type { ChangeState, Stage } from '@/core/change/change';
import { isRestart } from '@/core/change/doing';
import { isSameRouter } from '@/core/change/identity';
import type { Plan } from '@/core/change/predict';
import { isPassing, standing } from '@/core/change/standing';
import type { Step } from '@/core/change/step';
import { timersOf } from '@/core/change/timer';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { survey } from './survey';
import { areGone } from './timer-guardian';

/** A change of which nobody knows how it ended. */
export interface Unsettled {
  /** Its id. */
  readonly change: string;
  readonly plan: Plan | null;
  readonly stages: readonly Stage[];
}

/**
 * How it ended; `later`: the router could not be asked, or may yet undo it by itself. `never`: reading back cannot tell, because
 * the router is neither as it was nor as it was to be, or is another one.
 */
export type Settled = Extract<ChangeState, 'verified' | 'reverted' | 'failed'> | 'later' | 'never';

/** No sentence that changes anything goes out before this one is written down. */
const wasBegun = ({ stages }: Unsettled): boolean => stages.includes('armed');

/** Reads back what became of a change: nothing is changed, and nothing is said to a router that was sent nothing. */
export async function settle(
  routers: Routers,
  target: RouterTarget,
  { unsettled, signal }: { readonly unsettled: Unsettled; readonly signal: AbortSignal },
): Promise<Settled> {
  const { plan } = unsettled;
  if (!wasBegun(unsettled) || plan === null) return 'failed';
  // What was only removed may have gone, or come anew, by itself: that it is not there proves nothing.
  if (!plan.changes.some(({ deed, step }) => deed !== 'keep' && canBeToldLater(plan.steps[step]))) return 'never';
  let held: Held | null = null;
  try {
    held = await routers.hold(target, signal);
    if (await mayUndoItself(held, unsettled, signal)) return 'later';
    const { identity, looks } = await survey(held, { target, steps: plan.steps, signal });
    if (!isSameRouter(identity, plan.identity)) return 'never';
    const found = standing(plan, looks);
    return found === 'after' ? 'verified' : found === 'before' ? 'reverted' : 'never';
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    // It had all of it when the change was made: it is another router, or another RouterOS.
    return error.code === 'unsupported' ? 'never' : 'later';
  } finally {
    await held?.close();
  }
}

const canBeToldLater = (step: Step | undefined): boolean => !isPassing(step) || isRestart(step);

async function mayUndoItself(held: Held, { plan, change }: Unsettled, signal: AbortSignal): Promise<boolean> {
  if (plan?.rung === 'none') return false;
  // Each of them takes all of them away when it has undone the change.
  if (plan?.rung === 'timer') return !(await areGone(held, timersOf(change), signal));
  // A router may notice only after minutes that a connection is dead, and undoes then what hung on it.
  return isHeldBySomebody(held, signal);
}

async function isHeldBySomebody(held: Held, signal: AbortSignal): Promise<boolean> {
  const [shown] = (await held.say(safeModeAsked(), { signal })).rows;
  return shown?.enabled !== 'false';
}
