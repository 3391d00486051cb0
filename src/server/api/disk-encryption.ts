import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether what a directory is on is encrypted below it. Only dm-crypt (LUKS) can be seen; anything else is `unknown`. */
export type DiskEncryption = 'found' | 'notFound' | 'unknown';

const blocks = '/sys/dev/block';

export async function diskEncryption(directory: string): Promise<DiskEncryption> {
  try {
    const { dev } = await stat(directory, { bigint: true });
    const { major, minor } = numbersOf(dev);
    // No block device of its own: overlayfs, btrfs, ZFS, NFS, a container's file system.
    if (major === 0n) return 'unknown';
    return (await isEncrypted(join(blocks, `${major}:${minor}`))) ? 'found' : 'notFound';
  } catch {
    // No /sys, as on macOS, or one that does not show this device: nothing was seen.
    return 'unknown';
  }
}

/** Linux's own packing of a device's two numbers (gnu_dev_major, gnu_dev_minor). */
const numbersOf = (dev: bigint) => ({
  major: ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn),
  minor: (dev & 0xffn) | ((dev >> 12n) & ~0xffn),
});

/** A device-mapper volume says what it is; below a logical volume its parts do. All of them must be encrypted. */
export async function isEncrypted(device: string): Promise<boolean> {
  // Whether the directory is there at all: a device that is not shown is not one that is not encrypted.
  const entries = await readdir(device);
  const uuid = entries.includes('dm') ? await readFile(join(device, 'dm/uuid'), 'utf8') : '';
  if (uuid.startsWith('CRYPT-')) return true;
  const below = entries.includes('slaves') ? await readdir(join(device, 'slaves')) : [];
  if (below.length === 0) return false;
  const each = await Promise.all(below.map((name) => isEncrypted(join(device, 'slaves', name))));
  return each.every(Boolean);
}
