import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { type PostgresOptions, type RunningPostgres, startPostgres } from '@/cli/postgres/start';
import { until } from '@/cli/until';
import { StartError } from '@/core/start-error';
import { connect } from '@/server/db/connection';
import { emptyDirectory, isRunning } from './product';

const passwords = { superuser: 'a'.repeat(64), owner: 'b'.repeat(64) };

function options(home: string, change: Partial<PostgresOptions> = {}): PostgresOptions {
  const runAs = databaseAccount();
  return {
    binDirectory: embeddedBinaries(join(home, 'bin'), runAs),
    dataDirectory: join(home, 'pg'),
    runAs,
    passwords,
    settings: {},
    onLog: () => undefined,
    ...change,
  };
}

async function started(given: PostgresOptions): Promise<RunningPostgres> {
  const running = await startPostgres(given);
  onTestFinished(() => running.stop());
  return running;
}

async function ask<T extends object>(url: string, question: string): Promise<T | undefined> {
  const sql = connect(url, 1, {});
  try {
    const [row] = await sql.unsafe<T[]>(question);
    return row;
  } finally {
    await sql.end();
  }
}

test('the owner is a plain role that owns the database, in UTF-8 with checksums and without a language of the machine', async () => {
  const running = await started(options(emptyDirectory()));
  const facts = await ask(
    running.ownerUrl(),
    `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
       pg_get_userbyid(datdba) as owns, pg_encoding_to_char(encoding) as encoding, lower('ÄÖŽ') as lower,
       current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  );
  expect(facts).toEqual({
    rolname: 'routeward_owner',
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: true,
    rolcreatedb: false,
    rolreplication: false,
    rolcanlogin: true,
    owns: 'routeward_owner',
    encoding: 'UTF8',
    lower: 'äöž',
    checksums: 'on',
    addresses: '',
  });
});

test('a role widened by hand is narrow again after the next start', async () => {
  const given = options(emptyDirectory());
  const first = await startPostgres(given);
  await ask(first.superuserUrl(), 'alter role routeward_owner superuser bypassrls');
  await first.stop();
  const second = await started(given);
  const role = await ask(second.ownerUrl(), 'select rolsuper, rolbypassrls from pg_roles where rolname = current_user');
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false });
});

test('nobody gets in without the password', async () => {
  const running = await started(options(emptyDirectory()));
  for (const url of [running.ownerUrl(), running.superuserUrl()]) {
    const wrong = new URL(url);
    wrong.password = 'c'.repeat(64);
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  }
});

test('a deep directory, too long for a socket, is served on a loopback port that stays the same', async () => {
  const home = join(emptyDirectory(), 'd'.repeat(100));
  mkdirSync(home);
  const first = await startPostgres(options(home));
  const { hostname, port } = new URL(first.ownerUrl());
  expect(hostname).toBe('127.0.0.1');
  expect(await ask(first.ownerUrl(), 'select 1 as one')).toEqual({ one: 1 });
  await first.stop();
  const second = await started(options(home));
  expect(new URL(second.ownerUrl()).port).toBe(port);
});

test('a server left behind is stopped in good order and what it had committed is there', async () => {
  const given = options(emptyDirectory());
  const first = await startPostgres(given);
  await ask(first.ownerUrl(), 'create table kept as select 42 as answer');
  const second = await started(given);
  expect(second.process.pid).not.toBe(first.process.pid);
  expect(isRunning(first.process.pid ?? 0)).toBe(false);
  expect(await ask(second.ownerUrl(), 'select answer from kept')).toEqual({ answer: 42 });
});

test('after a kill -9 of the server itself the next start recovers', async () => {
  const given = options(emptyDirectory());
  const first = await startPostgres(given);
  await ask(first.ownerUrl(), 'create table kept as select 42 as answer');
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  const second = await started(given);
  expect(await ask(second.ownerUrl(), 'select answer from kept')).toEqual({ answer: 42 });
});

test('a postmaster.pid whose number is another program by now: that program lives on and the start succeeds', async () => {
  const given = options(emptyDirectory());
  const first = await startPostgres(given);
  const left = readFileSync(join(given.dataDirectory, 'postmaster.pid'), 'utf8');
  await first.stop();
  const bystander = spawn('sleep', ['300'], { cwd: '/', uid: given.runAs?.uid, gid: given.runAs?.gid });
  onTestFinished(() => void bystander.kill());
  writeFileSync(join(given.dataDirectory, 'postmaster.pid'), left.replace(/^\d+/, String(bystander.pid)));
  const second = await started(given);
  expect(await ask(second.ownerUrl(), 'select 1 as one')).toEqual({ one: 1 });
  expect(isRunning(bystander.pid ?? 0)).toBe(true);
});

test('a directory made by another major version is refused in one sentence and not touched', async () => {
  const given = options(emptyDirectory());
  await (await startPostgres(given)).stop();
  writeFileSync(join(given.dataDirectory, 'PG_VERSION'), '17\n');
  const refused = startPostgres(given);
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(
    /was made by PostgreSQL 17 and this Routeward brings 18\. Nothing was changed\./,
  );
  expect(readFileSync(join(given.dataDirectory, 'PG_VERSION'), 'utf8')).toBe('17\n');
});

test('passwords that do not belong to the database are refused in one sentence and no server is left running', async () => {
  const given = options(emptyDirectory());
  await (await startPostgres(given)).stop();
  const wrong = startPostgres({ ...given, passwords: { ...passwords, superuser: 'c'.repeat(64) } });
  await expect(wrong).rejects.toThrow(/does not accept the password in keys\/database\.json/);
  expect(await until(() => !isServed(given.dataDirectory), 10_000)).toBe(true);
});

test('a start cut short while the database was being made leaves nothing in the way of the next', async () => {
  const given = options(emptyDirectory());
  mkdirSync(`${given.dataDirectory}.new`);
  writeFileSync(join(`${given.dataDirectory}.new`, 'PG_VERSION'), '18\n');
  const running = await started(given);
  expect(await ask(running.ownerUrl(), 'select 1 as one')).toEqual({ one: 1 });
});

test('what the server logs about a failing statement does not show the statement', async () => {
  const lines: string[] = [];
  const running = await started(options(emptyDirectory(), { onLog: (line) => lines.push(line) }));
  await expect(ask(running.ownerUrl(), `create role routeward_owner password 'hunter2'`)).rejects.toThrow(
    /already exists/,
  );
  expect(await until(() => lines.some((line) => line.includes('already exists')), 10_000)).toBe(true);
  expect(lines.join('\n')).not.toContain('hunter2');
});

function isServed(dataDirectory: string): boolean {
  try {
    const [pid] = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    return isRunning(Number(pid));
  } catch {
    return false;
  }
}
