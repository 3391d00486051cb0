import { statfs } from 'node:fs/promises';
import { processEnv } from '@/env';
import type { Transaction } from '../db/connection';
import { databaseUse } from '../db/disk-use';

/** What the data takes, and what room there is where the data directory is. Bytes. */
export async function diskUse(db: Transaction['db']) {
  const [use, disk] = await Promise.all([databaseUse(db), roomLeft(processEnv().keysDirectory)]);
  return { ...use, disk };
}

/** Null where the file system does not say. */
async function roomLeft(directory: string): Promise<{ free: number; total: number } | null> {
  // What cannot be told is shown as not known; the sizes of the tables stand without it.
  const said = await statfs(directory).catch(() => null);
  return said === null ? null : { free: said.bavail * said.bsize, total: said.blocks * said.bsize };
}
