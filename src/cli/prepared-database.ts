import { existsSync } from 'node:fs';
import { StartError } from '@/core/start-error';
import { checkMasterKey, type MasterMark, masterMark } from '@/server/db/console';
import { prepareDatabase } from '@/server/db/migrate';
import { lastingSecret } from '@/server/vault/lasting-secret';
import { createMasterKey, fingerprint, loadMasterKey, type MasterKey, masterKeyFile } from '@/server/vault/master-key';

/**
 * Migrates the database and lets web and runner in. The master key is made only for a database that never had one; a
 * missing or foreign one is refused before anything is changed. Returns the URL of the application's own login.
 */
export async function preparedDatabase(ownerUrl: string, keysDirectory: string): Promise<string> {
  const mark = await masterMark(ownerUrl);
  const master = await masterKeyFor(mark, keysDirectory);
  const password = await lastingSecret(keysDirectory, 'appDatabasePassword');
  const { appUrl } = await prepareDatabase(ownerUrl, password.toString('base64url'));
  await checkMasterKey(ownerUrl, { number: mark?.number ?? 1, fingerprint: fingerprint(master) });
  return appUrl;
}

async function masterKeyFor(madeWith: MasterMark | null, keysDirectory: string): Promise<MasterKey> {
  const number = madeWith?.number ?? 1;
  const file = masterKeyFile(keysDirectory, number);
  if (madeWith === null && !existsSync(file)) return createMasterKey(keysDirectory);
  const master = await loadMasterKey(keysDirectory, number);
  if (madeWith !== null && madeWith.fingerprint !== fingerprint(master)) {
    throw new StartError(
      `The master key ${file} is not the one this database was made with. Put that one there, or correct DATABASE_URL. ` +
        'Nothing was changed.',
    );
  }
  return master;
}
