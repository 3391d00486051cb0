import { operatorEnv } from '@/env';
import type { Standing } from '@/server/db/level';
import { askStanding, newerSchema } from '@/server/db/migrate';
import { makeLog } from './log';
import { withDatabase, withOwnedDatabase } from './owned-database';
import { UsageError } from './usage-error';

/** What `migrate --check` ends with: a script tells the three apart. */
const codes = { ready: 0, pending: 3, newer: 4 } as const;

/** `routeward migrate [--check]`: what `start` does to the database first, done apart; or only what it would do. */
export async function migrate([option, ...rest]: readonly string[]): Promise<void> {
  if (rest.length > 0 || (option !== undefined && option !== '--check'))
    throw new UsageError('Usage: routeward migrate [--check]');
  const env = operatorEnv();
  const log = makeLog('migrate', env.logLevel === 'info' ? 'warn' : env.logLevel);
  if (option === undefined) {
    await withOwnedDatabase(env, log, async () => undefined);
    console.log('The database is ready for this version of Routeward.');
    return;
  }
  const standing = await withDatabase(env, log, askStanding);
  console.log(sentence(standing));
  process.exitCode = standing.isNewer ? codes.newer : standing.pending.length > 0 ? codes.pending : codes.ready;
}

function sentence({ isNewer, isEmpty, pending }: Standing): string {
  if (isNewer) return newerSchema;
  if (pending.length === 0) return 'The database is ready for this version of Routeward: nothing to apply.';
  const list = pending.map((name) => `  ${name}`).join('\n');
  const first = isEmpty ? 'It is empty, so nothing can be lost.' : backUpFirst;
  return `${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} to be applied:\n${list}\n${first}`;
}

/** Said before a database that holds something is changed. */
export const backUpFirst =
  'Back up first: npm run routeward -- backup --out /path/to/routeward-before.age (it takes the database as it is).';
