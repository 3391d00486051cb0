import { hostname, networkInterfaces } from 'node:os';
import { StartError } from '@/core/start-error';
import { type OperatorEnv, operatorEnv } from '@/env';
import { refuseDemo, settlePublicUrl } from '@/server/db/console';
import { type Certificate, givenCertificate, ownCertificate } from './certificate';
import type { DataDirectory } from './data-directory';
import { makeLog } from './log';
import { newSetupToken, setupInvitation } from './setup-token';
import { supervise } from './supervise';

const everywhere = { host: '0.0.0.0', port: 8443 };

/** What the banner tells beside the public address; known piece by piece while the product starts. */
interface Facts {
  certificate: Certificate | null;
  /** `host:port` listened on, where the public address does not say it. */
  listening: string | null;
  /** Null when there is somebody: then there is nothing to set up. */
  setupToken: string | null;
}

/** `routeward start`: until told to stop. */
export async function start(): Promise<void> {
  const env = operatorEnv();
  if (env.publicUrl?.startsWith('http:')) {
    throw new StartError(
      'ROUTEWARD_URL begins with http:, and Routeward is spoken to over TLS alone. Set it to the https: address that people open.',
    );
  }
  const listen = env.listen ?? everywhere;
  const facts: Facts = { certificate: null, listening: null, setupToken: null };
  await supervise({
    dataDirectory: env.dataDirectory,
    log: makeLog('supervisor', env.logLevel),
    plan: async (data) => {
      facts.certificate = await certificateFor(env, data);
      return {
        isDemo: false,
        databaseUrl: env.databaseUrl,
        listen,
        tls: facts.certificate,
        publicUrl: async (port, ownerUrl) => {
          const guess = new URL(`https://${reachable(listen.host)}:${port}`).origin;
          const publicUrl = (await settlePublicUrl(ownerUrl, env.publicUrl)) ?? guess;
          facts.listening = publicUrl === guess ? null : `${bracketed(listen.host)}:${port}`;
          return publicUrl;
        },
        logLevel: env.logLevel,
        fill: async (ownerUrl) => {
          await refuseDemo(ownerUrl);
          facts.setupToken = await newSetupToken(ownerUrl);
        },
      };
    },
    onAnswering: (publicUrl) => console.log(banner(publicUrl, facts)),
  });
}

function certificateFor(env: OperatorEnv, data: DataDirectory): Promise<Certificate> | Certificate {
  return env.tls ? givenCertificate(env.tls) : ownCertificate(data.keys, new Date());
}

/** Where people find us when nobody said: the address listened on, or this machine's first one. */
function reachable(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return bracketed(host);
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? hostname();
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

function banner(publicUrl: string, { certificate, listening, setupToken }: Facts): string {
  const lines = [`Routeward answers at ${publicUrl}`];
  if (listening !== null) lines.push(`It listens on ${listening}`);
  if (certificate?.isGiven === false) {
    lines.push(
      'Its certificate is self-signed. Compare the SHA-256 fingerprint before you trust it:',
      `  ${certificate.fingerprint}`,
    );
  } else if (certificate !== null) lines.push(`Certificate, SHA-256: ${certificate.fingerprint}`);
  if (setupToken !== null) lines.push(setupInvitation(`${publicUrl}/setup`, setupToken));
  return lines.join('\n');
}
