import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import { type BulkRunId, CustomerSlug, type DeviceId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { Routers } from '@/server/routeros/routers';
import { Dispatcher } from '@/server/runner/dispatcher';
import { settledRun, standing, watchedUntil } from '../../support/bulk-runs';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeDevices, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;
let devices: readonly DeviceId[];

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
  devices = world.devices['acme-corp'];
});

const ping = { action: 'tool.ping', params: { address: '10.99.0.1', count: 2, interval: 200 } } as const;
const customer = CustomerSlug.parse('acme-corp');
const operator = () => apiOf(world.people.operator).bulkRuns;
const nth = (index: number): DeviceId => {
  const found = devices[index];
  if (found === undefined) throw new Error('no such device');
  return found;
};

async function more(count: number): Promise<DeviceId[]> {
  await database.owner`update app.device set name = 'first-' || name where customer_id = ${world.customers['acme-corp']}`;
  return makeDevices(database.owner, world.customers['acme-corp'], count);
}

describe('an action on many devices', () => {
  /** One that answers, one whose router is dead, one with a RouterOS that has no such command, one archived since. */
  async function mixed(): Promise<{
    id: BulkRunId;
    context: ReturnType<typeof contextFor>;
    [Symbol.iterator]?: never;
  }> {
    const [old] = await more(1);
    if (old === undefined) throw new Error('no such device');
    devices = [...devices, old];
    await fleet.enrol(nth(0));
    const dead = await fleet.enrol(nth(1));
    dead.faults.refusesConnections = true;
    await database.owner`update app.device set archived_at = now() where id = ${nth(2)}`;
    await database.owner`update app.device_status set version = '5.26' where device_id = ${nth(3)}`;
    startRunner(fleet.dial);
    const context = contextFor(world.people.operator);
    const { id } = await createCaller(context).bulkRuns.start({ customer, ...ping, devices: [...devices] });
    return { id, context };
  }

  test('has an outcome for each: done, failed, and refused before anything was sent, with its sentence', async () => {
    const { id } = await mixed();
    const page = await settledRun(world.people.viewer, id);
    expect(standing(page.bulkRun)).toEqual({ done: 1, failed: 1, refused: 2 });
    const of = (device: DeviceId) => page.devices.find((one) => one.device === device);
    expect(of(nth(0))).toMatchObject({
      outcome: 'done',
      fault: null,
      summary: { sent: 2, received: 2, lossPercent: 0, avgMs: expect.any(Number) },
    });
    expect(of(nth(1))).toMatchObject({ outcome: 'failed', fault: { code: 'unreachable' }, summary: null });
    expect(of(nth(2))).toMatchObject({
      outcome: 'refused',
      run: null,
      refusal: 'It is archived: bring it back first.',
    });
    expect(of(nth(3))).toMatchObject({ outcome: 'refused', run: null, refusal: expect.stringContaining('5.26') });
    const [stored] = await database.owner`select summary_sealed from app.run where id = ${of(nth(0))?.run ?? ''}`;
    expect(Buffer.from(stored?.summary_sealed).includes('sent')).toBe(false);
  });

  test('leaves one entry for whoever asked, and one for each router that was asked', async () => {
    const { id, context } = await mixed();
    await settledRun(world.people.operator, id);
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      {
        event: 'bulkRun.started',
        outcome: 'ok',
        detail: { bulkRun: id, action: 'tool.ping', refused: 2, devices: expect.arrayContaining([...devices]) },
      },
    ]);
    const ended = await database.owner`select body from audit.entry where body::jsonb ->> 'event' = 'run.ended'
      and body::jsonb -> 'target' ->> 'id' = any (${devices})`;
    expect(ended).toHaveLength(2);
  });

  test('is repeated for exactly those that failed or were refused, and the two know of each other', async () => {
    const { id } = await mixed();
    await settledRun(world.people.operator, id);
    await expect(operator().repeat({ bulkRun: id, expected: 4 })).rejects.toThrow(
      '4 could be repeated when you looked, 3 can now. Look again, then repeat them.',
    );
    await database.owner`update app.device set archived_at = null where id = ${nth(2)}`;
    await fleet.enrol(nth(2));
    const repeat = await operator().repeat({ bulkRun: id, expected: 3 });
    expect(repeat).toMatchObject({ repeatOf: id, devices: 3, action: 'tool.ping', params: ping.params });
    const page = await settledRun(world.people.operator, repeat.id);
    expect(page.devices.map(({ device }) => device).toSorted()).toEqual([nth(1), nth(2), nth(3)].toSorted());
    expect(standing(page.bulkRun)).toEqual({ done: 1, failed: 1, refused: 1 });
    expect((await operator().get({ bulkRun: id })).repeats).toEqual([{ id: repeat.id, askedAt: repeat.askedAt }]);
  });

  test('of which nothing failed has nothing to repeat', async () => {
    await fleet.share(devices);
    startRunner(fleet.dial);
    const { id } = await operator().start({ customer, action: 'sys.overview', devices: [...devices] });
    const page = await settledRun(world.people.operator, id);
    expect(page.devices.map(({ summary }) => summary?.['0.version'])).toEqual(
      ['7.20.8 (stable)', '7.20.8 (stable)', '7.20.8 (stable)'].map(() => expect.stringContaining('7.20.8')),
    );
    await expect(operator().repeat({ bulkRun: id, expected: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a bulk run under way', () => {
  const long = { action: 'tool.ping', params: { address: '10.99.0.1', count: 300, interval: 1000 } } as const;

  test('leaves room: what somebody asks one router begins while hundreds of it still wait', async () => {
    const [single = nth(0), ...many] = await more(221);
    await fleet.share([single, ...many]);
    const { failures } = startRunner(fleet.dial);
    const { id } = await operator().start({ customer, ...long, devices: many });
    await watchedUntil(world.people.operator, id, ({ counts }) => counts.running === 192);
    const { id: own } = await apiOf(world.people.admin).runs.start({ device: single, action: 'sys.overview' });
    const isDone = async () => (await apiOf(world.people.admin).runs.get({ run: own })).state === 'done';
    expect(await until(isDone, 30_000)).toBe(true);
    expect((await operator().get({ bulkRun: id })).bulkRun.counts).toMatchObject({ running: 192, waiting: 28 });
    expect(failures).toEqual([]);
  });

  test('fills each place as it becomes free: with nobody looking by the clock, more than fit come to their end', async () => {
    const many = await more(600);
    await fleet.share(many);
    const routers = new Routers({ dial: fleet.dial });
    const failures: unknown[] = [];
    const dispatcher = new Dispatcher({ routers, runner: 'runner-1', onFailure: (error) => failures.push(error) });
    dispatcher.begin();
    onTestFinished(async () => {
      await dispatcher.end(0);
      await routers.close();
    });
    const params = { ...ping.params, count: 1 };
    const { id } = await operator().start({ customer, action: 'tool.ping', params, devices: many });
    expect(standing((await settledRun(world.people.operator, id)).bulkRun)).toEqual({ done: 600 });
    expect(failures).toEqual([]);
  });

  test('is stopped as one: what waits ends at once and nothing is sent, what runs is called off', async () => {
    const many = await more(250);
    const router = await fleet.share(many);
    startRunner(fleet.dial);
    const { id } = await operator().start({ customer, ...long, devices: many });
    await watchedUntil(world.people.operator, id, ({ counts }) => counts.running === 192);
    await expect(apiOf(world.people.viewer).bulkRuns.stop({ bulkRun: id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await operator().stop({ bulkRun: id })).toEqual({ asked: 250 });
    const page = await settledRun(world.people.operator, id);
    expect(standing(page.bulkRun)).toEqual({ stopped: 250 });
    expect(page.devices.filter(({ startedAt }) => startedAt === null)).toHaveLength(58);
    expect(router.received.filter(([word]) => word === '/tool/ping').length).toBeLessThanOrEqual(192);
    const dropped =
      await database.owner`select body from audit.entry where body::jsonb ->> 'event' = 'bulkRun.waitingStopped'`;
    expect(dropped.map(({ body }) => JSON.parse(body).detail)).toEqual([{ runs: 58 }]);
    expect(await operator().stop({ bulkRun: id })).toEqual({ asked: 0 });
  });
});
