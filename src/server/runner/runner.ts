import { randomUUID } from 'node:crypto';
import type { RunRef } from '../db/run-work';
import type { Ways } from '../post/deliver';
import { Routers, type RoutersOptions } from '../routeros/routers';
import type { AllowedRanges } from './allowed-ranges';
import { postChanges } from './change-post';
import { Changer } from './changer';
import { goRound, type Round } from './clock';
import { Conductor } from './conductor';
import { Courier } from './courier';
import { Dispatcher, type DispatcherOptions } from './dispatcher';
import { eraseCustomers } from './erase-customers';
import { Exporter } from './exporter';
import { rounds } from './housekeeping';
import { Piecework } from './piecework';
import { Prober } from './prober';
import { Seeker } from './seeker';
import { Snapshotter } from './snapshotter';
import { tryTemplates } from './try-templates';
import { type RotateSigningKey, turnKeys } from './turn-keys';
import { Watchman } from './watchman';

/** What is at work when the runner is told to end may finish for so long; a supervisor waits longer than that. */
const patienceMs = 15_000;

export interface RunnerOptions {
  readonly dial: RoutersOptions['dial'];
  /** Which addresses `dial` lets through besides; the demo asks nobody. */
  readonly ranges?: AllowedRanges;
  /** Where a webhook is, or a throw. */
  readonly resolve: Ways['resolve'];
  /** Makes a signing key, where somebody asked for one, and returns its name. */
  readonly rotateSigningKey: RotateSigningKey;
  /** How long a round took. */
  readonly onRound?: (round: string, seconds: number) => void;
  /** How a run ended, and how long after it was claimed. */
  readonly onRunEnded?: DispatcherOptions['onEnded'];
  /** What failed, and why: `round` names the work, or the run. */
  readonly onFailure: (what: { readonly round: string } | RunRef, error: unknown) => void;
}

/** Everything that happens without a request: runs, probes, housekeeping. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #routers: Routers;
  readonly #dispatcher: Dispatcher;
  readonly #prober: Prober;
  readonly #snapshotter: Snapshotter;
  readonly #seeker: Seeker;
  readonly #changer: Changer;
  readonly #conductor: Conductor;
  readonly #exporter: Exporter;
  readonly #courier: Courier;
  readonly #watchman: Watchman;
  readonly #keyWork: Piecework;
  readonly #erasing: Piecework;
  readonly #trials: Piecework;
  readonly #told = new AbortController();
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    const { dial, resolve, onFailure, onRunEnded } = options;
    this.#options = options;
    this.#routers = new Routers(dial === undefined ? {} : { dial });
    const [routers, runner] = [this.#routers, `runner-${randomUUID()}`];
    this.#dispatcher = new Dispatcher({
      routers,
      runner,
      onEnded: onRunEnded,
      onFailure: (error, run) => onFailure(run ?? { round: 'dispatch' }, error),
    });
    this.#seeker = new Seeker({ routers, runner, onFailure: (error) => onFailure({ round: 'lookup' }, error) });
    this.#changer = new Changer({ routers, runner, onFailure: (error) => onFailure({ round: 'changes' }, error) });
    this.#conductor = new Conductor((error) => onFailure({ round: 'rollouts' }, error));
    this.#courier = new Courier({ resolve, onFailure: (error) => onFailure({ round: 'post' }, error) });
    this.#watchman = new Watchman({ resolve, onFailure: (error) => onFailure({ round: 'alarms' }, error) });
    this.#prober = new Prober(this.#routers, (error) => onFailure({ round: 'probe' }, error));
    this.#snapshotter = new Snapshotter(this.#routers, (error) => onFailure({ round: 'snapshots' }, error));
    const onKeyFailure = (error: unknown) => onFailure({ round: 'keys' }, error);
    this.#keyWork = new Piecework(() => turnKeys(options.rotateSigningKey, onKeyFailure), onKeyFailure);
    this.#erasing = new Piecework(eraseCustomers, (error) => onFailure({ round: 'erase' }, error));
    const trying = () => tryTemplates(runner, this.#told.signal, (error) => onFailure({ round: 'trials' }, error));
    this.#trials = new Piecework(trying, (error) => onFailure({ round: 'trials' }, error), 'routeward_trial');
    this.#exporter = new Exporter((error) => onFailure({ round: 'export' }, error));
  }

  begin(): void {
    const [dispatcher, prober, seeker, courier] = [this.#dispatcher, this.#prober, this.#seeker, this.#courier];
    this.#options.ranges?.begin(() => this.#routers.releaseAll());
    dispatcher.begin();
    prober.begin();
    seeker.begin();
    this.#changer.begin();
    this.#conductor.begin();
    this.#exporter.begin();
    this.#keyWork.begin();
    this.#erasing.begin();
    this.#trials.begin();
    courier.begin();
    const all: readonly Round[] = [
      ...rounds,
      { name: 'dispatch', seconds: 5, work: () => dispatcher.look() },
      { name: 'post', seconds: 5, work: async () => courier.ask() },
      { name: 'keys', seconds: 5, work: async () => this.#keyWork.look() },
      { name: 'erase', seconds: 5, work: async () => this.#erasing.look() },
      { name: 'trials', seconds: 5, work: async () => this.#trials.look() },
      { name: 'lookups', seconds: 5, work: () => seeker.look() },
      { name: 'changes', seconds: 5, work: () => this.#changer.look() },
      { name: 'rollouts', seconds: 5, work: () => this.#conductor.look() },
      { name: 'changeMail', seconds: 5, work: postChanges },
      { name: 'export', seconds: 5, work: async () => this.#exporter.look() },
      { name: 'devices', seconds: 30, work: () => prober.learn() },
      { name: 'probe', seconds: 1, work: () => prober.ask(new Date()) },
      { name: 'status', seconds: 1, work: () => prober.note() },
      { name: 'snapshots', seconds: 60, work: () => this.#snapshotter.look() },
      { name: 'alarms', seconds: 20, work: () => this.#watchman.look() },
    ];
    this.#rounds = goRound(
      all.map((round) => this.#timed(round)),
      this.#told.signal,
      (round, error) => this.#options.onFailure({ round }, error),
    );
  }

  #timed({ work, ...round }: Round): Round {
    return {
      ...round,
      work: async () => {
        const begun = performance.now();
        await work();
        this.#options.onRound?.(round.name, (performance.now() - begun) / 1000);
      },
    };
  }

  /** Finishes the work at hand, interrupts what takes longer than `patience`, and lets every router go. */
  async end(patience = patienceMs): Promise<void> {
    this.#told.abort();
    this.#options.ranges?.end();
    const atWork = [this.#conductor.end(), this.#dispatcher.end(patience), this.#changer.end(patience)];
    await Promise.all([...atWork, this.#seeker.end(), this.#courier.end()]);
    await Promise.all([this.#prober.end(), this.#snapshotter.end()]);
    await this.#exporter.end();
    await Promise.all([this.#keyWork.end(), this.#erasing.end(), this.#trials.end()]);
    await this.#rounds;
    await this.#routers.close();
  }
}
