import { setTimeout as after } from 'node:timers/promises';
import type { SettingName } from '@/core/configuration/settings';
import { loadPublicUrl } from '@/server/auth/public-url';
import { currentProxies } from '@/server/db/configuration';
import { hear } from '@/server/db/notices';
import { causesOf } from '@/server/log';
import { Backoff } from './backoff';
import type { Log } from './log';

/**
 * Reads what this process goes by, before it answers anybody, and again whenever somebody configures it. A database that is
 * away is waited for: it issues no token either.
 */
export async function followSettings(log: Log, onProxies: (proxies: readonly string[]) => void): Promise<void> {
  await follow(log, 'public-address', loadPublicUrl);
  await follow(log, 'proxies.trusted', async () => onProxies(await currentProxies()));
}

/** One reading after the other: an older one that is slow must not hold in the place of a newer one. */
async function follow(log: Log, setting: SettingName, read: () => Promise<void>): Promise<void> {
  let last = Promise.resolve();
  const readNext = (): Promise<void> => {
    last = last.then(() => readUntilSaid(log, setting, read));
    return last;
  };
  // First, so that no change is missed between reading and listening.
  hear('routeward_configuration', (name) => {
    if (name === null || name === setting) void readNext();
  });
  await readNext();
}

async function readUntilSaid(log: Log, setting: SettingName, read: () => Promise<void>): Promise<void> {
  const backoff = new Backoff();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      log.warn({ setting, causes: causesOf(error) }, 'the database does not say yet how this is configured');
      await after(backoff.next(0));
    }
  }
}
