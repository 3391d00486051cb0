import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Piece, readArchive, writeArchive } from '@/cli/backup/archive';
import { makeLog } from '@/cli/log';
import { withDatabase } from '@/cli/owned-database';
import { databaseAccount } from '@/cli/postgres/run-as';
import { type RunningPostgres, startPostgres } from '@/cli/postgres/start';
import { until } from '@/cli/until';
import { operatorEnv } from '@/env';
import { connect, type Sql } from '@/server/db/connection';
import { contents, diagnose, marcoAt, passphrase, rules, saved } from './backup-world';
import { emptyDirectory, runCommand, startProduct, type WhenOver } from './product';

/** What a restore ends or adds by itself. */
const touched = ['audit.entry', 'audit.personal', 'app.token_family', 'app.run'];
const debian = '/usr/lib/postgresql/15/bin';
let directory: string;
let file: string;
let pinged: { run: string; rows: unknown[] };
let before: { contents: Map<string, string>; rules: string[]; entries: string };
let older: RunningPostgres;

const superuser = async (statement: string): Promise<void> => {
  const sql = connect(older.superuserUrl(), 1, {});
  await sql.unsafe(statement);
  await sql.end();
};
const entriesOf = async (sql: Sql): Promise<string> => {
  const rows = await sql<{ body: string }[]>`
    select body from audit.entry where event not in ('system.backedUp', 'system.restored') order by at, id`;
  return createHash('sha256')
    .update(rows.map(({ body }) => body).join())
    .digest('hex');
};

/** Into an embedded database that nobody runs, by its own command's way. */
function lookingInto(dataDirectory: string, look: (sql: Sql) => Promise<void>): Promise<void> {
  const env = { ...operatorEnv(), databaseUrl: null, dataDirectory };
  return withDatabase(env, makeLog('test', 'silent'), async (ownerUrl) => {
    const sql = connect(ownerUrl, 1, {});
    await look(sql);
    await sql.end();
  });
}

/** Cut off when the new master key is in use and the old one still there: the backups are made in the middle of it. */
async function beginMasterKey(data: string, whenOver: WhenOver): Promise<void> {
  const command = runCommand(['keys', 'rotate-master'], { data, whenOver });
  if (!(await until(async () => command.output().includes('wrapped anew'), 60_000))) throw new Error(command.errors());
  command.process.kill('SIGKILL');
  await command.ended;
  expect(readdirSync(join(data, 'keys'))).toEqual(expect.arrayContaining(['master-2.key', 'password-pepper.key']));
}

/** A demo that was at work, two backups of it, and a PostgreSQL of Debian's beside. */
beforeAll(async () => {
  const over: (() => void | Promise<void>)[] = [];
  const whenOver = (work: () => void | Promise<void>) => void over.unshift(work);
  directory = emptyDirectory(whenOver);
  file = join(directory, 'whole.age');
  const data = emptyDirectory(whenOver);
  const running = await startProduct('demo', { data, whenOver });
  pinged = await diagnose(running);
  await beginMasterKey(`${data}-demo`, whenOver);
  const live = await saved('backup', join(directory, 'live.age'), { data: `${data}-demo`, whenOver });
  expect(live).toMatchObject({ code: 0, errors: '' });
  running.process.kill('SIGTERM');
  await running.ended;
  await lookingInto(`${data}-demo`, async (sql) => {
    before = { contents: await contents(sql), rules: await rules(sql), entries: await entriesOf(sql) };
  });
  const made = await saved('backup', file, { data: `${data}-demo`, whenOver });
  expect(made.output, made.errors).toMatch(/ holds \d+ rows of \d+ tables, \d+ audit entries among them, and the keys/);
  older = await startPostgres({
    binDirectory: debian,
    dataDirectory: join(emptyDirectory(whenOver), 'pg'),
    runAs: databaseAccount(),
    passwords: { superuser: 'a'.repeat(64), owner: 'b'.repeat(64) },
    settings: { fsync: 'off' },
    onLog: () => undefined,
  });
  return async () => {
    await older.stop();
    for (const work of over) await work();
  };
}, 400_000);

async function isAsBefore(sql: Sql): Promise<void> {
  const now = await contents(sql);
  for (const [table, is] of before.contents)
    if (!touched.includes(table)) expect([table, now.get(table)]).toEqual([table, is]);
  expect(await entriesOf(sql)).toBe(before.entries);
  expect(await rules(sql)).toEqual(before.rules);
  const [families] = await sql`select count(*)::int as living from app.token_family where revoked_at is null`;
  expect(families).toEqual({ living: 0 });
  const told = await sql`select outcome from audit.entry where event = 'system.restored'`;
  expect(told).toEqual([{ outcome: 'ok' }]);
}

test('what was restored into the embedded PostgreSQL is what was there, and one signs in and opens what was sealed', async () => {
  const data = emptyDirectory();
  const done = await saved('restore', file, { data: `${data}-demo` });
  expect(done, done.errors).toMatchObject({ code: 0, errors: '' });
  // Before the demo looks at its routers again.
  await lookingInto(`${data}-demo`, isAsBefore);
  const running = await startProduct('demo', { data });
  const marco = await marcoAt(running);
  expect(await marco.rows(pinged.run)).toEqual(pinged.rows);
  for (const name of readdirSync(join(`${data}-demo`, 'keys')))
    expect([name, statSync(join(`${data}-demo`, 'keys', name)).mode & 0o077]).toEqual([name, 0]);
  // The simulated routers answer to the account that was sealed before.
  expect((await diagnose(running)).rows).toHaveLength(3);
});

test('and so it is in Debian’s PostgreSQL 15', async () => {
  await superuser('create database elsewhere owner routeward_owner');
  const env = { DATABASE_URL: older.ownerUrl('elsewhere') };
  const data = emptyDirectory();
  const done = await saved('restore', file, { data: `${data}-demo`, env });
  expect(done, done.errors).toMatchObject({ code: 0, errors: '' });
  const sql = connect(env.DATABASE_URL, 1, {});
  expect(await sql`select current_setting('server_version_num')::int / 10000 as major`).toEqual([{ major: 15 }]);
  await isAsBefore(sql);
  await sql.end();
  const running = await startProduct('demo', { data, env });
  expect(await (await marcoAt(running)).rows(pinged.run)).toEqual(pinged.rows);
});

/** The sentence with which a restore is refused, after a look at what it left: nothing. */
async function refusal(from: string, input = `${passphrase}\n`): Promise<string> {
  await superuser('drop database if exists refused');
  await superuser('create database refused owner routeward_owner');
  const data = join(emptyDirectory(), 'new');
  const { code, errors } = await saved('restore', from, {
    data,
    input,
    env: { DATABASE_URL: older.ownerUrl('refused') },
  });
  expect(code).toBe(1);
  expect(existsSync(data)).toBe(false);
  const sql = connect(older.ownerUrl('refused'), 1, {});
  expect(await sql`select nspname from pg_namespace where nspname !~ '^(pg_|information)'`).toEqual([
    { nspname: 'public' },
  ]);
  expect(await sql`select relname from pg_class where relnamespace = 'public'::regnamespace`).toHaveLength(0);
  await sql.end();
  return errors;
}

test('a wrong passphrase, a byte that was changed anywhere, a file cut short: refused, and nothing is left', async () => {
  const whole = readFileSync(file);
  const changed = join(directory, 'changed.age');
  const tried = async (bytes: Uint8Array) => {
    writeFileSync(changed, bytes);
    return refusal(changed);
  };
  expect(await refusal(file, 'fifteen purple masts in the fox')).toMatch(
    /^The backup \S+ cannot be opened: the passphrase/,
  );
  for (const place of [3, 60, 150, 400, Math.floor(whole.length / 2), whole.length - 1]) {
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place);
    expect([place, await tried(flipped)]).toEqual([
      place,
      expect.stringMatching(/^The backup \S+ (cannot be opened|is damaged)/),
    ]);
  }
  for (const length of [0, 100, Math.floor(whole.length / 2), whole.length - 1, whole.length - 16])
    expect([length, await tried(whole.subarray(0, length))]).toEqual([
      length,
      expect.stringMatching(/^The backup \S+ (cannot be opened|is damaged)/),
    ]);
  expect(await tried(Buffer.concat([whole, whole.subarray(-1000)]))).toMatch(/^The backup \S+ is damaged/);
}, 400_000);

/** A backup made anew by somebody who knows the passphrase, with other content. */
async function forged(genuine: readonly Piece[], change: (piece: Piece) => Piece[]): Promise<string> {
  const target = join(mkdtempSync(join(directory, 'forged-')), 'whole.age');
  const pieces = (async function* () {
    for (const piece of genuine) yield* change(piece);
  })();
  await writeArchive(target, { passphrase, pieces, signal: new AbortController().signal });
  return target;
}
const edited = (name: RegExp, edit: (text: string) => string) => (piece: Piece) =>
  name.test(piece.name) ? [{ ...piece, content: Buffer.from(edit(Buffer.from(piece.content).toString())) }] : [piece];

test('a backup that was made anew with other content is refused for what it is: rows, tables, keys, the log, the version', async () => {
  const said: [RegExp, (piece: Piece) => Piece[]][] = [
    [/says \d+ rows of app\.device and holds \d+/, edited(/^rows\/app\.device\//, (text) => text.replace(/^.*\n/, ''))],
    [
      /not those that it lists/,
      ({ name, content }) => (name.startsWith('rows/app.membership/') ? [] : [{ name, content }]),
    ],
    [
      /not those that it lists/,
      ({ name, content }) => [{ name: name.replace('rows/app.run/', 'rows/app.person/'), content }],
    ],
    [
      /does not take the rows of audit\.entry/,
      edited(/^rows\/audit\.entry\//, (text) =>
        text
          .replace('auth.signedIn\\"', 'auth.signedUp\\"')
          .replace('"event":"auth.signedIn"', '"event":"auth.signedUp"'),
      ),
    ],
    [
      /The audit log does not hold: the entry/,
      edited(/^rows\/audit\.personal\//, (text) => text.replace('Marco', 'Maria')),
    ],
    [
      /The audit log does not match/,
      edited(/^manifest/, (text) =>
        text.replace(/"leaves": "(.)/, (_, first) => `"leaves": "${first === '0' ? '1' : '0'}`),
      ),
    ],
    [/other tables than the version/, edited(/^manifest/, (text) => text.replace('"name": "epoch"', '"name": "era"'))],
    [
      /a newer version of Routeward has changed/,
      edited(/^manifest/, (text) => text.replace(/"hash": "./, '"hash": "x')),
    ],
    [/no backup that this version/, edited(/^manifest/, (text) => text.replace('"format": 1', '"format": 2'))],
    [/lacks the master key/, edited(/^keys\/master/, () => 'x'.repeat(32))],
    [
      /rows of "app"\."membership" in the backup do not fit the others/,
      edited(/^rows\/app\.membership\//, (text) => text.replace(/^[0-9a-f]{8}-/, '00000000-')),
    ],
    [
      /does not take the rows of app\.device/,
      edited(/^rows\/app\.device\//, (text) => text.replace('\t8729\t', '\t99999\t')),
    ],
  ];
  const genuine: Piece[] = [];
  for await (const piece of readArchive(file, passphrase)) genuine.push(piece);
  for (const [sentence, change] of said) expect(await refusal(await forged(genuine, change))).toMatch(sentence);
}, 400_000);

test('only into what is empty: a data directory and a database that hold anything are left as they are', async () => {
  const data = emptyDirectory();
  writeFileSync(join(data, 'note.txt'), 'mine');
  expect(await saved('restore', file, { data })).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/is not empty\./),
  });
  expect(readdirSync(data)).toEqual(['note.txt']);
  await superuser('create database used owner routeward_owner');
  const sql = connect(older.ownerUrl('used'), 1, {});
  await sql`create table public.mine (a int)`;
  const env = { DATABASE_URL: older.ownerUrl('used') };
  const refused = await saved('restore', file, { data: join(emptyDirectory(), 'new'), env });
  expect(refused).toMatchObject({ code: 1, errors: expect.stringMatching(/not empty: it holds public\.mine/) });
  expect(await sql`select to_regclass('public.mine') is not null as "is"`).toEqual([{ is: true }]);
  await sql.end();
});

test('a backup that is killed in the middle leaves nothing under its name', async () => {
  const data = emptyDirectory();
  expect((await saved('restore', file, { data })).code).toBe(0);
  const target = join(data, 'killed.age');
  const running = runCommand(['backup', '--out', target], { data, input: passphrase });
  const unfinished = () => readdirSync(data).some((name) => /^killed\.age\..*\.unfinished$/.test(name));
  expect(await until(unfinished, 60_000)).toBe(true);
  running.process.kill('SIGKILL');
  await running.ended;
  expect(existsSync(target)).toBe(false);
});

test('no product starts on a restore that was cut short', async () => {
  const data = emptyDirectory();
  writeFileSync(join(data, 'restore.unfinished'), '');
  const running = runCommand(['start'], { data });
  expect(await running.ended).toBe(1);
  expect(running.errors()).toMatch(/^A restore was cut short in /);
});

test('the file is its owner’s alone and never replaces one; the passphrase comes from nowhere that others read', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const data = emptyDirectory();
  expect((await saved('restore', file, { data })).code).toBe(0);
  expect(await saved('backup', file, { data })).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/there is one already/),
  });
  const target = join(data, 'two.age');
  const refusals: [string[], string, RegExp][] = [
    [['backup', '--out', target], 'too short', /at least 15 characters/],
    [['backup', '--out', 'two.age'], passphrase, /as an absolute path/],
    [['backup', '--out', target, '--passphrase', passphrase], '', /Unknown option '--passphrase'/],
    [['backup', '--out', join(data, 'none', 'two.age')], passphrase, /its directory is not there/],
  ];
  for (const [args, input, sentence] of refusals) {
    const running = runCommand(args, { data, input });
    expect(await running.ended).not.toBe(0);
    expect(running.errors()).toMatch(sentence);
  }
  const secret = join(data, 'passphrase');
  writeFileSync(secret, `${passphrase}\n`, { mode: 0o644 });
  const withFile = () => runCommand(['backup', '--out', target, '--passphrase-file', secret], { data });
  const open = withFile();
  expect(await open.ended).toBe(1);
  expect(open.errors()).toMatch(/can be read by others \(0644\)/);
  writeFileSync(`${secret}.closed`, `${passphrase}\n`, { mode: 0o600 });
  const closed = runCommand(['backup', '--out', target, '--passphrase-file', `${secret}.closed`], { data });
  expect(await closed.ended, closed.errors()).toBe(0);
  expect(closed.output() + closed.errors()).not.toContain(passphrase);
  expect(readdirSync(data).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  expect(JSON.parse(readFileSync(join(data, 'last-backup.json'), 'utf8'))).toEqual({
    at: expect.any(String),
    bytes: statSync(target).size,
  });
});
