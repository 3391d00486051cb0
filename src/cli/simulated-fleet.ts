import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Fleet = z.array(z.object({ address: z.string(), port: z.int(), fingerprint: z.string() }));

/** The simulated routers as they stand: where each listens on loopback, and its certificate's SHA-256. */
export type SimulatedFleet = z.infer<typeof Fleet>;

export const simulatedFleetFile = (directory: string): string => join(directory, 'fleet.json');

/** What the simulator wrote when it was ready. */
export const readSimulatedFleet = (directory: string): SimulatedFleet =>
  Fleet.parse(JSON.parse(readFileSync(simulatedFleetFile(directory), 'utf8')));
