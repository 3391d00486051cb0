import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import type { Pair } from './pem';

/** The files of the self-signed certificate, which a start makes. */
export const ownFiles = (keysDirectory: string) => ({
  certificate: join(keysDirectory, 'tls.crt'),
  key: join(keysDirectory, 'tls.key'),
});

/** The self-signed pair as it is in its files, whole or not; null: one of the two is not there. Throws StartError where one cannot be read. */
export async function ownPair(keysDirectory: string): Promise<Pair | null> {
  const files = ownFiles(keysDirectory);
  try {
    return { certificate: await readFile(files.certificate, 'utf8'), key: await readFile(files.key, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return null;
    throw new StartError(
      `The self-signed certificate ${files.certificate}, or its key ${files.key}, cannot be read (${code}). Give both to the ` +
        'account that Routeward runs as, or remove both: the next start makes others.',
      { cause: error },
    );
  }
}
