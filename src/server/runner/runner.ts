import { randomUUID } from 'node:crypto';
import type { RunRef } from '../db/run-work';
import { Routers, type RoutersOptions } from '../routeros/routers';
import { goRound, type Round } from './clock';
import { Dispatcher } from './dispatcher';
import { rounds } from './housekeeping';
import { Prober } from './prober';

/** What is at work when the runner is told to end may finish for so long; a supervisor waits longer than that. */
const patienceMs = 15_000;

export interface RunnerOptions {
  readonly dial: RoutersOptions['dial'];
  /** What failed, and why: `round` names the work, or the run. */
  readonly onFailure: (what: { readonly round: string } | RunRef, error: unknown) => void;
}

/** Everything that happens without a request: runs, probes, housekeeping. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #routers: Routers;
  readonly #dispatcher: Dispatcher;
  readonly #prober: Prober;
  readonly #told = new AbortController();
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    const { dial, onFailure } = options;
    this.#options = options;
    this.#routers = new Routers(dial === undefined ? {} : { dial });
    this.#dispatcher = new Dispatcher({
      routers: this.#routers,
      runner: `runner-${randomUUID()}`,
      onFailure: (error, run) => onFailure(run, error),
    });
    this.#prober = new Prober(this.#routers, (error) => onFailure({ round: 'probe' }, error));
  }

  begin(): void {
    const [dispatcher, prober] = [this.#dispatcher, this.#prober];
    dispatcher.begin();
    prober.begin();
    const all: readonly Round[] = [
      ...rounds,
      { name: 'dispatch', seconds: 5, work: () => dispatcher.look() },
      { name: 'devices', seconds: 30, work: () => prober.learn() },
      { name: 'probe', seconds: 1, work: () => prober.ask(new Date()) },
      { name: 'status', seconds: 1, work: () => prober.note() },
    ];
    this.#rounds = goRound(all, this.#told.signal, (round, error) => this.#options.onFailure({ round }, error));
  }

  /** Finishes the work at hand, interrupts what takes longer than `patience`, and lets every router go. */
  async end(patience = patienceMs): Promise<void> {
    this.#told.abort();
    await this.#dispatcher.end(patience);
    await this.#prober.end();
    await this.#rounds;
    await this.#routers.close();
  }
}
