import { Unsupported } from '@/core/actions/unsupported';
import { AppError } from '@/core/errors';
import type { CustomerId, DeviceId } from '@/core/ids';
import { databaseTime } from '../db/clock';
import { asCustomer, asJob } from '../db/open';
import { type DueDevice, dueDevices } from '../db/snapshot-work';
import { probedCustomers } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import { takeSnapshot } from './take-snapshot';

/** Devices that are read at the same time: nobody waits for it, and everybody else is not to wait because of it. */
const mostAtOnce = 2;
/** New devices that are read for the first time after one look: a file of a thousand takes its time, one device has its in minutes. */
const mostFirst = 10;
/** A router that has not said all of it by then is read another time. */
const longestMs = 10 * 60_000;
const againMs = 3_600_000;

type Waiting = DueDevice & { readonly customerId: CustomerId };

/**
 * Reads how each device is configured, soon after it is new and then once a day at the device's own minute, and keeps what
 * is not as it was.
 */
export class Snapshotter {
  readonly #routers: Routers;
  readonly #onFailure: (error: unknown) => void;
  readonly #end = new AbortController();
  #waiting: Waiting[] = [];
  readonly #atWork = new Map<DeviceId, Promise<void>>();
  /** Those that could not be read, until when they are left alone. Milliseconds. */
  readonly #later = new Map<DeviceId, number>();
  /** The database's time at the last look. */
  #now = 0;

  constructor(routers: Routers, onFailure: (error: unknown) => void) {
    this.#routers = routers;
    this.#onFailure = onFailure;
  }

  /** Finds those whose minute has come and some of the new ones, and begins with those that wait the longest. Call it once a minute. */
  async look(): Promise<void> {
    const customers = await asJob('probe', async ({ db }) => {
      this.#now = Date.parse(await databaseTime(db));
      return probedCustomers(db);
    });
    for (const [device, until] of this.#later) if (until <= this.#now) this.#later.delete(device);
    const found: Waiting[] = [];
    for (const customerId of customers) {
      if (this.#end.signal.aborted) return;
      const due = await asCustomer(customerId, 'snapshot', ({ db }) => dueDevices(db, customerId));
      for (const one of due) if (!this.#later.has(one.device)) found.push({ ...one, customerId });
    }
    found.sort((a, b) => a.dueAt.localeCompare(b.dueAt));
    const first = new Set(found.filter(({ isFirst }) => isFirst).slice(0, mostFirst));
    this.#waiting = found.filter((one) => !one.isFirst || first.has(one));
    this.#go();
  }

  /** Resolves once nothing is being read or waits for it. */
  async settle(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork.values());
  }

  /** Interrupts what is being read; what is known by then is kept with the next look. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.settle();
  }

  #go(): void {
    while (this.#atWork.size < mostAtOnce && !this.#end.signal.aborted) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const { device } = next;
      if (this.#atWork.has(device)) continue;
      const work = this.#take(next)
        .catch((error: unknown) => this.#failed(error, device))
        .finally(() => {
          this.#atWork.delete(device);
          this.#go();
        });
      this.#atWork.set(device, work);
    }
  }

  #take(waiting: Waiting): Promise<void> {
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(longestMs)]);
    return takeSnapshot(waiting, { routers: this.#routers, signal, isPatient: true });
  }

  /** What a router does not say now it is asked for later; of the rest somebody is told. */
  #failed(error: unknown, device: DeviceId): void {
    if (this.#end.signal.aborted && error instanceof RouterFault) return;
    this.#later.set(device, this.#now + againMs);
    const isOfRouter = error instanceof RouterFault || error instanceof Unsupported;
    const isGone = error instanceof AppError && error.code === 'notFound';
    if (!isOfRouter && !isGone) this.#onFailure(error);
  }
}
