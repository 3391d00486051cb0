import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isMasterKeyFile } from '@/server/vault/master-key';
import { lastBackup } from '../backup/last';
import { type Finding, fail, ok, warn } from './finding';

const mebibyte = 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;
const inMebibytes = (bytes: number): string => `${Math.floor(bytes / mebibyte)} MiB`;

/** Whoever can read a key can read what it protects; a key of another account is one that account can exchange. */
export function checkKeys(keys: string): Finding {
  const at = 'keys';
  if (!existsSync(keys) || !readdirSync(keys).some(isMasterKeyFile))
    return fail(
      at,
      `there is no master key in ${keys}`,
      'Set ROUTEWARD_DATA to the right directory, or restore a backup.',
    );
  const directory = statSync(keys);
  if ((directory.mode & 0o077) !== 0) return fail(at, `${keys} can be entered by others`, `Run: chmod 0700 ${keys}`);
  for (const name of readdirSync(keys)) {
    const file = join(keys, name);
    const { mode, uid } = lstatSync(file);
    if (uid !== directory.uid)
      return fail(at, `${file} belongs to another account than its directory`, `Run: chown ${directory.uid} ${file}`);
    if (!name.endsWith('.crt') && (mode & 0o077) !== 0)
      return fail(at, `${file} can be read by others`, `Run: chmod 0400 ${file}`);
  }
  return ok(at, `${readdirSync(keys).length} files, their owner’s alone`);
}

export async function checkDisk(path: string): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(path);
  return judgeDisk(path, { free: bavail * bsize, size: blocks * bsize });
}

export function judgeDisk(path: string, { free, size }: { free: number; size: number }): Finding {
  const found = `${inMebibytes(free)} of ${inMebibytes(size)} free at ${path}`;
  const advice = 'Make room: a database without any stops.';
  if (free < 256 * mebibyte) return fail('disk', found, advice);
  return free < 1024 * mebibyte || free < size / 20 ? warn('disk', found, advice) : ok('disk', found);
}

/** What the kernel says can still be had without swapping; null elsewhere than on Linux. */
export function availableBytes(): number | null {
  const text = existsSync('/proc/meminfo') ? readFileSync('/proc/meminfo', 'utf8') : '';
  const [, kibibytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

export function checkMemory(available: number | null): Finding {
  if (available === null) return ok('memory', 'this system does not say');
  const found = `${inMebibytes(available)} available`;
  if (available < 64 * mebibyte) return fail('memory', found, 'Give the machine more: processes are ended without it.');
  return available < 256 * mebibyte
    ? warn('memory', found, 'Give the machine more: signing in alone takes some for each password.')
    : ok('memory', found);
}

/** Of the process with this number; null elsewhere than on Linux. */
export function openFilesLimit(pid: number | 'self'): number | null {
  const file = `/proc/${pid}/limits`;
  const [, limit] = /^Max open files\s+(\d+)/m.exec(existsSync(file) ? readFileSync(file, 'utf8') : '') ?? [];
  return limit === undefined ? null : Number(limit);
}

/** A router is a connection, and so is whoever looks. */
export function checkOpenFiles(limit: number | null, devices: number): Finding {
  if (limit === null) return ok('open files', 'this system does not say, or sets no limit');
  const needed = 512 + 2 * devices;
  if (limit >= needed) return ok('open files', `${limit} at most, ${needed} wanted for ${devices} devices`);
  return (limit < 512 ? fail : warn)(
    'open files',
    `${limit} at most, ${needed} wanted for ${devices} devices`,
    'Raise it: LimitNOFILE= in the unit, or ulimit -n.',
  );
}

export function checkBackup(path: string, now: Date): Finding {
  const last = lastBackup({ path });
  const advice = 'Run: npm run routeward -- backup --out /path/to/routeward.age';
  if (last === null) return warn('backup', 'none was ever made from here', advice);
  const days = Math.floor((now.getTime() - Date.parse(last.at)) / dayMs);
  const found = `the last one is of ${last.at}`;
  return days > 7 ? warn('backup', `${found}, ${days} days ago`, advice) : ok('backup', found);
}
