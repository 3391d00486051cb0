import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { databaseAccount, spawnAs } from '@/cli/postgres/run-as';
import { prepareDatabase } from '@/server/db/migrate';
import { testDatabase } from '../../support/database';

const program = '/usr/sbin/pgbouncer';
const home = mkdtempSync(join(tmpdir(), 'routeward-pooler-'));
let pooler: ChildProcess | undefined;

afterAll(async () => {
  if (pooler?.exitCode === null) {
    pooler.kill('SIGKILL');
    await once(pooler, 'exit');
  }
  rmSync(home, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}

/** A real PgBouncer in transaction mode before the tests' PostgreSQL. Resolves with the address that leads through it. */
async function poolerBefore(ownerUrl: string): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(ownerUrl);
  const listen = await freePort();
  const target = `host=${decodeURIComponent(hostname)} port=${port} user=${username} password=${decodeURIComponent(password)}`;
  writeFileSync(
    join(home, 'pgbouncer.ini'),
    `[databases]\n${pathname.slice(1)} = ${target}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${listen}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\nignore_startup_parameters = extra_float_digits\n`,
  );
  chmodSync(home, 0o755);
  const child = spawn(program, [join(home, 'pgbouncer.ini')], { ...spawnAs(databaseAccount()), stdio: 'pipe' });
  pooler = child;
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('process up')) resolve();
    });
    child.once('exit', () => reject(new Error(`pgbouncer ended: ${said}`)));
  });
  return `postgres://${username}:x@127.0.0.1:${listen}${pathname}`;
}

test('DATABASE_URL that leads through a connection pooler is refused in one sentence', async () => {
  const { ownerUrl } = await testDatabase();
  // Where there is none to try it with, the test says so by failing: .ci/run installs it.
  expect(existsSync(program), `${program} is missing: apt-get install pgbouncer`).toBe(true);
  const through = await poolerBefore(ownerUrl);
  await expect(prepareDatabase(through, 'a'.repeat(32))).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('through a connection pooler'),
  });
});
