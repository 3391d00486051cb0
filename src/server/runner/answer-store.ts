import type { FaultCode } from '@/core/faults';
import type { DeviceId } from '@/core/ids';
import type { Hit } from '@/core/lookup/hits';
import { type DeviceAnswer, keepAnswers, type LookupRef } from '../db/lookup-work';
import { asCustomer, type Transaction } from '../db/open';
import { sealFor } from '../vault/data-keys';
import { ClaimLost } from './row-store';

/** Answers wait for others at most so long before they are stored. */
const longestWaitMs = 250;

/** What a device said of a subscriber. A fault beside hits: not all of its tables could be read. */
export interface Said {
  readonly device: DeviceId;
  readonly hits: readonly Hit[];
  readonly fault: FaultCode | null;
  readonly tookMs: number;
}

/** Stores what devices answered, sealed and in batches. What fails is told by `failed`, once, and by `end`. */
export class AnswerStore {
  readonly #of: LookupRef;
  readonly #runner: string;
  readonly #failed: (error: unknown) => void;
  #waiting: Said[] = [];
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  #error: unknown = null;

  constructor(of: LookupRef, runner: string, failed: (error: unknown) => void) {
    this.#of = of;
    this.#runner = runner;
    this.#failed = failed;
  }

  add(said: Said): void {
    this.#waiting.push(said);
    this.#timer ??= setTimeout(() => this.#flush(), longestWaitMs);
  }

  /** Resolves when all is stored. Throws what kept it from that. */
  async end(): Promise<void> {
    this.#flush();
    await this.#work;
    if (this.#error !== null) throw this.#error;
  }

  /** One batch after the other. */
  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#work = this.#work.then(async () => {
      const batch = this.#waiting.splice(0);
      if (batch.length === 0 || this.#error !== null) return;
      await this.#store(batch).catch((error: unknown) => {
        this.#error = error;
        this.#failed(error);
      });
    });
  }

  async #store(batch: readonly Said[]): Promise<void> {
    const { id, customerId } = this.#of;
    const isHeld = await asCustomer(customerId, `lookup:${id}`, async ({ db }) => {
      const answers: DeviceAnswer[] = [];
      for (const said of batch) answers.push(await this.#sealed(db, said));
      return keepAnswers(db, this.#of, this.#runner, answers);
    });
    if (!isHeld) throw new ClaimLost('the claim on this lookup was lost');
  }

  async #sealed(db: Transaction['db'], { device, hits, fault, tookMs }: Said): Promise<DeviceAnswer> {
    const { id, customerId } = this.#of;
    const place = { table: 'lookup_answer', column: 'hits_sealed', row: `${id}/${device}`, customerId };
    const sealed = hits.length === 0 ? null : await sealFor(db, place, JSON.stringify(hits));
    return { device, faultCode: fault, hitCount: hits.length, sealed, tookMs };
  }
}
