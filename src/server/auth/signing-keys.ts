import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { StartError } from '@/core/start-error';
import { readPrivately, writePrivately } from '../vault/private-file';

/** An access token's life. A key that signed one has to verify that long after its successor took over. */
export const accessSeconds = 15 * 60;

/** The newest key signs, and the one before it still verifies: what it signed lives at most 15 minutes more. */
const live = 2;
/** How long a process may go on without looking at the keys' directory, and how often an unknown kid makes it look. */
const rereadMilliseconds = 60_000;
const unknownKidMilliseconds = 5_000;

/** The moment it was made, so that names sort by age, and eight random digits: `20261123T175500Z-1f2e3d4c`. */
const kidPattern = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;
const fileOf = (kid: string): string => `access-${kid}.json`;
const kidOf = (file: string): string | undefined => {
  const kid = file.replace(/^access-(.*)\.json$/, '$1');
  return kidPattern.test(kid) && fileOf(kid) === file ? kid : undefined;
};

const big = z.string().regex(/^[A-Za-z0-9_-]+$/);
const PrivateJwk = z.strictObject({
  kty: z.literal('RSA'),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  kid: z.string().regex(kidPattern),
  // 2048 bits are 342 characters of base64url, or more.
  n: big.min(342),
  e: big,
  d: big,
  p: big,
  q: big,
  dp: big,
  dq: big,
  qi: big,
});

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** What signs and verifies access tokens: private JWKs (RFC 7517), one file each, cached in memory. */
export class SigningKeys {
  #keys: readonly SigningKey[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(readonly directory: string) {}

  /** The key that signs now. */
  async newest(now: Date): Promise<{ readonly kid: string; readonly privateKey: CryptoKey }> {
    await this.#fresh(now, rereadMilliseconds);
    const [key] = this.#keys;
    if (!key) throw new StartError(`No signing key is in ${this.directory}. Run: routeward keys rotate`);
    return key;
  }

  /** The public key under this kid, or undefined: retired, or never ours. A kid is only ever compared, never a path. */
  async find(kid: string, now: Date): Promise<CryptoKey | undefined> {
    await this.#fresh(now, rereadMilliseconds);
    // A key made by another process a moment ago is looked for; a flood of invented kids reads the disk once in 5 s.
    if (!this.#keys.some((key) => key.kid === kid)) await this.#fresh(now, unknownKidMilliseconds);
    return this.#keys.find((key) => key.kid === kid)?.publicKey;
  }

  /** The public halves, as /.well-known/jwks.json publishes them. */
  async jwks(now: Date): Promise<{ keys: JWK[] }> {
    await this.#fresh(now, rereadMilliseconds);
    return { keys: this.#keys.map((key) => key.publicJwk) };
  }

  /** The kids that verify now, the newest first, and since when each has been there. */
  async ages(now: Date): Promise<readonly { readonly kid: string; readonly madeAt: Date }[]> {
    await this.#fresh(now, rereadMilliseconds);
    return this.#keys.map(({ kid }) => ({ kid, madeAt: madeAtOf(kid) }));
  }

  async #fresh(now: Date, atMostMilliseconds: number): Promise<void> {
    // A clock set back would otherwise keep a retired key alive until it has caught up.
    if (Math.abs(now.getTime() - this.#readAt) < atMostMilliseconds) return;
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(now: Date): Promise<void> {
    const known = new Map(this.#keys.map((key) => [key.kid, key]));
    const kids = (await kidsIn(this.directory)).slice(0, live);
    this.#keys = await Promise.all(kids.map(async (kid) => known.get(kid) ?? (await importKey(this.directory, kid))));
    this.#readAt = now.getTime();
  }
}

/** `20261123T175500Z-…`: a kid says when it was made. */
function madeAtOf(kid: string): Date {
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})Z/.exec(kid) ?? [];
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  const [hour, minute, second] = [time.slice(0, 2), time.slice(2, 4), time.slice(4)];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The kids whose files are here, newest first. */
async function kidsIn(directory: string): Promise<string[]> {
  const kids = (await readdir(directory)).map(kidOf).filter((kid) => kid !== undefined);
  return kids.sort().reverse();
}

async function importKey(directory: string, kid: string): Promise<SigningKey> {
  const file = join(directory, fileOf(kid));
  const parsed = PrivateJwk.safeParse(JSON.parse((await readPrivately(file, 'The signing key')).toString('utf8')));
  if (!parsed.success || parsed.data.kid !== kid) {
    throw new StartError(
      `The signing key ${file} is not an RS256 key of 2048 bits or more. Run: routeward keys rotate`,
    );
  }
  const { kty, alg, use, n, e } = parsed.data;
  const publicJwk = { kty, alg, use, kid, n, e };
  return {
    kid,
    publicJwk,
    privateKey: await importJWK(parsed.data, 'RS256'),
    publicKey: await importJWK(publicJwk, 'RS256'),
  };
}

/**
 * Makes a key that from now on signs. Refuses within 15 minutes of the last one: what the key before that signed may still
 * be alive, and only two keys verify. Returns its kid.
 */
export async function rotateSigningKey(directory: string, now: Date): Promise<string> {
  const stamp = `${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  const [newest, second] = await kidsIn(directory);
  const soonest = new Date(now.getTime() - (accessSeconds + 60) * 1000).toISOString().replace(/[-:]/g, '').slice(0, 15);
  if (newest && second && newest > soonest) {
    throw new StartError('The signing key was changed less than 16 minutes ago. Wait, or people are signed out.');
  }
  const kid = `${stamp}-${randomBytes(4).toString('hex')}`;
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid };
  await writePrivately(join(directory, fileOf(kid)), JSON.stringify(jwk));
  return kid;
}
