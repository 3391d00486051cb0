import { createHmac, createPublicKey, createSign, generateKeyPairSync, type JsonWebKey, randomUUID } from 'node:crypto';
import { CompactSign, type CryptoKey, type JWK, SignJWT } from 'jose';
import type { Claims } from '@/server/auth/access-token';

interface Honest {
  readonly honest: string;
  readonly claims: Claims;
  readonly kid: string;
  readonly jwk: JWK;
  readonly privateKey: CryptoKey | Uint8Array;
}

type Forgery = readonly [name: string, token: string];

const b64 = (text: string | Buffer) => Buffer.from(text).toString('base64url');

/** Tokens that must not be taken; most of them are signed with the true key, so that the signature excuses nothing. */
export async function forgeries(given: Honest): Promise<Forgery[]> {
  return [
    ...(await wrongKeys(given)),
    ...(await wrongHeaders(given)),
    ...(await wrongClaims(given)),
    ...wrongSpellings(given),
  ];
}

function signText(given: Honest, header: string, payload: string): string {
  const key = { key: given.jwk as JsonWebKey, format: 'jwk' as const }; // safe: a JWK is a JSON web key.
  const signature = createSign('RSA-SHA256')
    .update(`${b64(header)}.${b64(payload)}`)
    .sign(key);
  return `${b64(header)}.${b64(payload)}.${b64(signature)}`;
}

const header = (given: Honest, more: object = {}) => ({ alg: 'RS256', typ: 'at+jwt', kid: given.kid, ...more });

async function wrongKeys(given: Honest): Promise<Forgery[]> {
  const { claims, kid, jwk } = given;
  const publicKey = createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e } as JsonWebKey, format: 'jwk' }); // safe: RSA.
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const edwards = generateKeyPairSync('ed25519').privateKey;
  const body = b64(JSON.stringify(claims));
  const mac = (alg: string, hash: string, secret: string | Buffer): string => {
    const input = `${b64(JSON.stringify({ alg, typ: 'at+jwt', kid }))}.${body}`;
    return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
  };
  const pem = publicKey.export({ format: 'pem', type: 'spki' });
  const jws = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg, typ: 'at+jwt', kid }).sign(key);
  const unsigned = (alg: string): string => `${b64(JSON.stringify({ alg, typ: 'at+jwt', kid }))}.${body}.`;
  return [
    ...['none', 'None', 'NONE', 'nOnE', ''].map((alg): Forgery => [`alg "${alg}" without a signature`, unsigned(alg)]),
    ['alg none with the honest signature', `${unsigned('none')}${given.honest.split('.')[2]}`],
    ['HS256 with the public PEM', mac('HS256', 'sha256', pem)],
    ['HS256 with the public PEM, trimmed', mac('HS256', 'sha256', String(pem).trim())],
    ['HS384 with the public PEM', mac('HS384', 'sha384', pem)],
    ['HS512 with the public PEM', mac('HS512', 'sha512', pem)],
    ['HS256 with the public DER', mac('HS256', 'sha256', publicKey.export({ format: 'der', type: 'spki' }))],
    ['HS256 with the modulus', mac('HS256', 'sha256', jwk.n ?? '')],
    ['HS256 with an empty secret', mac('HS256', 'sha256', '')],
    ['HS256 with the kid', mac('HS256', 'sha256', kid)],
    ['RS256 with another key', await jws('RS256', other)],
    ['PS256 with another key', await jws('PS256', other)],
    ['ES256 with a curve', await jws('ES256', curve)],
    ['EdDSA', await jws('EdDSA', edwards)],
    ...(await Promise.all(
      ['PS256', 'PS384', 'PS512', 'RS384', 'RS512'].map(
        async (alg): Promise<Forgery> => [`${alg} with the true key`, await jws(alg, jwkAs(jwk, alg))],
      ),
    )),
  ];
}

const jwkAs = (jwk: JWK, alg: string): JWK => ({ ...jwk, alg });

async function wrongHeaders(given: Honest): Promise<Forgery[]> {
  const { claims, jwk } = given;
  const text = JSON.stringify(claims);
  const mine = { kty: 'RSA', n: jwk.n, e: jwk.e };
  const heads: [string, object][] = [
    ['kid of a path', { kid: '../access-key' }],
    ['kid of an absolute path', { kid: '/dev/null' }],
    ['kid with SQL', { kid: "' or 1=1 --" }],
    ['kid of a prototype', { kid: '__proto__' }],
    ['kid empty', { kid: '' }],
    ['kid a number', { kid: 1 }],
    ['kid a list', { kid: [given.kid] }],
    ['kid unknown', { kid: '20200101T000000Z-00000000' }],
    ['kid of 100 kB', { kid: 'k'.repeat(100_000) }],
    ['jku', { jku: 'https://evil.test/jwks.json' }],
    ['jwk', { jwk: mine }],
    ['x5u', { x5u: 'https://evil.test/cert.pem' }],
    ['x5c', { x5c: ['MIIB'] }],
    ['x5t', { x5t: 'abcd' }],
    ['crit unknown', { crit: ['urgent'], urgent: true }],
    ['crit empty', { crit: [] }],
    ['crit and b64', { crit: ['b64'], b64: false }],
    ['b64 alone', { b64: false }],
    ['cty', { cty: 'JWT' }],
    ['zip', { zip: 'DEF' }],
    ['typ JWT', { typ: 'JWT' }],
    ['typ rt+jwt', { typ: 'rt+jwt' }],
    ['typ a list', { typ: ['at+jwt'] }],
    ['alg a list', { alg: ['RS256'] }],
    ['alg in small letters', { alg: 'rs256' }],
    ['a header of ours with a word more', { note: 'hello' }],
  ];
  const without = (name: string) => Object.fromEntries(Object.entries(header(given)).filter(([key]) => key !== name));
  return [
    ...heads.map(([name, more]): Forgery => [name, signText(given, JSON.stringify(header(given, more)), text)]),
    ...['alg', 'typ', 'kid'].map(
      (name): Forgery => [`no ${name}`, signText(given, JSON.stringify(without(name)), text)],
    ),
    ['alg twice', signText(given, `{"alg":"none","alg":"RS256","typ":"at+jwt","kid":"${given.kid}"}`, text)],
    ['header a list', signText(given, JSON.stringify([header(given)]), text)],
    ['header null', signText(given, 'null', text)],
    ['header no JSON', signText(given, 'alg=RS256', text)],
  ];
}

async function wrongClaims(given: Honest): Promise<Forgery[]> {
  const { claims } = given;
  const head = JSON.stringify(header(given));
  const hundredYears = 100 * 365 * 86_400;
  const changed: [string, object][] = [
    ['iss another', { iss: 'https://evil.test' }],
    ['iss with a slash', { iss: `${claims.iss}/` }],
    ['iss a list', { iss: [claims.iss] }],
    ['aud another', { aud: 'someone' }],
    ['aud a list', { aud: ['routeward', 'someone'] }],
    ['exp in 100 years', { exp: claims.iat + hundredYears }],
    ['exp one second more', { exp: claims.exp + 1 }],
    ['exp past', { iat: claims.iat - 2000, exp: claims.iat - 1100 }],
    ['exp a text', { exp: String(claims.exp) }],
    ['exp null', { exp: null }],
    ['exp not whole', { exp: claims.exp + 0.5 }],
    ['iat ahead', { iat: claims.iat + 600, exp: claims.exp + 600 }],
    ['iat in 100 years', { iat: claims.iat + hundredYears, exp: claims.exp + hundredYears }],
    ['iat a text', { iat: String(claims.iat) }],
    ['nbf ahead', { nbf: claims.iat + 600 }],
    ['role unknown', { role: 'root' }],
    ['role a list', { role: ['superAdmin'] }],
    ['epoch a text', { epoch: '3' }],
    ['epoch 0', { epoch: 0 }],
    ['sub no uuid', { sub: '1' }],
    ['sub null', { sub: null }],
    ['sid no uuid', { sid: 'x' }],
    ['jti no uuid', { jti: 1 }],
    ['a claim more', { scope: 'everything' }],
    ['a claim named __proto__', JSON.parse('{"__proto__": {"role": "superAdmin"}}')],
  ];
  const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const text = JSON.stringify(claims);
  const fetched = new TextEncoder().encode(text);
  const detached = await new CompactSign(fetched).setProtectedHeader(header(given)).sign(given.privateKey);
  return [
    ...changed.map(([name, more]): Forgery => [name, signText(given, head, JSON.stringify({ ...claims, ...more }))]),
    ...Object.keys(claims).map((name): Forgery => [`no ${name}`, signText(given, head, JSON.stringify(without(name)))]),
    ['role twice', signText(given, head, text.replace('"role"', '"role":"superAdmin","role"'))],
    ['exp twice', signText(given, head, text.replace('"exp"', '"exp":9999999999,"exp"'))],
    ['claims with a space', signText(given, head, text.replace('{', '{ '))],
    ['claims a list', signText(given, head, JSON.stringify([claims]))],
    ['claims null', signText(given, head, 'null')],
    ['claims empty', signText(given, head, '{}')],
    ['claims no JSON', signText(given, head, 'role=superAdmin')],
    ['a byte order mark before the claims', signText(given, head, `\ufeff${text}`)],
    ['payload detached', detached.replace(/\.[^.]+\./, '..')],
    ['payload of another token', withOther(given)],
  ];
}

/** The honest signature under claims of a Super Admin. */
function withOther({ honest, claims }: Honest): string {
  const [head, , signature] = honest.split('.');
  return `${head}.${b64(JSON.stringify({ ...claims, role: 'superAdmin', jti: randomUUID() }))}.${signature}`;
}

function wrongSpellings({ honest }: Honest): Forgery[] {
  const [head = '', body = '', signature = ''] = honest.split('.');
  const last = signature.slice(-1);
  // The last character carries 4 spare bits: its neighbour spells the same signature.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const sameBytes = `${signature.slice(0, -1)}${alphabet[alphabet.indexOf(last) + 1] ?? last}`;
  return [
    ['empty', ''],
    ['dots', '..'],
    ['four parts', `${honest}.x`],
    ['two parts', `${head}.${body}`],
    ['five parts', `${honest}.x.y`],
    ['a trailing byte', `${honest}A`],
    ['a trailing newline', `${honest}\n`],
    ['a leading space', ` ${honest}`],
    ['padding', `${honest}==`],
    ['a NUL at the end', `${honest}\0`],
    ['the same signature, spelt otherwise', `${head}.${body}.${sameBytes}`],
    ['base64 instead of base64url', `${head}.${body}.${Buffer.from(signature, 'base64url').toString('base64')}`],
    ['signature cut', `${head}.${body}.${signature.slice(0, -4)}`],
    ['signature empty', `${head}.${body}.`],
    ['signature of zeros', `${head}.${body}.${b64(Buffer.alloc(256))}`],
    ['signature of ones', `${head}.${body}.${b64(Buffer.alloc(256, 255))}`],
    ['a bit of the signature turned', `${head}.${body}.${b64(turned(signature))}`],
    ['a bit of the claims turned', `${head}.${b64(turned(body))}.${signature}`],
    ['1 MB', `${head}.${'A'.repeat(1_000_000)}.${signature}`],
    ['JSON serialization', JSON.stringify({ protected: head, payload: body, signature })],
    ['a refresh token', `rt1.${'A'.repeat(22)}.${'A'.repeat(43)}`],
  ];
}

function turned(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  return bytes;
}
