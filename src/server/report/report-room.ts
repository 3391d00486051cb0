import { Worker } from 'node:worker_threads';
import { AppError } from '@/core/errors';
import type { ReportJob } from './report-job';

export interface ReportLimits {
  /** The bundled report.worker.js. */
  readonly file: string;
  /** How many may wait or be at work. */
  readonly places: number;
  /** How long a place is held, from when it was taken: whoever asked is gone by then. */
  readonly timeMs: number;
  /** How large the worker's heap may grow. */
  readonly memoryMb: number;
}

/** A place in the room. It is given back, whatever happened. */
export interface ReportPlace {
  /** Throws AppError: `unavailable` (too slow, nobody waits any more, the worker died) or `tooLarge` (out of memory). */
  draw(job: ReportJob): Promise<Uint8Array>;
  leave(): void;
}

const elsewhere = 'Export the session as CSV or JSON: both hold every row.';

export const tooLargeForPdf = (cause?: Error): AppError =>
  new AppError('tooLarge', `The session is too large for a PDF. ${elsewhere}`, cause === undefined ? {} : { cause });

/**
 * Makes PDFs one after the other, each in a worker of its own: laying one out blocks its thread for seconds, and only a
 * thread that ends gives all of its memory back. Places are few and one a person, and whoever left is not worked for.
 */
export class ReportRoom {
  readonly #takers = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly limits: ReportLimits) {}

  /** A place for `who`, until they leave it or `left` aborts. Throws AppError where there is none. */
  take(who: string, left?: AbortSignal): ReportPlace {
    if (this.#takers.has(who))
      throw new AppError('tooMany', 'Your last PDF is still being made. Wait for it, or stop its download.');
    if (this.#takers.size >= this.limits.places)
      throw new AppError('unavailable', 'Too many reports are being made at this moment. Try again in a minute.');
    this.#takers.add(who);
    const late = AbortSignal.timeout(this.limits.timeMs);
    const over = left === undefined ? late : AbortSignal.any([left, late]);
    return { draw: (job) => this.#inTurn(job, over), leave: () => void this.#takers.delete(who) };
  }

  #inTurn(job: ReportJob, over: AbortSignal): Promise<Uint8Array> {
    const made = this.#last.then(() => this.#run(job, over));
    // How one ends is told to whoever asked for it; the next only waits for it to be over.
    this.#last = made.catch(() => undefined);
    return Promise.race([made, this.#tooLate(over)]);
  }

  /** Also for whoever is still waiting for a turn. */
  #tooLate(over: AbortSignal): Promise<never> {
    return new Promise((_, fail) => {
      const late = () => {
        const seconds = Math.round(this.limits.timeMs / 1000);
        fail(new AppError('unavailable', `The report was not ready within ${seconds} seconds. ${elsewhere}`));
      };
      if (over.aborted) late();
      else over.addEventListener('abort', late, { once: true });
    });
  }

  async #run({ record, cover }: ReportJob, over: AbortSignal): Promise<Uint8Array> {
    if (over.aborted) throw lost();
    const own = ownMemory(record);
    const worker = new Worker(this.limits.file, {
      workerData: { record: own, cover } satisfies ReportJob,
      transferList: [own.buffer],
      // React's own code for production; nothing else of the environment is in it.
      env: { NODE_ENV: 'production' },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb },
    });
    const stop = () => void worker.terminate();
    over.addEventListener('abort', stop, { once: true });
    return new Promise((settle, fail) => {
      let [pdf, cause]: [Uint8Array | null, Error | undefined] = [null, undefined];
      worker.once('message', (made: Uint8Array) => {
        pdf = made;
      });
      worker.once('error', (error) => {
        cause = error;
      });
      // It comes after all else, and not before it are two never alive at once.
      worker.once('exit', () => {
        over.removeEventListener('abort', stop);
        if (pdf === null) fail(lost(cause));
        else settle(pdf);
      });
    });
  }
}

/** The bytes in memory that is theirs alone and can change hands: Node's small buffers share one piece of it. */
function ownMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
  return isWhole ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function lost(cause?: Error): AppError {
  if (cause !== undefined && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY') return tooLargeForPdf(cause);
  const options = cause === undefined ? {} : { cause };
  return new AppError('unavailable', `The report could not be made. Try again, or: ${elsewhere}`, options);
}
