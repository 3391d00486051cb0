import { counter } from './values';

/**
 * How long a table may be to be read. The form at `place` counts it first (`ret`); above `rows` it is not read unless the
 * parameter `unless` was given: to go through all of a busy router's table costs it more than the answer is worth.
 */
export interface Ceiling {
  readonly place: number;
  readonly rows: number;
  readonly unless: string;
}

/** Notes what was counted, and says what it is too much for. */
export class Counted {
  readonly #counts = new Map<number, bigint>();

  /** A row of the answer at `place`; one that counts nothing is passed over. */
  take(place: number, fields: Readonly<Record<string, string>>): void {
    const count = counter(fields.ret ?? '');
    if (count !== null) this.#counts.set(place, count);
  }

  /** Why what bears this ceiling is not to be said, for a person; null when it may be, or when nothing was counted. */
  against(ceiling: Ceiling | undefined): string | null {
    const count = ceiling === undefined ? undefined : this.#counts.get(ceiling.place);
    if (ceiling === undefined || count === undefined || count <= BigInt(ceiling.rows)) return null;
    const [has, most] = [count, ceiling.rows].map((rows) => rows.toLocaleString('en-US'));
    return `The router has ${has} rows in this table; more than ${most} are gone through only with a ${ceiling.unless} given.`;
  }
}
