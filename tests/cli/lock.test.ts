import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '@/cli/lock';
import { emptyDirectory, projectRoot } from './product';

test('a lock is held by one, and free again when released', () => {
  const directory = emptyDirectory();
  const first = takeLock(directory);
  expect(first.held).toBe(true);
  expect(takeLock(directory)).toEqual({ held: false, byPid: process.pid });
  if (first.held) first.release();
  expect(takeLock(directory).held).toBe(true);
  expect(readdirSync(directory)).toEqual(['supervisor.lock']);
});

test('a holder that is dead, unreadable or another process by now counts for nothing', async () => {
  const directory = emptyDirectory();
  const file = join(directory, 'supervisor.lock');
  const bystander = spawn('sleep', ['300']);
  onTestFinished(() => void bystander.kill());
  const dead = spawn('true');
  await once(dead, 'exit');
  const stale = [
    { pid: dead.pid, startedAt: 'then' },
    { pid: bystander.pid, startedAt: 'then' },
  ].map((holder) => JSON.stringify(holder));
  for (const content of [...stale, '', '{"pid":', '{"pid":"1","startedAt":""}']) {
    writeFileSync(file, content);
    const lock = takeLock(directory);
    expect(lock.held).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  }
});

test('a lock that can be neither read nor replaced is said, not waited for', () => {
  const directory = emptyDirectory();
  mkdirSync(join(directory, 'supervisor.lock'));
  expect(() => takeLock(directory)).toThrow(/supervisor\.lock can be neither read nor replaced \(EISDIR\)\./);
  expect(readdirSync(directory)).toEqual(['supervisor.lock']);
});

test('of twenty processes that find a dead holder at once, one gets the lock', async () => {
  const directory = emptyDirectory();
  const program = join(directory, 'take.mjs');
  buildSync({
    stdin: {
      contents: `import { takeLock } from './src/cli/lock';
        const { held } = takeLock(process.argv[2]);
        console.log(held ? 'held' : 'refused');
        process.stdin.resume();`,
      resolveDir: projectRoot,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: program,
  });
  const data = emptyDirectory();
  writeFileSync(join(data, 'supervisor.lock'), '{"pid":999999999,"startedAt":"then"}');
  const racers = Array.from({ length: 20 }, () => spawn(process.execPath, [program, data]));
  onTestFinished(() => {
    for (const racer of racers) racer.kill('SIGKILL');
  });
  const said = await Promise.all(racers.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()));
  expect(said.filter((word) => word === 'held')).toHaveLength(1);
  expect(said.filter((word) => word === 'refused')).toHaveLength(19);
});
