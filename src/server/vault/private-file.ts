import { randomBytes } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '@/core/start-error';

/** Writes a file of its owner alone (0400) that is either there whole or not at all. Fails with EEXIST when it is there. */
export async function writePrivately(file: string, content: Uint8Array | string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeDraft(draft, content);
    await link(draft, file);
  } finally {
    await unlink(draft);
  }
}

/**
 * Writes a new file of its owner alone (0400), down to the disk. Its owner is that of the directory: what root writes there, the
 * account that Routeward runs as has to read.
 */
export async function writeDraft(draft: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(draft, 'wx', 0o400);
  try {
    const { uid, gid } = await stat(dirname(draft));
    if (process.getuid?.() === 0 && uid !== 0) await handle.chown(uid, gid);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads a secret file, and refuses one that others on this machine could read too. `called` begins the sentence. */
export async function readPrivately(file: string, called: string): Promise<Buffer> {
  const { mode } = await stat(file);
  const rights = mode & 0o777;
  if ((rights & 0o077) !== 0) {
    const shown = rights.toString(8).padStart(4, '0');
    throw new StartError(`${called} ${file} can be read by others (${shown}). Run: chmod 0400 ${file}`);
  }
  return readFile(file);
}
