import type { Clock } from './clock';
import { RouterFault } from './fault';

interface Room {
  readonly slots: number;
  /** How many may wait. */
  readonly queue: number;
  readonly waitMs: number;
}

/** Whoever is patient lets the others go first. */
export interface Turn {
  readonly signal?: AbortSignal | undefined;
  readonly isPatient?: boolean | undefined;
}

/** So many at a time; some more wait, in order and not for ever; the rest is `busy`. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();
  readonly #patient = new Set<() => void>();

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
  async take({ signal, isPatient }: Turn = {}): Promise<() => void> {
    if (signal?.aborted) throw new RouterFault('stopped');
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(isPatient === true ? this.#patient : this.#waiting, signal);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const [next] = this.#waiting.size > 0 ? this.#waiting : this.#patient;
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  #turn(line: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size + this.#patient.size >= this.room.queue) throw new RouterFault('busy');
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.delete(go);
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
      line.add(go);
    });
  }
}
