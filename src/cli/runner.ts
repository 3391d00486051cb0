import { type ProcessEnv, processEnv } from '@/env';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { causesOf } from '@/server/log';
import { resolveAddress, simulatedOnly } from '@/server/routeros/address';
import type { Dial } from '@/server/routeros/target';
import { AllowedRanges } from '@/server/runner/allowed-ranges';
import { OwnAddresses } from '@/server/runner/own-addresses';
import { Runner } from '@/server/runner/runner';
import { liveAsChild } from './child';
import type { Log } from './log';
import { poolMetrics } from './metrics/pool-metrics';
import { processMetrics } from './metrics/process-metrics';
import { runnerMetrics } from './metrics/runner-metrics';

/** What happens without a request. Told to stop, it finishes the work at hand. */
export async function runner(log: Log): Promise<void> {
  const env = processEnv();
  const own = new OwnAddresses(env.appDatabaseUrl);
  const ranges = new AllowedRanges();
  const metrics = processMetrics('runner');
  poolMetrics(metrics);
  const { onRound, onRunEnded, onFailure } = runnerMetrics(metrics);
  const work = new Runner({
    dial: dialFor(env, own, ranges),
    ranges,
    resolve: async (host) => resolveAddress(host, { own: await own.now() }),
    rotateSigningKey: () => rotateSigningKey(env.keysDirectory, new Date()),
    onRound,
    onRunEnded,
    onFailure: (what, error) => {
      onFailure('round' in what ? what.round : 'run');
      log.error({ ...what, causes: causesOf(error) }, 'the runner failed at something');
    },
  });
  await liveAsChild(log, {
    metrics,
    begin: async () => {
      work.begin();
      return null;
    },
    onOrder: () => undefined,
    stop: () => work.end(),
  });
}

/** Neither this machine nor its database is a router. Asked each time: addresses come and go. */
function dialFor(env: ProcessEnv, own: OwnAddresses, ranges: AllowedRanges): Dial {
  if (env.simulated !== null) return simulatedOnly(env.simulated);
  return async ({ host, port }) => {
    const rules = { own: await own.now(), allowed: await ranges.now() };
    return { host: (await resolveAddress(host, rules)).ip, port };
  };
}
