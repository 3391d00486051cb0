import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { beforeAll, expect, test } from 'vitest';
import { until } from '@/cli/until';
import {
  type Answering,
  ask,
  childrenNamed,
  descendants,
  emptyDirectory,
  isHealthy,
  post,
  runCommand,
  startProduct,
} from './product';

const patienceMs = 30_000;
let running: Answering;
const supervisor = (): number => running.process.pid ?? 0;

/** One product for this file, at its most talkative: what is in no line of this log is in no log. */
beforeAll(async () => {
  const over: (() => void | Promise<void>)[] = [];
  const whenOver = (work: () => void | Promise<void>) => void over.unshift(work);
  running = await startProduct('start', { data: emptyDirectory(whenOver), env: { ROUTEWARD_LOG: 'debug' }, whenOver });
  return async () => {
    for (const work of over) await work();
  };
});

test('an empty machine: it starts, answers over TLS with its own certificate, and says where', async () => {
  const { status, headers } = await ask(running, '/healthz', { 'x-request-id': 'forged' });
  expect(status).toBe(200);
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['strict-transport-security']).toBeUndefined();
  expect(running.output()).toMatch(/SHA-256 fingerprint[^\n]*\n {2}([0-9A-F]{2}:){31}[0-9A-F]{2}/);
});

test('nobody on this machine goes around the front: web listens where no other account gets, and answers 403 without its key', async () => {
  const [web = 0] = childrenNamed(supervisor(), 'web');
  const socketPath = join(running.data, 'run/web.sock');
  expect(statSync(join(running.data, 'run')).mode & 0o777).toBe(0o700);
  expect(listeningPorts(web)).toEqual([]);
  for (const headers of [{}, { 'x-routeward-front': 'x'.repeat(64) }]) {
    const asked = request({ socketPath, path: '/healthz', headers }).end();
    const [answer] = await once(asked, 'response');
    expect(answer.statusCode).toBe(403);
    expect(JSON.parse(await text(answer))).toMatchObject({ code: 'forbidden' });
  }
  // The front itself does listen, or the list above would be empty for everybody.
  const [front = 0] = childrenNamed(supervisor(), 'front');
  expect(listeningPorts(front)).toEqual([Number(new URL(running.url).port)]);
});

test('whoever looks for pages to index is told to leave, and not sent to the sign-in page', async () => {
  const { status, body } = await ask(running, '/robots.txt');
  expect([status, body]).toEqual([200, 'User-agent: *\nDisallow: /\n']);
});

test('TLS 1.2 is refused', async () => {
  const { hostname, port } = new URL(running.url);
  const socket = connectTls({ host: hostname, port: Number(port), maxVersion: 'TLSv1.2', rejectUnauthorized: false });
  const [error] = await once(socket, 'error');
  expect(String(error)).toMatch(/protocol version/i);
});

test('a second supervisor on the same data directory is refused and the first one is not disturbed', async () => {
  const second = runCommand(['start'], { data: running.data });
  expect(await second.ended).toBe(1);
  expect(second.errors()).toBe(
    `Routeward is already running with the data directory ${running.data} (process ${supervisor()}). Stop that one, or set ROUTEWARD_DATA to another directory.\n`,
  );
  expect(await isHealthy(running)).toBe(true);
});

test('nothing secret stands in a command line, an inherited environment or the log', async () => {
  const passwords: string[] = Object.values(JSON.parse(readFileSync(join(running.data, 'keys/database.json'), 'utf8')));
  const family = [supervisor(), ...descendants(supervisor())];
  const lines = family.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).join('\n');
  const [web = 0] = childrenNamed(supervisor(), 'web');
  const environment = readFileSync(`/proc/${web}/environ`, 'utf8');
  const frontKey = /ROUTEWARD_FRONT_KEY=([0-9a-f]+)/.exec(environment)?.[1] ?? 'none';
  for (const secret of [...passwords, frontKey]) {
    expect(lines).not.toContain(secret);
    expect(running.errors() + running.output()).not.toContain(secret);
  }
  for (const password of passwords) expect(environment).not.toContain(password);
});

test.each(['web', 'runner', 'front', 'postgres'])(
  '%s killed with -9 comes back and the product works again',
  async (name) => {
    const [victim = 0] = childrenNamed(supervisor(), name);
    expect(victim).toBeGreaterThan(0);
    process.kill(victim, 'SIGKILL');
    const isBack = () => childrenNamed(supervisor(), name).some((pid) => pid !== victim);
    expect(await until(isBack, patienceMs)).toBe(true);
    expect(await until(async () => (await ask(running, '/readyz').catch(() => null))?.status === 200, patienceMs)).toBe(
      true,
    );
  },
);

test('what people send is in no line of the log, at its most talkative; each answer is, with the id its reader was told', async () => {
  const canary = 'canary-7f3a9c';
  const before = running.errors().length;
  const headers = {
    cookie: `next-auth.session-token=${canary}`,
    authorization: `Bearer ${canary}`,
    'user-agent': canary,
    referer: `https://${canary}.example/`,
  };
  const read = await ask(running, `/api/v1/devices?customer=${canary}`, headers);
  const sent = await post(running, '/api/v1/auth/sign-in', { email: `${canary}@isp.example`, password: canary });
  const setup = await post(running, '/api/v1/setup/open', { token: canary });
  await ask(running, `/login?from=${canary}`, headers);
  const ids = [read, sent, setup].map((answer) => String(answer.headers['x-request-id']));
  const lines = () => running.errors().slice(before);
  expect(await until(() => ids.every((id) => lines().includes(`"requestId":"${id}"`)), patienceMs)).toBe(true);
  expect(lines() + running.output()).not.toContain(canary);
  for (const line of running.errors().trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({
      level: expect.any(Number),
      time: expect.any(Number),
      msg: expect.any(String),
    });
});

test('while web is away the front answers 503 with a sentence, and the request id it is known by', async () => {
  const [web = 0] = childrenNamed(supervisor(), 'web');
  process.kill(web, 'SIGKILL');
  let last = await ask(running, '/healthz');
  expect(
    await until(async () => {
      last = await ask(running, '/healthz');
      return last.status === 503;
    }, patienceMs),
  ).toBe(true);
  const body = JSON.parse(last.body);
  expect(body).toEqual({
    code: 'unavailable',
    message: expect.stringContaining('Try again'),
    requestId: last.headers['x-request-id'],
  });
  expect(await until(() => isHealthy(running), patienceMs)).toBe(true);
});

/** Linux: the TCP ports that a process listens on, from /proc/net/tcp (state 0A) by inode. */
function listeningPorts(pid: number): number[] {
  const tables = ['tcp', 'tcp6'].flatMap((name) =>
    readFileSync(`/proc/${pid}/net/${name}`, 'utf8').split('\n').slice(1),
  );
  const inodes = new Set(socketInodes(pid));
  const own = tables
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? ''));
  return own.map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16));
}

function socketInodes(pid: number): string[] {
  const links = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return []; // Closed meanwhile.
    }
  });
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
