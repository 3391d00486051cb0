import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { diagnose } from './backup-world';
import { type Answering, childrenNamed, emptyDirectory, projectRoot, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

let running: Answering;
let address: string;

async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  server.close();
  return `127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
}

/** A demo that has done something, read as Prometheus would. */
beforeAll(async () => {
  const over: (() => void | Promise<void>)[] = [];
  const whenOver = (work: () => void | Promise<void>) => void over.unshift(work);
  address = await freeAddress();
  running = await startProduct('demo', {
    data: await usedDirectory('demo', whenOver),
    env: { ROUTEWARD_METRICS: address },
    whenOver,
  });
  await diagnose(running);
  return async () => {
    for (const work of over) await work();
  };
});

const read = async (): Promise<string> => (await fetch(`http://${address}/metrics`)).text();
const namesIn = (text: string): string[] => [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name).sort();

test('every measure stands in docs/metrics.md, and nothing else does', async () => {
  const document = readFileSync(join(projectRoot, 'docs/metrics.md'), 'utf8');
  const documented = [...document.matchAll(/^\| `([a-z_0-9]+)` \|/gm)].map(([, name = '']) => name).sort();
  expect(namesIn(await read())).toEqual(documented);
});

test('it is Prometheus’s text: each measure has one help and one type, and each line is a number of it', async () => {
  const answer = await fetch(`http://${address}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  const names = namesIn(text);
  expect(new Set(names).size).toBe(names.length);
  const line = /^([a-z_0-9]+)(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? (-?[0-9.e+-]+|\+Inf|NaN)$/;
  for (const one of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, name = ''] = line.exec(one) ?? [];
    expect([one, names.includes(name.replace(/_(bucket|sum|count)$/, '')) || names.includes(name)]).toEqual([
      one,
      true,
    ]);
  }
});

test('requests, runs, devices and rounds are counted; each process tells of itself', async () => {
  const counted = async (pattern: RegExp) => pattern.test(await read());
  expect(await counted(/^routeward_http_request_seconds_count\{door="v1",status="200",process="front"\} [1-9]/m)).toBe(
    true,
  );
  expect(await counted(/^routeward_runner_round_seconds_count\{round="dispatch",process="runner"\} [1-9]/m)).toBe(true);
  // Counted at most once in half a minute.
  expect(await until(() => counted(/^routeward_runs\{state="done"\} 1$/m), 60_000)).toBe(true);
  expect(await counted(/^routeward_run_duration_seconds_count\{state="done",process="runner"\} 1$/m)).toBe(true);
  expect(await counted(/^routeward_devices\{status="up"\} \d/m)).toBe(true);
  const text = await read();
  for (const measure of ['process_resident_memory_bytes', 'process_cpu_seconds_total'])
    for (const name of ['supervisor', 'front', 'web', 'runner', 'simulator']) {
      const [, value] = new RegExp(`^${measure}\\{process="${name}"\\} (\\S+)$`, 'm').exec(text) ?? [];
      expect([measure, name, Number(value) > 0]).toEqual([measure, name, true]);
    }
});

test('nothing in it names a customer, a device, a person or an address', async () => {
  const text = await read();
  for (const secret of [
    /acme/i,
    /other-isp/i,
    /marco/i,
    /tower-/i,
    /\b\d+\.\d+\.\d+\.\d+\b/,
    /[0-9a-f]{8}-[0-9a-f]{4}-/,
  ])
    expect(text.replace(/^routeward_(build|database)_info.*$/gm, '')).not.toMatch(secret);
});

test('other paths and methods get nothing, and the front does not serve it', async () => {
  expect((await fetch(`http://${address}/`)).status).toBe(404);
  expect((await fetch(`http://${address}/metrics`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${running.url}/metrics`)).status).not.toBe(200);
});

test('/readyz says when there is no runner, and when it is back', async () => {
  const ready = async () => JSON.parse(await (await fetch(`${running.url}/readyz`)).text());
  expect(await ready()).toMatchObject({ checks: { database: true, keys: true, runner: true } });
  const [runner = 0] = childrenNamed(running.process.pid ?? 0, 'runner');
  process.kill(runner, 'SIGKILL');
  expect(await until(async () => (await ready()).checks.runner === false, 10_000)).toBe(true);
  expect(await until(async () => (await ready()).checks.runner === true, 30_000)).toBe(true);
});

test('an address that is taken ends the start with a sentence that names the variable', async () => {
  const second = runCommand(['demo'], { data: emptyDirectory(), env: { ROUTEWARD_METRICS: address } });
  expect(await second.ended).toBe(1);
  expect(second.errors()).toMatch(
    /Cannot listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)\. Set ROUTEWARD_METRICS to another/,
  );
});
