/**
 * What will happen to a router by itself, at its moment. No timer runs for it: it happens when somebody next looks, in the
 * order of the moments, and as if it had been on time.
 */
export class Upcoming {
  readonly #due: { readonly at: number; readonly happen: (at: number) => void }[] = [];

  /** `at` in milliseconds since 1970; `happen` is told the same. */
  plan(at: number, happen: (at: number) => void): void {
    this.#due.push({ at, happen });
    this.#due.sort((one, other) => one.at - other.at);
  }

  catchUp(): void {
    for (let next = this.#due[0]; next !== undefined && next.at <= Date.now(); next = this.#due[0]) {
      // First taken out: what happens may look at the router, which catches up again.
      this.#due.shift();
      next.happen(next.at);
    }
  }
}
