import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import { until } from '../until';

const patienceMs = 30_000;

/**
 * A supervisor that was killed leaves its PostgreSQL running. It is stopped in good order and a new one started: only a
 * child of ours is watched and logs to us, and stopping takes a fraction of a second. A postmaster.pid whose number
 * meanwhile belongs to another program is removed; PostgreSQL clears one whose process is gone by itself.
 */
export async function stopLeftBehind(dataDirectory: string): Promise<'none' | 'stopped' | 'cleared'> {
  const pid = postmasterPid(dataDirectory);
  if (pid === null || !isAlive(pid)) return 'none';
  if (!isPostmasterOf(pid, dataDirectory)) {
    rmSync(join(dataDirectory, 'postmaster.pid'));
    return 'cleared';
  }
  process.kill(pid, 'SIGINT');
  if (!(await until(() => !isPostmasterOf(pid, dataDirectory), patienceMs))) {
    throw new StartError(
      `A PostgreSQL of an earlier start (process ${pid}) still holds ${dataDirectory} and does not stop: end it, then start again.`,
    );
  }
  return 'stopped';
}

/** The first line of postmaster.pid; null when there is no such file, or an unfinished one. */
function postmasterPid(dataDirectory: string): number | null {
  const file = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/**
 * True once the server `pid` says so in the eighth line of postmaster.pid (PostgreSQL, miscadmin.h,
 * LOCK_FILE_LINE_PM_STATUS). The file of a server that was killed may say it too, under another number.
 */
export function saysReady(dataDirectory: string, pid: number | undefined): boolean {
  const file = join(dataDirectory, 'postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A postmaster works in its data directory, so /proc tells; elsewhere its command line names the directory. */
function isPostmasterOf(pid: number, dataDirectory: string): boolean {
  const real = realpathSync(dataDirectory);
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === real;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(
      `-D ${dataDirectory}`,
    );
  } catch {
    // Gone, or a zombie that nobody reaps (as in a container without an init), or another account's process.
    return false;
  }
}
