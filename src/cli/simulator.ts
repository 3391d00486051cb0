import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulatorEnv } from '@/env';
import { startFleet } from '@/simulator/fleet';
import { liveAsChild } from './child';
import type { Log } from './log';
import { processMetrics } from './metrics/process-metrics';
import { simulatedFleetFile } from './simulated-fleet';

/** The demo's routers, all of them in one process on loopback. Which port each took stands in a file of its directory. */
export async function simulator(log: Log): Promise<void> {
  const { directory, ports } = simulatorEnv();
  let stop: () => Promise<void> = async () => undefined;
  await liveAsChild(log, {
    metrics: processMetrics('simulator'),
    begin: async () => {
      const certificates = join(directory, 'certificates');
      mkdirSync(certificates, { recursive: true, mode: 0o700 });
      const fleet = await startFleet({ certificates, ...(ports === null ? {} : { ports }) });
      stop = fleet.stop;
      const file = simulatedFleetFile(directory);
      writeFileSync(`${file}.new`, JSON.stringify(fleet.routers));
      renameSync(`${file}.new`, file);
      return null;
    },
    onOrder: () => undefined,
    stop: () => stop(),
  });
}
