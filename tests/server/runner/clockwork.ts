import { onTestFinished } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { Routers, type RoutersOptions } from '@/server/routeros/routers';
import { Prober } from '@/server/runner/prober';
import { isExamined } from '@/ui/enrolment/looks';
import { type Enrolling, isSoon } from './enrolling';

/** The runner's prober on a clock of the test's, which goes as fast as the machine does: a minute is over at once. */
export class Clockwork {
  readonly failures: unknown[] = [];
  readonly #lab: Enrolling;
  readonly #prober: Prober;
  #second = 0;
  #ticking: Promise<void> = Promise.resolve();

  constructor(lab: Enrolling, { dial = lab.fleet.dial, limits = {} }: Pick<RoutersOptions, 'dial' | 'limits'> = {}) {
    const routers = new Routers({ dial, limits });
    this.#lab = lab;
    this.#prober = new Prober(routers, (error) => this.failures.push(error));
    this.#prober.begin();
    onTestFinished(async () => {
      await this.#prober.end();
      await routers.close();
    });
  }

  /** One at a time, as the runner's own are, also for those who wait for several devices at once. */
  tick(): Promise<void> {
    this.#ticking = this.#ticking.then(() => this.#tick());
    return this.#ticking;
  }

  async #tick(): Promise<void> {
    this.#second += 1;
    await this.#prober.ask(new Date(this.#second * 1000));
    await this.#prober.note();
  }

  /** Every device that is asked each minute is asked in it. */
  async minute(): Promise<void> {
    for (let second = 0; second < 60; second += 1) await this.tick();
  }

  /** Until it is so; the clock goes on. */
  async till(holds: () => boolean | Promise<boolean>): Promise<void> {
    await isSoon(async () => {
      await this.tick();
      return holds();
    });
  }

  /** Asks for an examination and waits for what it found. */
  async examine(device: DeviceId): Promise<string[]> {
    const { askedAt } = await this.#lab.api.connections.examine({ device });
    await this.till(async () => isExamined(await this.#lab.get(device), askedAt));
    return this.#lab.verdicts(device);
  }
}
