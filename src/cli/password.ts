import { join } from 'node:path';
import { acceptPassword, type PasswordOwner } from '@/server/auth/password-policy';
import { PasswordWorkers } from '@/server/auth/password-workers';
import { deriveKey, loadMasterKey } from '@/server/vault/master-key';
import { projectRoot } from './project-root';

/** Hashes with the pepper of the master key in `keysDirectory`, as web does, while `work` lasts. A password that the policy refuses is an AppError. */
export async function withHasher<T>(
  keysDirectory: string,
  work: (hash: (password: string, owner: PasswordOwner) => Promise<string>) => Promise<T>,
): Promise<T> {
  const pepper = deriveKey(await loadMasterKey(keysDirectory), 'passwordPepper');
  const workers = new PasswordWorkers(pepper, join(projectRoot(), 'dist/password.worker.js'), 2);
  try {
    return await work((password, owner) => workers.admit((place) => place.hash(acceptPassword(password, owner))));
  } finally {
    await workers.close();
  }
}
