import { beforeEach, expect, test } from 'vitest';
import { CustomerSlug, type DeviceId } from '@/core/ids';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

/* What somebody may have under way is counted before more is added: however many ask at the same moment, none slips by. */

const database: TestDatabase = await testDatabase();
let world: World;
let device: DeviceId;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  const [first] = world.devices['acme-corp'];
  if (first === undefined) throw new Error('no device');
  device = first;
  await new Fleet(database).enrol(device);
});

const operator = () => apiOf(world.people.operator);
const times = <T>(count: number, does: () => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
  Promise.allSettled(Array.from({ length: count }, does));
const codesOf = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code)] : []));
const underWay = async (): Promise<number> =>
  (await database.owner`select from app.run where device_id = ${device} and ended_at is null and state = 'intended'`)
    .length;

test('of twenty subscriber searches that one person asks for at once, two are under way', async () => {
  const started = await times(20, () => operator().lookups.start({ text: 'rossi' }));
  expect(codesOf(started)).toEqual(Array.from({ length: 18 }, () => 'TOO_MANY_REQUESTS'));
  expect(await database.owner`select distinct id from app.lookup where ended_at is null`).toHaveLength(2);
});

test('of twenty runs that are asked of one device at once, twelve are under way', async () => {
  const started = await times(20, () => operator().runs.start({ device, action: 'sys.overview' }));
  expect(codesOf(started)).toEqual(Array.from({ length: 8 }, () => 'TOO_MANY_REQUESTS'));
  expect(await underWay()).toBe(12);
});

test('nor do bulk runs and runs of a session add up to more', async () => {
  const session = world.sessions['acme-corp'];
  const customer = CustomerSlug.parse('acme-corp');
  await Promise.all([
    times(8, () => operator().bulkRuns.start({ customer, action: 'sys.overview', devices: [device] })),
    times(8, () => operator().sessions.run({ session, runs: [{ device, action: 'sys.overview' }] })),
    times(8, () => operator().runs.start({ device, action: 'sys.overview' })),
  ]);
  expect(await underWay()).toBe(12);
});
