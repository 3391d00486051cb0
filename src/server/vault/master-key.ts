import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import { readPrivately, writePrivately } from './private-file';
import type { Wrapping } from './sealed';

/**
 * What the one master key is used for; each purpose gets a key of its own, so that one of them in the wrong hands tells
 * nothing about another. The word is part of the derivation: to change one is to lose what was made under it.
 */
const purposes = {
  passwordPepper: 'routeward/1/password-pepper',
  nextAuthSecret: 'routeward/1/next-auth-secret',
  appDatabasePassword: 'routeward/1/app-database-password',
  dataKeyWrapping: 'routeward/1/data-key-wrapping',
  fingerprint: 'routeward/1/master-key-fingerprint',
} as const;
export type Purpose = Exclude<keyof typeof purposes, 'fingerprint'>;

/** The key as an opaque object: printed, logged or put into JSON it shows nothing. */
export interface MasterKey {
  readonly key: KeyObject;
}

const size = 32;

/** Where the key of this number lies: the first in `master.key`, its successors beside it, in `master-2.key` and so on. */
export function masterKeyFile(keysDirectory: string, number = 1): string {
  return join(keysDirectory, number === 1 ? 'master.key' : `master-${number}.key`);
}

/** The number of the master key that a file of keys/ holds; null: it holds none. */
export function masterKeyNumber(name: string): number | null {
  const [isOne, number = '1'] = /^master(?:-([1-9]\d*))?\.key$/.exec(name) ?? [];
  return isOne === undefined ? null : Number(number);
}

export const isMasterKeyFile = (name: string): boolean => masterKeyNumber(name) !== null;

/** Makes a new key of 32 random bytes, readable by its owner alone. Never overwrites: what it sealed would be lost. */
export async function createMasterKey(keysDirectory: string, number = 1): Promise<MasterKey> {
  const file = masterKeyFile(keysDirectory, number);
  const bytes = randomBytes(size);
  await writePrivately(file, bytes).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'there already is one, and it is never overwritten' : error.message;
    throw new StartError(`The master key ${file} cannot be made: ${why}.`, { cause: error });
  });
  return { key: createSecretKey(bytes) };
}

/** Reads the key. Throws one sentence that says what is wrong with it and what to do. */
export async function loadMasterKey(keysDirectory: string, number = 1): Promise<MasterKey> {
  const file = masterKeyFile(keysDirectory, number);
  const bytes = await readPrivately(file, 'The master key').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const advice = 'Put it back from where you keep it: without it passwords and sealed secrets are lost';
    throw new StartError(`The master key ${file} is missing. ${advice}.`, { cause: error });
  });
  if (bytes.length !== size) {
    throw new StartError(
      `The master key ${file} has ${bytes.length} bytes instead of ${size}. Put the whole file back.`,
    );
  }
  return { key: createSecretKey(bytes) };
}

/** A key of 32 bytes for one purpose: HKDF-SHA-256 (RFC 5869) without salt, because the input is uniformly random. */
export function deriveKey(master: MasterKey, purpose: Purpose): Buffer {
  return derive(master, purposes[purpose]);
}

/** The key of this number, as it wraps data keys. Throws as `loadMasterKey` does. */
export async function loadWrapping(keysDirectory: string, number: number): Promise<Wrapping> {
  return wrappingOf(await loadMasterKey(keysDirectory, number), number);
}

export const wrappingOf = (master: MasterKey, number: number): Wrapping => ({
  number,
  key: createSecretKey(deriveKey(master, 'dataKeyWrapping')),
});

/** Tells one master key from another and nothing about either. The database keeps it, so a wrong key is noticed at start. */
export function fingerprint(master: MasterKey): string {
  return createHash('sha256').update(derive(master, purposes.fingerprint)).digest('hex');
}

function derive(master: MasterKey, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master.key, Buffer.alloc(0), info, size));
}
