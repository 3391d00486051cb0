import { randomUUID } from 'node:crypto';
import { errors as joseErrors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Principal, roles } from '@/core/access';
import { AppError } from '@/core/errors';
import { FamilyId, PersonId } from '@/core/ids';
import { processEnv } from '@/env';
import { once } from '../process';
import { publicUrl } from './public-url';
import { accessSeconds, SigningKeys } from './signing-keys';

/** Who issues: the keys, and the public address as `iss`. */
export interface Issuer {
  readonly keys: SigningKeys;
  readonly publicUrl: string;
}

const audience = 'routeward';
const type = 'at+jwt';
/** How far two machines' clocks may differ. */
const toleranceSeconds = 5;
/** Ours have some 850 characters; nothing longer is even parsed. */
const longest = 2048;

const Header = z.strictObject({ alg: z.literal('RS256'), typ: z.literal(type), kid: z.string().max(64) });

/** The claims (RFC 7519, RFC 9068) and no other. Times are seconds since 1970. */
const Claims = z.strictObject({
  iss: z.string(),
  aud: z.literal(audience),
  sub: PersonId,
  sid: FamilyId,
  role: z.enum(roles),
  epoch: z.int().positive(),
  iat: z.int().positive(),
  exp: z.int().positive(),
  jti: z.uuid(),
});
export type Claims = z.infer<typeof Claims>;

/** Claims that went through other hands; throws when they are none of ours. */
export function readClaims(given: unknown): Claims {
  return Claims.parse(given);
}

/** What a person's access token says, from now on for 15 minutes. */
export function claimsFor(principal: Principal, publicUrl: string, now: Date): Claims {
  const iat = Math.floor(now.getTime() / 1000);
  const { personId: sub, familyId: sid, role, epoch } = principal;
  return { iss: publicUrl, aud: audience, sub, sid, role, epoch, iat, exp: iat + accessSeconds, jti: randomUUID() };
}

/** Signs claims as they are: who signs a token's claims again gets that token, with its end where it was. */
export async function sign(claims: Claims, issuer: Issuer, now: Date): Promise<string> {
  const { kid, privateKey } = await issuer.keys.newest(now);
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', typ: type, kid }).sign(privateKey);
}

/**
 * The claims of a token that is ours, whole and in time; throws AppError('unauthenticated') for any other.
 * Left to its defaults jose takes PS256 under the same key, tokens without an end and such that last 100 years: so the
 * algorithm, type, issuer, audience, claims and age are all pinned here.
 */
export async function verify(token: string, issuer: Issuer, now: Date): Promise<Claims> {
  if (!isCanonical(token)) throw refusal();
  try {
    const { payload } = await jwtVerify(token, async (header) => keyFor(header, issuer, now), {
      algorithms: ['RS256'],
      typ: type,
      issuer: issuer.publicUrl,
      audience,
      requiredClaims: ['sub', 'sid', 'role', 'epoch', 'iat', 'exp', 'jti'],
      maxTokenAge: accessSeconds,
      clockTolerance: toleranceSeconds,
      currentDate: now,
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success || claims.data.exp - claims.data.iat !== accessSeconds) throw refusal();
    return claims.data;
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) throw new AppError('unauthenticated', 'The access token has expired.');
    if (error instanceof joseErrors.JOSEError) throw refusal();
    throw error;
  }
}

async function keyFor(header: unknown, issuer: Issuer, now: Date) {
  // Strict, so that no jku, x5u, jwk, crit or b64 has to be thought of one by one (RFC 8725, 3.10).
  const parsed = Header.safeParse(header);
  const key = parsed.success ? await issuer.keys.find(parsed.data.kid, now) : undefined;
  if (!key) throw refusal();
  return key;
}

/** One spelling per token: three base64url parts without stray bits, and JSON as we write it, so no name comes twice. */
function isCanonical(token: string): boolean {
  if (token.length > longest || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return false;
  return token.split('.').every((part, index) => {
    const bytes = Buffer.from(part, 'base64url');
    return bytes.toString('base64url') === part && (index === 2 || isOurJson(bytes.toString('utf8')));
  });
}

function isOurJson(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

function refusal(): AppError {
  return new AppError('unauthenticated', 'The access token is not valid.');
}

/** Whom claims speak for. */
export function principalOf(claims: Claims): Principal {
  return { personId: claims.sub, familyId: claims.sid, role: claims.role, epoch: claims.epoch };
}

/** This process's issuer: its keys are read once and kept, its address is the one of this moment. */
export function issuer(): Issuer {
  const keys = once('auth.signing-keys', () => new SigningKeys(processEnv().keysDirectory));
  return { keys, publicUrl: publicUrl() };
}

/** A token and its end, both as the caller stores them. */
export interface AccessToken {
  readonly token: string;
  readonly claims: Claims;
}

export async function issueAccessToken(principal: Principal): Promise<AccessToken> {
  const now = new Date();
  const claims = claimsFor(principal, issuer().publicUrl, now);
  return { token: await sign(claims, issuer(), now), claims };
}

export function verifyClaims(token: string): Promise<Claims> {
  return verify(token, issuer(), new Date());
}

/** Throws AppError('unauthenticated'). Whether the session still lives is decided by the transaction that follows. */
export async function verifyAccessToken(token: string): Promise<Principal> {
  return principalOf(await verifyClaims(token));
}

export function jwks(): ReturnType<SigningKeys['jwks']> {
  return issuer().keys.jwks(new Date());
}

/** The kids that verify now, the newest first, and since when each has been there. */
export function signingKeyAges(): ReturnType<SigningKeys['ages']> {
  return issuer().keys.ages(new Date());
}
