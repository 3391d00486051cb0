import { setMaxListeners } from 'node:events';
import type { CustomerId } from '@/core/ids';
import { byItself, record } from '../audit/record';
import { hear } from '../db/notices';
import { asCustomer, asJob, type Transaction } from '../db/open';
import { noteTries, type Tried, type Turned } from '../db/probe-work';
import { type DeviceTarget, probedCustomers, targetsOfCustomer } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { askCapabilities, CapabilityAges } from './capabilities';
import { pause } from './clock';
import { examine, lookAt } from './examine';
import { type Known, knownOf, roundSeconds } from './known';
import { askHowItIs, failed, isWorthAnotherTry } from './probe';
import { type Examination, Wishes, wishIn } from './wishes';

/** Devices that nobody has asked yet are asked at once, but not all at once. */
const mostNewASecond = 25;
const secondTryMs = 2_000;

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
  readonly #wishes: Wishes;
  #stopHearing: () => void = () => undefined;
  readonly #tried = new Map<CustomerId, Tried[]>();

  constructor(routers: Routers, onFailure: (error: unknown) => void) {
    this.#routers = routers;
    this.#onFailure = onFailure;
    this.#wishes = new Wishes(onFailure);
    // Every device that is being asked listens to it.
    setMaxListeners(0, this.#end.signal);
  }

  /** From now on a change of devices, and a wish to have one examined, is heard of as it is committed. */
  begin(): void {
    this.#stopHearing = hear('routeward_device', (payload) => {
      const wish = payload === null ? null : wishIn(payload);
      if (wish === null) this.#isStale = true;
      else this.#wishes.add(wish);
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
    const waitedFor = await this.#wishes.takeUp((device) => this.#asking.has(device));
    const round = all.filter(({ second }) => due.has(second));
    const usual = [...unasked, ...round].map((known) => ({ known, examination: null }));
    for (const { known, examination } of [...waitedFor, ...usual]) {
      const { device } = known.target;
      if (this.#asking.has(device)) continue;
      this.#asked.add(device);
      const asking = this.#ask(known, examination)
        .catch((error: unknown) => {
          // Else it would be tried every second.
          if (examination !== null) this.#wishes.fulfil(examination.wish);
          this.#onFailure(error);
        })
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
    this.#stopHearing();
    this.#end.abort();
    await Promise.all(this.#asking.values());
    await this.note();
  }

  async #ask(known: Known, examination: Examination | null): Promise<void> {
    const { device, customerId } = known.target;
    const found = await this.#find(known, examination);
    // Nothing was tried: whoever wished for it goes on waiting.
    if (found === null) return;
    if (examination !== null) this.#wishes.fulfil(examination.wish);
    if (found.version !== null) this.#versions.set(device, found.version);
    const tries = this.#tried.get(customerId) ?? [];
    const { examinedAt, examined } = tries.find((one) => one.device === device) ?? notExamined;
    // The usual try that comes before an examination was written down takes nothing from it.
    const kept = examination === null ? { examinedAt, examined } : { examinedAt: examination.at };
    this.#tried.set(customerId, [...tries.filter((one) => one.device !== device), { device, ...found, ...kept }]);
  }

  async #find({ target, router, fault }: Known, examination: Examination | null) {
    const { signal } = this.#end;
    if (fault?.code === 'notConfirmed')
      return lookAt(this.#routers, { host: target.address, port: target.port }, signal);
    if (router === null) return failed(fault ?? new RouterFault('noCredentials'));
    const version = this.#versions.get(target.device) ?? target.version;
    const found = await (examination === null
      ? this.#try(router, target)
      : examine(this.#routers, router, { version, signal, others: examination.others }));
    if (found === null || found.version === null) return found;
    // An examination has asked for it too, over its own connection.
    const isDue = examination === null && this.#capable.isDue(target, found.version);
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

const notExamined = { examinedAt: null, examined: null };

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
