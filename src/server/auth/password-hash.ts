import { createHmac } from 'node:crypto';
import bcrypt from 'bcryptjs';
import type { AcceptedPassword } from './password-policy';

/**
 * A password as bcrypt gets it: base64(HMAC-SHA-384(pepper, password)), 64 characters. bcrypt alone reads 72 bytes and
 * stops at a NUL; this way every byte of 200 characters counts, and a stolen table is worth nothing without the pepper.
 */
export function peppered(pepper: Buffer, password: string): string {
  return createHmac('sha384', pepper).update(password, 'utf8').digest('base64');
}

/** 2^12 rounds: a third of a second on one core of 2020, which is why it runs in the workers. */
const cost = 12;

/** What an unknown person's password is compared with: the same work, and the answer is always no. */
export const nobodysHash = '$2b$12$Zx0v7n1qkQmE5Tt3yB8sUuKf2hJ9rWcLdP6aGiNoVbXeYzM4S1C2q';

/** The work of a worker; nothing else calls it but the command line, which serves nobody while it hashes. */
export function hashPeppered(text: string): Promise<string> {
  return bcrypt.hash(text, cost);
}

export function matchesPeppered(text: string, hash: string): Promise<boolean> {
  return bcrypt.compare(text, hash);
}

/** For the command line (first admin, demo people), on its own thread. */
export function hashHere(pepper: Buffer, password: AcceptedPassword): Promise<string> {
  return hashPeppered(peppered(pepper, password));
}
