import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import type { DeviceId } from '@/core/ids';
import { environmentFor, processEnv } from '@/env';
import { sweep } from '@/server/runner/sweep';
import { testDatabase } from '../../support/database';
import { Fleet } from '../../support/routers';
import { apiOf, ending } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const program = fileURLToPath(new URL('../../../dist/routeward.js', import.meta.url));
const patienceMs = 30_000;

const database = await testDatabase();
let world: World;
let fleet: Fleet;
let device: DeviceId;
let since: string;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  fleet = new Fleet(database);
  const [first] = world.devices['acme-corp'];
  if (first === undefined) throw new Error('no such device');
  device = first;
  since = (await apiOf(world.people.operator).runs.list({ device, limit: 1 })).now;
  // Its version is known, so that the first word sent is the run's own; nobody is asked how it is.
  await database.owner`update app.device_status set version = '7.20.8'`;
  await database.owner`update app.customer set is_probed = false`;
});

/** The runner as the product has it: a process of its own. */
async function runnerProcess(): Promise<ChildProcess> {
  if (!existsSync(program)) throw new Error('build first: node build.mjs');
  const env = environmentFor({ ...processEnv(), appDatabaseUrl: database.appUrl, simulated: fleet.ports });
  const child = fork(program, ['runner'], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const start = async (action: 'sys.overview' | 'tool.ping', params: Record<string, unknown> = {}) =>
  (await apiOf(world.people.operator).runs.start({ device, action, params })).id;
const runOf = (id: string) => apiOf(world.people.viewer).runs.get({ run: id as never }); // safe: an id from `start`.
const holds = async (condition: () => boolean | Promise<boolean>) =>
  expect(await until(condition, patienceMs)).toBe(true);

/** As ten seconds later, when the next runner has long been started: the lapsed claim is found and ended. */
async function afterItsLease(id: string): Promise<Awaited<ReturnType<typeof runOf>>> {
  expect(await sweep()).toBe(0);
  await database.shiftClock('16 seconds');
  expect(await sweep()).toBe(1);
  return runOf(id);
}

/** A person repeats it with one click; by itself nothing is repeated. */
async function isRepeatableByAPersonOnly(heard: () => number): Promise<void> {
  const before = heard();
  await runnerProcess();
  const id = await start('sys.overview');
  expect((await ending(world.people.operator, { device, since }, id)).run.state).toBe('done');
  const runs =
    await database.owner`select state, count(*)::int as runs from app.run where device_id = ${device} and row_count >= 0 and sent is not null group by 1`;
  expect(runs.find(({ state }) => state === 'done')).toMatchObject({ runs: 1 });
  expect(heard()).toBe(before + 4);
}

test('killed before it heard of a run: the next runner takes it, and it is done once', async () => {
  const router = await fleet.enrol(device);
  await kill(await runnerProcess());
  const id = await start('sys.overview');
  await runnerProcess();
  expect((await ending(world.people.operator, { device, since }, id)).run.state).toBe('done');
  expect(router.received.filter(([word]) => word === '/system/resource/print')).toHaveLength(1);
});

test('killed after the claim: interrupted, nothing was sent', async () => {
  const router = await fleet.enrol(device, { faults: { isSilent: true } });
  const runner = await runnerProcess();
  const id = await start('sys.overview');
  await holds(async () => (await runOf(id)).state === 'running' && router.connections > 0);
  await kill(runner);
  expect(await afterItsLease(id)).toMatchObject({ state: 'interrupted', rows: 0 });
  expect(router.received).toEqual([]);
  router.faults.isSilent = false;
  await isRepeatableByAPersonOnly(() => prints(router));
});

const prints = (router: { received: readonly (readonly string[])[] }) =>
  router.received.filter(([word]) => word?.endsWith('/print')).length;

test('killed after the first word: interrupted, and what was sent is on record', async () => {
  const router = await fleet.enrol(device, { faults: { isSilentAfterLogin: true } });
  const runner = await runnerProcess();
  const id = await start('sys.overview');
  await holds(() => prints(router) > 0);
  await kill(runner);
  const run = await afterItsLease(id);
  expect(run).toMatchObject({ state: 'interrupted', rows: 0 });
  expect(run.sent?.[0]).toBe('/system/resource/print');
  router.faults.isSilentAfterLogin = false;
  await isRepeatableByAPersonOnly(() => prints(router));
});

test('killed between two rows: interrupted, and the rows so far stand', async () => {
  await fleet.enrol(device);
  const runner = await runnerProcess();
  const id = await start('tool.ping', { address: '10.99.0.1', count: 20, interval: 200 });
  await holds(async () => (await runOf(id)).rows > 1);
  await kill(runner);
  const run = await afterItsLease(id);
  expect(run.state).toBe('interrupted');
  const { rows, next } = await apiOf(world.people.viewer).runs.rows({ run: run.id });
  expect(rows.map(({ fields }) => fields.seq)).toEqual(Array.from({ length: run.rows }, (_, seq) => String(seq)));
  expect(next).toBeNull();
});

test('killed after the last row and before the outcome: interrupted with every row', async () => {
  const router = await fleet.enrol(device);
  const { owner } = database;
  await owner.unsafe(`create function app.hold_outcome() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(4711); return new; end $$;
    create trigger hold_outcome before update on app.run for each row when (new.state = 'done') execute function app.hold_outcome()`);
  onTestFinished(() => void owner.unsafe('drop function app.hold_outcome cascade').execute());
  const holder = await owner.reserve();
  onTestFinished(() => holder.release());
  await holder`select pg_advisory_lock(4711)`;
  const runner = await runnerProcess();
  const id = await start('sys.overview');
  const waiting = async () =>
    (await owner`select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`).length > 0;
  await holds(waiting);
  await kill(runner);
  await holds(async () => !(await waiting()));
  await holder`select pg_advisory_unlock(4711)`;
  const run = await afterItsLease(id);
  expect(run.state).toBe('interrupted');
  expect(run.rows).toBeGreaterThanOrEqual(4);
  expect((await apiOf(world.people.viewer).runs.rows({ run: run.id })).rows).toHaveLength(run.rows);
  await isRepeatableByAPersonOnly(() => prints(router));
});
