import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { CustomerId } from '@/core/ids';
import { record } from '../audit/record';
import { asCustomer, asJob, type Transaction } from '../db/open';
import { noteTries, type Tried, type Turned } from '../db/probe-work';
import { type DeviceTarget, probedCustomers, targetsOfCustomer } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { pause } from './clock';
import { askHowItIs, failed, isWorthAnotherTry } from './probe';
import { routerTargetOf } from './targets';

/** A round in which each device is asked once, each at its own second of it. */
const roundSeconds = 60;
/** Devices that nobody has asked yet are asked at once, but not all at once. */
const mostNewASecond = 25;
const secondTryMs = 2_000;

interface Known {
  readonly target: DeviceTarget;
  /** Null: it cannot be asked, and `fault` says why. */
  readonly router: RouterTarget | null;
  readonly fault: RouterFault | null;
  readonly second: number;
}

/** Asks each device every minute how it is, unless its customer wants that not, and writes it down. */
export class Prober {
  readonly #routers: Routers;
  readonly #onFailure: (error: unknown) => void;
  readonly #end = new AbortController();
  #known = new Map<string, Known>();
  #lastSecond: number | null = null;
  readonly #asked = new Set<string>();
  readonly #versions = new Map<string, string>();
  readonly #asking = new Map<string, Promise<void>>();
  readonly #tried = new Map<CustomerId, Tried[]>();

  constructor(routers: Routers, onFailure: (error: unknown) => void) {
    this.#routers = routers;
    this.#onFailure = onFailure;
    // Every device that is being asked listens to it.
    setMaxListeners(0, this.#end.signal);
  }

  /** Learns which devices there are, with what they are spoken to. */
  async learn(): Promise<void> {
    const customers = await asJob('probe', ({ db }) => probedCustomers(db));
    const known = new Map<string, Known>();
    for (const customer of customers) {
      await asCustomer(customer, 'probe', async ({ db }) => {
        for (const target of await targetsOfCustomer(db, customer)) known.set(target.device, await knownOf(db, target));
      });
    }
    this.#known = known;
    for (const device of this.#asked) if (!known.has(device)) this.#asked.delete(device);
  }

  /** Asks the devices whose second it is and some of those that nobody has asked yet. Call it once a second. */
  ask(now: Date): void {
    if (this.#end.signal.aborted) return;
    const due = this.#secondsUntil(Math.floor(now.getTime() / 1000));
    const all = [...this.#known.values()];
    const unasked = all.filter(({ target }) => !this.#asked.has(target.device)).slice(0, mostNewASecond);
    for (const known of new Set([...unasked, ...all.filter(({ second }) => due.has(second))])) {
      const { device } = known.target;
      if (this.#asking.has(device)) continue;
      this.#asked.add(device);
      const asking = this.#ask(known)
        .catch(this.#onFailure)
        .finally(() => this.#asking.delete(device));
      this.#asking.set(device, asking);
    }
  }

  /** The seconds of the round since the last call: a busy machine may come late, and nobody is passed over for that. */
  #secondsUntil(now: number): Set<number> {
    const from = Math.max(this.#lastSecond ?? now - 1, now - roundSeconds);
    this.#lastSecond = now;
    return new Set(Array.from({ length: now - from }, (_, index) => (from + 1 + index) % roundSeconds));
  }

  /** Writes down what was found since the last time, each customer's in its own transaction. */
  async note(): Promise<void> {
    const tried = [...this.#tried];
    this.#tried.clear();
    for (const [customer, tries] of tried) {
      await asCustomer(customer, 'probe', async (transaction) => {
        for (const turned of await noteTries(transaction.db, customer, tries))
          await noteTurn(transaction, customer, turned);
      });
    }
  }

  /** Asks no more, and writes down what is known. */
  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#asking.values());
    await this.note();
  }

  async #ask({ target, router, fault }: Known): Promise<void> {
    const { device, customerId } = target;
    const found = router === null ? failed(fault ?? new RouterFault('noCredentials')) : await this.#try(router, target);
    if (found === null) return;
    if (found.version !== null) this.#versions.set(device, found.version);
    const tries = this.#tried.get(customerId) ?? [];
    this.#tried.set(customerId, [...tries.filter((one) => one.device !== device), { device, ...found }]);
  }

  async #try(router: RouterTarget, { device, version }: DeviceTarget): Promise<Omit<Tried, 'device'> | null> {
    const how = { version: this.#versions.get(device) ?? version, signal: this.#end.signal };
    const first = await askHowItIs(this.#routers, router, how);
    if (first === null || !isWorthAnotherTry(first.faultCode)) return first;
    await pause(secondTryMs, this.#end.signal);
    return (await askHowItIs(this.#routers, router, how)) ?? (this.#end.signal.aborted ? null : first);
  }
}

async function knownOf(db: Transaction['db'], target: DeviceTarget): Promise<Known> {
  // Always the same second for a device, and all of them spread over the minute.
  const second = createHash('sha256').update(target.device).digest().readUInt32BE(0) % roundSeconds;
  try {
    return { target, router: await routerTargetOf(db, target), fault: null, second };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return { target, router: null, fault: error, second };
  }
}

async function noteTurn(transaction: Transaction, customerId: CustomerId, turned: Turned): Promise<void> {
  const { device, isUp, faultCode } = turned;
  await record(
    transaction,
    {
      event: isUp ? 'device.cameUp' : 'device.wentDown',
      outcome: 'ok',
      target: { kind: 'device', id: device },
      customerId,
      detail: { fault: faultCode },
    },
    { address: '', agent: '', requestId: `probe:${device}` },
  );
}
