import { X509Certificate } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { StartError } from '@/core/start-error';
import { ownFiles, ownPair } from '@/server/certificate/own';
import type { Pair } from '@/server/certificate/pem';
import { selfSigned, usable } from './certificate-in-force';

/**
 * 397 days: what browsers accept of a certificate that somebody adds to their trust (Apple: 398 since 2020), so that
 * trusting it once works everywhere. It is made anew when less than a month is left, at a start, never under people's eyes.
 */
const validDays = 397;
const renewDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

/** The self-signed pair in `keysDirectory`, made at the first start. */
export async function ownCertificate(keysDirectory: string, now: Date): Promise<Pair> {
  const kept = await pairOfOurs(keysDirectory);
  return kept !== null && lasts(kept, now) ? kept : make(keysDirectory, now);
}

/** What a start as another account has left is put aside like what is damaged; any other fault of the disk is told. */
async function pairOfOurs(keysDirectory: string): Promise<Pair | null> {
  try {
    return await ownPair(keysDirectory);
  } catch (error) {
    const cause = error instanceof StartError ? error.cause : null;
    if (cause instanceof Error && 'code' in cause && cause.code === 'EACCES') return null;
    throw error;
  }
}

/** A start cut short between the two files leaves a pair that does not match. */
function lasts(kept: Pair, now: Date): boolean {
  try {
    const { certificate } = usable(selfSigned(kept));
    return Date.parse(new X509Certificate(certificate).validTo) - now.getTime() > renewDays * dayMs;
  } catch {
    return false;
  }
}

async function make(keysDirectory: string, now: Date): Promise<Pair> {
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
  const key = x509.PemConverter.encode(await subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  const pair = { certificate: `${made.toString('pem').trim()}\n`, key: `${key.trim()}\n` };
  const files = ownFiles(keysDirectory);
  writeWhole(files.key, pair.key, 0o600);
  writeWhole(files.certificate, pair.certificate, 0o644);
  return pair;
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
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}
