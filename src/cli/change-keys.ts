import { setTimeout as after } from 'node:timers/promises';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { askAsConsole, type KeyChoice, type KeyProgress, keyProgress } from '@/server/db/console-keys';
import { leaveDatabase } from '@/server/db/open';
import { once } from '@/server/process';
import { turnKeys } from '@/server/runner/turn-keys';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';

const againMs = 1_000;

/**
 * Changes keys from the command line, whether the product runs or not: it does the work itself, with the rights that the runner
 * has, and beside it where there is one. Cut off, it is gone on with by the runner, or by the next call.
 */
export async function changeKeys(choice: KeyChoice): Promise<void> {
  const env = operatorEnv();
  const log = makeLog('keys', env.logLevel === 'info' ? 'warn' : env.logLevel);
  await withOwnedDatabase(env, log, async (ownerUrl, data, appUrl) => {
    once('database address', () => appUrl);
    once('keys directory', () => data.keys);
    const keys = await askAsConsole(ownerUrl, choice);
    console.log(
      'This takes some two minutes. It may be cut off: it goes on while Routeward runs, or with the next call.',
    );
    try {
      const ended = await seeThrough(ownerUrl, keys, () => rotateSigningKey(data.keys, new Date()));
      const failed = ended.filter(({ fault }) => fault !== null);
      if (failed.length > 0)
        throw new StartError(failed.map(({ name, fault }) => `The key of ${name} is not changed: ${fault}`).join('\n'));
    } finally {
      await leaveDatabase();
    }
  });
}

/** Whoever is at the command line hears of it at once. */
function thrown(error: unknown): never {
  throw error;
}

async function seeThrough(ownerUrl: string, keys: readonly string[], sign: () => Promise<string>) {
  let said = new Map<string, string>();
  for (;;) {
    const hasMore = await turnKeys(sign, thrown);
    const all = await keyProgress(ownerUrl, keys);
    const words = new Map(all.map((one) => [one.name, wordsOf(one)]));
    for (const [name, now] of words) if (said.get(name) !== now) console.log(`${name}: ${now}`);
    said = words;
    if (all.every(({ isEnded }) => isEnded)) return all;
    // What is left waits for those who began before the new key came.
    if (!hasMore) await after(againMs);
  }
}

function wordsOf({ key, isTurned, isWalked, isEnded, done, fault }: KeyProgress): string {
  if (fault !== null) return `not changed: ${fault}`;
  const how = key === 'master' ? 'wrapped anew' : 'sealed anew';
  if (isEnded) return `done; ${done} ${how}, and the key before is destroyed`;
  if (isWalked) return `${done} ${how}; the key before is destroyed in a minute`;
  return isTurned ? `the new key is in use; ${done} ${how} so far` : 'waits for its new key';
}
