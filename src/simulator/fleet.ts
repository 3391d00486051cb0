import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAccount, readPolicies, testAccount, testPolicies, writeAccount, writePolicies } from './accounts';
import { type Certificate, makeCertificate } from './certificate';
import { neighboursOf, networkOf } from './fleet-network';
import { type FleetRouter, fleet } from './fleet-table';
import { type SimulatedRouter, startRouter } from './router';
import type { Provider } from './seed/place';

export interface FleetOptions {
  /** A directory, made when it is not there; certificates and keys stay in it, so that pins survive a restart. */
  readonly certificates: string;
  /** The port of each address; those left out get any that is free. */
  readonly ports?: Readonly<Record<string, number>>;
}

export interface RunningFleet {
  readonly routers: readonly { address: string; port: number; fingerprint: string }[];
  /** The routers themselves by their addresses, for whoever wants to disturb one. */
  readonly byAddress: ReadonlyMap<string, SimulatedRouter>;
  stop(): Promise<void>;
}

/** Starts every router of the demo on loopback, behind TLS. Rejects when a port is taken or the directory is closed. */
export async function startFleet({ certificates, ports = {} }: FleetOptions): Promise<RunningFleet> {
  mkdirSync(certificates, { recursive: true, mode: 0o700 });
  const byName = new Map(fleet.map((one) => [one.address, one]));
  const byAddress = new Map<string, SimulatedRouter>();
  const started = await Promise.allSettled(
    fleet.map(async (one, index) => {
      const certificate = await keptCertificate(certificates, one);
      const port = ports[one.address] ?? 0;
      const router = await start({ one, byName, byAddress, seed: index + 1, certificate, port });
      byAddress.set(one.address, router);
      return { one, router };
    }),
  );
  const running = started.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const stop = async () => {
    await Promise.all(running.map(({ router }) => router.stop()));
  };
  const failed = started.find((end) => end.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    routers: running.map(({ one, router }) => ({
      ...{ address: one.address, port: router.port, fingerprint: router.fingerprint ?? '' },
    })),
    byAddress,
    stop,
  };
}

function start(given: {
  one: FleetRouter;
  byName: ReadonlyMap<string, FleetRouter>;
  /** Those that have started; a test comes when all have. */
  byAddress: ReadonlyMap<string, SimulatedRouter>;
  seed: number;
  certificate: Certificate;
  port: number;
}): Promise<SimulatedRouter> {
  const { one, byName, byAddress, seed, certificate, port } = given;
  const bandwidthServer = (at: string) => byAddress.get(at)?.bandwidthServer ?? null;
  return startRouter({
    ...{ model: one.model, version: one.version, identity: one.identity, transport: 'tls', certificate, port, seed },
    accounts: [
      { ...readAccount, policies: readPolicies },
      { ...writeAccount, policies: writePolicies },
      { ...testAccount, policies: testPolicies },
    ],
    ...(one.faults === undefined ? {} : { faults: one.faults }),
    character: {
      ...{ role: one.role, address: one.address, gateway: one.via ?? '100.64.255.1', load: one.load },
      ...{ uptimeSeconds: one.days * 86_400 + seed * 1117, clockSkewMs: one.clockSkewMs ?? 0, zone: zoneOf(one) },
      ...{ neighbours: neighboursOf(byName, one), provider: providerOf(one) },
      network: { ...networkOf(byName, one), bandwidthServer },
    },
  });
}

/** Devices of the same provider have addresses that begin alike; its subscribers live around its towers. */
function providerOf({ address }: FleetRouter): Provider {
  const [first, second] = address.split('.');
  const name = `${first}.${second}`;
  const towers = fleet.filter((one) => one.address.startsWith(`${name}.`) && /^tower-\d+-gw$/.test(one.identity));
  return { name, towers: towers.map((one) => Number(one.address.split('.')[2])) };
}

/** The pair of an earlier start, or a new one that stays. */
async function keptCertificate(directory: string, { address, identity }: FleetRouter): Promise<Certificate> {
  const file = join(directory, `${address}.pem`);
  const [, certificate, key] = /^(-----BEGIN CERT.*?)(-----BEGIN PRIVATE.*)$/s.exec(readIfThere(file)) ?? [];
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  const made = await makeCertificate(identity);
  // Whole or not at all: a start that is cut short must not leave half a pair.
  writeFileSync(`${file}.new`, made.certificate + made.key, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

const cities = [
  ['10.44.1.', 'Europe/Riga'],
  ['10.44.2.', 'Europe/Oslo'],
  ['10.44.3.', 'Europe/Zurich'],
] as const;

function zoneOf({ address }: FleetRouter): { name: string; offsetMinutes: number } {
  const name = cities.find(([subnet]) => address.startsWith(subnet))?.[1] ?? 'Europe/Rome';
  return { name, offsetMinutes: offsetOf(name, new Date()) };
}

/** A zone's distance from UTC at a moment, in minutes. */
function offsetOf(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}
