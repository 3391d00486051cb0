import { randomUUID } from 'node:crypto';
import type { Pair } from '@/server/certificate/pem';

const dayMs = 86_400_000;

interface Wanted {
  /** Host names and addresses. */
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly algorithm?: 'P-256' | 'P-384' | 'P-521' | 'RSA-1024' | 'RSA-2048' | 'Ed25519';
  /** Only for clients, as one of a person or a VPN is. */
  readonly isForClients?: boolean;
  /** What its key is said to be for; nothing is said where it is left out. */
  readonly keyUsage?: 'sign' | 'encipherAlone';
}

const algorithms = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521' },
  'RSA-1024': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  'RSA-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  Ed25519: { name: 'Ed25519' },
} as const;

/** A certificate as an operator has one, signed by itself: nobody but who is told trusts it. */
export async function makePair({
  names = ['routeward.example.net'],
  from = new Date(Date.now() - dayMs),
  to = new Date(Date.now() + 90 * dayMs),
  algorithm = 'P-256',
  isForClients = false,
  keyUsage,
}: Wanted = {}): Promise<Pair> {
  await import('reflect-metadata'); // Demanded by @peculiar/x509 before it is loaded.
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  // safe: each of these makes a pair of keys that sign.
  const keys = (await subtle.generateKey(algorithms[algorithm], true, ['sign', 'verify'])) as CryptoKeyPair;
  const all = names.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const), value }));
  const use = isForClients ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth;
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    // Of two with the same name OpenSSL, asked to trust both, would try one.
    name: `CN=given.example.net, O=An authority, OU=${randomUUID()}`,
    notBefore: from,
    notAfter: to,
    signingAlgorithm: { hash: 'SHA-256', ...algorithms[algorithm] },
    keys,
    extensions: [
      new x509.ExtendedKeyUsageExtension([use]),
      ...(keyUsage === undefined
        ? []
        : [
            new x509.KeyUsagesExtension(
              keyUsage === 'sign' ? x509.KeyUsageFlags.digitalSignature : x509.KeyUsageFlags.keyEncipherment,
            ),
          ]),
      ...(all.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(all)]),
    ],
  });
  const key = x509.PemConverter.encode(await subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { certificate: `${made.toString('pem').trim()}\n`, key: `${key.trim()}\n` };
}
