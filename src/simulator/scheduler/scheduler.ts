import type { Fields } from '../command';
import type { RouterState } from '../state';
import type { Item } from '../table';
import { dueAfter } from './due';

export const path = '/system/scheduler';

/** The longest that a timer of this process waits. */
const longest = 2 ** 31 - 1;

interface Planned {
  /** What it was planned from: when it is changed, it is planned anew. */
  readonly fields: Readonly<Fields>;
  at: number | null;
  runs: number;
}

/** Runs what is scheduled at its time. A router without schedules has no timer, and none keeps this process alive. */
export class Scheduler {
  readonly #state: RouterState;
  readonly #run: (item: Item) => Promise<void>;
  readonly #planned = new Map<Item, Planned>();
  #timer: NodeJS.Timeout | null = null;
  #bootedAt: number;
  #skewMs: number;

  constructor(state: RouterState, run: (item: Item) => Promise<void>) {
    this.#state = state;
    this.#run = run;
    this.#bootedAt = state.bootedAt;
    this.#skewMs = state.clockSkewMs;
    state.watchers.add(() => this.#plan());
  }

  /** What the router counts and knows of a schedule. */
  plannedOf(item: Item): { readonly runs: number; readonly at: number | null } {
    return this.#planned.get(item) ?? { runs: 0, at: null };
  }

  /** As if so long had passed at once, by its clock too: what was due meanwhile runs now. Resolves when it has. */
  async letPass(ms: number): Promise<void> {
    for (const planned of this.#planned.values()) if (planned.at !== null) planned.at -= ms;
    this.#state.clockSkewMs += ms;
    this.#skewMs = this.#state.clockSkewMs;
    await this.#wake();
    this.#arm();
  }

  #plan(): void {
    // A reboot forgets how often it ran, and what fell into it.
    if (this.#bootedAt !== this.#state.bootedAt) this.#planned.clear();
    this.#bootedAt = this.#state.bootedAt;
    // What a clock that is set jumps over is not made up for either; what has run counts on.
    if (this.#skewMs !== this.#state.clockSkewMs)
      for (const planned of this.#planned.values()) Object.assign(planned, { fields: {} });
    this.#skewMs = this.#state.clockSkewMs;
    const items = this.#state.built.get(path)?.items ?? [];
    for (const item of [...this.#planned.keys()]) if (!items.includes(item)) this.#planned.delete(item);
    for (const item of items) {
      const known = this.#planned.get(item);
      if (known?.fields === item.fields) continue;
      const at = dueAfter(this.#state, item.fields, Date.now());
      this.#planned.set(item, { fields: item.fields, at, runs: known?.runs ?? 0 });
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const times = [...this.#planned.values()].flatMap(({ at }) => (at === null ? [] : [at]));
    if (times.length === 0) return;
    const wait = Math.min(longest, Math.max(1, Math.min(...times) - Date.now()));
    this.#timer = setTimeout(() => void this.#wake(), wait);
    this.#timer.unref();
  }

  async #wake(): Promise<void> {
    this.#timer = null;
    // While it boots nothing runs, and what was due then is not made up for.
    if (!this.#state.isUp) return;
    const now = Date.now();
    const due: Item[] = [];
    // In the order they stand: the table's, not that in which they were planned.
    for (const item of this.#state.built.get(path)?.items ?? []) {
      const planned = this.#planned.get(item);
      if (planned === undefined || planned.at === null || planned.at > now) continue;
      planned.at = dueAfter(this.#state, item.fields, now);
      planned.runs++;
      due.push(item);
    }
    this.#arm();
    for (const item of due) await this.#run(item);
  }
}
