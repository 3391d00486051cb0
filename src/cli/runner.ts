import { networkInterfaces } from 'node:os';
import { processEnv } from '@/env';
import { causesOf } from '@/server/log';
import { resolveAddress, simulatedOnly } from '@/server/routeros/address';
import type { Dial } from '@/server/routeros/target';
import { Runner } from '@/server/runner/runner';
import { liveAsChild } from './child';
import type { Log } from './log';

/** What happens without a request. Told to stop, it finishes the work at hand. */
export async function runner(log: Log): Promise<void> {
  const work = new Runner({
    dial: dialFor(processEnv()),
    onFailure: (what, error) => log.error({ ...what, causes: causesOf(error) }, 'the runner failed at something'),
  });
  await liveAsChild(log, {
    begin: async () => {
      work.begin();
      return null;
    },
    onOrder: () => undefined,
    stop: () => work.end(),
  });
}

/** Neither this machine nor its database is a router. Asked each time: addresses come and go. */
function dialFor({ simulated, appDatabaseUrl }: ReturnType<typeof processEnv>): Dial {
  if (simulated !== null) return simulatedOnly(simulated);
  const database = new URL(appDatabaseUrl).hostname.replace(/^\[|\]$/g, '');
  return async ({ host, port }) => {
    const local = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
    return { host: (await resolveAddress(host, { own: [...local, database] })).ip, port };
  };
}
