import type { Clock } from '@/server/routeros/clock';

/** A clock that stands still until a test lets time pass: nobody sleeps, and a deadline comes when it is meant to. */
export class TestClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  readonly now = () => this.#now;

  readonly after: Clock['after'] = (ms, run) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** How many things are still to come. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Everything that was to come by then comes, in order. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#now = due.at;
      this.#timers.delete(due);
      due.run();
    }
    this.#now = until;
  }
}
