import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import bcrypt from 'bcryptjs';

/**
 * A refresh token: `rt1.<selector>.<secret>`, 16 and 32 random bytes in base64url. The selector finds the row, the secret
 * proves the right to it. Never a JWT: bcrypt reads 72 bytes, which two refresh JWTs of one person have in common, so
 * each would match the other's hash. The secret has 43.
 */
export interface RefreshToken {
  readonly selector: Buffer;
  readonly secret: string;
}

const pattern = /^rt1\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/**
 * Stretching makes guessing a weak secret dear. This one has 256 random bits and cannot be guessed at any price, so the
 * cost buys nothing; at 10 it would allow 6 refreshes a second instead of some 300. bcrypt's least is 4.
 */
const cost = 4;

/** The longest time a lost response can still be asked for again is the database's to say; see auth.rotate_refresh_token. */
const tagBytes = 16;
const nonceBytes = 12;

export function mintRefreshToken(): RefreshToken {
  return { selector: randomBytes(16), secret: randomBytes(32).toString('base64url') };
}

export function writeRefreshToken(token: RefreshToken): string {
  return `rt1.${token.selector.toString('base64url')}.${token.secret}`;
}

/** The parts of a token spelt exactly as we spell it, or undefined. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, selector, secret] = pattern.exec(text) ?? [];
  if (selector === undefined || secret === undefined) return undefined;
  const token = { selector: Buffer.from(selector, 'base64url'), secret };
  // The last character carries spare bits: another one there would spell the same bytes.
  const isCanonical = Buffer.from(secret, 'base64url').toString('base64url') === secret;
  return isCanonical && writeRefreshToken(token) === text ? token : undefined;
}

export function hashSecret(token: RefreshToken): Promise<string> {
  return bcrypt.hash(token.secret, cost);
}

export function matchesSecret(token: RefreshToken, hash: string): Promise<boolean> {
  return bcrypt.compare(token.secret, hash);
}

/** What the row keeps of a request key: enough to know it again. */
export function hashRequestKey(requestKey: string): Buffer {
  return createHash('sha256').update(requestKey).digest();
}

/**
 * Seals a successor so that only whoever holds the token it replaces *and* the request's key can open it: neither is in
 * the database. AES-256-GCM; blob: nonce (12) | ciphertext | tag (16).
 */
export function sealSuccessor(successor: RefreshToken, presented: RefreshToken, requestKey: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(presented, requestKey), nonce, { authTagLength: tagBytes });
  cipher.setAAD(presented.selector);
  const text = Buffer.concat([cipher.update(writeRefreshToken(successor), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]);
}

/** The successor; throws when token, key or blob is another one. */
export function unsealSuccessor(sealed: Uint8Array, presented: RefreshToken, requestKey: string): RefreshToken {
  const key = sealingKey(presented, requestKey);
  // Without its length Node takes a tag of 4 bytes too.
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(presented.selector);
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString(
    'utf8',
  );
  const successor = parseRefreshToken(text);
  if (!successor) throw new Error('the sealed successor is not a refresh token');
  return successor;
}

function sealingKey(presented: RefreshToken, requestKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', presented.secret, requestKey, 'routeward/1/refresh-successor', 32));
}
