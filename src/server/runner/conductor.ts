import { CustomerId, RolloutId } from '@/core/ids';
import { hear } from '../db/notices';
import { asJob } from '../db/open';
import { type RolloutRef, rolloutsUnderWay } from '../db/rollout-work';
import { seeRollout } from './see-rollout';

interface Seeing {
  /** It moved on while it was looked at. */
  isStale: boolean;
  done: Promise<void>;
}

/** Sees rollouts to their end, wave by wave. It speaks to no router: whose turn it is, the changer hears. */
export class Conductor {
  readonly #onFailure: (error: unknown) => void;
  readonly #seeing = new Map<string, Seeing>();
  #stopHearing: () => void = () => undefined;
  #isEnding = false;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  begin(): void {
    this.#stopHearing = hear('routeward_rollout', (payload) => {
      const ref = payload === null ? null : refIn(payload);
      if (ref !== null) this.#heard(ref);
    });
  }

  /** Looks for those whose notice nobody heard, and whose window has opened. */
  async look(): Promise<void> {
    for (const ref of await asJob('dispatch', ({ db }) => rolloutsUnderWay(db))) this.#heard(ref);
  }

  /** Begins no wave any more. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    await Promise.all([...this.#seeing.values()].map(({ done }) => done));
  }

  #heard(ref: RolloutRef): void {
    if (this.#isEnding) return;
    const known = this.#seeing.get(ref.id);
    if (known !== undefined) {
      known.isStale = true;
      return;
    }
    const seeing: Seeing = { isStale: true, done: Promise.resolve() };
    this.#seeing.set(ref.id, seeing);
    seeing.done = this.#see(ref, seeing)
      .catch(this.#onFailure)
      .finally(() => this.#seeing.delete(ref.id));
  }

  async #see(ref: RolloutRef, seeing: Seeing): Promise<void> {
    while (seeing.isStale && !this.#isEnding) {
      seeing.isStale = false;
      await seeRollout(ref);
    }
  }
}

function refIn(payload: string): RolloutRef | null {
  const [id, of] = payload.split(' ');
  const [rollout, customer] = [RolloutId.safeParse(id), CustomerId.safeParse(of)];
  return rollout.success && customer.success ? { id: rollout.data, customerId: customer.data } : null;
}
