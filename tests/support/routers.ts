import { createSecretKey } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { CustomerId, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { RouterFault } from '@/server/routeros/fault';
import type { Dial } from '@/server/routeros/target';
import { Runner } from '@/server/runner/runner';
import { createMasterKey, deriveKey, loadMasterKey } from '@/server/vault/master-key';
import { currentMasterKey, makeDataKey, seal } from '@/server/vault/sealed';
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

  async #credentials(device: DeviceId, customerId: CustomerId): Promise<void> {
    const { owner } = this.#database;
    const [set] = await owner`select gen_random_uuid() as id`;
    const { keysDirectory } = processEnv();
    const master = await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
    const wrapping = createSecretKey(deriveKey(master, 'dataKeyWrapping'));
    const { dataKey, wrapped } = makeDataKey(wrapping, customerId);
    const place = { table: 'credential_set', column: 'read_sealed', row: String(set?.id), customerId };
    await owner`insert into app.data_key (id, customer_id, master_key, wrapped)
      values (${dataKey.id}, ${customerId}, ${currentMasterKey}, ${wrapped})`;
    await owner`insert into app.credential_set (id, customer_id, name, read_sealed)
      values (${set?.id}, ${customerId}, ${String(set?.id)}, ${seal(dataKey, place, JSON.stringify(account))})`;
    await owner`update app.device set credential_set_id = ${set?.id} where id = ${device}`;
  }
}

/** A runner in this process that ends with the test; what fails in it is collected. */
export function startRunner(dial: Dial): { readonly runner: Runner; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const runner = new Runner({ dial, onFailure: (_what, error) => failures.push(error) });
  runner.begin();
  onTestFinished(() => runner.end(0));
  return { runner, failures };
}
