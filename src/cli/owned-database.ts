import { StartError } from '@/core/start-error';
import type { OperatorEnv } from '@/env';
import { type DataDirectory, prepareDataDirectory } from './data-directory';
import { databasePasswords } from './database-passwords';
import { EmbeddedDatabase } from './embedded-database';
import { takeLock } from './lock';
import type { Log } from './log';
import { knownAddress, urlOf } from './postgres/address';
import { ownerRole, productDatabase } from './postgres/roles';
import { preparedDatabase } from './prepared-database';

type Work<T> = (ownerUrl: string, data: DataDirectory) => Promise<T>;

/**
 * For a command that needs the migrated database for a moment; it is found as `withDatabase` finds it. `appUrl` is where web
 * and runner connect, for work that is done with their rights.
 */
export function withOwnedDatabase<T>(
  env: OperatorEnv,
  log: Log,
  work: (ownerUrl: string, data: DataDirectory, appUrl: string) => Promise<T>,
): Promise<T> {
  return withDatabase(env, log, async (ownerUrl, data) =>
    work(ownerUrl, data, await preparedDatabase(ownerUrl, data.keys)),
  );
}

/**
 * For a command that takes the database as it is, of whatever version: the one in DATABASE_URL, else the embedded one,
 * which is started for it, or, while the product runs, is that one's.
 */
export async function withDatabase<T>(env: OperatorEnv, log: Log, work: Work<T>): Promise<T> {
  process.umask(0o022);
  const data = prepareDataDirectory(env.dataDirectory);
  if (env.databaseUrl !== null) return work(env.databaseUrl, data);
  const lock = takeLock(data.path);
  if (!lock.held) return work(await urlOfRunning(data), data);
  try {
    const database = await EmbeddedDatabase.begin(data, log);
    try {
      return await work(database.ownerUrl, data);
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

async function urlOfRunning(data: DataDirectory): Promise<string> {
  const address = knownAddress(data.postgres);
  if (address === null)
    throw new StartError('Routeward is just starting here for the first time. Try again in a moment.');
  const { owner } = await databasePasswords(data);
  return urlOf(address, { user: ownerRole, password: owner, database: productDatabase });
}
