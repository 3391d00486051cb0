import { readAccount, readPolicies, writeAccount, writePolicies } from './accounts';
import type { ModelName } from './models';
import { type SimulatedRouter, startRouter } from './router';
import type { Role } from './seed/place';

/** What a provider's network is made of, in about these parts. */
const kinds: readonly (readonly [role: Role, model: ModelName, version: string])[] = [
  ['gateway', 'RB5009', '7.20.8'],
  ['ap', 'mANTBox', '7.18.2'],
  ['ap', 'NetMetal', '6.49.18'],
  ['backhaul', 'wirelessWire', '7.19.6'],
  ['cpe', 'SXTsq', '7.18.2'],
  ['cpe', 'SXTsq', '7.12.1'],
  ['switch', 'CRS326', '7.24'],
  ['hotspot', 'cAP', '7.16.2'],
  ['core', 'CCR2004', '7.20.8'],
  ['vpn', 'CHR', '7.24'],
];

/** Whoever tries to start as many at once as there are waits for the slowest of all certificates. */
const atOnce = 25;

export interface Many {
  readonly routers: readonly { readonly name: string; readonly role: Role; readonly router: SimulatedRouter }[];
  stop(): Promise<void>;
}

/**
 * Starts `count` routers behind TLS, all of them at `host`: on ports of their own from `firstPort` on, or on any that are
 * free when it is 0. Rejects when a port is taken; then none is left running.
 */
export async function startMany(given: { count: number; host: string; firstPort: number }): Promise<Many> {
  const routers: { name: string; role: Role; router: SimulatedRouter }[] = [];
  const stop = async () => {
    await Promise.all(routers.map(({ router }) => router.stop()));
  };
  for (let from = 0; from < given.count; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, given.count - from) }, (_, index) => from + index);
    const started = await Promise.allSettled(numbers.map((number) => start(number, given)));
    for (const end of started) if (end.status === 'fulfilled') routers.push(end.value);
    const failed = started.find((end) => end.status === 'rejected');
    if (failed === undefined) continue;
    await stop();
    throw failed.reason;
  }
  return { routers, stop };
}

async function start(number: number, { host, firstPort }: { host: string; firstPort: number }) {
  const [role, model, version] = kinds[number % kinds.length] ?? (['gateway', 'RB5009', '7.20.8'] as const);
  const name = `sim-${String(number + 1).padStart(4, '0')}`;
  const site = 1 + Math.floor(number / 200);
  const router = await startRouter({
    ...{ model, version, identity: name, transport: 'tls', host, seed: number + 1 },
    port: firstPort === 0 ? 0 : firstPort + number,
    accounts: [
      { ...readAccount, policies: readPolicies },
      { ...writeAccount, policies: writePolicies },
    ],
    character: { role, address: `10.30.${site}.${2 + (number % 200)}`, gateway: `10.30.${site}.1` },
  });
  return { name, role, router };
}
