import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { StartError } from '@/core/start-error';
import type { OperatorEnv } from '@/env';
import { describe } from '@/server/certificate/describe';
import { installedPair } from '@/server/certificate/installed';
import { ownPair } from '@/server/certificate/own';
import type { Pair } from '@/server/certificate/pem';
import type { Served } from '@/server/certificate/served';

/** A certificate as it is in its files, whole or not. */
export interface InForce extends Pair {
  readonly source: Served['source'];
  /** What is said where nobody can be shown it. */
  readonly ifDamaged: string;
}

/**
 * The one that somebody gave: of the files that the environment names, else the installed one. Null: nobody did. Throws
 * StartError where it cannot be read.
 */
export async function givenCertificate(files: OperatorEnv['tls'], keysDirectory: string): Promise<InForce | null> {
  if (files !== null)
    return {
      source: 'environment',
      certificate: await readGiven(files.certificate, 'ROUTEWARD_TLS_CERT'),
      key: await readGiven(files.key, 'ROUTEWARD_TLS_KEY'),
      ifDamaged:
        `The files in ROUTEWARD_TLS_CERT (${files.certificate}) and ROUTEWARD_TLS_KEY (${files.key}) are not a PEM certificate ` +
        'and its own unencrypted key. Correct the paths, or unset both: then the installed or a self-signed one is shown.',
    };
  const installed = await installedPair(keysDirectory);
  return (
    installed && {
      source: 'installed',
      ...installed,
      ifDamaged:
        'The installed certificate in keys/installed-certificate.pem is damaged. Install it again, or go back to the ' +
        'self-signed one: routeward certificate remove',
    }
  );
}

/** The one that was given, else the self-signed one. Null: that was not made yet. Throws StartError where it cannot be read. */
export async function certificateInForce(files: OperatorEnv['tls'], keysDirectory: string): Promise<InForce | null> {
  const given = await givenCertificate(files, keysDirectory);
  if (given !== null) return given;
  const own = await ownPair(keysDirectory);
  return own && selfSigned(own);
}

export const selfSigned = (pair: Pair): InForce => ({
  source: 'selfSigned',
  ...pair,
  ifDamaged: 'The self-signed certificate in keys/tls.crt is damaged. The next start makes another one.',
});

/** The same. Throws StartError where nobody can be shown it: half written, or with the key of another one. */
export function usable(found: InForce): InForce {
  try {
    const { certificate, key } = found;
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)))
      throw new Error('the key is of another certificate');
    // It takes an empty text for no key at all; the line above does not.
    createSecureContext({ cert: certificate, key });
    describe(certificate);
    return found;
  } catch (error) {
    throw new StartError(found.ifDamaged, { cause: error });
  }
}

async function readGiven(path: string, variable: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(`${variable} names ${path}, which cannot be read (${code}). Correct the path or its rights.`, {
      cause: error,
    });
  }
}
