import { hostname, networkInterfaces } from 'node:os';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { refuseDemo, settlePublicUrl } from '@/server/db/console';
import { settleSetting } from '@/server/db/console-settings';
import { makeLog } from './log';
import { ServedCertificate } from './served-certificate';
import { newSetupToken, setupInvitation } from './setup-token';
import { supervise } from './supervise';

const everywhere = { host: '0.0.0.0', port: 8443 };

/** What the banner tells beside the public address; known piece by piece while the product starts. */
interface Facts {
  certificate: ServedCertificate | null;
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
  const log = makeLog('supervisor', env.logLevel);
  await supervise({
    dataDirectory: env.dataDirectory,
    log,
    plan: async (data) => {
      const certificate = await ServedCertificate.choose(env.tls, data.keys, log);
      facts.certificate = certificate;
      return {
        isDemo: false,
        databaseUrl: env.databaseUrl,
        listen,
        certificate,
        publicUrl: async (port, ownerUrl) => {
          const guess = new URL(`https://${reachable(listen.host)}:${port}`).origin;
          const publicUrl = (await settlePublicUrl(ownerUrl, env.publicUrl)) ?? guess;
          facts.listening = publicUrl === guess ? null : `${bracketed(listen.host)}:${port}`;
          return publicUrl;
        },
        logLevel: env.logLevel,
        metrics: env.metrics,
        fill: async (ownerUrl) => {
          await refuseDemo(ownerUrl);
          if (env.trustedProxies !== null) await settleSetting(ownerUrl, 'proxies.trusted', env.trustedProxies);
          facts.setupToken = await newSetupToken(ownerUrl);
        },
      };
    },
    onAnswering: (publicUrl) => console.log(banner(publicUrl, facts)),
  });
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
  const { tls, served } = certificate?.current ?? {};
  if (tls?.isGiven === false) {
    lines.push(
      'Its certificate is self-signed. Compare the SHA-256 fingerprint before you trust it:',
      `  ${served?.fingerprint}`,
    );
  } else if (served !== undefined) lines.push(`Certificate, SHA-256: ${served.fingerprint}`);
  if (setupToken !== null) lines.push(setupInvitation(`${publicUrl}/setup`, setupToken));
  return lines.join('\n');
}
