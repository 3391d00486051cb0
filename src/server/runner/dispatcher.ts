import { CustomerId, RunId } from '@/core/ids';
import { record } from '../audit/record';
import { hear } from '../db/notices';
import { asCustomer, asJob } from '../db/open';
import { type Claimed, claimRun, endRun, type RunRef, renewClaim, waitingRuns } from '../db/run-work';
import type { Routers } from '../routeros/routers';
import { sealFor } from '../vault/data-keys';
import { pause } from './clock';
import { type Outcome, perform } from './perform';

/** Runs at work at the same time; each is little more than a socket that waits. */
const mostAtWork = 256;
/** A claim is renewed three times in the time it holds. */
const renewMs = 5_000;

export interface DispatcherOptions {
  readonly routers: Routers;
  /** New with each process: what its claims bear. */
  readonly runner: string;
  readonly onFailure: (error: unknown, run: RunRef) => void;
}

/** Takes runs as they are asked for and sees each of them to its end. The run's row is the truth; this holds no state of its own. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #atWork = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  #stopHearing: () => void = () => undefined;
  #isEnding = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** From now on a run that is asked for begins as soon as its intent is committed. */
  begin(): void {
    this.#stopHearing = hear('routeward_run', (payload) => {
      const ref = payload === null ? null : refIn(payload);
      if (ref !== null) this.#heard(ref);
    });
  }

  /** Looks for runs whose notice nobody heard: the net below the notices. */
  async look(): Promise<void> {
    if (this.#isEnding) return;
    const free = mostAtWork - this.#atWork.size;
    for (const ref of await asJob('dispatch', ({ db }) => waitingRuns(db, Math.max(0, free)))) this.#heard(ref);
  }

  /** Takes no more; lets what is at work finish for so long, then interrupts it. Resolves when each has its end. */
  async end(patienceMs: number): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    const all = Promise.all([...this.#atWork.values()].map(({ done }) => done));
    const over = new AbortController();
    await Promise.race([all, pause(patienceMs, over.signal)]);
    over.abort();
    for (const { stop } of this.#atWork.values()) stop.abort('interrupted');
    await all;
  }

  #heard(ref: RunRef): void {
    const known = this.#atWork.get(ref.id);
    if (known !== undefined) void this.#renew(ref, known.stop);
    else if (!this.#isEnding && this.#atWork.size < mostAtWork) this.#start(ref);
  }

  #start(ref: RunRef): void {
    const stop = new AbortController();
    const done = this.#see(ref, stop)
      .catch((error: unknown) => this.#options.onFailure(error, ref))
      .finally(() => this.#atWork.delete(ref.id));
    this.#atWork.set(ref.id, { stop, done });
  }

  async #see(ref: RunRef, stop: AbortController): Promise<void> {
    const { routers, runner } = this.#options;
    const claimed = await this.#as(ref, ({ db }) => claimRun(db, ref, runner));
    if (claimed === null) return;
    if (claimed.isStopping) stop.abort('stopped');
    const renewing = setInterval(() => void this.#renew(ref, stop), renewMs);
    try {
      const outcome = await perform(claimed, { routers, runner, signal: stop.signal });
      await this.#write(claimed, outcome);
    } finally {
      clearInterval(renewing);
    }
  }

  /** Also hears of a stop. A renewal that fails is made up for by the next, or the claim lapses. */
  async #renew(ref: RunRef, stop: AbortController): Promise<void> {
    const { runner, onFailure } = this.#options;
    try {
      const { held, isStopping } = await this.#as(ref, ({ db }) => renewClaim(db, ref, runner));
      if (held && isStopping) stop.abort('stopped');
    } catch (error) {
      onFailure(error, ref);
    }
  }

  /** The outcome and its trace commit together. */
  async #write(run: Claimed, { state, isTruncated, fault, rows }: Outcome): Promise<void> {
    const { id, customerId, device, action } = run;
    await asCustomer(customerId, `run:${id}`, async (transaction) => {
      const place = { table: 'run', column: 'fault_sealed', row: id, customerId };
      const sealed =
        fault === null ? null : { code: fault.code, sealed: await sealFor(transaction.db, place, fault.message) };
      const isHeld = await endRun(transaction.db, run, this.#options.runner, { state, isTruncated, fault: sealed });
      if (!isHeld) return;
      const outcome = state === 'failed' ? 'failed' : state === 'interrupted' ? 'unknown' : 'ok';
      const detail = { run: id, action, state, rows, isTruncated, fault: fault?.code ?? null };
      const target = { kind: 'device', id: device };
      await record(
        transaction,
        { event: 'run.ended', outcome, target, customerId, detail },
        { address: '', agent: '', requestId: id },
      );
    });
  }

  #as<T>({ id, customerId }: RunRef, work: Parameters<typeof asCustomer<T>>[2]): Promise<T> {
    return asCustomer(customerId, `run:${id}`, work);
  }
}

function refIn(payload: string): RunRef | null {
  const [id, customerId] = payload.split(' ');
  const [run, customer] = [RunId.safeParse(id), CustomerId.safeParse(customerId)];
  return run.success && customer.success ? { id: run.data, customerId: customer.data } : null;
}
