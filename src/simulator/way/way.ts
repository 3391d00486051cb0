import type { RouterState } from '../state';
import type { Arrival, Verdict } from './packet';
import { verdictOn } from './verdict';

/**
 * The way on which we reach a router. It is open when the router starts; nobody looks at it before something is changed,
 * so that a fleet that is only read stays small.
 */
export class Way {
  readonly arrival: Arrival;
  /** For connections that are there, and for those that would come. */
  standing: Verdict = 'open';
  fresh: Verdict = 'open';
  /** Told when either is not what it was. */
  readonly watchers = new Set<() => void>();
  readonly #state: RouterState;

  constructor(state: RouterState, arrival: Arrival) {
    this.#state = state;
    this.arrival = arrival;
    state.watchers.add(() => this.#look());
  }

  /** Settles once somebody new may come in. */
  async opened(): Promise<void> {
    while (this.fresh !== 'open') await new Promise<void>((resolve) => this.#once(resolve));
  }

  #once(tell: () => void): void {
    const watch = () => {
      this.watchers.delete(watch);
      tell();
    };
    this.watchers.add(watch);
  }

  #look(): void {
    const [standing, fresh] = [this.standing, this.fresh];
    this.standing = verdictOn(this.#state, this.arrival, 'established');
    this.fresh = verdictOn(this.#state, this.arrival, 'new');
    if (standing === this.standing && fresh === this.fresh) return;
    for (const watch of [...this.watchers]) watch();
  }
}
