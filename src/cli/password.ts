import { AppError } from '@/core/errors';
import { StartError } from '@/core/start-error';
import { hashHere } from '@/server/auth/password-hash';
import { acceptPassword, type PasswordOwner } from '@/server/auth/password-policy';
import { lastingSecret } from '@/server/vault/lasting-secret';

/**
 * Hashes with the pepper in `keysDirectory`, as web does. Throws StartError with the policy's sentence for
 * a password that it refuses: it is meant for the person who chose it.
 */
export async function hashPassword(password: string, owner: PasswordOwner, keysDirectory: string): Promise<string> {
  const pepper = await lastingSecret(keysDirectory, 'passwordPepper');
  try {
    return await hashHere(pepper, acceptPassword(password, owner));
  } catch (error) {
    throw error instanceof AppError ? new StartError(error.message, { cause: error }) : error;
  }
}
