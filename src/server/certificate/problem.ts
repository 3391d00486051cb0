import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { isPlainAddress } from '@/core/configuration/ranges';
import { minute } from '@/core/shown/format';
import { describe } from './describe';
import { certificatesIn, keysIn, type Pair } from './pem';

/** What an installed one has to fit. */
export interface Fitting {
  /** The host that people open, a name or an address without brackets; null: nobody said yet. */
  readonly host: string | null;
  readonly now: Date;
}

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
/** Longer chains are no longer taken by browsers; none of the public authorities comes near. */
const longestChain = 10;

/**
 * Why this pair is not to be installed, as a sentence for whoever gave it; null where nothing is wrong with it. Whatever
 * would keep every browser out is refused: the page on which it could be undone would be gone too.
 */
export async function problemOfPair({ certificate, key }: Pair, fitting: Fitting): Promise<string | null> {
  const chain = certificatesIn(certificate);
  if (keysIn(certificate).length > 0) return 'The chain holds a private key. Give the key in its own place alone.';
  if (chain.length === 0)
    return 'The certificate is not PEM: it begins with the line -----BEGIN CERTIFICATE-----, and so does each one behind it.';
  if (chain.length > longestChain) return `The chain has more than ${longestChain} certificates.`;
  const leaf = readable(chain);
  if (leaf === null) return 'The chain holds a certificate that cannot be read.';
  const read = keyIn(key);
  if (typeof read === 'string') return read;
  return (
    problemOfKey(leaf, chain, read) ??
    problemOfDates('The certificate', leaf, fitting.now) ??
    problemOfDatesBehind(chain, fitting.now) ??
    problemOfNames(leaf, fitting.host) ??
    (await problemOfUse(leaf, chain, read))
  );
}

/** What is kept and served of a pair that has no problem: the certificates alone, and the key in one form (PKCS #8). */
export function plainPair({ certificate, key }: Pair): Pair {
  const [only = ''] = keysIn(key);
  const pkcs8 = createPrivateKey(only).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate: certificatesIn(certificate).join(''), key: pkcs8 };
}

/** The first of a chain; null where one of them is none. */
function readable(chain: readonly string[]): X509Certificate | null {
  try {
    const [leaf] = chain.map((one) => new X509Certificate(one));
    return leaf ?? null;
  } catch {
    return null; // Whatever OpenSSL says about it, it cannot be shown to anybody.
  }
}

function keyIn(text: string): KeyObject | string {
  const keys = keysIn(text);
  const [key = ''] = keys;
  if (keys.length !== 1)
    return 'The key is not one PEM private key: it begins with the line -----BEGIN PRIVATE KEY-----.';
  if (key.includes('ENCRYPTED'))
    return 'The key is encrypted. Give it without its passphrase: openssl pkey -in FILE prints it so.';
  try {
    return createPrivateKey(key);
  } catch {
    return 'The key cannot be read.'; // What OpenSSL says of it may quote it.
  }
}

function problemOfKey(leaf: X509Certificate, chain: readonly string[], key: KeyObject): string | null {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? '';
  // Not `rsa-pss`: browsers offer no signature that such a key may make.
  const isStrong = type === 'rsa' ? modulusLength >= 2048 : ['prime256v1', 'secp384r1'].includes(namedCurve);
  if (!isStrong) {
    const found = type === 'rsa' ? `RSA with ${modulusLength} bits` : namedCurve || type;
    return `The key is ${found}. It has to be RSA with at least 2048 bits, or on the curve P-256 or P-384: browsers take no other.`;
  }
  if (leaf.checkPrivateKey(key)) return null;
  return chain.some((one) => new X509Certificate(one).checkPrivateKey(key))
    ? 'The chain is in the wrong order: the certificate that the key belongs to comes first.'
    : 'The key belongs to another certificate.';
}

/** `validFrom` and `validTo`: anything that Date reads. */
export function problemOfDates(
  which: string,
  { validFrom, validTo }: Pick<X509Certificate, 'validFrom' | 'validTo'>,
  now: Date,
): string | null {
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (to <= now) return `${which} ended on ${minute(to.toISOString())} UTC.`;
  return from > now ? `${which} is not valid before ${minute(from.toISOString())} UTC.` : null;
}

function problemOfDatesBehind(chain: readonly string[], now: Date): string | null {
  const behind = chain.slice(1).map((one) => new X509Certificate(one));
  return (
    behind.map((one) => problemOfDates('One behind the certificate', one, now)).find((found) => found !== null) ?? null
  );
}

/** A name in the subject alone counts for nothing: browsers read the alternative names only (RFC 9525, section 2). */
function problemOfNames(leaf: X509Certificate, host: string | null): string | null {
  if (host === null || isFor(leaf, host)) return null;
  const { names } = describe(leaf.toString());
  const listed = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  return `The certificate is for ${listed || 'no name at all'}, and people open ${host}: every browser would refuse it.`;
}

/** Whether browsers take a certificate for this host, a name or an address without brackets. */
export function isFor(certificate: X509Certificate, host: string): boolean {
  const found = isPlainAddress(host)
    ? certificate.checkIP(host)
    : certificate.checkHost(host, { subject: 'never', partialWildcards: false });
  return found !== undefined;
}

/** The host of an address that people open. */
export const hostOf = (publicUrl: string): string => new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');

async function problemOfUse(leaf: X509Certificate, chain: readonly string[], key: KeyObject): Promise<string | null> {
  // safe: Node has the extended key usages there, and nothing where the certificate names none.
  const uses = leaf.keyUsage as readonly string[] | undefined;
  if (uses !== undefined && !uses.includes(serverAuthentication))
    return 'The certificate is not for servers: its extended key usage does not name them.';
  if (!(await maySign(leaf)))
    return 'The certificate is not for TLS 1.3: its key usage does not name digital signatures, without which browsers end the connection.';
  try {
    createSecureContext({ cert: chain.join(''), key: key.export({ type: 'pkcs8', format: 'pem' }) });
    return null;
  } catch {
    return 'OpenSSL does not take this certificate: it, or one behind it, is signed in a way that is not safe any more.';
  }
}

/** RFC 8446, section 4.4.2.2: where a certificate says what its key is for, signing has to be among it. */
async function maySign(leaf: X509Certificate): Promise<boolean> {
  await import('reflect-metadata'); // Demanded by @peculiar/x509 before it is loaded.
  const x509 = await import('@peculiar/x509');
  const usages = new x509.X509Certificate(leaf.raw).getExtension(x509.KeyUsagesExtension)?.usages;
  return usages === undefined || (usages & x509.KeyUsageFlags.digitalSignature) !== 0;
}
