import { CustomerId, DeviceId } from '@/core/ids';
import { databaseTime } from '../db/clock';
import { asCustomer } from '../db/open';
import { targetOf } from '../db/targets';
import { type Known, knownOf } from './known';
import { type OtherTarget, otherTargetsOf } from './targets';

/** Somebody waits to hear what is wrong with a device. */
export interface Wish {
  readonly customer: CustomerId;
  readonly device: DeviceId;
}

/** A wish that was taken up. */
export interface Examination {
  readonly wish: Wish;
  /** By the database's clock, ISO 8601: what was saved before is what is tried. */
  readonly at: string;
  /** The accounts beside the one that reads. */
  readonly others: readonly OtherTarget[];
}

interface TakenUp {
  readonly known: Known;
  readonly examination: Examination;
}

/** Which devices somebody wants examined. Each wish stays until it is answered. */
export class Wishes {
  readonly #of = new Map<DeviceId, Wish>();
  readonly #onFailure: (error: unknown) => void;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  add(wish: Wish): void {
    this.#of.set(wish.device, wish);
  }

  /** One that was made anew meanwhile is another. */
  fulfil(wish: Wish): void {
    if (this.#of.get(wish.device) === wish) this.#of.delete(wish.device);
  }

  /** Those to be examined, as they are now: also of a customer whose devices are not asked every minute. */
  async takeUp(isBusy: (device: DeviceId) => boolean): Promise<TakenUp[]> {
    const found: TakenUp[] = [];
    for (const wish of [...this.#of.values()]) {
      const { customer, device } = wish;
      if (isBusy(device)) continue;
      const one = await asCustomer(customer, 'probe', async ({ db }) => {
        const at = await databaseTime(db);
        const target = await targetOf(db, device);
        if (target === undefined) return null;
        const known = await knownOf(db, target);
        const others = known.router === null ? [] : await otherTargetsOf(db, target, known.router);
        return { known, examination: { wish, at, others } };
      }).catch((error: unknown) => {
        // Whoever wished for it wishes again; the others are not to wait for that.
        this.#onFailure(error);
        return null;
      });
      if (one === null) this.fulfil(wish);
      else found.push(one);
    }
    return found;
  }
}

/** `customer device`, as a notice has it; null: it is none. */
export function wishIn(payload: string): Wish | null {
  const [of, one] = payload.split(' ');
  const [customer, device] = [CustomerId.safeParse(of), DeviceId.safeParse(one)];
  return customer.success && device.success ? { customer: customer.data, device: device.data } : null;
}
