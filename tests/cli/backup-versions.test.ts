import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { type RunningPostgres, startPostgres } from '@/cli/postgres/start';
import { connect, type Sql } from '@/server/db/connection';
import { levelOf, ownMigrations } from '@/server/db/level';
import { migrateTo } from '@/server/db/migrate';
import { createMasterKey, fingerprint } from '@/server/vault/master-key';
import { saved } from './backup-world';
import { emptyDirectory, runCommand, startProduct } from './product';

/** As many migrations as an older version had: it knew neither links nor a configuration. */
const then = 8;
let cluster: RunningPostgres;

beforeAll(async () => {
  const over: (() => void | Promise<void>)[] = [];
  const home = emptyDirectory((work) => void over.unshift(work));
  const runAs = databaseAccount();
  cluster = await startPostgres({
    binDirectory: embeddedBinaries(join(home, 'bin'), runAs),
    dataDirectory: join(home, 'pg'),
    runAs,
    passwords: { superuser: 'a'.repeat(64), owner: 'b'.repeat(64) },
    settings: { fsync: 'off' },
    onLog: () => undefined,
  });
  return async () => {
    await cluster.stop();
    for (const work of over) await work();
  };
});

/** A database of an older version with somebody in it, and the data directory that belongs to it. */
async function olderWorld(name: string): Promise<{ data: string; url: string; sql: Sql }> {
  const superuser = connect(cluster.superuserUrl(), 1, {});
  await superuser.unsafe(`create database ${name} owner routeward_owner`);
  await superuser.end();
  const url = cluster.ownerUrl(name);
  await migrateTo(url, then);
  const data = emptyDirectory();
  mkdirSync(join(data, 'keys'), { mode: 0o700 });
  const print = fingerprint(await createMasterKey(join(data, 'keys')));
  const sql = connect(url, 1, {});
  await sql`update app.mark set master_key_fingerprint = ${print}`;
  await sql`insert into app.person (email, name, role) values ('old@isp.example', 'Old', 'superAdmin')`;
  return { data, url, sql };
}

test('a database of an older version is taken as it is, and restored to be what this version needs', async () => {
  const { data, url, sql } = await olderWorld('older');
  const file = join(emptyDirectory(), 'old.age');
  const checked = runCommand(['migrate', '--check'], { data, env: { DATABASE_URL: url } });
  expect(await checked.ended).toBe(3);
  expect(checked.output()).toMatch(
    /migrations are to be applied:\n {2}\d{4}_\w+\n[\s\S]*Back up first: npm run routeward -- backup --out /,
  );
  expect(await saved('backup', file, { data, env: { DATABASE_URL: url } })).toMatchObject({ code: 0, errors: '' });
  expect(await levelOf(sql)).toHaveLength(then);
  await sql.end();
  const fresh = emptyDirectory();
  expect(await saved('restore', file, { data: fresh })).toMatchObject({ code: 0, errors: '' });
  const running = await startProduct('start', { data: fresh });
  // Somebody is there already, so there is nothing to set up.
  expect(running.output()).not.toContain('Setup token');
  const now = runCommand(['migrate', '--check'], { data: fresh });
  expect([await now.ended, now.output()]).toEqual([0, expect.stringMatching(/nothing to apply/)]);
});

test('a start that is about to change a database says so first, with the command', async () => {
  const { data, url, sql } = await olderWorld('started');
  const running = await startProduct('start', { data, env: { DATABASE_URL: url } });
  expect(running.errors()).toMatch(
    /about to be changed for this version\. Back up first: npm run routeward -- backup --out/,
  );
  expect(await levelOf(sql)).toHaveLength(ownMigrations().length);
  await sql.end();
});

test('where row security would hide rows from their owner there is no backup, instead of one that lacks them', async () => {
  const { data, url, sql } = await olderWorld('hidden');
  const [policy] = await sql<{ name: string }[]>`
    select polname as name from pg_policy where polrelid = 'app.device'::regclass and polcmd = '*'`;
  await sql`drop policy ${sql(policy?.name ?? '')} on app.device`;
  const refused = await saved('backup', join(emptyDirectory(), 'none.age'), { data, env: { DATABASE_URL: url } });
  expect(refused).toMatchObject({ code: 1, errors: expect.stringMatching(/^Row security hides rows of app\.device/) });
  await sql.end();
});
