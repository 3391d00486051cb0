import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import { type Stage, stages } from '@/core/change/change';
import { type ChangeId, DeviceId } from '@/core/ids';
import { environmentFor, processEnv } from '@/env';
import { sweep } from '@/server/runner/sweep';
import { SentenceReader } from '@/simulator/codec';
import type { SimulatedRouter } from '@/simulator/router';
import { type TestDatabase, testDatabase } from '../../support/database';
import { drawn } from '../../support/drawn';
import { Fleet, startRunner } from '../../support/routers';
import { makeWorld, type World } from '../../support/world';
import { ask, authorise, enrolled, logged, reaches, rowOf } from './changing';
import { saidTo, standingOf } from './scene';

/* The runner, a process of its own, is killed while it makes a change: at every stage, and at every sentence that it says. */

const program = fileURLToPath(new URL('../../../dist/routeward.js', import.meta.url));
const patienceMs = 60_000;

const database: TestDatabase = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  fleet = new Fleet(database);
});

async function runnerProcess(ports: Readonly<Record<string, number>>): Promise<ChildProcess> {
  if (!existsSync(program)) throw new Error('build first: node build.mjs');
  const env = environmentFor({ ...processEnv(), appDatabaseUrl: database.appUrl, simulated: ports });
  const child = fork(program, ['runner'], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const holds = async (condition: () => boolean | Promise<boolean>) =>
  expect(await until(condition, patienceMs)).toBe(true);

/** A change that waits for a runner to make it. */
async function authorised(): Promise<{ change: ChangeId; router: SimulatedRouter }> {
  const device = DeviceId.parse(world.devices['acme-corp'][0]);
  // A sentence is a sentence where it is not encrypted: what comes between reads them.
  const router = await enrolled(fleet, device, { transport: 'plain' });
  await owner`update app.device set transport = 'plain', pin = null where id = ${device}`;
  const { runner } = startRunner(fleet.dial);
  const { operator } = world.people;
  const change = await ask(operator, { device, customer: world.customers['acme-corp'] });
  await reaches(database, change, 'previewed');
  await runner.end(0);
  await authorise(operator, change);
  return { change, router };
}

const changesSaid = (router: SimulatedRouter) =>
  saidTo(router).filter((words) => /^\/(?:ppp\/\w+\/(?:set|remove)|safe-mode\/(?:take|release)) ?/.test(words));

/** As when the next runner has been started: all or nothing, and the record says which. Nothing is said a second time. */
async function settlesOnce(change: ChangeId, router: SimulatedRouter): Promise<string> {
  const said = changesSaid(router);
  expect(new Set(said).size).toBe(said.length);
  const { state } = await rowOf(database, change);
  await database.shiftClock('16 seconds');
  if (state === 'applying') expect(await sweep()).toBe(1);
  const { runner, failures } = startRunner(fleet.dial);
  const { state: end } = await reaches(database, change, 'verified', 'reverted', 'failed');
  await runner.end(0);
  expect(standingOf(router)).toBe(end === 'verified' ? 'suspended' : 'online');
  expect(router.state.safeMode.holder).toBeNull();
  expect(changesSaid(router)).toEqual(said);
  expect(failures).toEqual([]);
  const begun = (await logged(database, change)).filter((entry) => entry.startsWith('change.begun'));
  expect(begun).toEqual(['change.begun intent -']);
  return end;
}

const ends: Readonly<Record<Exclude<Stage, 'undone'>, string>> = {
  ...{ begun: 'failed', checked: 'failed', arming: 'failed', armed: 'failed' },
  ...{ applied: 'reverted', reached: 'reverted', readBack: 'reverted', releasing: 'reverted' },
};

describe('killed before a stage is written down', () => {
  test('these are all stages but that of an undoing', () => {
    expect([...Object.keys(ends), 'undone']).toEqual([...stages]);
  });

  test.each(Object.entries(ends).filter(([stage]) => stage !== 'begun'))('%s: %s', async (stage, end) => {
    const { change, router } = await authorised();
    await killedAt('app.change_stage', `new.stage = '${stage}'`);
    expect(await settlesOnce(change, router)).toBe(end);
  });

  test('its end: what is read back is that it was made', async () => {
    const { change, router } = await authorised();
    await killedAt('app.change', `new.state = 'verified'`);
    expect(await settlesOnce(change, router)).toBe('verified');
  });

  test('that it was begun: whoever comes next begins it, once', async () => {
    const { change, router } = await authorised();
    const before = saidTo(router).length;
    await killedAt('app.change_stage', `new.stage = 'begun'`);
    expect([saidTo(router).length, (await rowOf(database, change)).state]).toEqual([before, 'authorised']);
    startRunner(fleet.dial);
    await reaches(database, change, 'verified');
    expect(changesSaid(router)).toHaveLength(4);
  });
});

/** Starts a runner, and kills it where it is about to write this. */
async function killedAt(table: string, when: string): Promise<void> {
  await owner.unsafe(`create function app.hold_for_test() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(4711); return new; end $$;
    create trigger zz_hold_for_test before insert or update on ${table} for each row when (${when})
      execute function app.hold_for_test()`);
  const holder = await owner.reserve();
  try {
    await holder`select pg_advisory_lock(4711)`;
    const runner = await runnerProcess(fleet.ports);
    const isWaiting = async () =>
      (await owner`select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`).length > 0;
    await holds(isWaiting);
    await kill(runner);
    await holds(async () => !(await isWaiting()));
    await holder`select pg_advisory_unlock(4711)`;
  } finally {
    holder.release();
    await owner.unsafe('drop function app.hold_for_test cascade');
  }
}

interface Listener {
  readonly port: number;
  /** Sentences that were passed on over the connection that reads the configuration: the first one. */
  readonly ofReading: () => number;
  /** And over those that change it. */
  readonly ofMaking: () => number;
  readonly isOver: () => boolean;
}

/**
 * Passes sentences on to the router until so many have passed on the connections that change it, or on the one before them;
 * then nothing more, in either direction.
 */
async function listener(
  routerPort: number,
  most: { readonly reading: number; readonly making: number },
): Promise<Listener> {
  const heard = { reading: 0, making: 0 };
  const isOver = () => heard.reading >= most.reading || heard.making >= most.making;
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const router = connect({ host: '127.0.0.1', port: routerPort, noDelay: true });
    const reader = new SentenceReader();
    const which = open.size === 0 ? 'reading' : 'making';
    client.on('data', (bytes) => {
      if (isOver()) return;
      // What is said comes one sentence at a time: each waits for the answer to the one before.
      heard[which] += reader.push(bytes).length;
      router.write(bytes);
    });
    router.on('data', (bytes) => {
      if (!isOver()) client.write(bytes);
    });
    for (const [one, other] of [
      [client, router],
      [router, client],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, ofReading: () => heard.reading, ofMaking: () => heard.making, isOver };
}

/** A runner that is killed as soon as the router has heard so many sentences: how the change ends, and what changed the router. */
async function killedAfter(most: { readonly reading: number; readonly making: number }) {
  const { change, router } = await authorised();
  const before = router.received.length;
  const { port, ofReading, isOver } = await listener(router.port, most);
  const ports = Object.fromEntries(Object.keys(fleet.ports).map((address) => [address, port]));
  const runner = await runnerProcess(ports);
  await holds(isOver);
  await kill(runner);
  const passed = () => ofReading() + (ofReading() >= most.reading ? 0 : most.making);
  await holds(() => router.received.length - before === passed() && router.connections === 0);
  return { end: await settlesOnce(change, router), said: changesSaid(router).map((words) => words.split(' ')[0]) };
}

describe('killed as soon as the router has heard a sentence', () => {
  /** Two logins, twice five looks, the history twice, the guard and its proof, two rows, twice two looks, and the release. */
  const sentences = 25;

  const each = Array.from({ length: sentences }, (_, index) => index + 1);

  const all = Number.POSITIVE_INFINITY;

  test.each([1, 2, 20])('the %i. that reads how it is configured', async (reading) => {
    expect(await killedAfter({ reading, making: all })).toEqual({ end: 'failed', said: [] });
  });

  test.each(drawn(each, 3))('the %i. of those that change it', async (making) => {
    const { end, said } = await killedAfter({ reading: all, making });
    const isReleased = said.includes('/safe-mode/release');
    const isBegun = said.includes('/ppp/secret/set');
    expect(end).toBe(isReleased ? 'verified' : isBegun ? 'reverted' : 'failed');
  });

  test('and these are all of them', async () => {
    const { change, router } = await authorised();
    const { port, ofMaking } = await listener(router.port, { reading: all, making: all });
    const runner = await runnerProcess(Object.fromEntries(Object.keys(fleet.ports).map((address) => [address, port])));
    await reaches(database, change, 'verified');
    await kill(runner);
    expect(ofMaking()).toBe(sentences);
  });
});
