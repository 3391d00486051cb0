import { createHash } from 'node:crypto';

/** A PEM certificate and its PEM key. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** A self-signed certificate like the one a router makes for its api-ssl service: valid for ten years. */
export async function makeCertificate(name: string): Promise<Certificate> {
  await import('reflect-metadata'); // Demanded by @peculiar/x509 before it is loaded.
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const now = Date.now();
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + 3650 * dayMs),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
  });
  const key = x509.PemConverter.encode(await subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { certificate: `${made.toString('pem').trim()}\n`, key: `${key.trim()}\n` };
}

/** SHA-256 of a certificate's DER: 64 lower-case hexadecimal digits. */
export function fingerprintOf(pem: string): string {
  const [, body = ''] = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem) ?? [];
  return createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex');
}
