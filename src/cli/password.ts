import { hashHere } from '@/server/auth/password-hash';
import { acceptPassword, type PasswordOwner } from '@/server/auth/password-policy';
import { deriveKey, loadMasterKey } from '@/server/vault/master-key';

/** Hashes with the pepper of the master key in `keysDirectory`, as web does. A password the policy refuses is an AppError. */
export async function hashPassword(password: string, owner: PasswordOwner, keysDirectory: string): Promise<string> {
  const pepper = deriveKey(await loadMasterKey(keysDirectory), 'passwordPepper');
  return hashHere(pepper, acceptPassword(password, owner));
}
