import { hostname, networkInterfaces } from 'node:os';
import { StartError } from '@/core/start-error';
import { type OperatorEnv, operatorEnv } from '@/env';
import { refuseDemo } from '@/server/db/console';
import { type Certificate, givenCertificate, ownCertificate } from './certificate';
import type { DataDirectory } from './data-directory';
import { makeLog } from './log';
import { supervise } from './supervise';

const everywhere = { host: '0.0.0.0', port: 8443 };

/** `routeward start`: until told to stop. */
export async function start(): Promise<void> {
  const env = operatorEnv();
  if (env.publicUrl?.startsWith('http:')) {
    throw new StartError(
      'ROUTEWARD_URL begins with http:, and Routeward is spoken to over TLS alone. Set it to the https: address that people open.',
    );
  }
  const listen = env.listen ?? everywhere;
  let certificate: Certificate | null = null;
  await supervise({
    dataDirectory: env.dataDirectory,
    log: makeLog('supervisor', env.logLevel),
    plan: async (data) => {
      certificate = await certificateFor(env, data);
      return {
        isDemo: false,
        databaseUrl: env.databaseUrl,
        listen,
        tls: certificate,
        publicUrl: (port) => env.publicUrl ?? new URL(`https://${reachable(listen.host)}:${port}`).origin,
        logLevel: env.logLevel,
        fill: refuseDemo,
      };
    },
    onAnswering: (publicUrl) => console.log(banner(publicUrl, certificate)),
  });
}

function certificateFor(env: OperatorEnv, data: DataDirectory): Promise<Certificate> | Certificate {
  return env.tls ? givenCertificate(env.tls) : ownCertificate(data.keys, new Date());
}

/** Where people find us when nobody said: the address listened on, or this machine's first one. */
function reachable(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? hostname();
}

function banner(publicUrl: string, certificate: Certificate | null): string {
  const lines = [`Routeward answers at ${publicUrl}`];
  if (certificate?.isGiven === false) {
    lines.push(
      'Its certificate is self-signed. Compare the SHA-256 fingerprint before you trust it:',
      `  ${certificate.fingerprint}`,
    );
  } else if (certificate !== null) lines.push(`Certificate, SHA-256: ${certificate.fingerprint}`);
  return lines.join('\n');
}
