import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import { ownerOf } from './owner';
import {
  type Answering,
  ask,
  childrenNamed,
  descendants,
  emptyDirectory,
  isHealthy,
  isRunning,
  runCommand,
  startProduct,
} from './product';
import { usedDirectory } from './used-directory';

const patienceMs = 30_000;
const pidOf = (running: { process: Answering['process'] }): number => running.process.pid ?? 0;

test('SIGTERM ends it with 0, in silence, and leaves no process, and its data directory is free again', async () => {
  const data = await usedDirectory('started');
  const running = await startProduct('start', { data });
  // Somebody who looks into the database at that moment, whom PostgreSQL ends with words of its own.
  const visitor = ownerOf(data);
  onTestFinished(() => visitor.end({ timeout: 0 }));
  await visitor`select 1`;
  const family = descendants(pidOf(running));
  expect(family.length).toBeGreaterThanOrEqual(4);
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(running.errors()).not.toMatch(/"level":[4-6]0/);
  expect(family.filter(isRunning)).toEqual([]);
  const again = await startProduct('start', { data });
  expect(await isHealthy(again)).toBe(true);
});

test('a supervisor killed with -9: its children end by themselves, the next start finds database and data', async () => {
  const data = await usedDirectory('started');
  const first = await startProduct('start', { data });
  const sql = ownerOf(data);
  await sql`create table public.kept as select 'still here' as word`;
  await sql.end();
  const [postgres = 0] = childrenNamed(pidOf(first), 'postgres');
  const children = ['web', 'runner', 'front'].flatMap((name) => childrenNamed(pidOf(first), name));
  expect(children).toHaveLength(3);
  first.process.kill('SIGKILL');
  expect(await until(() => children.every((pid) => !isRunning(pid)), patienceMs)).toBe(true);
  expect(isRunning(postgres)).toBe(true);
  const second = await startProduct('start', { data });
  expect(await isHealthy(second)).toBe(true);
  expect(isRunning(postgres)).toBe(false);
  const after = ownerOf(data);
  expect(await after`select word from public.kept`).toEqual([{ word: 'still here' }]);
  await after.end();
});

test.each(['SIGINT', 'SIGHUP'] as const)('%s ends it like SIGTERM', async (signal) => {
  const running = await startProduct('start', { data: await usedDirectory('started') });
  const family = descendants(pidOf(running));
  running.process.kill(signal);
  expect(await running.ended).toBe(0);
  expect(family.filter(isRunning)).toEqual([]);
});

test('told to stop while it is still starting, it ends as well and leaves nothing', async () => {
  const running = runCommand(['start'], { data: emptyDirectory() });
  expect(await until(() => childrenNamed(pidOf(running), 'postgres').length > 0, patienceMs)).toBe(true);
  const family = descendants(pidOf(running));
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(family.filter(isRunning)).toEqual([]);
});

test('a second signal means now: what hangs is ended at once, and the next start recovers', async () => {
  const data = await usedDirectory('started');
  const running = await startProduct('start', { data });
  const family = descendants(pidOf(running));
  const [runner = 0] = childrenNamed(pidOf(running), 'runner');
  process.kill(runner, 'SIGSTOP'); // It would be waited for, half a minute long.
  const hurry = until(() => !running.process.kill('SIGTERM') || running.process.exitCode !== null, patienceMs);
  expect(await running.ended).toBe(130);
  expect(await hurry).toBe(true);
  expect(await until(() => !family.some(isRunning), patienceMs)).toBe(true);
  expect(await isHealthy(await startProduct('start', { data }))).toBe(true);
});

test('a database on loopback whose port was taken while it was down moves, and web and runner find it again', async () => {
  const data = join(emptyDirectory(), 'd'.repeat(100));
  const running = await startProduct('start', { data });
  const port = Number(readFileSync(join(data, 'pg.port'), 'utf8'));
  const [postgres = 0] = childrenNamed(pidOf(running), 'postgres');
  process.kill(postgres, 'SIGKILL');
  const taker = createServer();
  onTestFinished(() => void taker.close());
  expect(await until(() => takes(taker, port), patienceMs)).toBe(true);
  const hasMoved = () => Number(readFileSync(join(data, 'pg.port'), 'utf8')) !== port;
  expect(await until(hasMoved, patienceMs)).toBe(true);
  const isReady = async () => (await ask(running, '/readyz').catch(() => null))?.status === 200;
  expect(await until(async () => !(await isReady()), patienceMs)).toBe(true);
  expect(await until(isReady, patienceMs)).toBe(true);
});

function takes(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}
