import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataDirectory } from '../data-directory';

const Last = z.object({ at: z.iso.datetime(), bytes: z.int() });
export type LastBackup = z.infer<typeof Last>;

const fileOf = ({ path }: Pick<DataDirectory, 'path'>): string => join(path, 'last-backup.json');

/** Remembers that a backup was made. It says nothing that anybody on the machine may not know. */
export function rememberBackup(data: DataDirectory, last: LastBackup): void {
  const file = fileOf(data);
  writeFileSync(`${file}.new`, `${JSON.stringify(last)}\n`, { mode: 0o644 });
  renameSync(`${file}.new`, file);
}

/** Null when none was made from this data directory, or nobody can say. */
export function lastBackup(data: Pick<DataDirectory, 'path'>): LastBackup | null {
  if (!existsSync(fileOf(data))) return null;
  try {
    return Last.parse(JSON.parse(readFileSync(fileOf(data), 'utf8')));
  } catch {
    return null;
  }
}
