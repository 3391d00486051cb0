import { beforeAll, beforeEach, expect } from 'vitest';
import type { Principal } from '@/core/access';
import type { CustomerId, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { createMasterKey } from '@/server/vault/master-key';
import { giveAccounts, preview } from './changes';
import type { TestDatabase } from './database';
import { apiOf } from './runs';
import { makeWorld, type World } from './world';

export const values = { name: 'maria' };
export const template = 'subscriber.suspend' as const;

/** An error as a door answers it. */
export const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: typeof message === 'string' ? message : expect.stringMatching(message) });

export const changesOf = (who: Principal) => apiOf(who).changes;

/** A world in which every device has an account that writes, made anew for each test of the file that asks for it. */
export class ChangeScene {
  #world: World | null = null;
  readonly #database: TestDatabase;

  constructor(database: TestDatabase) {
    this.#database = database;
    beforeAll(async () => {
      await createMasterKey(processEnv().keysDirectory);
    });
    beforeEach(async () => {
      await database.owner`truncate app.customer, app.person cascade`;
      await database.shiftClock('0');
      this.#world = await makeWorld(database);
      for (const customer of Object.values(this.world.customers)) await giveAccounts(database, customer, true);
    });
  }

  get world(): World {
    if (this.#world === null) throw new Error('a world is made before each test');
    return this.#world;
  }

  get acme(): CustomerId {
    return this.world.customers['acme-corp'];
  }

  /** The first of a customer's three is 0. */
  device(number: number, of: 'acme-corp' | 'other-isp' = 'acme-corp'): DeviceId {
    const id = this.world.devices[of][number];
    if (id === undefined) throw new Error('there are three');
    return id;
  }

  async ask(who: Principal, device = 0): Promise<string> {
    return (await changesOf(who).ask({ device: this.device(device), template, values })).change;
  }

  /** One that waits for somebody who authorises it. */
  async waiting(who: Principal, { device = 0, tier = 'W2' }: { device?: number; tier?: 'W2' | 'W3' } = {}) {
    const change = await this.ask(who, device);
    return { change, digest: await preview(this.acme, change, tier) };
  }

  async stateOf(change: string): Promise<string> {
    const [row] = await this.#database.owner`select state from app.change where id = ${change}`;
    return String(row?.state);
  }
}
