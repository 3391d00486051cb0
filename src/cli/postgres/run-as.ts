import { execFileSync, spawnSync } from 'node:child_process';

/** The account PostgreSQL runs as. It refuses to run as root, so root needs another one. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const candidates = ['routeward', 'postgres', 'nobody'] as const;

/** Null when we are not root: then PostgreSQL runs as we do. initdb asks the passwd file for a name, hence the look-up. */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of candidates) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null && uid !== 0) return { name, uid, gid };
  }
  return null;
}

function idOf(flag: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return null; // `id` answers with a failure for an account that does not exist.
  }
}

/** What spawn needs to start a program as that account. */
export function spawnAs(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Tried out rather than computed from modes: access lists and mount options count too. */
export function canEnter(directory: string, account: Account | null): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$0"', directory], { ...spawnAs(account), stdio: 'ignore', cwd: '/' }).status === 0
  );
}

/** True when the account can start this program; `--version` has no effect anywhere. */
export function canRun(program: string, account: Account | null): boolean {
  return spawnSync(program, ['--version'], { ...spawnAs(account), stdio: 'ignore', cwd: '/' }).status === 0;
}

/** Nothing of our own environment: PostgreSQL's programs take settings from PG* variables, and messages in a language. */
export const serverEnvironment = { LC_ALL: 'C', PATH: '/usr/bin:/bin', NODE_ENV: 'production' } as const;
