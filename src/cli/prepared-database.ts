import { existsSync } from 'node:fs';
import { StartError } from '@/core/start-error';
import { asConsole, checkMasterKey } from '@/server/db/console';
import { prepareDatabase } from '@/server/db/migrate';
import {
  createMasterKey,
  deriveKey,
  fingerprint,
  loadMasterKey,
  type MasterKey,
  masterKeyFile,
} from '@/server/vault/master-key';

/**
 * Migrates the database and lets web and runner in. The master key is made only for a database that never had one; a
 * missing or foreign one is refused before anything is changed. Returns the URL of the application's own login.
 */
export async function preparedDatabase(ownerUrl: string, keysDirectory: string): Promise<string> {
  const master = await masterKeyFor(await storedFingerprint(ownerUrl), keysDirectory);
  const { appUrl } = await prepareDatabase(ownerUrl, deriveKey(master, 'appDatabasePassword').toString('base64url'));
  await checkMasterKey(ownerUrl, fingerprint(master));
  return appUrl;
}

async function masterKeyFor(madeWith: string | null, keysDirectory: string): Promise<MasterKey> {
  const file = masterKeyFile(keysDirectory);
  if (madeWith === null && !existsSync(file)) return createMasterKey(keysDirectory);
  const master = await loadMasterKey(keysDirectory);
  if (madeWith !== null && madeWith !== fingerprint(master)) {
    throw new StartError(
      `The master key ${file} is not the one this database was made with. Put that one there, or correct DATABASE_URL. ` +
        'Nothing was changed.',
    );
  }
  return master;
}

/** Null for a database that no Routeward has been started with. */
function storedFingerprint(ownerUrl: string): Promise<string | null> {
  return asConsole(ownerUrl, async (sql) => {
    const [is] = await sql<{ there: boolean }[]>`select to_regclass('app.mark') is not null as there`;
    if (is?.there !== true) return null;
    const [mark] = await sql<{ print: string | null }[]>`select master_key_fingerprint as print from app.mark`;
    return mark?.print ?? null;
  });
}
