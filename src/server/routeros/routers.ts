import type { Sentence } from '@/core/actions/sentence';
import { resolveAddress } from './address';
import { type Clock, realClock } from './clock';
import { lookAtCertificate } from './connection';
import { RouterFault } from './fault';
import { Held } from './held';
import { defaultLimits, type Limits } from './limits';
import { type Ground, Router } from './router';
import { Session, wordsOf } from './session';
import { Slots } from './slots';
import type { Dial, ReadCall, ReadEnd, RouterTarget } from './target';
import { within } from './within';

export interface RoutersOptions {
  /** Where a target is; else its address, if it may be one of a router. */
  readonly dial?: Dial;
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

const dialled: Dial = async ({ host, port }) => ({ host: (await resolveAddress(host, { own: [] })).ip, port });

/** All connections of a process to routers: one per device, opened when it is needed, reused, and paced. */
export class Routers {
  readonly #ground: Ground;
  readonly #routers = new Map<string, Router>();
  /** Of targets that changed: they finish what they were given. */
  readonly #left = new Set<Router>();
  readonly #held = new Set<Session>();
  readonly #closing = new AbortController();

  constructor({ dial = dialled, limits, clock = realClock, random = Math.random }: RoutersOptions = {}) {
    const all = { ...defaultLimits, ...limits };
    const room = { slots: all.connects, queue: Number.POSITIVE_INFINITY, waitMs: all.queueMs };
    this.#ground = { clock, random, dial, limits: all, connects: new Slots(room, clock) };
  }

  /**
   * Sends one sentence and hands over its rows as they come. Throws RouterFault, and Unsendable for a sentence that the
   * catalogue cannot have made, or what `onRow` threw; nothing is called back after that. A read may wait for its turn and for the
   * connection before its own deadline begins: `queueMs` twice, `connectMs` and `loginMs` at most.
   */
  async read(target: RouterTarget, sentence: Sentence, call: ReadCall): Promise<ReadEnd> {
    this.#refuseAfterClose();
    const words = wordsOf(sentence);
    const { deadlineMs, rowCap } = sentence.reply;
    const { signal, isPatient, onRow, isEnough, onSent = () => undefined } = call;
    const byteCap = this.#ground.limits.replyBytes;
    const order = { deadlineMs: call.deadlineMs ?? deadlineMs, rowCap, byteCap, signal, onRow, isEnough };
    return await this.#routerOf(target).read(words, order, { onSent, isPatient, isOnce: sentence.isOnce });
  }

  /**
   * The SHA-256 of the certificate that is shown there, 64 hex digits: nothing is said, and no password is needed. Throws
   * RouterFault `addressRefused`, `unresolved`, `unreachable` or `noTls`.
   */
  async look(at: Pick<RouterTarget, 'host' | 'port'>, signal: AbortSignal): Promise<string> {
    this.#refuseAfterClose();
    const { clock, limits, connects, dial } = this.#ground;
    const free = await connects.take({ signal });
    try {
      const late = () => new RouterFault('unresolved', 'the name was not looked up in time');
      const to = await within(dial(at), { clock, signal, ms: limits.connectMs, late });
      return await lookAtCertificate(to, { clock, limits, signal });
    } finally {
      free();
    }
  }

  /**
   * A connection of one's own, which nobody else is given and no read waits for; how it fares says nothing about that for reading.
   * `signal` ends the attempt, and not what came of it. Throws RouterFault; nothing is left open then.
   */
  async hold(target: RouterTarget, signal: AbortSignal): Promise<Held> {
    this.#refuseAfterClose();
    const { clock, limits, connects, dial } = this.#ground;
    const until = AbortSignal.any([signal, this.#closing.signal]);
    const free = await connects.take({ signal: until });
    try {
      const late = () => new RouterFault('unresolved', 'the name was not looked up in time');
      const to = await within(dial(target), { clock, signal: until, ms: limits.connectMs, late });
      const session = await Session.open(to, target, { clock, limits, signal: until });
      if (until.aborted) {
        await session.close();
        throw new RouterFault('stopped');
      }
      this.#held.add(session);
      void session.gone.then(() => this.#held.delete(session));
      return new Held(session, limits.replyBytes);
    } finally {
      free();
    }
  }

  #refuseAfterClose(): void {
    if (this.#closing.signal.aborted) throw new RouterFault('cut', 'Routeward is stopping');
  }

  #routerOf(target: RouterTarget): Router {
    const known = this.#routers.get(target.key);
    if (known !== undefined && isSame(known.target, target)) return known;
    if (known !== undefined) this.#leave(known);
    const router = new Router(target, this.#ground, () => this.#forget(router));
    this.#routers.set(target.key, router);
    return router;
  }

  /** Lets go of a target that is not spoken to again. What it was given is finished; that it failed is forgotten. */
  release({ key }: Pick<RouterTarget, 'key'>): void {
    const known = this.#routers.get(key);
    if (known === undefined) return;
    this.#routers.delete(key);
    this.#leave(known);
  }

  /** Lets go of all of them: what may be connected to has changed, and is asked anew. */
  releaseAll(): void {
    for (const { target } of [...this.#routers.values()]) this.release(target);
  }

  #leave(router: Router): void {
    this.#left.add(router);
    void router.leave().then(() => this.#left.delete(router));
  }

  #forget(router: Router): void {
    const { key } = router.target;
    if (this.#routers.get(key) === router && router.isForgettable) this.#routers.delete(key);
  }

  /** Ends all connections, within `closeMs`. Commands at work and those that wait fail with `cut`. */
  async close(): Promise<void> {
    this.#closing.abort('closed');
    const all = [...this.#routers.values(), ...this.#left, ...this.#held];
    await Promise.all(all.map((one) => one.close()));
    this.#routers.clear();
  }
}

const isSame = (a: RouterTarget, b: RouterTarget): boolean => partsOf(a) === partsOf(b);

function partsOf({ host, port, transport, login, isPre643, codePage }: RouterTarget): string {
  const pin = transport.kind === 'tls' ? transport.pin : null;
  return JSON.stringify([host, port, pin, login.name, login.password, isPre643, codePage]);
}
