import { setTimeout as after } from 'node:timers/promises';
import { type Patience, patienceFor, whyNoClock } from '@/core/change/guard';
import { inverse } from '@/core/change/inverse';
import type { Plan } from '@/core/change/predict';
import {
  clockAsked,
  isSet,
  ownPrefix,
  readClock,
  type Timer,
  timerAsked,
  timerNames,
  timerRemoved,
  timerSentence,
  timersOf,
  type When,
} from '@/core/change/timer';
import { scriptText, undoScript } from '@/core/change/undo-script';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import type { Guardian } from './guardian';

/** How often it is looked whether a router has undone it, and how long that may take after its moment. Milliseconds. */
const againMs = 250;
const undoingMs = 20_000;
/** From now until the timer fires that undoes it at once: the clock of a router shows whole seconds. */
const atOnceMs = 2_000;

/**
 * Timers on a router that has no safe mode over the API: one fires at a moment of its own clock, and one when it has started
 * anew, for what was due while it was off is not made up for. Each runs the same script: the change back, and then all of the
 * timers away.
 */
export class TimerGuardian implements Guardian {
  readonly #held: Held;
  readonly #names: ReturnType<typeof timersOf>;
  readonly #script: string;
  readonly #patience: Patience;
  /** When the first of them fires, on the router's clock. */
  #firesAt = 0;
  #isLeft = false;

  constructor({ held, plan, change }: { readonly held: Held; readonly plan: Plan; readonly change: string }) {
    const script = undoScript(inverse(plan), plan);
    if (typeof script === 'string') throw new RouterFault('noGuard', script);
    this.#held = held;
    this.#names = timersOf(change);
    this.#script = scriptText(script, Object.values(this.#names));
    this.#patience = patienceFor(plan);
  }

  async arm(): Promise<void> {
    await refuseTimers(this.#held);
    const { at, isIso } = await this.#clock(this.#held);
    const why = whyNoClock(at);
    if (why !== null) throw new RouterFault('noGuard', why);
    this.#firesAt = at + this.#patience.firesMs;
    const [late, startup] = this.#timers({ at: this.#firesAt, isIso });
    // The one at the start comes second and goes first: alone, it would undo the change whenever the router starts anew.
    try {
      for (const timer of [late, startup]) await this.#held.say(timerSentence(timer));
    } catch (error) {
      // What stays fires: until it has, nobody says that nothing is left.
      await this.drop().catch(() => undefined);
      throw error;
    }
  }

  async isUp(signal?: AbortSignal): Promise<boolean> {
    const { at, isIso } = await this.#clock(this.#held, signal);
    if (at >= this.#firesAt - atOnceMs) return false;
    for (const timer of this.#timers({ at: this.#firesAt, isIso })) {
      const { rows } = await this.#held.say(timerAsked(timer.name), signal && { signal });
      const [row] = rows;
      if (rows.length !== 1 || row === undefined || !isSet(timer, row)) return false;
    }
    return true;
  }

  async drop(): Promise<void> {
    this.#isLeft = true;
    await this.#disarm();
    this.#isLeft = false;
  }

  get isLeft(): boolean {
    return this.#isLeft;
  }

  async release(again: Held): Promise<boolean> {
    await this.#disarm();
    if (!(await this.#areGone(again))) return false;
    // What was there until now, before its moment by the router's own clock, has not fired.
    return (await this.#clock(again)).at < this.#firesAt;
  }

  /** By one more timer, whose moment is now: what undoes it is always the same, and that of before stays until it has. */
  async undo(signal?: AbortSignal): Promise<void> {
    const { at, isIso } = await this.#clock(this.#held);
    const when = { at: at + atOnceMs, isIso };
    await this.#held.say(timerSentence({ name: this.#names.now, when, script: this.#script }));
    const patience = performance.now() + undoingMs;
    while (!(await this.#areGone(this.#held))) {
      if (performance.now() > patience) throw new RouterFault('timedOut', 'The timer on the router has not fired yet.');
      await after(againMs, undefined, signal && { signal });
    }
  }

  #timers(when: When): readonly [late: Timer, startup: Timer] {
    const [script, { late, startup }] = [this.#script, this.#names];
    return [
      { name: late, when, script },
      { name: startup, when: 'startup', script },
    ];
  }

  async #clock(held: Held, signal?: AbortSignal): Promise<Exclude<When, 'startup'>> {
    const clock = readClock((await held.say(clockAsked(), signal && { signal })).rows[0]);
    if (clock === null) throw new RouterFault('malformed', 'The clock of the router cannot be read.');
    return clock;
  }

  async #disarm(): Promise<void> {
    for (const name of [this.#names.startup, this.#names.late]) {
      const [row] = (await this.#held.say(timerAsked(name))).rows;
      if (row !== undefined) await this.#held.say(timerRemoved(row['.id'] ?? ''));
    }
  }

  #areGone(held: Held): Promise<boolean> {
    return areGone(held, this.#names);
  }
}

/** Throws RouterFault `guardTaken` where a timer of ours is on the router: it would undo what is made now as well. */
export async function refuseTimers(held: Held): Promise<void> {
  const { rows } = await held.say(timerNames());
  if (rows.some(({ name = '' }) => name.startsWith(ownPrefix)))
    throw new RouterFault('guardTaken', 'A timer of Routeward is on this router already, and may yet fire.');
}

/** Whether none of these timers is on the router any more: by then it has undone the change, or never will. */
export async function areGone(held: Held, names: ReturnType<typeof timersOf>, signal?: AbortSignal): Promise<boolean> {
  for (const name of Object.values(names))
    if ((await held.say(timerAsked(name), signal && { signal })).rows.length > 0) return false;
  return true;
}
