import type { Waiting } from '../db/run-work';

/**
 * Runs that wait for room in this process, in the order in which they are due: those that somebody asked for by themselves
 * before those of bulk runs. What stands here may have been taken or have ended meanwhile; the run's row is the truth.
 */
export class WaitingLine {
  #own: Waiting[] = [];
  #ofBulkRuns: Waiting[] = [];

  get length(): number {
    return this.#own.length + this.#ofBulkRuns.length;
  }

  /** One that was heard of: it stands behind those of its kind. */
  add(one: Waiting): void {
    if (this.#own.every(({ id }) => id !== one.id)) this.#own.push(one);
  }

  /** What the database says waits, in its order. Whoever was heard of since that was read keeps their place. */
  learn(found: readonly Waiting[]): void {
    const own = found.filter(({ bulkRun }) => bulkRun === null);
    const known = new Set(own.map(({ id }) => id));
    this.#own = [...own, ...this.#own.filter(({ id }) => !known.has(id))];
    this.#ofBulkRuns = found.filter(({ bulkRun }) => bulkRun !== null);
  }

  /** The next one; of a bulk run only if one of those may begin. */
  take(mayBeOfBulkRun: boolean): Waiting | undefined {
    return this.#own.shift() ?? (mayBeOfBulkRun ? this.#ofBulkRuns.shift() : undefined);
  }
}
