import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '@/core/start-error';
import { type Account, serverEnvironment, spawnAs } from './run-as';

const run = promisify(execFile);

export interface Cluster {
  readonly binDirectory: string;
  /** PGDATA. Its parent must be ours to write and the account's to enter. */
  readonly dataDirectory: string;
  readonly runAs: Account | null;
}

/** Makes the cluster unless it is there. It is made beside and renamed: a start cut short leaves nothing half done. */
export async function initialise(cluster: Cluster, superuserPassword: string): Promise<void> {
  if (existsSync(join(cluster.dataDirectory, 'PG_VERSION'))) return;
  const unfinished = `${cluster.dataDirectory}.new`;
  const passwordFile = `${cluster.dataDirectory}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  try {
    writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
    give(unfinished, cluster.runAs);
    give(passwordFile, cluster.runAs);
    await initdb(cluster, unfinished, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, cluster.dataDirectory);
}

async function initdb(cluster: Cluster, directory: string, passwordFile: string): Promise<void> {
  const major = await majorOf(cluster);
  // From 17 on PostgreSQL brings its own C.UTF-8, the same on every system; before, it is the C library's.
  const locale =
    major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8', '--lc-messages=C'];
  const given = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  try {
    await run(join(cluster.binDirectory, 'initdb'), ['-D', directory, ...given, '--data-checksums', ...locale], {
      ...spawnAs(cluster.runAs),
      cwd: '/',
      env: serverEnvironment,
    });
  } catch (error) {
    throw new StartError(`The database could not be made in ${cluster.dataDirectory}: ${lastLine(error)}`, {
      cause: error,
    });
  }
}

function give(place: string, account: Account | null): void {
  if (account) chownSync(place, account.uid, account.gid);
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? 'initdb failed without a word';
}

async function majorOf(cluster: Cluster): Promise<number> {
  const { stdout } = await run(join(cluster.binDirectory, 'postgres'), ['--version'], {
    ...spawnAs(cluster.runAs),
    cwd: '/',
  });
  return Number(/(\d+)/.exec(stdout)?.[1] ?? Number.NaN);
}

/** A cluster is bound to its major version: another one's files are refused before they are touched. */
export async function refuseOtherMajor(cluster: Cluster): Promise<void> {
  const marker = join(cluster.dataDirectory, 'PG_VERSION');
  if (!existsSync(marker)) return;
  const [made, ours] = [Number(readFileSync(marker, 'utf8').trim()), await majorOf(cluster)];
  if (made === ours) return;
  throw new StartError(
    `The database in ${cluster.dataDirectory} was made by PostgreSQL ${made} and this Routeward brings ${ours}. Nothing was ` +
      'changed. Back it up with the Routeward that made it and restore that into an empty data directory.',
  );
}
