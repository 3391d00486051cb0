import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OperatorEnv, operatorEnv } from '@/env';
import type { Examined } from '@/server/db/examine';
import type { DataDirectory } from '../data-directory';
import { roomsOf } from '../data-directory';
import { databasePasswords } from '../database-passwords';
import { knownAddress, urlOf } from '../postgres/address';
import { ownerRole, productDatabase } from '../postgres/roles';
import { UsageError } from '../usage-error';
import { checkCertificate, checkReachability, shownCertificate } from './certificate';
import { askDatabase, checkClock, checkDatabase, checkRouters } from './database';
import { type Finding, fail, warn } from './finding';
import {
  availableBytes,
  checkBackup,
  checkDisk,
  checkKeys,
  checkMemory,
  checkOpenFiles,
  openFilesLimit,
} from './machine';
import { checkMail } from './mail';
import { checkProxies } from './proxies';

/**
 * `routeward doctor [--json]`: looks at everything an operator is asked about when something does not work, changes
 * nothing, and asks no other host than the database and our own address. Exit code 1 where something fails.
 */
export async function doctor([option, ...rest]: readonly string[]): Promise<void> {
  if (rest.length > 0 || (option !== undefined && option !== '--json'))
    throw new UsageError('Usage: routeward doctor [--json]');
  const findings = await look(operatorEnv());
  console.log(option === '--json' ? JSON.stringify(findings, null, 2) : table(findings));
  if (findings.some(({ level }) => level === 'fail')) process.exitCode = 1;
}

async function look(env: OperatorEnv): Promise<Finding[]> {
  const data = roomsOf(env.dataDirectory);
  if (!existsSync(data.path))
    return [
      fail('data', `there is no data directory ${data.path}`, 'Set ROUTEWARD_DATA, and run this as its account.'),
    ];
  const now = new Date();
  const keys = checkKeys(data.keys);
  const ownerUrl = keys.level === 'fail' && env.databaseUrl === null ? null : await ownerUrlOf(env, data);
  const asked = ownerUrl === null ? notRunning : await askDatabase(ownerUrl);
  const database = 'level' in asked ? null : asked;
  const publicUrl = env.publicUrl ?? database?.publicUrl ?? null;
  const certificate = await shownCertificate(env.tls, data.keys);
  return [
    keys,
    ...(database === null ? [] : [checkClock(database)]),
    'level' in asked ? asked : checkDatabase(asked),
    ...('level' in certificate
      ? [certificate]
      : [checkCertificate(certificate, publicUrl, now), await checkReachability(publicUrl, certificate.certificate)]),
    ...proxiesOf(env, database),
    ...(database === null ? [] : [checkRouters(database)]),
    await checkDisk(data.path),
    checkMemory(availableBytes()),
    checkOpenFiles(openFilesLimit(supervisorOf(data) ?? 'self'), database?.devices ?? 0),
    checkBackup(data.path, now),
    ...mailOf(database),
  ];
}

/** Nothing where the database does not say: then another finding says why. */
function mailOf(database: Examined | null): Finding[] {
  const mail = database?.mail ?? null;
  return mail === null ? [] : [checkMail(mail)];
}

/** Nothing where the list is narrow. */
function proxiesOf(env: OperatorEnv, database: Examined | null): Finding[] {
  const found = checkProxies([...(env.trustedProxies ?? []), ...(database?.trustedProxies ?? [])]);
  return found === null ? [] : [found];
}

const notRunning = warn('database', 'the embedded one does not run', 'Start Routeward, then ask again.');

/** Null while the embedded database does not run: to start it would be to change something. */
async function ownerUrlOf(env: OperatorEnv, data: DataDirectory): Promise<string | null> {
  if (env.databaseUrl !== null) return env.databaseUrl;
  const address = knownAddress(data.postgres);
  const isThere = existsSync(join(data.keys, 'database.json')) && existsSync(join(data.postgres, 'postmaster.pid'));
  if (address === null || !isThere) return null;
  const { owner } = await databasePasswords(data);
  return urlOf(address, { user: ownerRole, password: owner, database: productDatabase });
}

/** The process that holds the data directory. */
function supervisorOf({ path }: DataDirectory): number | null {
  const file = join(path, 'supervisor.lock');
  const [, pid] = /"pid":(\d+)/.exec(existsSync(file) ? readFileSync(file, 'utf8') : '') ?? [];
  return pid === undefined ? null : Number(pid);
}

function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, level, found, advice }) => [
    `${level.padEnd(4)}  ${check.padEnd(width)}  ${found}`,
    ...(advice === null ? [] : [`${' '.repeat(width + 8)}${advice}`]),
  ]);
  return lines.join('\n');
}
