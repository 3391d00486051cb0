import { createHash, randomBytes } from 'node:crypto';

/** The secret that a browser is known by: 32 random bytes, base64url. The table holds its hash. */
export function mintBrowserSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Null for what is no such secret: it is looked up nowhere. */
export function hashBrowserSecret(secret: string | null): Buffer | null {
  return secret !== null && /^[\w-]{43}$/.test(secret) ? createHash('sha256').update(secret).digest() : null;
}
