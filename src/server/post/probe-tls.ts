import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';

/** What a server agrees to when it is offered one version of TLS. */
export interface Handshake {
  readonly protocol: string;
  /** When its certificate ends; ISO 8601, UTC. */
  readonly validTo: string;
  /** Whether this machine trusts the certificate. */
  readonly isTrusted: boolean;
}

const patienceMs = 2_500;

/**
 * Offers a server one version of TLS. `refused`: it answered and would not; `unreached`: nothing came back, so nothing is
 * known. Nothing is asked of it, and its certificate is looked at, not trusted.
 */
export function offerTls(origin: string, version: 'TLSv1.2' | 'TLSv1.3'): Promise<Handshake | 'refused' | 'unreached'> {
  return new Promise((resolve) => {
    const asked = request(new URL('/healthz', origin), {
      method: 'HEAD',
      agent: false,
      minVersion: version,
      maxVersion: version,
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(patienceMs),
    });
    asked.on('error', (error) => resolve(isRefusal(error) ? 'refused' : 'unreached'));
    asked.on('socket', (socket) =>
      socket.on('secureConnect', () => {
        const secured = socket as TLSSocket; // safe: it is https’s, and emits this event for no other.
        const validTo = new Date(secured.getPeerCertificate().valid_to).toISOString();
        resolve({ protocol: secured.getProtocol() ?? '', validTo, isTrusted: secured.authorized });
        asked.destroy();
      }),
    );
    asked.end();
  });
}

/** OpenSSL's own errors, such as an alert for the version; a connection that does not come about has others. */
const isRefusal = (error: Error): boolean => 'code' in error && /^ERR_SSL|^EPROTO$/.test(String(error.code));
