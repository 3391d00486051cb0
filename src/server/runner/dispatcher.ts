import type { BulkRunId } from '@/core/ids';
import type { RunState } from '@/core/runs';
import { byItself, record, type Trace } from '../audit/record';
import { hear } from '../db/notices';
import { asCustomer, asJob } from '../db/open';
import {
  type BulkRef,
  claimRun,
  dropStopped,
  type RunRef,
  renewClaim,
  type Waiting,
  waitingRuns,
} from '../db/run-work';
import type { Routers } from '../routeros/routers';
import { barredOf, callOff } from './barred';
import { pause } from './clock';
import { conclude } from './conclude';
import { perform } from './perform';
import { readyFor } from './ready';
import { bulkRefIn, refIn } from './run-notices';
import { WaitingLine } from './waiting-line';

/** Runs at work at the same time; each is little more than a socket that waits. */
const mostAtWork = 256;
/** Of them those of bulk runs: whoever asks one router something finds room at once, however much others have asked for. */
const mostOfBulkRuns = 192;
/** As many as are read at once of those that wait; read again before the line has run out, so that no place stays empty. */
const lookAhead = 512;
/** A claim is renewed three times in the time it holds. */
const renewMs = 5_000;

export interface DispatcherOptions {
  readonly routers: Routers;
  /** New with each process: what its claims bear. */
  readonly runner: string;
  /** A run has ended: how, and how many seconds after it was claimed. */
  readonly onEnded?: ((state: RunState, seconds: number) => void) | undefined;
  /** `run` is null where no run of its own was at hand. */
  readonly onFailure: (error: unknown, run: RunRef | null) => void;
}

interface AtWork {
  readonly ref: RunRef;
  readonly stop: AbortController;
  readonly done: Promise<void>;
  readonly bulkRun: BulkRunId | null;
}

/**
 * Takes runs as they are asked for and sees each of them to its end. The run's row is the truth: what this holds is a line
 * of those that wait, and reading it anew loses nothing.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #atWork = new Map<string, AtWork>();
  readonly #line = new WaitingLine();
  #ofBulkRuns = 0;
  /** More wait than the line holds. */
  #isMore = false;
  #looking: Promise<void> | null = null;
  /** Something was heard since the look under way began. */
  #isStale = false;
  #stopHearing: readonly (() => void)[] = [];
  #isEnding = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** From now on a run that is asked for begins as soon as its intent is committed. */
  begin(): void {
    this.#stopHearing = [
      hear('routeward_run', (payload) => {
        const ref = payload === null ? null : refIn(payload);
        if (ref !== null) this.#heard({ ...ref, bulkRun: null });
      }),
      hear('routeward_bulk', (payload) => {
        const ref = payload === null ? null : bulkRefIn(payload);
        if (ref === null) this.#lookSoon();
        else void this.#heardOfBulkRun(ref).catch((error: unknown) => this.#options.onFailure(error, null));
      }),
      // Of whoever it was: which runs that calls off, the tables say.
      hear(
        'routeward_access',
        () => void this.#callOffBarred().catch((error: unknown) => this.#options.onFailure(error, null)),
      ),
    ];
  }

  /** Looks for what waits: runs whose notice nobody heard, and those of bulk runs. */
  look(): Promise<void> {
    this.#isStale = true;
    this.#looking ??= this.#lookUntilFresh().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#isEnding) {
      this.#isStale = false;
      const found = await asJob('dispatch', ({ db }) => waitingRuns(db, lookAhead));
      this.#isMore = found.length === lookAhead;
      this.#line.learn(found);
      this.#fill();
    }
  }

  #lookSoon(): void {
    void this.look().catch((error: unknown) => this.#options.onFailure(error, null));
  }

  /** Takes no more; lets what is at work finish for so long, then interrupts it. Resolves when each has its end. */
  async end(patienceMs: number): Promise<void> {
    this.#isEnding = true;
    for (const stop of this.#stopHearing) stop();
    const all = Promise.all([...this.#atWork.values()].map(({ done }) => done));
    const over = new AbortController();
    await Promise.race([all, pause(patienceMs, over.signal)]);
    over.abort();
    for (const { stop } of this.#atWork.values()) stop.abort('interrupted');
    await all;
  }

  #heard(ref: Waiting): void {
    const known = this.#atWork.get(ref.id);
    if (known !== undefined) return void this.#renew(ref, known.stop);
    this.#line.add(ref);
    this.#fill();
  }

  /** Asked for, or to be stopped: those at work hear of it one by one, those that wait end at once. */
  async #heardOfBulkRun(ref: BulkRef): Promise<void> {
    for (const { ref: one, bulkRun, stop } of this.#atWork.values())
      if (bulkRun === ref.id && !stop.signal.aborted) void this.#renew(one, stop);
    await asCustomer(ref.customerId, `bulkRun:${ref.id}`, async (transaction) => {
      const runs = await dropStopped(transaction.db, ref);
      if (runs > 0) await record(transaction, traceOfDropped(ref, runs), byItself(ref.id));
    });
    await this.look();
  }

  /** Somebody's rights have changed: what is at work in the name of whoever has lost them sends nothing more. */
  async #callOffBarred(): Promise<void> {
    const barred = await barredOf([...this.#atWork.values()].map(({ ref }) => ref));
    for (const id of barred) this.#atWork.get(id)?.stop.abort('rightsLost');
  }

  /** As many of the line as there is room for. */
  #fill(): void {
    while (!this.#isEnding && this.#atWork.size < mostAtWork) {
      const next = this.#line.take(this.#ofBulkRuns < mostOfBulkRuns);
      if (next === undefined) break;
      if (!this.#atWork.has(next.id)) this.#start(next);
    }
    if (this.#isMore && this.#line.length < lookAhead / 2) {
      this.#isMore = false;
      this.#lookSoon();
    }
  }

  #start(ref: Waiting): void {
    const { bulkRun } = ref;
    const stop = new AbortController();
    if (bulkRun !== null) this.#ofBulkRuns += 1;
    const done = this.#see(ref, stop)
      .catch((error: unknown) => this.#options.onFailure(error, ref))
      .finally(() => {
        this.#atWork.delete(ref.id);
        if (bulkRun !== null) this.#ofBulkRuns -= 1;
        this.#fill();
      });
    this.#atWork.set(ref.id, { ref, stop, done, bulkRun });
  }

  async #see(ref: RunRef, stop: AbortController): Promise<void> {
    const { routers, runner, onEnded } = this.#options;
    const begun = performance.now();
    const taken = await this.#as(ref, async ({ db }) => {
      const claimed = await claimRun(db, ref, runner);
      return claimed && { claimed, ready: await readyFor(db, claimed, runner) };
    });
    if (taken === null) return;
    const { claimed, ready } = taken;
    callOff(stop, claimed);
    const renewing = setInterval(() => void this.#renew(ref, stop), renewMs);
    try {
      const outcome = await perform(claimed, { routers, runner, ready, signal: stop.signal });
      await conclude(claimed, outcome, { runner, signal: stop.signal });
      onEnded?.(outcome.state, (performance.now() - begun) / 1000);
    } finally {
      clearInterval(renewing);
    }
  }

  /** Also hears of a stop, and of rights that are gone. A renewal that fails is made up for by the next, or the claim lapses. */
  async #renew(ref: RunRef, stop: AbortController): Promise<void> {
    const { runner, onFailure } = this.#options;
    try {
      const renewal = await this.#as(ref, ({ db }) => renewClaim(db, ref, runner));
      if (renewal.held) callOff(stop, renewal);
    } catch (error) {
      onFailure(error, ref);
    }
  }

  #as<T>({ id, customerId }: RunRef, work: Parameters<typeof asCustomer<T>>[2]): Promise<T> {
    return asCustomer(customerId, `run:${id}`, work);
  }
}

const traceOfDropped = ({ id, customerId }: BulkRef, runs: number): Trace => ({
  event: 'bulkRun.waitingStopped',
  outcome: 'ok',
  target: { kind: 'bulkRun', id },
  customerId,
  detail: { runs },
});
