import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { until } from '@/cli/until';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const patienceMs = 60_000;

/** Takes what has to be done when the test, or the file that shares something, is over; the last one first. */
export type WhenOver = (work: () => void | Promise<void>) => void;

/** A directory that the database's account can pass through, gone when the test is. */
export function emptyDirectory(whenOver: WhenOver = onTestFinished): string {
  const directory = mkdtempSync(join(tmpdir(), 'routeward-cli-'));
  chmodSync(directory, 0o711);
  // The demo keeps its own beside the one it is told.
  whenOver(() => {
    for (const made of [directory, `${directory}-demo`]) rmSync(made, { recursive: true, force: true });
  });
  return directory;
}

export interface Running {
  readonly process: ChildProcess;
  readonly data: string;
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface RunOptions {
  readonly data: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The folder the program is in; the project's own if not said. */
  readonly program?: string;
  readonly execArgv?: readonly string[];
  readonly whenOver?: WhenOver;
}

/** Runs one command of the built program as a person would, with nothing of the test's own environment. */
export function runCommand(args: readonly string[], options: RunOptions): Running {
  const program = join(options.program ?? projectRoot, 'dist/routeward.js');
  if (!existsSync(program)) throw new Error('build first: node build.mjs');
  const child = spawn(process.execPath, [...(options.execArgv ?? []), program, ...args], {
    env: {
      PATH: '/usr/bin:/bin',
      HOME: options.data,
      NODE_ENV: 'production',
      ROUTEWARD_DATA: options.data,
      ROUTEWARD_LISTEN: '127.0.0.1:0',
      ...options.env,
    },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(options.input ?? '');
  const [output, errors] = [collect(child.stdout), collect(child.stderr)];
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  (options.whenOver ?? onTestFinished)(async () => {
    const family = [child.pid ?? 0, ...descendants(child.pid ?? 0)];
    child.kill('SIGTERM');
    await until(() => !isRunning(child.pid ?? 0), 15_000);
    for (const pid of family.filter(isRunning)) process.kill(pid, 'SIGKILL');
  });
  return { process: child, data: options.data, output, errors, ended };
}

export interface Answering extends Running {
  /** Where it is reached from here, which another public address says nothing about. */
  readonly url: string;
  /** Certificates that are trusted besides those in its data directory. */
  readonly trusts?: () => string[];
}

/** Starts the product and waits for its banner. */
export async function startProduct(command: 'start' | 'demo', options: RunOptions): Promise<Answering> {
  const running = runCommand([command], options);
  const address = () => {
    const [, publicUrl, listening] = /answers at (\S+)\n(?:It listens on (\S+)\n)?/.exec(running.output()) ?? [];
    return listening === undefined ? publicUrl : `https://${listening}`;
  };
  let isOver = false;
  void running.ended.then(() => {
    isOver = true;
  });
  await until(() => address() !== undefined || isOver, patienceMs);
  const url = address();
  if (url === undefined) throw new Error(`it did not start: ${running.output()}${running.errors()}`);
  return { ...running, url };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let all = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    all += chunk;
  });
  return () => all;
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Asks over TLS, trusting the product's own certificate and nothing else. */
export function ask(running: Answering, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return exchange(running, path, { method: 'GET', headers, body: '' });
}

/** The same with a JSON body, as a program that keeps no cookies. */
export function post(running: Answering, path: string, body: object): Promise<Answer> {
  return send(running, 'POST', path, { body });
}

/** The same by any method, as whoever has the token. */
export function send(
  running: Answering,
  method: Sent['method'],
  path: string,
  { body, token }: { readonly body?: object; readonly token?: string } = {},
): Promise<Answer> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...authorization };
  return exchange(running, path, { method, headers, body: body === undefined ? '' : JSON.stringify(body) });
}

interface Sent {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function exchange(running: Answering, path: string, { body, ...options }: Sent): Promise<Answer> {
  const url = `${running.url}${path}`;
  const asked = url.startsWith('https:')
    ? request(url, { ca: [...ownCertificates(running.data), ...(running.trusts?.() ?? [])], agent: false, ...options })
    : plainRequest(url, { agent: false, ...options });
  asked.end(body);
  const [answer] = await once(asked, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** The certificates that the product keeps in its data directory: the one it made, and one that was installed. */
export function ownCertificates(data: string): string[] {
  const files = ['tls.crt', 'installed-certificate.pem'].map((name) => join(data, 'keys', name)).filter(existsSync);
  const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
  return files.flatMap((file) => readFileSync(file, 'utf8').match(certificates) ?? []);
}

/** True once the product answers that it works. A refused connection counts as no. */
export function isHealthy(running: Answering): Promise<boolean> {
  return ask(running, '/healthz').then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** Processes started by `pid`, and by those, in one look at them all. */
export function descendants(pid: number, all = processes()): number[] {
  const children = all.filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child.pid, ...descendants(child.pid, all)]);
}

/** The direct children of `pid` whose command line holds `word`, such as `web` or `postgres`. */
export function childrenNamed(pid: number, word: string): number[] {
  return processes()
    .filter(({ parent, command }) => parent === pid && command.split(/[\s/]/).includes(word))
    .map((found) => found.pid);
}

/** Zombies do not run: where nobody reaps orphans, they stay in the list. */
export function isRunning(pid: number): boolean {
  return processes().some((found) => found.pid === pid);
}

function processes(): { pid: number; parent: number; command: string }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
