import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { StartError } from '@/core/start-error';
import type { OperatorEnv } from '@/env';
import { hostOf, isFor } from '@/server/certificate/problem';
import { certificateInForce, type InForce, usable } from '../certificate-in-force';
import { type Finding, fail, ok, warn } from './finding';

const dayMs = 24 * 60 * 60 * 1000;

/** The certificate that is shown to people; a finding where there is none to show. */
export async function shownCertificate(tls: OperatorEnv['tls'], keys: string): Promise<InForce | Finding> {
  try {
    const found = await certificateInForce(tls, keys);
    if (found !== null) return usable(found);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return fail('certificate', 'it cannot be used', error.message);
  }
  return warn('certificate', 'none was made yet', 'Start Routeward once: it makes a self-signed one.');
}

export function checkCertificate(shown: InForce, publicUrl: string | null, now: Date): Finding {
  const certificate = new X509Certificate(shown.certificate);
  const days = Math.floor((Date.parse(certificate.validTo) - now.getTime()) / dayMs);
  const advice =
    shown.source === 'selfSigned'
      ? 'A self-signed one is made anew at the next start.'
      : 'Renew it: in the files of ROUTEWARD_TLS_CERT and ROUTEWARD_TLS_KEY, or on the page Settings. It is taken up without a restart.';
  if (days < 0) return fail('certificate', `it ended ${-days} days ago`, advice);
  const host = publicUrl === null ? null : hostOf(publicUrl);
  if (host !== null && !isFor(certificate, host))
    return warn(
      'certificate',
      `it is not for ${host}, which people open`,
      'Give one that is: on the page Settings, or by ROUTEWARD_TLS_CERT and ROUTEWARD_TLS_KEY.',
    );
  return days < 21
    ? warn('certificate', `it ends in ${days} days`, advice)
    : ok('certificate', `it ends in ${days} days`);
}

/** Opens the address that people open, from here, and looks who answers. Only our own address is ever asked. */
export async function checkReachability(publicUrl: string | null, pem: string): Promise<Finding> {
  if (publicUrl === null)
    return warn('address', 'nobody said yet where people find us', 'Finish the setup, or set ROUTEWARD_URL.');
  const answer = await fingerprintAt(hostOf(publicUrl), Number(new URL(publicUrl).port || 443));
  if (answer.fingerprint === null)
    return fail(
      'address',
      `nothing answers at ${publicUrl} from here (${answer.code})`,
      'See whether Routeward runs, and where that name leads.',
    );
  return answer.fingerprint === new X509Certificate(pem).fingerprint256
    ? ok('address', `${publicUrl} leads here`)
    : warn(
        'address',
        `${publicUrl} shows another certificate`,
        'That is right behind a proxy; else the name leads to another machine.',
      );
}

/** No byte is sent behind the handshake, so whoever it is need not be trusted. */
function fingerprintAt(host: string, port: number): Promise<{ fingerprint: string | null; code: string }> {
  return new Promise((resolve) => {
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: 5_000, ...servername });
    const end = (fingerprint: string | null, code: string) => {
      socket.destroy();
      resolve({ fingerprint, code });
    };
    socket.once('secureConnect', () => end(socket.getPeerX509Certificate()?.fingerprint256 ?? null, 'no certificate'));
    socket.once('timeout', () => end(null, 'no answer in 5 s'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(null, error.code ?? error.name));
  });
}
