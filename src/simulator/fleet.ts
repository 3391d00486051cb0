import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAccount, readPolicies } from './accounts';
import { type Certificate, makeCertificate } from './certificate';
import { neighboursOf, networkOf } from './fleet-network';
import { type FleetRouter, fleet } from './fleet-table';
import { type SimulatedRouter, startRouter } from './router';

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
  const started = await Promise.allSettled(
    fleet.map(async (one, index) => {
      const certificate = await keptCertificate(certificates, one);
      const port = ports[one.address] ?? 0;
      return { one, router: await start({ one, byName, seed: index + 1, certificate, port }) };
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
    byAddress: new Map(running.map(({ one, router }) => [one.address, router])),
    stop,
  };
}

function start(given: {
  one: FleetRouter;
  byName: ReadonlyMap<string, FleetRouter>;
  seed: number;
  certificate: Certificate;
  port: number;
}): Promise<SimulatedRouter> {
  const { one, byName, seed, certificate, port } = given;
  return startRouter({
    ...{ model: one.model, version: one.version, identity: one.identity, transport: 'tls', certificate, port, seed },
    accounts: [{ ...readAccount, policies: readPolicies }],
    ...(one.faults === undefined ? {} : { faults: one.faults }),
    character: {
      ...{ role: one.role, address: one.address, gateway: one.via ?? '100.64.255.1', load: one.load },
      ...{ uptimeSeconds: one.days * 86_400 + seed * 1117, clockSkewMs: one.clockSkewMs ?? 0, zone: zoneOf(one) },
      ...{ neighbours: neighboursOf(byName, one), network: networkOf(byName, one) },
    },
  });
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
