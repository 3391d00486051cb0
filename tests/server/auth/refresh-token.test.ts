import bcrypt from 'bcryptjs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hashSecret,
  matchesSecret,
  mintRefreshToken,
  parseRefreshToken,
  sealSuccessor,
  unsealSuccessor,
  writeRefreshToken,
} from '@/server/auth/refresh-token';

test('a refresh token comes back from its text, and no other spelling of it is one', () => {
  const text = writeRefreshToken(mintRefreshToken());
  const parsed = parseRefreshToken(text);
  expect(parsed && writeRefreshToken(parsed)).toBe(text);
  const [version = '', selector = '', secret = ''] = text.split('.');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = (character: string) => alphabet[alphabet.indexOf(character) + 1] ?? '=';
  const others = [
    '',
    ` ${text}`,
    `${text}\n`,
    `${text}.`,
    `${text}=`,
    text.slice(0, -1),
    text.toUpperCase(),
    [version, selector].join('.'),
    [version, secret, selector].join('.'),
    ['rt2', selector, secret].join('.'),
    // The last characters carry spare bits; these spell the same bytes.
    [version, `${selector.slice(0, -1)}${next(selector.slice(-1))}`, secret].join('.'),
    [version, selector, `${secret.slice(0, -1)}${next(secret.slice(-1))}`].join('.'),
    [version, selector, secret.replace(/.$/, '+')].join('.'),
  ];
  for (const other of others) expect(parseRefreshToken(other), other).toBeUndefined();
});

test('no text whatsoever makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => parseRefreshToken(text) === undefined),
  );
});

test('bcrypt takes one long token for another that begins alike, and tells all of ours apart', async () => {
  const begin = `${'x'.repeat(72)}`;
  expect(await bcrypt.compare(`${begin}second`, await bcrypt.hash(`${begin}first`, 4))).toBe(true);

  const tokens = Array.from({ length: 20 }, mintRefreshToken);
  for (const { secret } of tokens) expect(Buffer.byteLength(secret)).toBe(43);
  expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(tokens.length);
  const [first, ...rest] = tokens;
  if (!first) throw new Error('no token');
  const hash = await hashSecret(first);
  expect(await matchesSecret(first, hash)).toBe(true);
  for (const other of rest) expect(await matchesSecret(other, hash)).toBe(false);
  // Down to the last of the 43 bytes.
  const lastDiffers = { ...first, secret: `${first.secret.slice(0, -1)}${first.secret.endsWith('A') ? 'E' : 'A'}` };
  expect(await matchesSecret(lastDiffers, hash)).toBe(false);
});

test('a sealed successor opens with the token it replaces and the request key, and with nothing else', () => {
  const presented = mintRefreshToken();
  const successor = mintRefreshToken();
  const sealed = sealSuccessor(successor, presented, 'request-key-of-16+');
  expect(unsealSuccessor(sealed, presented, 'request-key-of-16+')).toEqual(successor);

  const attempts: [Uint8Array, typeof presented, string][] = [
    [sealed, presented, 'another-request-key'],
    [sealed, mintRefreshToken(), 'request-key-of-16+'],
    [sealed, { ...presented, selector: mintRefreshToken().selector }, 'request-key-of-16+'],
    [sealed, { ...presented, secret: mintRefreshToken().secret }, 'request-key-of-16+'],
    // A tag of 4 bytes is one that can be guessed.
    [sealed.subarray(0, -12), presented, 'request-key-of-16+'],
    [sealed.subarray(0, 20), presented, 'request-key-of-16+'],
    [Buffer.alloc(0), presented, 'request-key-of-16+'],
    ...Array.from({ length: sealed.length }, (_, at): [Uint8Array, typeof presented, string] => {
      const flipped = Buffer.from(sealed);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      return [flipped, presented, 'request-key-of-16+'];
    }),
  ];
  for (const attempt of attempts) expect(() => unsealSuccessor(...attempt)).toThrow();
});
