import { safeModeOf } from '@/core/actions/internal';
import type { Guard } from '@/core/change/guard';
import type { Plan } from '@/core/change/predict';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import { refuseTimers, TimerGuardian } from './timer-guardian';

/** What keeps one change of one router safe, on the connection by which it is made. */
export interface Guardian {
  /** Puts it up. Throws RouterFault where that cannot be; then the router is as it was. */
  arm(): Promise<void>;
  /** Whether it is up, and ours. */
  isUp(signal?: AbortSignal): Promise<boolean>;
  /** It could not be taken down before anything was changed, and fires, whatever it finds by then. */
  readonly isLeft: boolean;
  /** Takes it down before anything was changed. */
  drop(): Promise<void>;
  /** Takes it down with the change in force; `again` is the second connection. Returns whether that is proven. */
  release(again: Held): Promise<boolean>;
  /** Has the router undo the change. Throws where it will do so by itself, or nobody will. */
  undo(signal?: AbortSignal): Promise<void>;
}

interface Guarding {
  readonly held: Held;
  readonly guard: Guard;
  readonly plan: Plan;
  /** Its id. */
  readonly change: string;
}

export function guardianOf({ held, guard, plan, change }: Guarding): Guardian {
  if (guard.rung === 'timer') return new TimerGuardian({ held, plan, change });
  return guard.rung === 'none' ? new Unguarded(held) : new SafeModeGuardian(held, plan.identity.routerOs);
}

/** The router's own safe mode, which hangs on the connection: when that goes, the router undoes all of it. */
class SafeModeGuardian implements Guardian {
  /** It goes with the connection. */
  readonly isLeft = false;
  readonly #held: Held;
  readonly #mode: NonNullable<ReturnType<typeof safeModeOf>>;

  constructor(held: Held, routerOs: string) {
    const mode = safeModeOf(routerOs);
    if (mode === null) throw new Error(`RouterOS ${routerOs} has no safe mode over the API`);
    this.#held = held;
    this.#mode = mode;
  }

  async arm(): Promise<void> {
    try {
      await this.#held.say(this.#mode.take);
    } catch (error) {
      // Somebody else has it.
      if (error instanceof RouterFault && error.code === 'trap')
        throw new RouterFault('guardTaken', error.message, { cause: error });
      throw error;
    }
  }

  /** It may have ended without a word, or have been taken over. */
  async isUp(signal?: AbortSignal): Promise<boolean> {
    const [shown] = (await this.#held.say(this.#mode.holder, signal && { signal })).rows;
    return shown?.current === 'true';
  }

  async drop(): Promise<void> {
    // With the connection what others have changed meanwhile would go too.
    await this.#held.say(this.#mode.release);
  }

  async release(again: Held): Promise<boolean> {
    await this.#held.say(this.#mode.release);
    const [shown] = (await again.say(this.#mode.holder)).rows;
    return shown?.enabled === 'false';
  }

  async undo(): Promise<void> {
    await this.#held.say(this.#mode.unroll);
  }
}

/** Nothing undoes it: whoever authorised it was told so. */
class Unguarded implements Guardian {
  readonly isLeft = false;
  readonly #held: Held;

  constructor(held: Held) {
    this.#held = held;
  }

  /** A timer of another change would undo this one as well. */
  async arm(): Promise<void> {
    await refuseTimers(this.#held);
  }

  async isUp(): Promise<boolean> {
    return true;
  }

  async drop(): Promise<void> {
    // There is nothing to take down.
  }

  async release(): Promise<boolean> {
    return true;
  }

  async undo(): Promise<void> {
    throw new RouterFault('noGuard', 'The router does not undo it by itself.');
  }
}
