import { causesOf } from '@/server/log';
import { goRound } from '@/server/runner/clock';
import { rounds } from '@/server/runner/housekeeping';
import { liveAsChild } from './child';
import type { Log } from './log';

/** What happens without a request. Told to stop, it finishes the work at hand. */
export async function runner(log: Log): Promise<void> {
  const told = new AbortController();
  let work: Promise<void> = Promise.resolve();
  await liveAsChild(log, {
    begin: async () => {
      work = goRound(rounds, told.signal, (round, error) =>
        log.error({ round, causes: causesOf(error) }, 'a round failed'),
      );
      return null;
    },
    onOrder: () => undefined,
    stop: async () => {
      told.abort();
      await work;
    },
  });
}
