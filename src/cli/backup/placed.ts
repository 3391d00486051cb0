import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { StartError } from '@/core/start-error';

/**
 * Makes a file of its owner alone (0600) that is either there whole, on the disk, or not at all: it is written beside under
 * another name and linked into place. Never replaces one. Returns its size in bytes.
 */
export async function placed(file: string, write: (target: Writable) => Promise<void>): Promise<number> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.unfinished`;
  const handle = await open(draft, 'wx', 0o600).catch(refused(file));
  try {
    await write(into(handle));
    await handle.sync();
    await link(draft, file);
    const { size } = await handle.stat();
    return size;
  } catch (error) {
    return refused(file)(error);
  } finally {
    await handle.close();
    await rm(draft, { force: true });
    await onDisk(dirname(file));
  }
}

/** Not the handle's own stream: the handle is needed once more behind its end. */
function into(handle: FileHandle): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      handle.writeFile(chunk).then(() => done(), done);
    },
  });
}

/** The directory's own list of names outlives a power cut too. */
async function onDisk(directory: string): Promise<void> {
  // Not every file system opens a directory; the file itself is on the disk by now.
  const handle = await open(directory).catch(() => null);
  await handle?.sync().finally(() => handle.close());
}

const sentences: Readonly<Record<string, string>> = {
  EEXIST: 'there is one already, and it is never overwritten',
  ENOENT: 'its directory is not there',
  EACCES: 'this account may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full',
  EFBIG: 'its disk does not take files that large',
};

function refused(file: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = sentences[code];
    if (reason === undefined) throw error;
    throw new StartError(`The backup ${file} cannot be written: ${reason}. Nothing was left there.`, { cause: error });
  };
}
