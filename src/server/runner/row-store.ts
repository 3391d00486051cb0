import type { RunRow } from '@/core/runs';
import { asCustomer } from '../db/open';
import { appendRows, type RunRef } from '../db/run-work';
import { sealFor } from '../vault/data-keys';

/** Rows wait for others at most so long before they are stored; the first of a run does not wait. */
const longestWaitMs = 250;
const mostRows = 500;

/** The claim is no longer ours: somebody took this runner for dead and has ended the run. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/**
 * Stores a run's rows in the order they came, sealed and in batches; each is announced when it is committed. What fails
 * is told by `failed`, once, and by `end`: the rows so far stand.
 */
export class RowStore {
  readonly #run: RunRef;
  readonly #runner: string;
  readonly #failed: (error: unknown) => void;
  #waiting: RunRow[] = [];
  #stored = 0;
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> | null = null;
  #error: unknown = null;

  constructor(run: RunRef, runner: string, failed: (error: unknown) => void) {
    this.#run = run;
    this.#runner = runner;
    this.#failed = failed;
  }

  get rowCount(): number {
    return this.#stored + this.#waiting.length;
  }

  add(row: RunRow): void {
    this.#waiting.push(row);
    if (this.#stored === 0 || this.#waiting.length >= mostRows) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), longestWaitMs);
  }

  /** Resolves when all rows are stored. Throws what kept them from it. */
  async end(): Promise<void> {
    while (this.#error === null && (this.#work !== null || this.#waiting.length > 0)) {
      this.#flush();
      await this.#work;
    }
    this.#calm();
    if (this.#error !== null) throw this.#error;
  }

  #calm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** One batch at a time; what comes meanwhile waits for the next. */
  #flush(): void {
    this.#calm();
    if (this.#work !== null || this.#error !== null || this.#waiting.length === 0) return;
    const rows = this.#waiting.splice(0, mostRows);
    this.#work = this.#store(rows)
      .catch((error: unknown) => {
        this.#error = error;
        this.#failed(error);
      })
      .finally(() => {
        this.#work = null;
        if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#flush(), longestWaitMs);
      });
  }

  async #store(rows: readonly RunRow[]): Promise<void> {
    const firstRow = this.#stored;
    const { id, customerId } = this.#run;
    const text = JSON.stringify(rows.map(({ afterMs, sentence, fields }) => [afterMs, sentence, fields]));
    const isHeld = await asCustomer(customerId, `run:${id}`, async ({ db }) => {
      const place = { table: 'run_rows', column: 'sealed', row: `${id}/${firstRow}`, customerId };
      const sealed = await sealFor(db, place, text);
      return appendRows(db, this.#run, this.#runner, { firstRow, rowCount: rows.length, sealed });
    });
    if (!isHeld) throw new ClaimLost('the claim on this run was lost');
    this.#stored += rows.length;
  }
}
