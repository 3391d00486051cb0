import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Finding } from '@/cli/doctor/finding';
import { checkMemory, checkOpenFiles, judgeDisk } from '@/cli/doctor/machine';
import { ownerOf, ownerUrlOf } from './owner';
import { type Answering, emptyDirectory, type RunOptions, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

let running: Answering;
let data: string;

beforeAll(async () => {
  const over: (() => void | Promise<void>)[] = [];
  const whenOver = (work: () => void | Promise<void>) => void over.unshift(work);
  data = await usedDirectory('withAda', whenOver);
  running = await startProduct('start', { data, whenOver });
  return async () => {
    for (const work of over) await work();
  };
});

async function findings(options: Partial<RunOptions> = {}): Promise<{ code: unknown; all: Map<string, Finding> }> {
  const asked = runCommand(['doctor', '--json'], { data, ...options });
  const code = await asked.ended;
  const list: Finding[] = JSON.parse(asked.output());
  return { code, all: new Map(list.map((one) => [one.check, one])) };
}
const levelOf = async (check: string, options: Partial<RunOptions> = {}) =>
  (await findings(options)).all.get(check)?.level;
const at = (): Record<string, string> => ({ ROUTEWARD_URL: running.url });

test('where everything is as it should be nothing fails; nothing is changed, and the table says the same', async () => {
  const files = () => readdirSync(join(data, 'keys')).map((name) => [name, statSync(join(data, 'keys', name)).mtimeMs]);
  const before = files();
  const { code, all } = await findings({ env: at() });
  expect([code, [...all.values()].filter(({ level }) => level === 'fail')]).toEqual([0, []]);
  expect([...all.keys()]).toEqual([
    'keys',
    'clock',
    'database',
    'certificate',
    'address',
    'routers',
    'disk',
    'memory',
    'open files',
    'backup',
    'mail',
  ]);
  expect(all.get('address')?.found).toBe(`${running.url} leads here`);
  expect(all.get('backup')).toMatchObject({ level: 'warn', found: 'none was ever made from here' });
  expect(all.get('mail')).toMatchObject({ level: 'ok', found: 'not configured: links are copied' });
  expect(files()).toEqual(before);
  const table = runCommand(['doctor'], { data, env: at() });
  expect(await table.ended).toBe(0);
  expect(table.output()).toMatch(/^ok {4}database +PostgreSQL 18\.\d+, on this machine, as this version needs it$/m);
});

test('keys that others can read, and keys that are not there', async () => {
  const key = join(data, 'keys/master.key');
  chmodSync(key, 0o440);
  expect(await findings({ env: at() })).toMatchObject({ code: 1 });
  expect(await levelOf('keys')).toBe('fail');
  chmodSync(key, 0o400);
  chmodSync(join(data, 'keys'), 0o755);
  expect(await levelOf('keys')).toBe('fail');
  chmodSync(join(data, 'keys'), 0o700);
  const nowhere = join(emptyDirectory(), 'none');
  expect((await findings({ data: nowhere })).all.get('data')?.level).toBe('fail');
  expect(existsSync(nowhere)).toBe(false);
  expect(await levelOf('keys', { data: emptyDirectory() })).toBe('fail');
});

test('a clock that is ahead of the database’s, a little and a lot', async () => {
  const ahead = (seconds: number) => [
    '--import',
    `data:text/javascript,const now=Date.now.bind(Date);Date.now=()=>now()+${seconds * 1000}`,
  ];
  expect(await levelOf('clock', { execArgv: ahead(10) })).toBe('warn');
  expect(await levelOf('clock', { execArgv: ahead(90) })).toBe('fail');
});

test('a database that is away, refuses the password, or belongs to a newer version', async () => {
  const wrong = new URL(ownerUrlOf(data));
  wrong.password = 'wrong';
  expect(await levelOf('database', { env: { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' } })).toBe('fail');
  expect(await levelOf('database', { env: { DATABASE_URL: wrong.href } })).toBe('fail');
  const sql = ownerOf(data);
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)`;
  const { all } = await findings();
  expect(all.get('database')).toMatchObject({ level: 'fail', advice: expect.stringMatching(/newer version/) });
  const check = runCommand(['migrate', '--check'], { data });
  expect([await check.ended, check.output()]).toEqual([
    4,
    expect.stringMatching(/^This database belongs to a newer version/),
  ]);
  await sql`delete from drizzle.__drizzle_migrations where hash = 'newer'`;
  await sql.end();
  const ready = runCommand(['migrate', '--check'], { data });
  expect([await ready.ended, ready.output()]).toEqual([0, expect.stringMatching(/nothing to apply/)]);
});

test('a certificate for another name, one that cannot be read, and one that has ended', async () => {
  const url = { ROUTEWARD_URL: 'https://routeward.example.net' };
  const { all } = await findings({ env: url });
  expect(all.get('certificate')).toMatchObject({
    level: 'warn',
    found: 'it is not for routeward.example.net, which people open',
  });
  const file = join(emptyDirectory(), 'tls.pem');
  writeFileSync(file, 'no certificate');
  expect(await levelOf('certificate', { env: { ROUTEWARD_TLS_CERT: file, ROUTEWARD_TLS_KEY: file } })).toBe('fail');
  const program =
    'const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(D.now()+4e10)}}';
  const later = `data:text/javascript,${encodeURIComponent(program)}`;
  expect(await levelOf('certificate', { execArgv: ['--import', later] })).toBe('fail');
});

test('an address where nothing answers', async () => {
  expect(await levelOf('address', { env: { ROUTEWARD_URL: 'https://127.0.0.1:1' } })).toBe('fail');
});

test('routers of which none answers', async () => {
  const sql = ownerOf(data);
  await sql`
    with made as (insert into app.customer (slug, name) values ('acme', 'Acme') returning id)
    insert into app.device (customer_id, name, address) select id, 'gw', '192.0.2.1' from made`;
  await sql.end();
  expect(await levelOf('routers')).toBe('fail');
});

test('a disk, a memory and a limit of open files that are too small', () => {
  const mebibyte = 1024 * 1024;
  const disk = (free: number) => judgeDisk('/', { free: free * mebibyte, size: 10_000 * mebibyte }).level;
  expect([disk(100), disk(400), disk(5_000)]).toEqual(['fail', 'warn', 'ok']);
  const memory = (free: number) => checkMemory(free * mebibyte).level;
  expect([memory(10), memory(100), memory(1_000), checkMemory(null).level]).toEqual(['fail', 'warn', 'ok', 'ok']);
  const files = (limit: number) => checkOpenFiles(limit, 1_000).level;
  expect([files(256), files(1_024), files(65_536)]).toEqual(['fail', 'warn', 'ok']);
});

test('a wide block of proxies is warned of where it is stored as where the environment names it', async () => {
  expect((await findings()).all.has('proxies')).toBe(false);
  const set = runCommand(['config', 'set', 'proxies.trusted', '10.0.0.0/8'], { data });
  expect(await set.ended, set.errors()).toBe(0);
  const { all } = await findings({ env: { ROUTEWARD_TRUSTED_PROXIES: '172.16.0.0/12' } });
  expect(all.get('proxies')?.found).toBe(
    'everybody in 172.16.0.0/12, 10.0.0.0/8 is believed about whose request it is',
  );
});
