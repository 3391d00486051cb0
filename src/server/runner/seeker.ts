import { setMaxListeners } from 'node:events';
import { CustomerId, LookupId } from '@/core/ids';
import { lookupSeconds } from '@/core/lookup/lookup';
import type { Subject } from '@/core/lookup/subject';
import { byItself, record } from '../audit/record';
import {
  beginLookup,
  type ClaimedLookup,
  claimLookup,
  endLookup,
  isToStop,
  type LookupRef,
  waitingLookups,
} from '../db/lookup-work';
import { hear } from '../db/notices';
import { asCustomer, asJob } from '../db/open';
import { type DeviceTarget, targetsOfCustomer } from '../db/targets';
import { realClock } from '../routeros/clock';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import { Slots } from '../routeros/slots';
import { unsealFrom } from '../vault/data-keys';
import { AnswerStore, type Said } from './answer-store';
import { askAbout } from './ask-about';
import { type Way, wayTo } from './targets';

/** Devices asked at the same time, of all lookups together: others want to speak to routers meanwhile. */
const mostAtOnce = 128;

export interface SeekerOptions {
  readonly routers: Routers;
  /** New with each process: what its claims bear. */
  readonly runner: string;
  readonly onFailure: (error: unknown) => void;
}

/** Takes lookups as they are asked for, and asks every device of their customer about the subscriber. */
export class Seeker {
  readonly #options: SeekerOptions;
  readonly #turns = new Slots({ slots: mostAtOnce, queue: Number.POSITIVE_INFINITY, waitMs: 60_000 }, realClock);
  readonly #atWork = new Map<
    string,
    { readonly ref: LookupRef; readonly stop: AbortController; readonly done: Promise<void> }
  >();
  #stopHearing: readonly (() => void)[] = [];
  #isEnding = false;

  constructor(options: SeekerOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#stopHearing = [
      hear('routeward_lookup', (payload) => {
        const ref = payload === null ? null : refIn(payload);
        if (ref !== null) this.#heard(ref);
      }),
      // Whoever has lost a customer has its routers asked no more.
      hear('routeward_access', () => {
        for (const { ref, stop } of this.#atWork.values()) void this.#stopIfAsked(ref, stop);
      }),
    ];
  }

  /** Looks for lookups whose notice nobody heard. */
  async look(): Promise<void> {
    for (const ref of await asJob('dispatch', ({ db }) => waitingLookups(db))) this.#heard(ref);
  }

  /** Takes no more, and interrupts what is at work. Resolves when each has its end. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const stop of this.#stopHearing) stop();
    const all = [...this.#atWork.values()];
    for (const { stop } of all) stop.abort('interrupted');
    await Promise.all(all.map(({ done }) => done));
  }

  #heard(ref: LookupRef): void {
    const key = `${ref.id} ${ref.customerId}`;
    const known = this.#atWork.get(key);
    if (known !== undefined) void this.#stopIfAsked(ref, known.stop);
    if (known !== undefined || this.#isEnding) return;
    const stop = new AbortController();
    const done = this.#see(ref, stop)
      .catch(this.#options.onFailure)
      .finally(() => this.#atWork.delete(key));
    this.#atWork.set(key, { ref, stop, done });
  }

  async #stopIfAsked(ref: LookupRef, stop: AbortController): Promise<void> {
    try {
      if (await as(ref, ({ db }) => isToStop(db, ref))) stop.abort('stopped');
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  async #see(ref: LookupRef, stop: AbortController): Promise<void> {
    const { runner } = this.#options;
    const claimed = await as(ref, ({ db }) => claimLookup(db, ref, runner));
    if (claimed === null) return;
    if (claimed.isStopping) stop.abort('stopped');
    const { subject, ways } = await prepared(claimed);
    if (!(await as(ref, ({ db }) => beginLookup(db, ref, runner, ways.length)))) return;
    const store = new AnswerStore(ref, runner, (error) => stop.abort(error));
    const late = AbortSignal.timeout(lookupSeconds * 1000);
    const signal = AbortSignal.any([stop.signal, late]);
    setMaxListeners(0, signal);
    const all = await Promise.all(
      ways.map(async (way) => {
        const said = await this.#ask(way, subject, signal);
        // What was cut off because its time was up has not answered.
        const fault = said.fault === 'stopped' && !stop.signal.aborted ? 'timedOut' : said.fault;
        store.add({ ...said, fault });
        return { hits: said.hits.length, fault };
      }),
    );
    await store.end();
    await this.#write(claimed, stop.signal, all);
  }

  async #ask({ device, router, fault }: Way, subject: Subject, signal: AbortSignal): Promise<Said> {
    const begun = performance.now();
    const said = (hits: Said['hits'], fault: Said['fault']): Said => {
      return { device, hits, fault, tookMs: Math.round(performance.now() - begun) };
    };
    if (router === null) return said([], fault);
    try {
      const leave = await this.#turns.take({ signal });
      try {
        const { hits, fault } = await askAbout(this.#options.routers, router, { subject, signal });
        return said(hits, fault);
      } finally {
        leave();
      }
    } catch (error) {
      if (!(error instanceof RouterFault)) throw error;
      return said([], error.code);
    }
  }

  /** The end and its trace commit together. */
  async #write(
    ref: ClaimedLookup,
    stop: AbortSignal,
    answers: readonly { hits: number; fault: Said['fault'] }[],
  ): Promise<void> {
    const { id, customerId, kind } = ref;
    const state = !stop.aborted ? 'done' : stop.reason === 'interrupted' ? 'interrupted' : 'stopped';
    await asCustomer(customerId, `lookup:${id}`, async (transaction) => {
      if (!(await endLookup(transaction.db, ref, this.#options.runner, state))) return;
      const unanswered = answers.filter(({ fault }) => fault !== null).length;
      const found = answers.filter(({ hits }) => hits > 0).length;
      const detail = { lookup: id, kind, state, devices: answers.length, unanswered, found };
      const trace = { target: { kind: 'lookup', id }, customerId, detail };
      const outcome = state === 'interrupted' ? 'unknown' : 'ok';
      const from = byItself(id);
      await record(transaction, { event: 'lookup.ended', outcome, ...trace }, from);
    });
  }
}

const as = <T>({ id, customerId }: LookupRef, work: Parameters<typeof asCustomer<T>>[2]): Promise<T> =>
  asCustomer(customerId, `lookup:${id}`, work);

/** Who is looked for, and how each device of the customer is reached. */
function prepared({ id, customerId, kind, subjectSealed }: ClaimedLookup): Promise<{ subject: Subject; ways: Way[] }> {
  return as({ id, customerId }, async ({ db }) => {
    const place = { table: 'lookup', column: 'subject_sealed', row: id, customerId };
    const subject = { kind, text: await unsealFrom(db, place, subjectSealed) };
    const targets: readonly DeviceTarget[] = await targetsOfCustomer(db, customerId);
    return { subject, ways: await Promise.all(targets.map((target) => wayTo(db, target))) };
  });
}

function refIn(payload: string): LookupRef | null {
  const [id, of] = payload.split(' ');
  const [lookup, customer] = [LookupId.safeParse(id), CustomerId.safeParse(of)];
  return lookup.success && customer.success ? { id: lookup.data, customerId: customer.data } : null;
}
