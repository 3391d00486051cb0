import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { type PostgresOptions, type RunningPostgres, startPostgres } from '@/cli/postgres/start';
import { until } from '@/cli/until';
import { connect } from '@/server/db/connection';
import { ask, childrenNamed, emptyDirectory, runCommand, startProduct } from './product';

const patienceMs = 30_000;
let options: PostgresOptions;
let customers: RunningPostgres;

/** A PostgreSQL that is the operator's: the product gets its address and nothing else. */
beforeAll(async () => {
  const over: (() => void | Promise<void>)[] = [];
  const home = emptyDirectory((work) => void over.unshift(work));
  const runAs = databaseAccount();
  const passwords = { superuser: 'a'.repeat(64), owner: 'b'.repeat(64) };
  const binDirectory = embeddedBinaries(join(home, 'bin'), runAs);
  const dataDirectory = join(home, 'pg');
  options = { binDirectory, dataDirectory, runAs, passwords, settings: {}, onLog: () => undefined };
  customers = await startPostgres(options);
  return async () => {
    await customers.stop();
    for (const work of over) await work();
  };
});

async function asSuperuser(statement: string): Promise<void> {
  const sql = connect(customers.superuserUrl(), 1, {});
  await sql.unsafe(statement);
  await sql.end();
}

const changed = (change: (url: URL) => void): string => {
  const url = new URL(customers.ownerUrl());
  change(url);
  return url.href;
};

async function sentenceFor(databaseUrl: string): Promise<string> {
  const running = runCommand(['start'], { data: emptyDirectory(), env: { DATABASE_URL: databaseUrl } });
  expect(await running.ended).toBe(1);
  expect(running.errors()).not.toContain('b'.repeat(64));
  return running.errors();
}

test('it runs on a database of the operator’s own, starts no other, and says when that one is away and back', async () => {
  const running = await startProduct('start', { data: emptyDirectory(), env: { DATABASE_URL: customers.ownerUrl() } });
  expect(childrenNamed(running.process.pid ?? 0, 'postgres')).toEqual([]);
  const [web = 0] = childrenNamed(running.process.pid ?? 0, 'web');
  // The owner may do everything; what serves requests must not even know how to become it.
  expect(readFileSync(`/proc/${web}/environ`, 'utf8')).not.toContain(options.passwords.owner);
  const isReady = async () => (await ask(running, '/readyz')).status === 200;
  expect(await until(isReady, patienceMs)).toBe(true);
  await customers.stop();
  expect(await until(async () => !(await isReady()), patienceMs)).toBe(true);
  expect((await ask(running, '/healthz')).status).toBe(200);
  // Web asks the database where people find us before it serves: begun now, it waits and does not end again and again.
  process.kill(web, 'SIGKILL');
  const says = (text: string) => running.errors().split(text).length - 1;
  expect(await until(() => says('does not say yet how this is configured') > 1, patienceMs)).toBe(true);
  expect(says('ended and is started again')).toBe(1);
  customers = await startPostgres(options);
  expect(await until(isReady, patienceMs)).toBe(true);
});

test('a wrong password, a database that is not there', async () => {
  const wrong = changed((url) => {
    url.password = 'c'.repeat(64);
  });
  expect(await sentenceFor(wrong)).toMatch(
    /^PostgreSQL at .* refuses the role or its password\. Correct DATABASE_URL\.\n$/,
  );
  expect(await sentenceFor(customers.ownerUrl('nowhere'))).toMatch(
    /there is no database of that name .* Create it, or correct DATABASE_URL\.\n$/,
  );
});

test('a role that may not make roles, and one that row security does not bind', async () => {
  await asSuperuser('create database narrow owner routeward_owner');
  await asSuperuser('alter role routeward_owner nocreaterole');
  expect(await sentenceFor(customers.ownerUrl('narrow'))).toMatch(
    /may not make roles\. Run: alter role … createrole;\n$/,
  );
  await asSuperuser('alter role routeward_owner createrole');
  expect(await sentenceFor(customers.superuserUrl('narrow'))).toMatch(
    /which row security does not bind\. Make a plain role/,
  );
});

test('a database that another master key belongs to is left as it is', async () => {
  await asSuperuser('create database shared owner routeward_owner');
  const env = { DATABASE_URL: customers.ownerUrl('shared') };
  const first = runCommand(['migrate'], { data: emptyDirectory(), env });
  expect(await first.ended, first.errors()).toBe(0);
  const second = runCommand(['start'], { data: emptyDirectory(), env });
  expect(await second.ended).toBe(1);
  expect(second.errors()).toMatch(/^The master key .* is missing\. Put it back/);
});
