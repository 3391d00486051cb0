import { setTimeout as after } from 'node:timers/promises';
import { redacted } from '@/core/actions/redaction';
import { permittedOf } from '@/core/change/permitted';
import type { RowChange } from '@/core/change/predict';
import { changeSentences } from '@/core/change/said';
import { isAsPredicted, isMade, isPassing, standing, type Took } from '@/core/change/standing';
import type { Step } from '@/core/change/step';
import { faults } from '@/core/faults';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import { asFault, type Guarded, type Made, makingLimits, type Order, patienceOf, tooLate } from './made';
import { historyOf, ofOthers, othersSince } from './others';
import { lookAt } from './survey';

/** Changes the rows, reads them back over a second connection, and releases the guard; or undoes it all. Throws nothing. */
export async function apply(order: Order, guarded: Guarded, late: AbortSignal): Promise<Made> {
  const until = AbortSignal.any([order.signal, late]);
  let again: Held | null = null;
  try {
    try {
      const took = await changeRows(guarded, until);
      await order.mark('applied');
      again = await reach(order, guarded, until);
      await order.mark('reached');
      if (!(await isReadBack({ ...guarded, took }, again, until))) throw new RouterFault('notAsPredicted');
      await order.mark('readBack');
      const others = (await othersOf(order, guarded))?.length ?? null;
      if (!(await guarded.guardian.isUp(until)))
        throw new RouterFault('guardTaken', 'The guard ended while the change was made.');
      goOn(until);
      await order.mark('releasing');
      // Whatever happens from here on is only known by reading back.
      return await release(guarded, again, others);
    } catch (error) {
      return await undo(order, guarded, late.aborted ? tooLate() : asFault(error));
    }
  } finally {
    await again?.close();
  }
}

/** Where it is too late, or not wanted any more, nothing more is said. */
function goOn(until: AbortSignal): void {
  if (until.aborted) throw new RouterFault('stopped');
}

/** Each row in order; how long each took. A sentence that was begun is not called off: it might have been carried out. */
async function changeRows({ held, plan: { steps, changes } }: Guarded, until: AbortSignal): Promise<Took> {
  const took: (number | null)[] = changes.map(() => null);
  for (const [index, row] of changes.entries()) {
    const step = steps[row.step];
    if (row.deed === 'keep' || step === undefined) continue;
    goOn(until);
    const began = performance.now();
    for (const sentence of changeSentences(step, row))
      await held.say(sentence).catch((error: unknown) => {
        if (!hasPassed(error, step, row)) throw withoutSecrets(error, step);
      });
    took[index] = performance.now() - began;
  }
  return took;
}

/** A router may repeat what it did not take; what it says is kept and shown. */
function withoutSecrets(error: unknown, { fields, ...step }: Step): unknown {
  if (!(error instanceof RouterFault)) return error;
  const { secrets } = permittedOf({ ...step, fields });
  const message = secrets.reduce((text, name) => text.replaceAll(fields[name] || '\0', redacted), error.message);
  return message === error.message ? error : new RouterFault(error.code, message);
}

/** What comes and goes by itself may have gone. */
const hasPassed = (error: unknown, step: Step, { deed }: RowChange): boolean =>
  deed === 'remove' &&
  isPassing(step) &&
  error instanceof RouterFault &&
  error.code === 'trap' &&
  error.message.startsWith('no such item');

/** A second connection, which has to come through while the change is in force. */
async function reach(order: Order, { plan }: Guarded, until: AbortSignal): Promise<Held> {
  const { routers, target } = order;
  const { reachMs, isRadio } = patienceOf(order, plan);
  const tooLong = AbortSignal.timeout(reachMs);
  for (;;) {
    try {
      return await routers.hold(target, AbortSignal.any([until, tooLong]));
    } catch (error) {
      if (until.aborted || !(error instanceof RouterFault)) throw error;
      // Behind a radio that listens for radar first nobody answers, and will all the same.
      if (isRadio && !tooLong.aborted) {
        await after(makingLimits.againMs, undefined, { signal: until });
        continue;
      }
      const why = tooLong.aborted ? 'It was not answered in time.' : `${faults[error.code].title}: ${error.message}`;
      throw new RouterFault('notReachedAgain', why, { cause: error });
    }
  }
}

/** What comes and goes by itself may take a moment to go. */
async function isReadBack(
  { took, ...guarded }: Guarded & { readonly took: Took },
  again: Held,
  until: AbortSignal,
): Promise<boolean> {
  const { steps } = guarded.plan;
  const patience = performance.now() + makingLimits.passingMs;
  for (;;) {
    const looks = await lookAt(again, steps, until);
    if (isAsPredicted(guarded.plan, looks, took)) return true;
    const isLeft = steps.some((step, index) => isPassing(step) && looks[index]?.length !== 0);
    if (!isLeft || performance.now() > patience) return false;
    await after(makingLimits.againMs, undefined, { signal: until });
  }
}

/** Null where the router does not tell. */
async function othersOf({ target }: Order, { held, history }: Guarded): Promise<ReturnType<typeof othersSince> | null> {
  const now = await historyOf(held);
  return history === null || now === null ? null : othersSince(history, now, target.login.name);
}

/** The change is to stay. Proven by one more look; without it, it may have stayed or not. */
async function release({ guardian, plan }: Guarded, again: Held, others: number | null): Promise<Made> {
  try {
    const isOver = await guardian.release(again);
    if (isOver && isMade(plan, await lookAt(again, plan.steps))) return { state: 'verified', fault: null, others };
    return { state: 'unknown', fault: new RouterFault('notAsPredicted'), others };
  } catch (error) {
    return { state: 'unknown', fault: asFault(error), others };
  }
}

/** All of it back, as long as the connection is there; the router does the same by itself when that is gone. */
async function undo(order: Order, guarded: Guarded, fault: RouterFault): Promise<Made> {
  const { held, guardian, plan } = guarded;
  // That nothing is known of others is no reason to leave it as it is.
  const entries = await othersOf(order, guarded).catch(() => null);
  const others = entries?.length ?? null;
  try {
    await guardian.undo(order.signal);
    // Whoever can write nothing down any more has undone it all the same.
    await order.mark('undone').catch(() => undefined);
    const isBack = standing(plan, await lookAt(held, plan.steps)) === 'before';
    return {
      state: isBack ? 'reverted' : 'unknown',
      fault: plan.rung === 'safeMode' ? told(fault, entries ?? []) : fault,
      others,
    };
  } catch {
    // Whether the router has undone it, and what others did with it, is told by reading back alone.
    return { state: 'unknown', fault, others };
  }
}

const told = (fault: RouterFault, others: ReturnType<typeof othersSince>): RouterFault =>
  others.length === 0
    ? fault
    : new RouterFault(fault.code, `${ended(fault.message)}${ofOthers(others)}`, { cause: fault });

/** The router's own words rarely end as a sentence does. */
const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
