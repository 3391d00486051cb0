import type { Clock } from './clock';
import { RouterFault } from './fault';

interface Room {
  readonly slots: number;
  /** How many may wait. */
  readonly queue: number;
  readonly waitMs: number;
}

/** So many at a time; some more wait, in order and not for ever; the rest is `busy`. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly room: Room,
    private readonly clock: Clock,
  ) {
    this.#free = room.slots;
  }

  get areAllFree(): boolean {
    return this.#free === this.room.slots;
  }

  /** Gives a slot; what it returns gives it back, once. Throws RouterFault `busy`, or `stopped` if the signal aborts. */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw new RouterFault('stopped');
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const [next] = this.#waiting;
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  #turn(signal?: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.room.queue) throw new RouterFault('busy');
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go);
        callOff();
        signal?.removeEventListener('abort', stop);
      };
      const go = () => {
        leave();
        resolve();
      };
      const stop = () => {
        leave();
        reject(new RouterFault('stopped'));
      };
      const callOff = this.clock.after(this.room.waitMs, () => {
        leave();
        reject(new RouterFault('busy', `no turn came within ${this.room.waitMs / 1000} s`));
      });
      signal?.addEventListener('abort', stop);
      this.#waiting.add(go);
    });
  }
}
