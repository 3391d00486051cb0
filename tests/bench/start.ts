import { fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@/cli/until';
import { environmentFor } from '@/env';
import { projectRoot } from '../cli/product';
import { buildBareNext, ended, startBareNext } from './bare-next';
import { client, firstPage } from './client';
import { against, inTurn, type Measured, type Side } from './compare';
import { emptyHome, type Place, publicUrl } from './place';
import { told } from './told';

const rounds = 5;
const limitMs = 5_000;
const patienceMs = 60_000;

/**
 * From `npm start` to the first page: in an empty directory, where keys, certificate and database are made, and in one that was
 * left in good order; the program is built. Then the web process alone against the least that Next can be.
 */
export async function start(place: Place): Promise<Measured[]> {
  const [made, left] = await wholeProduct();
  buildBareNext();
  const [web, bare] = await inTurn([() => webAlone(place), bareAlone], { rounds });
  if (!made || !left || !web || !bare) throw new Error('a side gave no figure');
  const limited = against(limitMs, 'the limit of 5 s');
  return [
    limited('`npm start` in an empty directory, to the first page', made.ms),
    limited('`npm start` in a directory that was there, to the first page', left.ms),
    {
      name: 'the web process alone, to the first page',
      ...{ unit: 'ms', ours: web.ms, peer: '`next start` of one heading', theirs: bare.ms, target: 2 },
    },
  ];
}

/** Turn by turn in an empty directory, and in the one that this has left. */
async function wholeProduct() {
  let home = '';
  const inEmpty: Side<'ms'> = async () => {
    home = emptyHome();
    return { ms: await npmStart(join(home, 'data')) };
  };
  const inLeft: Side<'ms'> = async () => {
    const ms = await npmStart(join(home, 'data'));
    rmSync(home, { recursive: true, force: true });
    return { ms };
  };
  return inTurn([inEmpty, inLeft], { rounds, warmUps: 1 });
}

/** As a person types it; a group of its own, so that it is told to stop as by Ctrl-C. */
async function npmStart(data: string): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: projectRoot,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
      ...{ ROUTEWARD_DATA: data, ROUTEWARD_LISTEN: '127.0.0.1:0' },
    },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  try {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const address = () => /answers at (\S+)/.exec(said)?.[1];
    if (!(await until(() => address() !== undefined || child.exitCode !== null, patienceMs)) || child.exitCode !== null)
      throw new Error(`npm start did not come to its end: ${said}`);
    await firstPage(client(`${address()}`, { ca: readFileSync(join(data, 'keys/tls.crt')) }));
    return performance.now() - begun;
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await once(child, 'exit');
  }
}

/** As the supervisor launches it, for a database that is there. */
async function webAlone({ appUrl, data, frontKey, webSocket }: Place): Promise<{ ms: number }> {
  const begun = performance.now();
  const env = environmentFor({
    ...{ appDatabaseUrl: appUrl, keysDirectory: data.keys, publicUrl, frontKey, logLevel: 'error', simulated: null },
    webSocket,
  });
  const child = fork(join(projectRoot, 'dist/routeward.js'), ['web'], { env, cwd: projectRoot, execArgv: [] });
  try {
    await told(child, 'ready');
    const { host } = new URL(publicUrl);
    await firstPage(client('http://localhost', { socketPath: webSocket }), {
      ...{ 'x-routeward-front': frontKey, 'x-request-id': randomUUID(), 'x-forwarded-for': '192.0.2.7' },
      ...{ 'x-forwarded-proto': 'https', 'x-forwarded-host': host },
    });
    return { ms: performance.now() - begun };
  } finally {
    await ended(child);
  }
}

async function bareAlone(): Promise<{ ms: number }> {
  const begun = performance.now();
  const bare = await startBareNext();
  const ms = performance.now() - begun;
  await bare.stop();
  return { ms };
}
