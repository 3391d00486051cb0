import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPrivately, writePrivately } from '@/server/vault/private-file';
import type { Piece } from './archive';

/**
 * What of keys/ goes into a backup: everything but the passwords of the embedded database, which belong to its files and
 * are made anew with them, and what a write cut short left.
 */
export async function keyFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'database.json' && !/\.(new|[0-9a-f]{12})$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** A certificate is no secret, and is readable by others; everything else must not be. */
export async function keyPiece(directory: string, name: string): Promise<Piece> {
  const file = join(directory, name);
  const content = name.endsWith('.crt') ? await readFile(file) : await readPrivately(file, 'The key');
  return { name: `keys/${name}`, content };
}

export async function writeKeys(directory: string, keys: readonly Piece[]): Promise<void> {
  for (const { name, content } of keys) await writePrivately(join(directory, name.replace(/^keys\//, '')), content);
}
