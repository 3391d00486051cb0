import { type FaultCode, faults } from '@/core/faults';
import { Breaker } from './breaker';
import type { Clock } from './clock';
import type { Command, Order } from './command';
import { RouterFault } from './fault';
import type { Limits } from './limits';
import { Session } from './session';
import { Slots, type Turn } from './slots';
import type { Dial, ReadCall, ReadEnd, RouterTarget } from './target';
import { within } from './within';

/** What all routers of a process have in common. */
export interface Ground {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly random: () => number;
  readonly dial: Dial;
  /** How many are connected to at the same time. */
  readonly connects: Slots;
}

/**
 * One router, at one address, with one login: the connection to it, how much it is given to do at a time, and when it is
 * left alone. A target that changed is another router.
 */
export class Router {
  readonly #work: Slots;
  readonly #breaker: Breaker;
  readonly #left = new AbortController();
  /** All that are open: beside the one in use those that finish what they were given. */
  readonly #sessions = new Set<Session>();
  #session: Session | null = null;
  #opening: Promise<Session> | null = null;

  constructor(
    readonly target: RouterTarget,
    private readonly ground: Ground,
    private readonly onSessionGone: () => void,
  ) {
    const { limits, clock, random } = ground;
    this.#work = new Slots({ slots: limits.inFlight, queue: limits.queue, waitMs: limits.queueMs }, clock);
    this.#breaker = new Breaker(clock, limits, random);
  }

  /** Whether forgetting it would forget nothing: no connection, no work, no failure. */
  get isForgettable(): boolean {
    return this.#sessions.size === 0 && this.#opening === null && this.#work.areAllFree && this.#breaker.isClosed;
  }

  /**
   * Reads, and once more if a connection that was used before turns out to be closed: a router closes an unused one
   * whenever it likes. Reading may do that, unless `isOnce`. Whatever changes a router may not, and must not come through here.
   */
  async read(
    words: readonly string[],
    order: Order,
    { onSent, isPatient, isOnce }: { onSent: () => void; isPatient: boolean | undefined; isOnce: boolean },
  ): Promise<ReadEnd> {
    const turn = { signal: order.signal, isPatient };
    const free = await this.#work.take(turn);
    let over: Promise<void> = Promise.resolve();
    let hasRows = false;
    const onRow: ReadCall['onRow'] = (fields) => {
      hasRows = true;
      order.onRow(fields);
    };
    try {
      for (let isFirst = true; ; isFirst = false) {
        const isReused = this.#session?.isFresh ?? false;
        const session = await this.#take(turn);
        if (isFirst) onSent();
        if (order.signal?.aborted) throw new RouterFault('stopped');
        const command = session.command(words, { ...order, onRow });
        over = command.over;
        try {
          return { ...(await this.#answer(command, countOf(words, onRow))), tlsVersion: session.tlsVersion };
        } catch (error) {
          if (isOnce || !isFirst || !isReused || hasRows || !hasGone(error) || order.signal?.aborted) throw error;
        }
      }
    } finally {
      // A command that was cancelled is work for the router until the router says that it is not.
      void over.then(free);
    }
  }

  async #answer(
    { answer }: Command,
    onCount: ReadCall['onRow'] | null,
  ): Promise<Pick<ReadEnd, 'rows' | 'isTruncated'>> {
    try {
      const { rows, isTruncated, done } = await answer;
      this.#breaker.succeeded();
      if (onCount === null || done.ret === undefined) return { rows, isTruncated };
      onCount(done);
      return { rows: 1, isTruncated };
    } catch (error) {
      if (error instanceof RouterFault && refusals.includes(error.code)) this.#breaker.succeeded();
      throw error;
    }
  }

  /** A session that takes one more command: the one there is, or a new one, opened once for all who wait for it. */
  async #take({ signal, isPatient }: Turn): Promise<Session> {
    if (this.#left.signal.aborted) throw left();
    if (this.#session?.isFresh) return this.#session;
    this.#session?.retire();
    this.#session = null;
    if (this.#opening === null) {
      this.#breaker.admit();
      this.#opening = this.#open(isPatient).finally(() => {
        this.#opening = null;
      });
    }
    // Who waits may leave; it goes on for the others.
    return await within(this.#opening, { clock: this.ground.clock, signal });
  }

  async #open(isPatient: boolean | undefined): Promise<Session> {
    const { clock, limits, connects, dial } = this.ground;
    const { signal } = this.#left;
    const free = await connects.take({ signal, isPatient });
    try {
      const late = () => new RouterFault('unresolved', 'the name was not looked up in time');
      const to = await within(dial(this.target), { clock, signal, ms: limits.connectMs, late });
      const session = await Session.open(to, this.target, { clock, limits, signal });
      if (signal.aborted) await session.close();
      signal.throwIfAborted();
      this.#session = session;
      this.#sessions.add(session);
      void session.gone.then(({ code }) => {
        this.#sessions.delete(session);
        if (faults[code].isBreaking) this.#breaker.failed(code);
        this.onSessionGone();
      });
      return session;
    } catch (error) {
      if (signal.aborted) throw left();
      if (error instanceof RouterFault) this.#breaker.failed(error.code);
      throw error;
    } finally {
      free();
    }
  }

  /** Takes no more work. What is being done is finished; what waits fails with `cut`. Resolves when nothing is open. */
  async leave(): Promise<void> {
    this.#leaveOff();
    const gone = [...this.#sessions].map((session) => session.gone);
    for (const session of this.#sessions) session.retire();
    await Promise.all(gone);
  }

  /** With a reason of its own: without one an error with its stack is made, for each router that is let go. */
  #leaveOff(): void {
    this.#left.abort('left');
  }

  /** At once; what is being done fails with `cut`. */
  async close(): Promise<void> {
    this.#leaveOff();
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }
}

/** A print that counts has no rows and says the number with its `!done`: that is the one row that its reader gets. */
const countOf = (words: readonly string[], onRow: ReadCall['onRow']): ReadCall['onRow'] | null =>
  words.includes('=count-only=') ? onRow : null;

/** A router that refuses a command is well. */
const refusals: readonly FaultCode[] = ['trap', 'notPermitted', 'unsupported'];

const left = () => new RouterFault('cut', 'the device was changed, or Routeward is stopping');

const hasGone = (error: unknown): boolean =>
  error instanceof RouterFault && (error.code === 'cut' || error.code === 'fatal');
