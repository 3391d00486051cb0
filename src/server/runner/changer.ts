import { ChangeId, CustomerId } from '@/core/ids';
import { type ClaimedChange, claimChange, type Task, taskOf, waitingChanges } from '../db/change-claims';
import { type ChangeRef, renewChange } from '../db/change-work';
import { hear } from '../db/notices';
import { asCustomer, asJob } from '../db/open';
import type { Routers } from '../routeros/routers';
import { applyChange, beginChange } from './apply-change';
import { snapshotAfter } from './change-snapshots';
import { pause } from './clock';
import { writeEnd } from './end-change';
import { type ChangeWork, previewChange } from './preview-change';
import { settleClaimed } from './settle-change';

/** Changes at work at the same time; the others are found by the next look. */
const mostAtWork = 64;
/** Routers that are read at the same time after a change of theirs. */
const mostAfterwards = 8;
/** A claim is renewed three times in the time it holds; one that was not for so long may be somebody else's. */
const renewMs = 5_000;
const staleMs = 12_000;
/** What cannot be written down is tried again after so long. */
const retryMs = 1_000;

export interface ChangerOptions {
  readonly routers: Routers;
  /** New with each process: what its claims bear. */
  readonly runner: string;
  readonly onFailure: (error: unknown) => void;
}

interface AtWork {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Sees changes to their end: looks at the router for them, makes what was authorised, and reads back what is not known. */
export class Changer {
  readonly #options: ChangerOptions;
  readonly #atWork = new Map<string, AtWork>();
  readonly #afterwards = new Set<Promise<void>>();
  /** Changes that have ended and are not written down as ended: as long as there is one, no other is begun. */
  #unwritten = 0;
  readonly #over = new AbortController();
  #stopHearing: () => void = () => undefined;
  #isEnding = false;

  constructor(options: ChangerOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#stopHearing = hear('routeward_change', (payload) => {
      const ref = payload === null ? null : refIn(payload);
      if (ref !== null) this.#heard(ref);
    });
  }

  /** Looks for changes whose notice nobody heard, and for those that are to be looked at again. */
  async look(): Promise<void> {
    for (const ref of await asJob('dispatch', ({ db }) => waitingChanges(db))) this.#heard(ref);
  }

  /** Takes no more; lets what is at work finish for so long, then has it undone. Resolves when each has its end. */
  async end(patienceMs: number): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    const all = Promise.all([...this.#atWork.values()].map(({ done }) => done));
    const rested = new AbortController();
    await Promise.race([all, pause(patienceMs, rested.signal)]);
    rested.abort();
    this.#over.abort();
    for (const { stop } of this.#atWork.values()) stop.abort('interrupted');
    await all;
    await Promise.all(this.#afterwards);
  }

  #heard(ref: ChangeRef): void {
    if (this.#isEnding || this.#atWork.has(ref.id) || this.#atWork.size >= mostAtWork) return;
    const stop = new AbortController();
    const done = this.#see(ref, stop)
      .catch(this.#options.onFailure)
      .finally(() => this.#atWork.delete(ref.id));
    this.#atWork.set(ref.id, { stop, done });
  }

  /** One thing after the other: what is not known once it was made is read back at once. */
  async #see(ref: ChangeRef, stop: AbortController): Promise<void> {
    for (let last: Task | null = null; !this.#isEnding; ) {
      const task = await as(ref, ({ db }) => taskOf(db, ref));
      if (task === null || task === last) return;
      last = task;
      await this.#do(ref, task, stop);
    }
  }

  async #do(ref: ChangeRef, task: Task, stop: AbortController): Promise<void> {
    const { routers, runner } = this.#options;
    if (task === 'apply') return this.#apply(ref, { routers, runner, signal: stop.signal }, stop);
    const claimed = await as(ref, ({ db }) => claimChange(db, ref, runner, task));
    if (claimed === null) return;
    const doing = task === 'preview' ? previewChange : settleClaimed;
    await this.#renewing(ref, stop, () => doing(claimed, { routers, runner, signal: stop.signal }));
  }

  async #apply(ref: ChangeRef, work: ChangeWork, stop: AbortController): Promise<void> {
    if (this.#unwritten > 0) return;
    const change = await beginChange(ref, work.runner);
    if (change === null) return;
    const made = await this.#renewing(ref, stop, () => applyChange(change, work));
    const cause = made.fault?.cause;
    if (made.fault?.code === 'interrupted' && cause !== undefined) this.#options.onFailure(cause);
    this.#unwritten += 1;
    try {
      while (!(await this.#isWritten(() => writeEnd(change, work.runner, { from: 'applying', ...made })))) {
        await pause(retryMs, this.#over.signal);
        // Whoever comes after reads it back.
        if (this.#over.signal.aborted) return;
      }
    } finally {
      this.#unwritten -= 1;
    }
    if (made.state === 'verified') this.#readAfterwards(change);
  }

  /** Takes no place of another change. What finds no room here is told by the next snapshot, which names the change. */
  #readAfterwards(change: ClaimedChange): void {
    if (this.#afterwards.size >= mostAfterwards) return;
    const { routers, onFailure } = this.#options;
    const done = snapshotAfter(change, { routers, signal: this.#over.signal })
      .then((failure) => (failure === null ? undefined : onFailure(failure)))
      .finally(() => this.#afterwards.delete(done));
    this.#afterwards.add(done);
  }

  async #isWritten(write: () => Promise<boolean>): Promise<boolean> {
    try {
      // Without the claim it is not ours to write: it was taken for lost, and is read back.
      await write();
      return true;
    } catch (error) {
      this.#options.onFailure(error);
      return false;
    }
  }

  /** Does it with the claim renewed all the while; a claim that is lost stops it. */
  async #renewing<T>(ref: ChangeRef, stop: AbortController, work: () => Promise<T>): Promise<T> {
    let renewedAt = performance.now();
    const renew = async (): Promise<void> => {
      try {
        const isHeld = await as(ref, ({ db }) => renewChange(db, ref, this.#options.runner));
        if (isHeld) renewedAt = performance.now();
        else stop.abort('claimLost');
      } catch (error) {
        this.#options.onFailure(error);
      }
    };
    const renewing = setInterval(() => {
      // Also where a renewal neither fails nor comes back.
      if (performance.now() - renewedAt > staleMs) stop.abort('claimLost');
      void renew();
    }, renewMs);
    try {
      return await work();
    } finally {
      clearInterval(renewing);
    }
  }
}

const as = <T>({ id, customerId }: ChangeRef, work: Parameters<typeof asCustomer<T>>[2]): Promise<T> =>
  asCustomer(customerId, `change:${id}`, work);

function refIn(payload: string): ChangeRef | null {
  const [id, of] = payload.split(' ');
  const [change, customer] = [ChangeId.safeParse(id), CustomerId.safeParse(of)];
  return change.success && customer.success ? { id: change.data, customerId: customer.data } : null;
}
