import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '@/core/security-claims';
import { age, counted } from '@/core/shown/format';
import { processEnv } from '@/env';
import { refusalsWaiting } from '../audit/refusals';
import { signingKeyAges } from '../auth/access-token';
import type { SecurityState } from '../db/security-state';
import { isMasterKeyFile } from '../vault/master-key';
import { diskEncryption } from './disk-encryption';

/*
 * What is found when each claim is looked at in the running system. A finding says what was seen; what cannot be seen from
 * here is `unknown`, and its sentence says why.
 */

const dayMs = 86_400_000;
/** A signing key that is older than this should have been changed. */
const oldKeyDays = 365;

const finding = (claim: Finding['claim'], holds: boolean | null, words: string): Finding => ({
  claim,
  state: holds === null ? 'unknown' : holds ? 'holds' : 'fails',
  words,
});

/** Of what the database says. */
export function databaseFindings(state: SecurityState, now: Date): Finding[] {
  const { unguarded, mighty, unprotected, monthsAhead, isDatabaseEncrypted, plainDevices, lastTriedAt } = state;
  const sinceTried = lastTriedAt === null ? null : now.getTime() - Date.parse(lastTriedAt);
  return [
    finding('walls', unguarded === 0, `${counted(unguarded, 'table')} without forced row security.`),
    finding('walls', mighty === 0, `${counted(mighty, 'role')} of the application that could pass it.`),
    finding('walls', isDatabaseEncrypted, databaseWords(isDatabaseEncrypted)),
    finding(
      'audit',
      unprotected === 0,
      `${counted(unprotected, 'part')} of the log without a trigger that refuses changes.`,
    ),
    finding(
      'audit',
      monthsAhead > 0,
      `${counted(monthsAhead, 'month')} to come have their partition; ${counted(state.entriesToday, 'entry', 'entries')} today.`,
    ),
    finding(
      'routers',
      plainDevices === 0,
      `${counted(plainDevices, 'device')} spoken to without TLS, by an Admin’s waiver.`,
    ),
    finding(
      'routers',
      sinceTried === null ? null : sinceTried < 180_000,
      sinceTried === null
        ? 'No device was ever asked, so nothing is known of the runner.'
        : `The runner asked a device ${age(sinceTried)} ago.`,
    ),
  ];
}

function databaseWords(isEncrypted: boolean | null): string {
  if (isEncrypted === null) return 'The database is on this machine: what is said to it leaves nothing.';
  return isEncrypted ? 'The database is spoken to over TLS.' : 'The database is spoken to without TLS.';
}

/** Of this process and its files. */
export async function localFindings(now: Date): Promise<Finding[]> {
  const { keysDirectory } = processEnv();
  const waiting = refusalsWaiting();
  return [
    finding(
      'door',
      true,
      `${counted(waiting, 'refusal')} of the last minute without an entry so far; each gets one, or is counted in one.`,
    ),
    ...(await keyFindings(now)),
    ...(await masterKeyFindings(keysDirectory)),
    diskFinding(await diskEncryption(keysDirectory)),
  ];
}

async function keyFindings(now: Date): Promise<Finding[]> {
  const keys = await signingKeyAges();
  return keys.map(({ kid, madeAt }, index) => {
    const days = (now.getTime() - madeAt.getTime()) / dayMs;
    const does = index === 0 ? 'signs' : 'verifies until the next rotation';
    const advice = days < oldKeyDays ? '' : ' It is older than a year: run routeward keys rotate.';
    return finding(
      'signIn',
      index > 0 || days < oldKeyDays,
      `The key ${kid} ${does}; it is ${age(days * dayMs)} old.${advice}`,
    );
  });
}

/** While one takes the place of another there are two. */
async function masterKeyFindings(keysDirectory: string): Promise<Finding[]> {
  // That it cannot be looked at is the finding.
  const names = (await readdir(keysDirectory).catch(() => [])).filter(isMasterKeyFile);
  if (names.length === 0) return [finding('sealed', null, 'The file of the master key cannot be looked at.')];
  return Promise.all(names.map((name) => masterKeyFinding(join(keysDirectory, name))));
}

async function masterKeyFinding(file: string): Promise<Finding> {
  // That it cannot be looked at is the finding.
  const found = await stat(file).catch(() => null);
  if (found === null) return finding('sealed', null, 'The file of the master key cannot be looked at.');
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
  const isPrivate = (found.mode & 0o077) === 0;
  return finding(
    'sealed',
    isPrivate,
    `The master key’s file has the rights ${mode}${isPrivate ? ', its owner’s alone' : ': others can read it'}.`,
  );
}

function diskFinding(found: Awaited<ReturnType<typeof diskEncryption>>): Finding {
  const words = {
    found: 'The disk below the data directory is encrypted (dm-crypt).',
    notFound: 'No encryption was found below the data directory.',
    unknown: 'Whether the disk below the data directory is encrypted cannot be seen from here.',
  };
  return finding('sealed', found === 'unknown' ? null : found === 'found', words[found]);
}
