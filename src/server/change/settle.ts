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
import { makingLimits } from './made';
import { survey } from './survey';
import { areGone } from './timer-guardian';

/** A change of which nobody knows how it ended. */
export interface Unsettled {
  /** Its id. */
  readonly change: string;
  readonly plan: Plan | null;
  readonly stages: readonly Stage[];
  /** For how long nobody has known it, in seconds; none: since now. */
  readonly endedFor?: number | null;
}

/**
 * How it ended; `later`: the router could not be asked, or may yet undo it by itself. `never`: reading back cannot tell, because
 * the router is neither as it was nor as it was to be, or is another one.
 */
export type Settled = Extract<ChangeState, 'verified' | 'reverted' | 'failed'> | 'later' | 'never';

/** No sentence that changes what is wanted goes out before this one is written down. */
const wasBegun = ({ stages }: Unsettled): boolean => stages.includes('armed');

/** Reads back what became of a change: nothing is changed, and nothing is said to a router that was sent nothing. */
export async function settle(
  routers: Routers,
  target: RouterTarget,
  { unsettled, signal }: { readonly unsettled: Unsettled; readonly signal: AbortSignal },
): Promise<Settled> {
  const { plan, stages } = unsettled;
  if (plan === null || !stages.includes(plan.rung === 'timer' ? 'arming' : 'armed')) return 'failed';
  // What was only removed may have gone, or come anew, by itself: that it is not there proves nothing.
  if (
    wasBegun(unsettled) &&
    !plan.changes.some(({ deed, step }) => deed !== 'keep' && canBeToldLater(plan.steps[step]))
  )
    return 'never';
  let held: Held | null = null;
  try {
    held = await routers.hold(target, signal);
    return await read(held, { target, unsettled, plan, signal });
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    // It had all of it when the change was made: it is another router, or another RouterOS.
    return error.code === 'unsupported' ? 'never' : 'later';
  } finally {
    await held?.close();
  }
}

interface Reading {
  readonly target: RouterTarget;
  readonly unsettled: Unsettled;
  readonly plan: Plan;
  readonly signal: AbortSignal;
}

async function read(held: Held, { target, unsettled, plan, signal }: Reading): Promise<Settled> {
  if (await mayUndoItself(held, unsettled, signal)) return 'later';
  // Timers may have been set by then, and nothing else: they are gone.
  if (!wasBegun(unsettled)) return 'failed';
  const { identity, looks } = await survey(held, { target, steps: plan.steps, signal });
  if (!isSameRouter(identity, plan.identity)) return 'never';
  const found = standing(plan, looks);
  if (found !== 'neither') return found === 'after' ? 'verified' : 'reverted';
  // One that was told to restart answers for a while as if it had not been.
  const isOverdue = (unsettled.endedFor ?? 0) * 1_000 > makingLimits.restartMs;
  return plan.steps.some(isRestart) && !isOverdue ? 'later' : 'never';
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
