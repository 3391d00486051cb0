import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/routeward.js', import.meta.url));
const patienceMilliseconds = 60_000;

export interface Product {
  readonly origin: string;
  readonly dataDirectory: string;
  stop(): Promise<void>;
}

/** The product as a person starts it: `routeward demo`, the production build, in a data directory of its own. */
export async function startDemo(): Promise<Product> {
  const home = mkdtempSync(join(tmpdir(), 'routeward-e2e-'));
  // As root the database runs as somebody else, who has to get through here.
  chmodSync(home, 0o711);
  const child = spawn(process.execPath, [program, 'demo'], {
    env: { ...process.env, ROUTEWARD_DATA: join(home, 'data'), ROUTEWARD_LISTEN: '127.0.0.1:0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    rmSync(home, { recursive: true, force: true });
  };
  try {
    return { origin: await answeringAt(child), dataDirectory: join(home, 'data-demo'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that the demo prints once it answers. */
function answeringAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const failed = (why: string) => reject(new Error(`The demo ${why}. It said:\n${said}`));
    const timer = setTimeout(() => failed('did not answer in time'), patienceMilliseconds);
    const listen = (chunk: Buffer) => {
      said += chunk;
      const origin = /answers at (http:\/\/\S+)/.exec(said)?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(`ended with ${code}`);
    });
  });
}
