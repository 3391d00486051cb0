/**
 * The server's time on a machine whose clock may be wrong. Whatever the server dated has happened by now, so each date
 * is a lower bound of its clock; the highest one is the best guess, late by no more than the way here took.
 */
export class ServerClock {
  #aheadMs = Number.NEGATIVE_INFINITY;

  /** `date` is the server's, ISO 8601; `here` is this machine's time of hearing it, in milliseconds. */
  note(date: string, here: number): void {
    const ahead = Date.parse(date) - here;
    if (ahead > this.#aheadMs) this.#aheadMs = ahead;
  }

  /** Milliseconds since 1970 by the server's clock; by this machine's before the server dated anything. */
  now(here: number): number {
    return Number.isFinite(this.#aheadMs) ? here + this.#aheadMs : here;
  }
}
