import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { CustomerSlug, type DeviceId, type PersonId } from '@/core/ids';
import { settledRun, standing, watchedUntil } from '../../support/bulk-runs';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeDevices, makeWorld, type World } from '../../support/world';

/* What somebody asked for, once they may not any more: nothing more is sent in their name, and all of it has an end. */

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
});

const customer = CustomerSlug.parse('acme-corp');
const long = { action: 'tool.ping', params: { address: '10.99.0.1', count: 300, interval: 1000 } } as const;
const operator = () => apiOf(world.people.operator);

const { owner } = database;
const losses: [string, (person: PersonId) => Promise<unknown>][] = [
  ['disabled', (person) => owner`update app.person set disabled_at = now() where id = ${person}`],
  ['made a Viewer', (person) => owner`update app.person set role = 'viewer' where id = ${person}`],
  ['taken off the customer', (person) => owner`delete from app.membership where person_id = ${person}`],
];
const lose = async (how: string): Promise<void> => {
  await losses.find(([loss]) => loss === how)?.[1](world.people.operator.personId);
};

/** What the customer's log says of how each of them ended. */
const endings = async (event: 'run.ended' | 'lookup.ended'): Promise<{ state: string; because?: string }[]> =>
  (
    await owner`select body from audit.entry
      where event = ${event} and customer_id = ${world.customers['acme-corp']} order by at`
  ).map(({ body }) => JSON.parse(body).detail);

const first = (): DeviceId => {
  const [device] = world.devices['acme-corp'];
  if (device === undefined) throw new Error('no device');
  return device;
};

describe.each(losses)('of an Operator who was %s', (how) => {
  test('a run that waits is ended before anything is sent, and the log says why', async () => {
    const router = await fleet.enrol(first());
    const { id } = await operator().runs.start({ device: first(), ...long });
    await lose(how);
    const { failures } = startRunner(fleet.dial);
    const hasEnded = async () => (await apiOf(world.people.admin).runs.get({ run: id })).state === 'stopped';
    expect(await until(hasEnded, 10_000)).toBe(true);
    expect(await apiOf(world.people.admin).runs.get({ run: id })).toMatchObject({ startedAt: null, fault: null });
    expect(router.received).toEqual([]);
    expect(await endings('run.ended')).toMatchObject([{ run: id, state: 'stopped', because: 'rightsLost' }]);
    expect(failures).toEqual([]);
  });

  test('a subscriber search that waits asks nobody, and has its end', async () => {
    await owner`update app.device set archived_at = now() where id <> ${first()}`;
    const router = await fleet.enrol(first());
    await operator().lookups.start({ text: 'rossi' });
    await lose(how);
    const { failures } = startRunner(fleet.dial);
    const state = async () => (await owner`select state from app.lookup`)[0]?.state;
    expect(await until(async () => (await state()) === 'stopped', 10_000)).toBe(true);
    expect(router.received.filter(([path]) => path?.endsWith('/print'))).toEqual([]);
    expect(await endings('lookup.ended')).toMatchObject([{ state: 'stopped', unanswered: 1, found: 0 }]);
    expect(failures).toEqual([]);
  });
});

test.each(['disabled', 'taken off the customer'])(
  'a bulk run of an Operator who is %s goes no further: what runs is called off, what waits sends nothing',
  async (how) => {
    await owner`update app.device set name = 'first-' || name where customer_id = ${world.customers['acme-corp']}`;
    const many = await makeDevices(owner, world.customers['acme-corp'], 230);
    const router = await fleet.share(many);
    const { failures } = startRunner(fleet.dial);
    const { id } = await operator().bulkRuns.start({ customer, ...long, devices: many });
    await watchedUntil(world.people.admin, id, ({ counts }) => counts.running === 192);
    await lose(how);
    const page = await settledRun(world.people.admin, id);
    expect(standing(page.bulkRun)).toEqual({ stopped: 230 });
    expect(router.received.filter(([word]) => word === '/tool/ping').length).toBeLessThanOrEqual(192);
    expect(page.devices.filter(({ startedAt }) => startedAt === null).length).toBeGreaterThanOrEqual(38);
    const ended = await endings('run.ended');
    expect(ended).toHaveLength(230);
    expect(new Set(ended.map(({ state, because }) => `${state} ${because}`))).toEqual(new Set(['stopped rightsLost']));
    expect(failures).toEqual([]);
  },
);

test('a subscriber search under way asks nobody more', async () => {
  await owner`update app.device set archived_at = now() where id <> ${first()}`;
  await fleet.enrol(first(), { faults: { isSilentAfterLogin: true } });
  startRunner(fleet.dial);
  await operator().lookups.start({ text: 'rossi' });
  const state = async () => (await owner`select state from app.lookup`)[0]?.state;
  expect(await until(async () => (await state()) === 'running', 10_000)).toBe(true);
  await lose('taken off the customer');
  expect(await until(async () => (await state()) === 'stopped', 3_000)).toBe(true);
});
