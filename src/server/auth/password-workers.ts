import { Worker } from 'node:worker_threads';
import { AppError } from '@/core/errors';
import type { PasswordJob } from './password.worker';
import { nobodysHash, peppered } from './password-hash';
import type { AcceptedPassword } from './password-policy';

/** A place in the queue. Only its holder can have a password looked at. */
export interface PasswordPlace {
  /** Whether this is the password behind the hash. `null`, nobody's hash: takes as long, and is never true. */
  matches(typed: string, hash: string | null): Promise<boolean>;
  hash(password: AcceptedPassword): Promise<string>;
}

interface Waiting {
  readonly job: PasswordJob;
  readonly settle: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

export interface PasswordRoom {
  /** The bundled password.worker.js. */
  readonly file: string;
  readonly threads: number;
  /** How many may be in the queue or at work. */
  readonly places: number;
}

/**
 * bcrypt in threads of our own: a hundred sign-ins at once stopped the event loop for ten seconds on the main thread, and
 * Node's own thread pool also carries DNS and files. The queue is bounded: beyond it the answer is an honest 503.
 */
export class PasswordWorkers {
  #admitted = 0;
  readonly #waiting: Waiting[] = [];
  readonly #idle = new Set<Worker>();
  readonly #current = new Map<Worker, Waiting>();
  readonly #all = new Set<Worker>();

  constructor(
    readonly pepper: Buffer,
    readonly room: PasswordRoom,
  ) {}

  /** Gives `work` a place, or throws AppError('unavailable') at once, before anything was looked up or counted. */
  async admit<T>(work: (place: PasswordPlace) => Promise<T>): Promise<T> {
    if (this.#admitted >= this.room.places) {
      throw new AppError('unavailable', 'Too many people are signing in at this moment. Try again in ten seconds.');
    }
    this.#admitted += 1;
    try {
      return await work({
        matches: async (typed, hash) => {
          const job = { text: peppered(this.pepper, typed), hash: hash ?? nobodysHash };
          return (await this.#run(job)) === true && hash !== null;
        },
        hash: async (password) => String(await this.#run({ text: peppered(this.pepper, password), hash: null })),
      });
    } finally {
      this.#admitted -= 1;
    }
  }

  async close(): Promise<void> {
    for (const { fail } of this.#waiting.splice(0)) fail(lost());
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #run(job: PasswordJob): Promise<unknown> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ job, settle, fail });
      const [idle] = this.#idle;
      const worker = idle ?? (this.#all.size < this.room.threads ? this.#start() : undefined);
      if (!worker) return;
      this.#idle.delete(worker);
      this.#next(worker);
    });
  }

  #start(): Worker {
    // No environment: nothing a hash needs is in it.
    const worker = new Worker(this.room.file, { env: {}, execArgv: [] });
    this.#all.add(worker);
    // Its being there must not keep a process alive that has nothing else to do.
    worker.unref();
    worker.on('message', (answer) => {
      this.#take(worker)?.settle(answer);
      this.#next(worker);
    });
    // After an error comes the exit.
    worker.on('error', (error) => this.#take(worker)?.fail(lost(error)));
    worker.on('exit', () => {
      this.#all.delete(worker);
      this.#take(worker)?.fail(lost());
      if (this.#waiting.length > 0) this.#next(this.#start());
    });
    return worker;
  }

  /** Hands a worker the next job, one at a time, so that when it dies one job is lost and not the queue. */
  #next(worker: Worker): void {
    const next = this.#waiting.shift();
    if (!next) {
      this.#idle.add(worker);
      return;
    }
    this.#current.set(worker, next);
    worker.postMessage(next.job);
  }

  #take(worker: Worker): Waiting | undefined {
    const taken = this.#current.get(worker);
    this.#current.delete(worker);
    this.#idle.delete(worker);
    return taken;
  }
}

function lost(cause?: Error): AppError {
  return new AppError('unavailable', 'The password could not be checked. Try again.', cause ? { cause } : {});
}
