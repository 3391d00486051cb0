import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataDirectory, prepareDataDirectory } from '@/cli/data-directory';
import { ensureSigningKey } from '@/cli/keys';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { type RunningPostgres, startPostgres } from '@/cli/postgres/start';
import { preparedDatabase } from '@/cli/prepared-database';
import { connect, type Sql } from '@/server/db/connection';

/** Where it is measured: a real PostgreSQL with its real settings, durable, as a customer's is, and what opens it. */
export interface Place {
  readonly data: DataDirectory;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly frontKey: string;
  readonly webSocket: string;
  readonly owner: Sql;
  /** The owner on 128 connections. */
  readonly many: Sql;
  /** The application's login, on one connection. */
  readonly app: Sql;
  /** Ten times as many rows, where that is a question. */
  readonly isFull: boolean;
}

export const publicUrl = 'https://routeward.example.net';

/** Makes it, works in it, and leaves nothing behind. */
export async function withPlace(isFull: boolean, work: (place: Place) => Promise<void>): Promise<void> {
  const home = emptyHome();
  const cluster = await started(home);
  try {
    const data = prepareDataDirectory(join(home, 'data'));
    const appUrl = await preparedDatabase(cluster.ownerUrl(), data.keys);
    await ensureSigningKey(data.keys, new Date());
    const webSocket = join(home, 'web.sock');
    const frontKey = randomBytes(32).toString('hex');
    // What the supervisor sets for the processes of the product.
    Object.assign(process.env, {
      ROUTEWARD_APP_DATABASE_URL: appUrl,
      ROUTEWARD_KEYS_DIRECTORY: data.keys,
      ROUTEWARD_URL: publicUrl,
      ROUTEWARD_FRONT_KEY: frontKey,
      ROUTEWARD_WEB_SOCKET: webSocket,
      ROUTEWARD_LOG: 'error',
    });
    const ownerUrl = cluster.ownerUrl();
    const [owner, many, app] = [connect(ownerUrl, 1, {}), connect(ownerUrl, 128, {}), connect(appUrl, 1)];
    await work({ data, ownerUrl, appUrl, frontKey, webSocket, owner, many, app, isFull });
    await Promise.all([owner, many, app].map((sql) => sql.end()));
  } finally {
    await cluster.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A new directory that the database's account can pass through. */
export function emptyHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'routeward-bench-'));
  chmodSync(home, 0o711);
  return home;
}

async function started(home: string): Promise<RunningPostgres> {
  const runAs = databaseAccount();
  return startPostgres({
    binDirectory: embeddedBinaries(join(home, 'bin'), runAs),
    dataDirectory: join(home, 'pg'),
    runAs,
    passwords: { superuser: randomBytes(32).toString('hex'), owner: randomBytes(32).toString('hex') },
    // The second says when exactly a transaction was committed; the product runs without it.
    settings: { max_connections: '200', track_commit_timestamp: 'on' },
    onLog: () => undefined,
  });
}
