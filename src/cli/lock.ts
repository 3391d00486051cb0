import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';

/** Who holds the data directory. A process number is used again; together with its start it is not. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

export type Lock =
  | { readonly held: true; readonly release: () => void }
  | { readonly held: false; readonly byPid: number };

/**
 * Takes the directory for this process, or says who has it. Node has no file locks, so it is a file that is linked into
 * place (atomic) and names its process; one whose process is gone counts for nothing, whatever ended it.
 */
export function takeLock(directory: string): Lock {
  const place = join(directory, 'supervisor.lock');
  const own = `${place}.${process.pid}`;
  const me = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Holder);
  writeFileSync(own, me, { mode: 0o600 });
  try {
    for (;;) {
      if (linked(own, place)) return { held: true, release: () => rmSync(place, { force: true }) };
      const seen = read(place);
      const holder = seen === null ? null : parse(seen);
      if (holder !== null && startOf(holder.pid) === holder.startedAt) return { held: false, byPid: holder.pid };
      if (seen !== null) setAside(place, seen);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when it was released at this moment. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return released(error, file);
  }
}

/** Whatever else stands in the way will stand there the next time too. */
function released(error: unknown, file: string): null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOENT') return null;
  throw new StartError(
    `The lock ${file} can be neither read nor replaced (${code}). Run Routeward as the account that owns it, or set ` +
      'ROUTEWARD_DATA to another directory.',
    { cause: error },
  );
}

/** Null for a file that holds no holder: its writer died in the middle. */
function parse(text: string): Holder | null {
  try {
    const { pid, startedAt } = JSON.parse(text);
    return Number.isInteger(pid) && typeof startedAt === 'string' && startedAt !== '' ? { pid, startedAt } : null;
  } catch {
    return null;
  }
}

/** Two may find the same dead holder; whoever moved a newer lock away by mistake puts it back. */
function setAside(place: string, seen: string): void {
  const aside = `${place}.${process.pid}.stale`;
  try {
    renameSync(place, aside);
  } catch (error) {
    released(error, place); // The other one was faster.
    return;
  }
  if (read(aside) !== seen) linked(aside, place);
  rmSync(aside, { force: true });
}

/** When a process started, in the system's own words; empty when there is none (or only its unreaped rest). */
function startOf(pid: number): string {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    // proc(5): the command's name, in parentheses, may hold anything; the state follows it, the start is field 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? '' : `${boot} ${fields[19]}`;
  } catch {
    return '';
  }
}
