import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { CustomerId, DeviceId } from '@/core/ids';
import { byItself, record } from '../audit/record';
import { hear } from '../db/notices';
import { asCustomer, asJob, type Transaction } from '../db/open';
import { noteTries, type Tried, type Turned } from '../db/probe-work';
import { type DeviceTarget, probedCustomers, targetOf, targetsOfCustomer } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { askCapabilities, CapabilityAges } from './capabilities';
import { pause } from './clock';
import { examine, lookAt } from './examine';
import { askHowItIs, failed, isWorthAnotherTry } from './probe';
import { type OtherTarget, otherTargetsOf, routerTargetOf } from './targets';

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
  /** The same as long as it is spoken to in the same way. */
  readonly way: string;
  /** Of one that is to be examined: its other accounts. */
  readonly others?: readonly OtherTarget[];
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
  readonly #capable = new CapabilityAges();
  readonly #asking = new Map<string, Promise<void>>();
  /** Devices have changed since they were last learnt. */
  #isStale = false;
  /** Somebody waits to hear what is wrong with these. */
  readonly #toExamine = new Map<DeviceId, CustomerId>();
  #stopHearing: () => void = () => undefined;
  readonly #tried = new Map<CustomerId, Tried[]>();

  constructor(routers: Routers, onFailure: (error: unknown) => void) {
    this.#routers = routers;
    this.#onFailure = onFailure;
    // Every device that is being asked listens to it.
    setMaxListeners(0, this.#end.signal);
  }

  /** From now on a change of devices, and a wish to have one examined, is heard of as it is committed. */
  begin(): void {
    this.#stopHearing = hear('routeward_device', (payload) => {
      const wish = payload === null ? null : wishIn(payload);
      if (wish === null) this.#isStale = true;
      else this.#toExamine.set(wish.device, wish.customer);
    });
  }

  /** Learns which devices there are, with what they are spoken to. */
  async learn(): Promise<void> {
    this.#isStale = false;
    const customers = await asJob('probe', ({ db }) => probedCustomers(db));
    const known = new Map<string, Known>();
    for (const customer of customers) {
      await asCustomer(customer, 'probe', async ({ db }) => {
        for (const target of await targetsOfCustomer(db, customer)) {
          // One that cannot be opened must not keep the others from being asked.
          const one = await knownOf(db, target).catch((error: unknown) => this.#onFailure(error));
          if (one !== undefined) known.set(target.device, one);
        }
      });
    }
    // One that is spoken to in another way is asked anew at once: somebody waits to see whether it is right now.
    for (const device of this.#asked)
      if (known.get(device)?.way !== this.#known.get(device)?.way) this.#asked.delete(device);
    this.#known = known;
  }

  /** Asks the devices whose second it is and some of those that nobody has asked yet. Call it once a second. */
  async ask(now: Date): Promise<void> {
    if (this.#isStale) await this.learn();
    if (this.#end.signal.aborted) return;
    const due = this.#secondsUntil(Math.floor(now.getTime() / 1000));
    const all = [...this.#known.values()];
    const isNew = ({ target }: Known) => !this.#asked.has(target.device);
    const unasked = all.filter(isNew).slice(0, mostNewASecond);
    const waitedFor = await this.#waitedFor();
    const round = all.filter(({ second }) => due.has(second));
    for (const known of [...waitedFor, ...unasked, ...round]) {
      const { device } = known.target;
      if (this.#asking.has(device)) continue;
      this.#asked.add(device);
      const asking = this.#ask(known)
        .catch(this.#onFailure)
        .finally(() => this.#asking.delete(device));
      this.#asking.set(device, asking);
    }
  }

  /** Those to be examined, as they are now: also of a customer whose devices are not asked every minute. */
  async #waitedFor(): Promise<Known[]> {
    const found: Known[] = [];
    for (const [device, customer] of this.#toExamine) {
      const known = await asCustomer(customer, 'probe', async ({ db }) => {
        const target = await targetOf(db, device);
        if (target === undefined) return null;
        const one = await knownOf(db, target);
        return { ...one, others: one.router === null ? [] : await otherTargetsOf(db, target, one.router) };
      }).catch((error: unknown) => {
        // Whoever wished for it wishes again; the others are not to wait for that.
        this.#onFailure(error);
        return null;
      });
      if (known !== null) found.push(known);
      // Unless it was wished for anew meanwhile, in the name of another customer.
      else if (this.#toExamine.get(device) === customer) this.#toExamine.delete(device);
    }
    return found;
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
    this.#stopHearing();
    this.#end.abort();
    await Promise.all(this.#asking.values());
    await this.note();
  }

  async #ask(known: Known): Promise<void> {
    const { device, customerId } = known.target;
    // Whose wish came a moment ago, while others were looked up, is for the next second.
    if (known.others !== undefined) this.#toExamine.delete(device);
    const found = await this.#find(known);
    if (found === null) return;
    if (found.version !== null) this.#versions.set(device, found.version);
    const tries = this.#tried.get(customerId) ?? [];
    this.#tried.set(customerId, [...tries.filter((one) => one.device !== device), { device, ...found }]);
  }

  async #find({ target, router, fault, others }: Known) {
    const { signal } = this.#end;
    if (fault?.code === 'notConfirmed')
      return lookAt(this.#routers, { host: target.address, port: target.port }, signal);
    if (router === null) return failed(fault ?? new RouterFault('noCredentials'));
    const version = this.#versions.get(target.device) ?? target.version;
    const found = await (others === undefined
      ? this.#try(router, target)
      : examine(this.#routers, router, { version, signal, others }));
    if (found === null || found.version === null) return found;
    // An examination has asked for it too, over its own connection.
    const isDue = others === undefined && this.#capable.isDue(target, found.version);
    return isDue ? { ...found, capabilities: await this.#askCapable(router, target, found) } : found;
  }

  /** What it can do is asked once, and again with a new version or after a day. */
  async #askCapable(router: RouterTarget, { device }: DeviceTarget, { version, model }: Omit<Tried, 'device'>) {
    const how = { version: version ?? '', model, signal: this.#end.signal };
    const capabilities = await askCapabilities(this.#routers, router, how);
    if (capabilities !== null) this.#capable.note(device, capabilities.routerOs);
    return capabilities;
  }

  async #try(router: RouterTarget, { device, version }: DeviceTarget): Promise<Omit<Tried, 'device'> | null> {
    const how = { version: this.#versions.get(device) ?? version, signal: this.#end.signal };
    const first = await askHowItIs(this.#routers, router, how);
    if (first === null || !isWorthAnotherTry(first.faultCode)) return first;
    await pause(secondTryMs, this.#end.signal);
    return (await askHowItIs(this.#routers, router, how)) ?? (this.#end.signal.aborted ? null : first);
  }
}

function wishIn(payload: string): { readonly customer: CustomerId; readonly device: DeviceId } | null {
  const [of, one] = payload.split(' ');
  const [customer, device] = [CustomerId.safeParse(of), DeviceId.safeParse(one)];
  return customer.success && device.success ? { customer: customer.data, device: device.data } : null;
}

async function knownOf(db: Transaction['db'], target: DeviceTarget): Promise<Known> {
  // Always the same second for a device, and all of them spread over the minute.
  const second = createHash('sha256').update(target.device).digest().readUInt32BE(0) % roundSeconds;
  const { version: _said, capabilities: _can, capableAt: _asked, readSealed, ...how } = target;
  const way = JSON.stringify({ ...how, readSealed: readSealed && Buffer.from(readSealed).toString('base64') });
  try {
    return { target, router: await routerTargetOf(db, target), fault: null, second, way };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return { target, router: null, fault: error, second, way };
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
    byItself(`probe:${device}`),
  );
}
