import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from '@/cli/until';

const project = fileURLToPath(new URL('../..', import.meta.url));
const next = fileURLToPath(new URL('../../node_modules/next/dist/bin/next', import.meta.url));
const bare = fileURLToPath(new URL('./bare', import.meta.url));
const patienceMs = 60_000;
const environment = { PATH: process.env.PATH, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;

/** Builds the application that has next to nothing in it, as Next is told to build by default. */
export function buildBareNext(): void {
  const built = spawnSync(process.execPath, [next, 'build', bare], {
    cwd: project,
    env: environment,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`the bare application was not built: ${built.stdout}${built.stderr}`);
}

export interface BareNext {
  readonly url: string;
  stop(): Promise<void>;
}

/** `next start`; resolves once its first page came. `told` is handed to its routes. */
export async function startBareNext(told: object = {}): Promise<BareNext> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [next, 'start', bare, '--port', String(port), '--hostname', '127.0.0.1'], {
    cwd: project,
    env: { ...environment, BARE: JSON.stringify(told) },
    stdio: 'ignore',
  });
  if (!(await until(() => answers(url), patienceMs))) throw new Error('the bare application does not answer');
  return { url, stop: () => ended(child) };
}

/** True once a page comes from there. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (answer) => answer.ok && (await answer.text()) !== '',
    () => false,
  );

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  server.close();
  if (typeof at !== 'object' || at === null) throw new Error('a listening server has no port');
  return at.port;
}
