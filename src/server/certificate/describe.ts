import { X509Certificate } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** What anybody who connects sees of a certificate. */
export interface Described {
  /** SHA-256 of the certificate, as browsers show it: `AB:CD:…`. */
  readonly fingerprint: string;
  /** Host names and addresses it is for. */
  readonly names: readonly string[];
  /** Who signed it, its parts with commas between them. */
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
}

/** Of a chain the first one. Throws where the text is no certificate. */
export function describe(pem: string): Described {
  const certificate = new X509Certificate(pem);
  return {
    fingerprint: certificate.fingerprint256,
    names: namesOf(certificate),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
  };
}

/** Node writes them as `DNS:a.example, IP Address:192.0.2.7`, and in quotes what could be mistaken (CVE-2021-44532). */
function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  const found = subjectAltName.matchAll(/(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g);
  // OpenSSL writes every group of an IPv6 address, in capitals.
  return [...found].map(([, name = '']) => (ipaddr.IPv6.isValid(name) ? ipaddr.IPv6.parse(name).toString() : name));
}
