import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { StartError } from '@/core/start-error';

export interface Certificate {
  /** PEM; a given one may be a chain. */
  readonly certificate: string;
  readonly key: string;
  readonly isGiven: boolean;
  /** SHA-256 of the leaf, as browsers show it. */
  readonly fingerprint: string;
}

/** The operator's own pair of PEM files. */
export function givenCertificate(paths: { certificate: string; key: string }): Certificate {
  const certificate = readPem(paths.certificate, 'ROUTEWARD_TLS_CERT');
  const key = readPem(paths.key, 'ROUTEWARD_TLS_KEY');
  try {
    createSecureContext({ cert: certificate, key });
    return { certificate, key, isGiven: true, fingerprint: new X509Certificate(certificate).fingerprint256 };
  } catch (error) {
    throw new StartError(
      `The files in ROUTEWARD_TLS_CERT (${paths.certificate}) and ROUTEWARD_TLS_KEY (${paths.key}) are not a PEM certificate ` +
        'and its own unencrypted key. Correct the paths, or unset both and a self-signed certificate is made.',
      { cause: error },
    );
  }
}

function readPem(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(`${variable} names ${path}, which cannot be read (${code}). Correct the path or its rights.`, {
      cause: error,
    });
  }
}

/**
 * 397 days: what browsers accept of a certificate that somebody adds to their trust (Apple: 398 since 2020), so that
 * trusting it once works everywhere. It is made anew when less than a month is left, at a start, never under people's eyes.
 */
const validDays = 397;
const renewDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

/** The self-signed pair in `keysDirectory`, made at the first start. */
export async function ownCertificate(keysDirectory: string, now: Date): Promise<Certificate> {
  const files = { certificate: join(keysDirectory, 'tls.crt'), key: join(keysDirectory, 'tls.key') };
  if (!isUsable(files, now)) await make(files, now);
  const certificate = readFileSync(files.certificate, 'utf8');
  const key = readFileSync(files.key, 'utf8');
  return { certificate, key, isGiven: false, fingerprint: new X509Certificate(certificate).fingerprint256 };
}

function isUsable(files: { certificate: string; key: string }, now: Date): boolean {
  if (!existsSync(files.certificate) || !existsSync(files.key)) return false;
  try {
    const cert = readFileSync(files.certificate, 'utf8');
    // A start cut short between the two files leaves a pair that does not match.
    createSecureContext({ cert, key: readFileSync(files.key, 'utf8') });
    return Date.parse(new X509Certificate(cert).validTo) - now.getTime() > renewDays * dayMs;
  } catch {
    return false;
  }
}

async function make(files: { certificate: string; key: string }, now: Date): Promise<void> {
  await import('reflect-metadata'); // Demanded by @peculiar/x509 before it is loaded.
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Routeward',
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + (validDays - 1) * dayMs),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names()),
    ],
  });
  writeWhole(
    files.key,
    x509.PemConverter.encode(await subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    0o600,
  );
  writeWhole(files.certificate, made.toString('pem'), 0o644);
}

/** Every name and address this machine has at this moment. */
function names(): { type: 'dns' | 'ip'; value: string }[] {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  // A link-local address is reached only with a zone, which no certificate can name.
  const reachable = addresses.filter((address) => !address.startsWith('fe80:'));
  const dns = [...new Set(['localhost', hostname().toLowerCase()])];
  const ip = [...new Set(['127.0.0.1', '::1', ...reachable])];
  return [
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ip.map((value) => ({ type: 'ip' as const, value })),
  ];
}

function writeWhole(file: string, content: string, mode: number): void {
  writeFileSync(`${file}.new`, `${content.trim()}\n`, { mode });
  renameSync(`${file}.new`, file);
}
