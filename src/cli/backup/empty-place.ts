import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import type { OperatorEnv } from '@/env';
import { emptyAgain, refuseUsedDatabase } from '@/server/db/backup/emptiness';
import { causesOf } from '@/server/log';
import { type DataDirectory, isEmptyDisk, prepareDataDirectory, unfinishedRestore } from '../data-directory';
import { EmbeddedDatabase } from '../embedded-database';
import { takeLock } from '../lock';
import type { Log } from '../log';

type Work<T> = (ownerUrl: string, data: DataDirectory) => Promise<T>;

/**
 * Does the work in an empty data directory with an empty database: the embedded one, which is made for it, or that in
 * DATABASE_URL. Throws StartError where there is anything already; where the work fails, both are empty again.
 */
export async function inEmptyPlace<T>(env: OperatorEnv, log: Log, work: Work<T>): Promise<T> {
  process.umask(0o022);
  const { dataDirectory } = env;
  const wasThere = existsSync(dataDirectory);
  if (wasThere && !isEmptyDisk(dataDirectory)) {
    throw new StartError(
      `The data directory ${dataDirectory} is not empty. A backup is restored into an empty or a new one: set ROUTEWARD_DATA to ` +
        'that, or move this one away. Nothing was changed.',
    );
  }
  const before = env.databaseUrl === null ? null : await refuseUsedDatabase(env.databaseUrl);
  const data = prepareDataDirectory(dataDirectory);
  const lock = takeLock(data.path);
  if (!lock.held) throw new StartError(`Another command is at work in ${data.path}. Nothing was changed.`);
  // Of a restore that was cut short, so that nobody takes half of it for the whole.
  const marker = join(data.path, unfinishedRestore);
  writeFileSync(marker, '');
  try {
    const done = env.databaseUrl === null ? await embedded(data, log, work) : await work(env.databaseUrl, data);
    rmSync(marker);
    return done;
  } catch (error) {
    if (env.databaseUrl !== null && before !== null) {
      await emptyAgain(env.databaseUrl, before).catch((failure: unknown) => {
        log.error({ causes: causesOf(failure) }, 'the database could not be emptied: drop it and make it anew');
      });
    }
    clear(data.path, wasThere);
    throw error;
  } finally {
    lock.release();
  }
}

async function embedded<T>(data: DataDirectory, log: Log, work: Work<T>): Promise<T> {
  const database = await EmbeddedDatabase.begin(data, log);
  try {
    return await work(database.ownerUrl, data);
  } finally {
    await database.stop();
  }
}

function clear(path: string, wasThere: boolean): void {
  for (const name of readdirSync(path))
    if (name !== 'lost+found') rmSync(join(path, name), { recursive: true, force: true });
  if (!wasThere) rmSync(path, { recursive: true, force: true });
}
