import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { extract, type Pack, pack } from 'tar-stream';
import { StartError } from '@/core/start-error';
import { placed } from './placed';

/*
 * A backup is a tar archive, gzipped and encrypted with a passphrase in the age format (age-encryption.org/v1): in pieces,
 * each of which shows its place, and the last that it is the last. `age --decrypt FILE | tar --list --gzip` reads one
 * without Routeward.
 */

/** A file in the archive, at most `largestBytes` long: whatever is written or read is in memory one at a time. */
export interface Piece {
  readonly name: string;
  readonly content: Uint8Array;
}

const largestBytes = 16 * 1024 * 1024;

export interface Writing {
  readonly passphrase: string;
  readonly pieces: AsyncIterable<Piece>;
  /** Ends it in the middle. */
  readonly signal: AbortSignal;
}

/**
 * Writes an archive under a name that nothing has yet, for its owner alone; while that goes on, and where it fails, the name
 * is not there. Returns the file's size in bytes.
 */
export function writeArchive(file: string, { passphrase, pieces, signal }: Writing): Promise<number> {
  return placed(file, async (target) => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    const archive = pack();
    const plain = createGzip();
    // safe: node's own web stream, of bytes, under the name that the library's types know it by.
    const sealed = await encrypter.encrypt(Readable.toWeb(plain) as globalThis.ReadableStream<Uint8Array>);
    const source = Readable.fromWeb(sealed as ReadableStream); // safe: the same again, the other way.
    await Promise.all([
      fill(archive, pieces),
      pipeline(archive, plain, { signal }),
      pipeline(source, target, { signal }),
    ]);
  });
}

async function fill(archive: Pack, pieces: AsyncIterable<Piece>): Promise<void> {
  try {
    for await (const { name, content } of pieces) {
      await new Promise<void>((resolve, reject) => {
        archive.entry({ name, size: content.length, mode: 0o400 }, Buffer.from(content), (error) =>
          error ? reject(error) : resolve(),
        );
      });
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error('the archive could not be filled'));
    throw error;
  }
}

/**
 * What `writeArchive` wrote, in the same order. Throws StartError for a wrong passphrase before the first piece, and for a file
 * that was changed or cut short where it was: only who has read to the end knows that all of it is as it was written.
 */
export async function* readArchive(file: string, passphrase: string): AsyncGenerator<Piece, void> {
  const encrypted = createReadStream(file);
  const plain = await opened(file, encrypted, passphrase);
  const archive = extract();
  const feeding = pipeline(plain, createGunzip(), archive);
  // Told below, where the reading fails with it.
  feeding.catch(() => undefined);
  try {
    for await (const entry of archive) {
      if ((entry.header.size ?? 0) > largestBytes) throw new Error('a piece is larger than any that is written');
      yield { name: entry.header.name, content: await buffer(entry) };
    }
    await feeding;
  } catch (error) {
    throw new StartError(`The backup ${file} is damaged or was changed. Nothing of it is used: take another one.`, {
      cause: error,
    });
  } finally {
    archive.destroy();
    encrypted.destroy();
  }
}

async function opened(file: string, encrypted: Readable, passphrase: string): Promise<Readable> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    // safe: node's own web streams, under the names that the library's types know them by.
    const bytes = Readable.toWeb(encrypted) as globalThis.ReadableStream<Uint8Array>;
    return Readable.fromWeb((await decrypter.decrypt(bytes)) as ReadableStream); // safe: as above.
  } catch (error) {
    encrypted.destroy();
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    throw new StartError(
      code === null
        ? `The backup ${file} cannot be opened: the passphrase is not the one it was made with, or this is no whole backup of Routeward.`
        : `The backup ${file} cannot be read (${code}). Correct --from, or the rights of the file.`,
      { cause: error },
    );
  }
}
