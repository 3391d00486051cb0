import { type ChildProcess, spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { Kept } from '@/cli/kept';
import { makeLog } from '@/cli/log';
import { until } from '@/cli/until';

const nowhere = '/nonexistent/program';

function works(): ChildProcess {
  const script = `process.send({ kind: 'ready', port: null }); process.on('disconnect', () => process.exit())`;
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}

function keep(launch: () => ChildProcess): Kept {
  const nothing = () => undefined;
  const kept = new Kept({ name: 'web', log: makeLog('test', 'silent'), launch, onReady: nothing, onDown: nothing });
  onTestFinished(() => kept.kill());
  return kept;
}

test('what the system cannot start the first time is said, not waited for', async () => {
  await expect(keep(() => spawn(nowhere)).begin()).rejects.toThrow('process ended while it was starting (ENOENT)');
});

test('a restart that the system refuses is tried again until it works', async () => {
  let launches = 0;
  const kept = keep(() => {
    launches += 1;
    return launches === 2 ? spawn(nowhere) : works();
  });
  await kept.begin();
  kept.renew();
  expect(await until(() => launches === 3, 10_000)).toBe(true);
});
