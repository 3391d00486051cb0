import type { RunRow } from '@/core/runs';
import { asCustomer, type Transaction } from '../db/open';
import { appendRows, type RunRef, type Waiting } from '../db/run-work';
import { sealFor } from '../vault/data-keys';

/** Rows wait for others at most so long before they are stored; the first of a run does not wait. */
const longestWaitMs = 250;
/**
 * Of a run that is one of many nobody waits for the next row: a transaction for each packet of a thousand pings was half of
 * all that the runner did.
 */
const longestPatienceMs = 5_000;
const mostRows = 500;

/** The claim is no longer ours: somebody took this runner for dead and has ended the run. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/**
 * Stores a run's rows in the order they came, sealed and in batches; each is announced when it is committed. What fails
 * is told by `failed`, once, and by `settle`: the rows so far stand.
 */
export class RowStore {
  readonly #run: RunRef;
  readonly #runner: string;
  readonly #failed: (error: unknown) => void;
  readonly #isOneOfMany: boolean;
  #waiting: RunRow[] = [];
  #stored = 0;
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> | null = null;
  #error: unknown = null;

  constructor(run: Waiting, runner: string, failed: (error: unknown) => void) {
    this.#run = run;
    this.#runner = runner;
    this.#failed = failed;
    this.#isOneOfMany = run.bulkRun !== null;
  }

  get rowCount(): number {
    return this.#stored + this.#waiting.length;
  }

  add(row: RunRow): void {
    this.#waiting.push(row);
    const isAwaited = this.#stored === 0 && !this.#isOneOfMany;
    if (isAwaited || this.#waiting.length >= mostRows) this.#flush();
    else this.#wait();
  }

  /**
   * Resolves when nothing is being stored any more; of a run by itself that is all of it, so that whoever ends this process
   * before the outcome has lost no row. Throws what kept rows from it.
   */
  async settle(): Promise<void> {
    while (this.#error === null && (this.#work !== null || (!this.#isOneOfMany && this.#waiting.length > 0))) {
      if (!this.#isOneOfMany) this.#flush();
      await this.#work;
    }
    this.#calm();
    if (this.#error !== null) throw this.#error;
  }

  /** Stores whatever is left, in the transaction that ends the run. False: the claim is not held. */
  async storeRest(db: Transaction['db']): Promise<boolean> {
    while (this.#waiting.length > 0) {
      const rows = this.#waiting.slice(0, mostRows);
      if (!(await this.#append(db, rows))) return false;
      this.#waiting.splice(0, rows.length);
      this.#stored += rows.length;
    }
    return true;
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => this.#flush(), this.#isOneOfMany ? longestPatienceMs : longestWaitMs);
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
        if (this.#waiting.length > 0) this.#wait();
      });
  }

  async #store(rows: readonly RunRow[]): Promise<void> {
    const { id, customerId } = this.#run;
    const isHeld = await asCustomer(customerId, `run:${id}`, ({ db }) => this.#append(db, rows));
    if (!isHeld) throw new ClaimLost('the claim on this run was lost');
    this.#stored += rows.length;
  }

  async #append(db: Transaction['db'], rows: readonly RunRow[]): Promise<boolean> {
    const firstRow = this.#stored;
    const { id, customerId } = this.#run;
    const text = JSON.stringify(rows.map(({ afterMs, sentence, fields }) => [afterMs, sentence, fields]));
    const place = { table: 'run_rows', column: 'sealed', row: `${id}/${firstRow}`, customerId };
    const sealed = await sealFor(db, place, text);
    return appendRows(db, this.#run, this.#runner, { firstRow, rowCount: rows.length, sealed });
  }
}
