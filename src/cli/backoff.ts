const firstMs = 100;
const longestMs = 10_000;
/** Whoever lived this long was well; the next end is a new story. */
const wellMs = 30_000;

/** How long to wait before something that ended is started again: at first hardly, then doubling to ten seconds. */
export class Backoff {
  #waitMs = firstMs;

  next(livedMs: number): number {
    if (livedMs > wellMs) this.#waitMs = firstMs;
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(waitMs * 2, longestMs);
    return waitMs;
  }
}
