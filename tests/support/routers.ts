import { onTestFinished } from 'vitest';
import type { CustomerId, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { RouterFault } from '@/server/routeros/fault';
import type { Dial } from '@/server/routeros/target';
import { Runner } from '@/server/runner/runner';
import { createMasterKey, loadMasterKey, wrappingOf } from '@/server/vault/master-key';
import { makeDataKey, seal } from '@/server/vault/sealed';
import { type RouterOptions, type SimulatedRouter, startRouter } from '@/simulator/router';
import type { TestDatabase } from './database';

/** What routers are read with: it may do that and ping. */
export const account = { name: 'routeward-read', password: 'reads the routers', policies: ['api', 'read', 'test'] };

/** Simulated routers of a test file: each is enrolled as one of the world's devices, with a real pin and sealed credentials. */
export class Fleet {
  readonly #database: TestDatabase;
  readonly #ports = new Map<string, number>();

  constructor(database: TestDatabase) {
    this.#database = database;
  }

  /** Goes to these routers alone, by the addresses that their devices have. */
  readonly dial: Dial = async ({ host }) => {
    const port = this.#ports.get(host);
    if (port === undefined) throw new RouterFault('addressRefused', `${host} is not one of the simulated routers`);
    return { host: '127.0.0.1', port };
  };

  get ports(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#ports);
  }

  /** Starts a router at an address of its own; no device has it yet. */
  async start(options: Partial<RouterOptions> = {}): Promise<{ router: SimulatedRouter; address: string }> {
    const router = await startRouter({
      model: 'RB5009',
      version: '7.20.8',
      identity: 'tower-01-gw',
      accounts: [account],
      transport: 'tls',
      ...options,
    });
    onTestFinished(() => router.stop());
    const address = `10.99.1.${this.#ports.size + 1}`;
    this.#ports.set(address, router.port);
    return { router, address };
  }

  async enrol(device: DeviceId, options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> {
    const { router, address } = await this.start(options);
    const { owner } = this.#database;
    const [row] = await owner`
      update app.device set address = ${address}, pin = ${router.fingerprint} where id = ${device} returning customer_id as customer`;
    await this.#credentials(device, row?.customer);
    return router;
  }

  /** One router that stands for many devices: each has a connection of its own to it. */
  async share(devices: readonly DeviceId[], options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> {
    const { router, address } = await this.start(options);
    const [first] = await this.#database.owner`
      update app.device set address = ${address}, pin = ${router.fingerprint} where id = any (${devices}) returning id, customer_id as customer`;
    await this.#credentials(first?.id, first?.customer);
    await this.#database.owner`update app.device set credential_set_id =
      (select credential_set_id from app.device where id = ${first?.id}) where id = any (${devices})`;
    return router;
  }

  /** An account for bandwidth tests beside the one that reads. */
  giveTestAccount(device: DeviceId, login: { readonly name: string; readonly password: string }): Promise<void> {
    return this.#giveAccount(device, 'test', login);
  }

  /** An account that changes the router. */
  giveWriteAccount(device: DeviceId, login: { readonly name: string; readonly password: string }): Promise<void> {
    return this.#giveAccount(device, 'write', login);
  }

  async #giveAccount(device: DeviceId, kind: 'test' | 'write', { name, password }: { name: string; password: string }) {
    const { owner } = this.#database;
    const [set] = await owner`
      select credential_set_id as id, customer_id as customer from app.device where id = ${device}`;
    const column = `${kind}_sealed`;
    const place = { table: 'credential_set', column, row: String(set?.id), customerId: set?.customer };
    const sealed = seal(await this.#dataKey(set?.customer), place, JSON.stringify({ name, password }));
    await owner`update app.credential_set set ${owner({ [column]: sealed })} where id = ${set?.id}`;
  }

  async #dataKey(customerId: CustomerId) {
    const { keysDirectory } = processEnv();
    const master = await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
    const { dataKey, wrapped } = makeDataKey(wrappingOf(master, 1), customerId);
    await this.#database.owner`insert into app.data_key (id, customer_id, master_key, wrapped)
      values (${dataKey.id}, ${customerId}, ${dataKey.masterKey}, ${wrapped})`;
    return dataKey;
  }

  async #credentials(device: DeviceId, customerId: CustomerId): Promise<void> {
    const { owner } = this.#database;
    const [set] = await owner`select gen_random_uuid() as id`;
    const dataKey = await this.#dataKey(customerId);
    const place = { table: 'credential_set', column: 'read_sealed', row: String(set?.id), customerId };
    await owner`insert into app.credential_set (id, customer_id, name, read_sealed)
      values (${set?.id}, ${customerId}, ${String(set?.id)}, ${seal(dataKey, place, JSON.stringify(account))})`;
    await owner`update app.device set credential_set_id = ${set?.id} where id = ${device}`;
  }
}

/** No test of routers has a webhook that is told. */
export const nowhere = async (host: string): Promise<never> => {
  throw new Error(`${host} is not looked up in this test`);
};

/** Nor is a signing key changed in one. */
/** What fails in the background fails the test. */
export function thrown(error: unknown): never {
  throw error;
}

export const noKey = async (): Promise<never> => {
  throw new Error('no signing key is made in this test');
};

/** A runner in this process that ends with the test; what fails in it is collected. */
export function startRunner(dial: Dial): { readonly runner: Runner; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const runner = new Runner({
    dial,
    resolve: nowhere,
    rotateSigningKey: noKey,
    onFailure: (_what, error) => failures.push(error),
  });
  runner.begin();
  onTestFinished(() => runner.end(0));
  return { runner, failures };
}
