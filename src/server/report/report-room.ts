import { Worker } from 'node:worker_threads';
import { AppError } from '@/core/errors';
import type { ReportJob } from './report-job';

export interface ReportLimits {
  /** The bundled report.worker.js. */
  readonly file: string;
  /** How many may wait or be at work. */
  readonly places: number;
  /** How long one may take. */
  readonly timeMs: number;
  /** How large the worker's heap may grow. */
  readonly memoryMb: number;
}

const elsewhere = 'Export the session as CSV or JSON: both hold every row.';

/**
 * Makes PDFs one after the other, each in a worker of its own: laying one out blocks its thread for seconds, and only a
 * thread that ends gives all of its memory back. The queue is bounded: beyond it the answer is an honest 503.
 */
export class ReportRoom {
  #admitted = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly limits: ReportLimits) {}

  /** Throws AppError: `unavailable` (no place, too slow, the worker died) or `tooLarge` (out of memory). */
  async make(job: ReportJob): Promise<Uint8Array> {
    if (this.#admitted >= this.limits.places)
      throw new AppError('unavailable', 'Too many reports are being made at this moment. Try again in a minute.');
    this.#admitted += 1;
    const made = this.#last.then(() => this.#run(job));
    // How one ends is told to whoever asked for it; the next only waits for it to be over.
    this.#last = made.catch(() => undefined);
    try {
      return await made;
    } finally {
      this.#admitted -= 1;
    }
  }

  #run({ record, cover }: ReportJob): Promise<Uint8Array> {
    const own = ownMemory(record);
    const worker = new Worker(this.limits.file, {
      workerData: { record: own, cover } satisfies ReportJob,
      transferList: [own.buffer],
      // React's own code for production; nothing else of the environment is in it.
      env: { NODE_ENV: 'production' },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb },
    });
    return new Promise((settle, fail) => {
      let pdf: Uint8Array | null = null;
      const timer = setTimeout(() => {
        const seconds = Math.round(this.limits.timeMs / 1000);
        fail(new AppError('unavailable', `The report was not ready within ${seconds} seconds. ${elsewhere}`));
        void worker.terminate();
      }, this.limits.timeMs);
      worker.once('message', (made: Uint8Array) => {
        pdf = made;
      });
      // After an error comes the exit.
      worker.once('error', (cause) => fail(lost(cause)));
      // Not before, so that two are never alive at once.
      worker.once('exit', () => {
        clearTimeout(timer);
        if (pdf === null) fail(lost());
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
  const isFull = cause !== undefined && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isFull) return new AppError('tooLarge', `The session is too large for a PDF. ${elsewhere}`, { cause });
  const options = cause === undefined ? {} : { cause };
  return new AppError('unavailable', `The report could not be made. Try again, or: ${elsewhere}`, options);
}
