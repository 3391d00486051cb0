import { shortestPassword } from '@/core/passwords';
import { StartError } from '@/core/start-error';
import { readPrivately } from '@/server/vault/private-file';
import { askKnownPassphrase, askPassphrase } from '../terminal';
import { UsageError } from '../usage-error';

/** Asked twice, read from standard input, or from a file that its owner alone can read. */
export async function newPassphrase(file: string | undefined): Promise<string> {
  const passphrase = file === undefined ? await askPassphrase() : await readLine(file);
  if ([...passphrase].length >= shortestPassword.alone) return passphrase;
  throw new UsageError(
    `The passphrase of a backup has at least ${shortestPassword.alone} characters: whoever has the file can guess for as long as they like.`,
  );
}

export function knownPassphrase(file: string | undefined): Promise<string> {
  return file === undefined ? askKnownPassphrase() : readLine(file);
}

async function readLine(file: string): Promise<string> {
  const content = await readPrivately(file, 'The file of the passphrase').catch((error: unknown) => {
    if (error instanceof StartError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(`--passphrase-file names ${file}, which cannot be read (${code}). Correct it.`, {
      cause: error,
    });
  });
  return content.toString('utf8').replace(/\r?\n$/, '');
}
