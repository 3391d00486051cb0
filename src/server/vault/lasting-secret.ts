import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import { deriveKey, loadMasterKey, type MasterKey, masterKeyFile, type Purpose } from './master-key';
import { readPrivately, writePrivately } from './private-file';

/*
 * What is derived from the first master key and has to outlive it: nobody's password could be compared any more without the
 * pepper, and the database knows the application by its password. As long as the first master key is there they are derived
 * from it; before another one takes its place each gets a file of its own.
 */

const files = {
  passwordPepper: 'password-pepper.key',
  nextAuthSecret: 'next-auth-secret.key',
  appDatabasePassword: 'app-database-password.key',
} as const satisfies Record<Exclude<Purpose, 'dataKeyWrapping'>, string>;
export type LastingPurpose = keyof typeof files;

const size = 32;

/** 32 bytes. Throws one sentence that says which file is missing or wrong. */
export async function lastingSecret(keysDirectory: string, purpose: LastingPurpose): Promise<Buffer> {
  const file = join(keysDirectory, files[purpose]);
  if (!existsSync(file)) return deriveKey(await firstMasterKey(keysDirectory, file), purpose);
  const bytes = await readPrivately(file, 'The secret');
  if (bytes.length !== size)
    throw new StartError(`The secret ${file} has ${bytes.length} bytes instead of ${size}. Put the whole file back.`);
  return bytes;
}

/** Gives each of them its file; those that have one keep it. */
export async function keepLastingSecrets(keysDirectory: string): Promise<void> {
  for (const [purpose, name] of Object.entries(files)) {
    const file = join(keysDirectory, name);
    // safe: the keys of `files`.
    const bytes = await lastingSecret(keysDirectory, purpose as LastingPurpose);
    await writePrivately(file, bytes).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** When the first one is gone, it is the secret's own file that is missing. */
function firstMasterKey(keysDirectory: string, file: string): Promise<MasterKey> {
  if (existsSync(masterKeyFile(keysDirectory)) || !existsSync(join(keysDirectory, files.appDatabasePassword)))
    return loadMasterKey(keysDirectory);
  throw new StartError(`The secret ${file} is missing. Put it back from where you keep it.`);
}
