import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { simulatedOnly } from '@/server/routeros/address';
import type { Dial } from '@/server/routeros/target';
import { told } from './told';

const Fleet = z.array(z.object({ address: z.string(), port: z.int(), fingerprint: z.string().nullable() }));

/** Simulated routers in a process of their own. */
export interface Simulated {
  readonly fleet: z.infer<typeof Fleet>;
  readonly dial: Dial;
  end(): void;
}

/** The account that each of them has. */
export const login = { name: 'routeward-read', password: 'reads the towers' };

export interface Distance {
  readonly transport: 'tls' | 'plain';
  /** There and back. */
  readonly awayMs: number;
}

export async function simulate(devices: number, { transport, awayMs }: Distance): Promise<Simulated> {
  const program = fileURLToPath(new URL('./fleet.ts', import.meta.url));
  const child = fork(program, [String(devices), transport, String(awayMs)]);
  const fleet = Fleet.parse(await told(child));
  const dial = simulatedOnly(Object.fromEntries(fleet.map(({ address, port }) => [address, port])));
  return { fleet, dial, end: () => child.disconnect() };
}
