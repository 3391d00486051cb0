import { expect } from 'vitest';
import { until } from '@/cli/until';
import type { CredentialSetId, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { hear } from '@/server/db/notices';
import { createMasterKey, loadMasterKey } from '@/server/vault/master-key';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import { isExamined } from '@/ui/enrolment/looks';
import type { TestDatabase } from '../../support/database';
import { account, Fleet } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

/** How long the runner may take to hear of something and act on it: less than the half minute after which it looks anyway. */
const soon = 25_000;

export const isSoon = async (holds: () => boolean | Promise<boolean>) => expect(await until(holds, soon)).toBe(true);

/** The connection that hears notices stands a moment after it was first asked for; what is said before, nobody hears. */
async function isHeard({ owner }: TestDatabase): Promise<void> {
  let isThere = false;
  const stop = hear('routeward_device', (payload) => {
    isThere ||= payload === 'test';
  });
  await isSoon(async () => {
    await owner`select pg_notify('routeward_device', 'test')`;
    return isThere;
  });
  stop();
}

/** A customer's Admin who enrols simulated routers through the API, as people do. */
export class Enrolling {
  readonly fleet: Fleet;
  readonly customer = 'acme-corp';

  private constructor(
    readonly database: TestDatabase,
    readonly world: World,
  ) {
    this.fleet = new Fleet(database);
  }

  static async begin(database: TestDatabase): Promise<Enrolling> {
    await database.owner`truncate app.customer, app.person cascade`;
    const { keysDirectory } = processEnv();
    await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
    const world = await makeWorld(database);
    // The world's own devices have no routers.
    await database.owner`update app.device set archived_at = now()`;
    await isHeard(database);
    return new Enrolling(database, world);
  }

  get api(): ReturnType<typeof apiOf> {
    return apiOf(this.world.people.admin);
  }

  async credentials(read: { name: string; password: string } = account): Promise<CredentialSetId> {
    const { customer } = this;
    const name = `Reading ${Math.random()}`;
    return (await this.api.credentials.add({ customer, name, read: { name: read.name, password: read.password } })).id;
  }

  /** A router and its device; what it shows is confirmed beforehand unless `isConfirmed` is false. */
  async enrol(
    options: Partial<RouterOptions> = {},
    { isConfirmed = true, credentials }: { isConfirmed?: boolean; credentials?: CredentialSetId } = {},
  ): Promise<{ router: SimulatedRouter; address: string; device: DeviceId }> {
    const { router, address } = await this.fleet.start(options);
    const { id } = await this.api.enrolment.add({
      ...{ customer: this.customer, name: `router at ${address}`, address },
      ...{
        credentials: credentials ?? (await this.credentials()),
        fingerprint: isConfirmed ? router.fingerprint : null,
      },
    });
    return { router, address, device: id };
  }

  readonly get = (device: DeviceId) => this.api.devices.get({ device });

  readonly verdicts = async (device: DeviceId) => (await this.api.connections.get({ device })).verdicts;

  /** Asks for an examination and waits for what it found. */
  async examine(device: DeviceId): Promise<string[]> {
    const { askedAt } = await this.api.connections.examine({ device });
    await isSoon(async () => isExamined(await this.get(device), askedAt));
    return this.verdicts(device);
  }
}

/** `AA:BB:…` */
export const colons = (fingerprint: string | null): string =>
  (fingerprint ?? '').toUpperCase().match(/../g)?.join(':') ?? '';
