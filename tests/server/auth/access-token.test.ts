import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type Claims, claimsFor, type Issuer, principalOf, sign, verify } from '@/server/auth/access-token';
import { rotateSigningKey, SigningKeys } from '@/server/auth/signing-keys';
import { forgeries } from './forgeries';
import { keysDirectory } from './keys';

const principal = {
  personId: '0b8f4c1e-6f0f-4a53-9a3e-0d7a5b1c2d3e',
  familyId: '5d0a3f8e-2a77-4a8c-8b90-6f2f9c4e7a11',
  role: 'operator',
  epoch: 3,
  // safe: the brands of two uuids.
} as Parameters<typeof claimsFor>[0];

const publicUrl = 'https://routeward.test';
const born = new Date('2026-03-04T10:00:00Z');
const after = (seconds: number) => new Date(born.getTime() + seconds * 1000);

async function newIssuer(): Promise<Issuer & { kid: string }> {
  const directory = await keysDirectory();
  const kid = await rotateSigningKey(directory, born);
  return { keys: new SigningKeys(directory), publicUrl, kid };
}

test('a token says whom it speaks for, and signing its claims again gives the same token', async () => {
  const issuer = await newIssuer();
  const claims = claimsFor(principal, publicUrl, born);
  const token = await sign(claims, issuer, born);
  const verified = await verify(token, issuer, after(1));
  expect(principalOf(verified)).toEqual(principal);
  expect(verified.exp - verified.iat).toBe(900);
  expect(await sign(verified, issuer, after(600))).toBe(token);
});

test('a token lives 15 minutes, within 5 seconds, by whichever clock', async () => {
  const issuer = await newIssuer();
  const token = await sign(claimsFor(principal, publicUrl, born), issuer, born);
  const isTaken = (seconds: number) =>
    verify(token, issuer, after(seconds)).then(
      () => true,
      () => false,
    );
  const lifetime: [number, boolean][] = [
    [-7200, false], // a clock two hours behind: a token from the future
    [-6, false],
    [-5, true],
    [0, true],
    [899, true], // 14:59
    [900, true], // 15:00, inside the tolerance
    [901, true], // 15:01 of a clock that is a little ahead
    [904, true],
    [905, false],
    [960, false],
    [7200, false],
    [365 * 86_400, false],
  ];
  for (const [seconds, taken] of lifetime) expect([seconds, await isTaken(seconds)]).toEqual([seconds, taken]);
  await expect(verify(token, issuer, after(905))).rejects.toThrow('The access token has expired.');
});

test('of the forgeries none is taken', async () => {
  const issuer = await newIssuer();
  const file = join(issuer.keys.directory, `access-${issuer.kid}.json`);
  const jwk = JSON.parse(await readFile(file, 'utf8'));
  const claims = claimsFor(principal, publicUrl, born);
  const honest = await sign(claims, issuer, born);
  expect((await verify(honest, issuer, after(1))).sub).toBe(principal.personId);

  const made = await forgeries({ honest, claims, kid: issuer.kid, jwk, privateKey: await importJWK(jwk, 'RS256') });
  expect(made.length).toBeGreaterThanOrEqual(60);
  expect(new Set(made.map(([name]) => name)).size).toBe(made.length);
  const taken: string[] = [];
  for (const [name, token] of made) {
    expect(token, name).not.toBe(honest);
    await verify(token, issuer, after(1)).then(
      () => taken.push(name),
      (error: { code?: string }) => expect([name, error.code]).toEqual([name, 'unauthenticated']),
    );
  }
  expect(taken).toEqual([]);
});

test('a rotation takes effect without a restart, costs nobody a session, and ends with the old key refused', async () => {
  const issuer = await newIssuer();
  const other: Issuer = { keys: new SigningKeys(issuer.keys.directory), publicUrl };
  const signAt = (seconds: number, by: Issuer = issuer) =>
    sign(claimsFor(principal, publicUrl, after(seconds)), by, after(seconds));
  const old = await signAt(0);
  await verify(old, other, after(0));

  // This process has looked a moment ago, and does not look again by itself for a minute.
  await verify(old, issuer, after(95));
  const second = await rotateSigningKey(issuer.keys.directory, after(100));
  // The other process signs with the new key first; this one finds it by its kid.
  const fromOther = await signAt(100, other);
  expect(kidOf(fromOther)).toBe(second);
  await verify(fromOther, issuer, after(101));
  await verify(old, other, after(899));
  expect((await issuer.keys.jwks(after(200))).keys.map(({ kid }) => kid)).toEqual([second, issuer.kid]);

  await expect(rotateSigningKey(issuer.keys.directory, after(500))).rejects.toThrow(/less than 16 minutes ago/);
  // The longest life after: a third key retires the first.
  await rotateSigningKey(issuer.keys.directory, after(1200));
  const retired = await importJWK(
    JSON.parse(await readFile(join(issuer.keys.directory, `access-${issuer.kid}.json`), 'utf8')),
    'RS256',
  );
  const late = await new SignJWT({ ...claimsFor(principal, publicUrl, after(1300)) })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: issuer.kid })
    .sign(retired);
  await expect(verify(late, issuer, after(1301))).rejects.toThrow('The access token is not valid.');
  await expect(verify(late, other, after(1301))).rejects.toThrow('The access token is not valid.');
});

test('five hundred tokens checked while the key changes are all taken', async () => {
  const issuer = await newIssuer();
  const tokens: string[] = [];
  for (let at = 0; at < 500; at += 1) {
    if (at === 250) await rotateSigningKey(issuer.keys.directory, after(250));
    tokens.push(await sign(claimsFor(principal, publicUrl, after(at)), issuer, after(at)));
  }
  const claims: Claims[] = await Promise.all(tokens.map((token) => verify(token, issuer, after(500))));
  expect(claims).toHaveLength(500);
  expect(new Set(tokens.map(kidOf)).size).toBe(2);
});

test('the published keys hold nothing private', async () => {
  const issuer = await newIssuer();
  const { keys } = await issuer.keys.jwks(born);
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
});

function kidOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')).kid;
}
