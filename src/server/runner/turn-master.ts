import { existsSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import {
  currentMasterFingerprint,
  keepWrappedAnew,
  keysToWrapAnew,
  mayLetGoOfMaster,
  noteWalked,
  openRotations,
  type Rotation,
  turnMasterKey,
} from '../db/key-work';
import { asJob, type Transaction } from '../db/open';
import { currentMaster } from '../db/system-keys';
import { keepLastingSecrets } from '../vault/lasting-secret';
import { createMasterKey, fingerprint, loadMasterKey, masterKeyFile, masterKeyNumber } from '../vault/master-key';
import { wrapAnew } from '../vault/sealed';
import { keysDirectory, wrappingKey } from '../vault/wrapping-keys';
import { endWithTrace } from './end-rotation';

/** Wrapped anew in one transaction. */
const keysAtOnce = 100;

/**
 * Puts a new master key in the place of the one before, as far as that can be done at this moment. Each step can be cut off
 * behind it and is found done by whoever goes on. Returns whether there is more to do at once.
 */
export async function turnMaster(rotation: Rotation): Promise<boolean> {
  if (!rotation.isTurned) return beginMaster();
  if (!rotation.isWalked) return wrapMore();
  return rotation.isOver && (await destroyOlder(rotation));
}

/** Its file is there before anybody can meet its number. */
async function beginMaster(): Promise<boolean> {
  const directory = keysDirectory();
  await keepLastingSecrets(directory);
  const next = 1 + (await asJob('keys', ({ db }) => currentMaster(db)));
  const master = await createMasterKey(directory, next).catch((error: unknown) => {
    // There already: whoever made it was cut off, or is about to turn to it just as well; nothing is wrapped with it.
    if (existsSync(masterKeyFile(directory, next))) return loadMasterKey(directory, next);
    throw error;
  });
  await asJob('keys', async ({ db }) => {
    await turnMasterKey(db, next, fingerprint(master));
  });
  return true;
}

/**
 * The current number, where the file that lies under it is the key that the database knows by it. Somebody may have made
 * another one beside a copy of the keys: what that wraps would be lost with it. Throws StartError.
 */
async function knownMaster(db: Transaction['db']): Promise<number> {
  const number = await currentMaster(db);
  const found = fingerprint(await loadMasterKey(keysDirectory(), number));
  if (found !== (await currentMasterFingerprint(db)))
    throw new StartError(
      `${masterKeyFile(keysDirectory(), number)} is not the master key of this database. Put it back.`,
    );
  return number;
}

async function wrapMore(): Promise<boolean> {
  return asJob('keys', async ({ db }) => {
    const to = await wrappingKey(await knownMaster(db));
    const some = await keysToWrapAnew(db, keysAtOnce);
    let more = 0;
    for (const one of some) {
      const from = await wrappingKey(one.masterKey);
      const wrapped = wrapAnew(from, to, { id: one.id, customerId: one.boundTo, wrapped: one.wrapped });
      if (await keepWrappedAnew(db, one, to.number, wrapped)) more += 1;
    }
    await noteWalked(db, 'master', { place: null, more, isThrough: some.length === 0 });
    return true;
  });
}

/** Something may have been wrapped with the old key by whoever had found it before the new one came: that is first wrapped anew. */
async function destroyOlder({ done }: Rotation): Promise<boolean> {
  const directory = keysDirectory();
  return asJob('keys', async (transaction) => {
    const { db } = transaction;
    if ((await keysToWrapAnew(db, 1)).length > 0) {
      await noteWalked(db, 'master', { place: null, more: 0, isThrough: false });
      return true;
    }
    const current = await knownMaster(db);
    if (!(await mayLetGoOfMaster(db, current - 1))) return false;
    // Somebody else may have ended it, and begun the next one.
    if (!(await openRotations(db)).some(({ key, isOver }) => key === 'master' && isOver)) return false;
    for (const name of await readdir(directory))
      if ((masterKeyNumber(name) ?? current) < current) await unlink(join(directory, name));
    await endWithTrace(transaction, 'master', { level: 'master', number: current, wrapped: done });
    return false;
  });
}
