import { createHash, randomBytes } from 'node:crypto';

/*
 * The secrets of links that work once: an invitation, a new password, the setup. What is stored is SHA-256 of it. There is
 * nothing to stretch: they hold 120 and 256 random bits, and cannot be guessed from a stolen table at any price.
 */

export interface OneTimeSecret {
  /** What the person gets; it is kept nowhere. */
  readonly text: string;
  readonly hash: Buffer;
}

/** For a link: 32 random bytes in base64url behind what it is for. */
export const linkSecret = { invitation: /^inv1\.[A-Za-z0-9_-]{43}$/, reset: /^rst1\.[A-Za-z0-9_-]{43}$/ } as const;
const prefixes = { invitation: 'inv1', reset: 'rst1' } as const satisfies Record<keyof typeof linkSecret, string>;

export function mintLinkSecret(kind: keyof typeof linkSecret): OneTimeSecret {
  return made(`${prefixes[kind]}.${randomBytes(32).toString('base64url')}`);
}

export const hashOfSecret = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

const made = (text: string): OneTimeSecret => ({ text, hash: hashOfSecret(text) });

/** Crockford's base 32: what is read off one screen and typed on another has no I, L, O or U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** To be typed by hand where nothing can be copied: 24 letters of 5 bits, in groups of four. */
export function mintSetupToken(): OneTimeSecret {
  const typed = [...randomBytes(24)].map((byte) => letters[byte & 31]).join('');
  return { text: typed.replace(/(.{4})(?=.)/g, '$1-'), hash: hashOfSecret(typed) };
}

/** The hash of a setup token however it was typed: case, dashes and spaces say nothing, and O, I and L are digits. */
export function hashOfSetupToken(typed: string): Buffer {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return hashOfSecret(plain);
}
