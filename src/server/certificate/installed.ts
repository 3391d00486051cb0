import { access, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@/core/start-error';
import { readPrivately, writeDraft } from '../vault/private-file';
import { type Described, describe } from './describe';
import { ownFiles } from './own';
import { certificatesIn, keysIn, type Pair } from './pem';
import { plainPair } from './problem';

const fileIn = (keysDirectory: string): string => join(keysDirectory, 'installed-certificate.pem');
/** One at a time is installed, so this is what another attempt, cut short, has left. */
const draftIn = (keysDirectory: string): string => join(keysDirectory, 'installed-certificate.pem.new');

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The certificate that somebody installed, as it is in its file, whole or not; null: there is none. Throws StartError where it cannot be read. */
export async function installedPair(keysDirectory: string): Promise<Pair | null> {
  try {
    const text = (await readPrivately(fileIn(keysDirectory), 'The installed certificate')).toString('utf8');
    return { certificate: certificatesIn(text).join(''), key: keysIn(text).join('') };
  } catch (error) {
    if (isMissing(error)) return null;
    if (error instanceof StartError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(
      `The installed certificate ${fileIn(keysDirectory)} cannot be read (${code}). Give it to the account that Routeward runs as, with the rights 0400.`,
      { cause: error },
    );
  }
}

/** In one file, put into place by its name, so that nobody ever finds a key beside another one's certificate. */
async function draft(keysDirectory: string, pair: Pair): Promise<void> {
  const { certificate, key } = plainPair(pair);
  await rm(draftIn(keysDirectory), { force: true });
  await writeDraft(draftIn(keysDirectory), `${key.trim()}\n${certificate}`);
}

/** A change of what is installed: what an audit entry says of it, and the moment's work that makes it once that is written. */
export interface CertificateChange {
  readonly detail: { readonly before: Facts; readonly after: Facts };
  readonly apply: () => Promise<void>;
}

interface Facts {
  readonly [fact: string]: string | readonly string[] | null;
}

/** The pair has no problem any more; see `problemOfPair`. */
export async function installing(keysDirectory: string, pair: Pair): Promise<CertificateChange> {
  const before = (await describedInstalled(keysDirectory)) ?? (await describedOwn(keysDirectory));
  const detail = { before: factsOf(before), after: factsOf(describe(pair.certificate)) };
  await draft(keysDirectory, pair);
  return { detail, apply: () => rename(draftIn(keysDirectory), fileIn(keysDirectory)) };
}

/** Null: none is installed. */
export async function removing(keysDirectory: string): Promise<CertificateChange | null> {
  // It can be removed also where it is damaged, or not ours to read.
  if (!(await isThere(fileIn(keysDirectory)))) return null;
  const [before, after] = [await describedInstalled(keysDirectory), await describedOwn(keysDirectory)];
  return {
    detail: { before: factsOf(before), after: factsOf(after) },
    apply: async () => {
      for (const file of [fileIn(keysDirectory), draftIn(keysDirectory)]) await rm(file, { force: true });
    },
  };
}

const factsOf = (found: Described | null): Facts => ({
  fingerprint: found?.fingerprint ?? null,
  names: found?.names ?? null,
  validTo: found?.validTo ?? null,
});

/** Null also for one that is damaged: it can be replaced and removed all the same. */
async function describedInstalled(keysDirectory: string): Promise<Described | null> {
  return described(async () => (await installedPair(keysDirectory))?.certificate ?? '');
}

/** The self-signed one; null where none was made yet. */
const describedOwn = (keysDirectory: string): Promise<Described | null> =>
  described(() => readFile(ownFiles(keysDirectory).certificate, 'utf8'));

async function described(read: () => Promise<string>): Promise<Described | null> {
  try {
    return describe(await read());
  } catch {
    return null; // Not there or not readable as one: either way there is nothing to say of it.
  }
}
