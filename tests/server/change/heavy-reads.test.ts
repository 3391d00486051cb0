import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { type ChangeId, DeviceId, RunId } from '@/core/ids';
import { claimChange } from '@/server/db/change-claims';
import { holdForRead } from '@/server/db/heavy-reads';
import { asCustomer } from '@/server/db/open';
import { beginRun, claimRun } from '@/server/db/run-work';
import { sweep } from '@/server/runner/sweep';
import { refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';
import { ask, authorise, enrolled, reaches, rowOf } from './changing';
import { authorised, comesTo, planned, rolloutsOf, standings, towers } from './rolling';

/* A read that weighs on a router and a change of it: one of them at a time, whichever runners begin them. */

const database = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  await owner`truncate app.device_status`;
  fleet = new Fleet(database);
});

const deviceOf = (index = 0): DeviceId => DeviceId.parse(world.devices['acme-corp'][index]);
const customer = () => world.customers['acme-corp'];
const operator = () => world.people.operator;
const torch = { interface: 'ether1', reason: 'who fills the line tonight', duration: 15_000 };
const startTorch = (device: DeviceId = deviceOf()) =>
  apiOf(operator()).runs.start({ device, action: 'tool.torch', params: torch });
const runOf = async (id: string) => {
  const [row] = await owner`select state::text, started_at is not null as "isStarted", fault_code as fault
    from app.run where id = ${id}`;
  return row;
};
const viewOf = (change: ChangeId) => apiOf(operator()).changes.get({ change });

/** Settles once the torch runs on the router. */
async function torching(device?: DeviceId): Promise<string> {
  const { id } = await startTorch(device);
  if (!(await until(async () => (await runOf(id))?.isStarted === true, 30_000))) throw new Error('it did not begin');
  return id;
}

/** A change that waits for somebody to authorise it. */
async function previewed(index = 0): Promise<ChangeId> {
  const change = await ask(operator(), { device: deviceOf(index), customer: customer() });
  await reaches(database, change, 'previewed');
  return change;
}

describe('a change', () => {
  test('waits for the read on its device, says so, is not too old for that, and begins when the read has ended', async () => {
    await enrolled(fleet, deviceOf());
    const { failures } = startRunner(fleet.dial);
    startRunner(fleet.dial);
    const change = await previewed();
    const run = await torching();
    await authorise(operator(), change);
    const sentence = 'Torch runs on it: the change is begun once that has ended.';
    expect((await viewOf(change)).waitsFor).toBe(sentence);
    // Longer than anything else waits for a runner.
    await owner`update app.run set lease_until = app.now() + interval '1 hour' where id = ${run}`;
    await database.shiftClock('90 seconds');
    await sweep();
    expect(await rowOf(database, change)).toMatchObject({ state: 'authorised', stages: [] });
    expect(await runOf(run)).toMatchObject({ state: 'running' });
    await apiOf(operator()).runs.stop({ run: RunId.parse(run) });
    expect(await reaches(database, change, 'verified')).toMatchObject({ fault: null });
    expect((await viewOf(change)).waitsFor).toBeNull();
    expect(failures).toEqual([]);
  });

  test('of a job waits with its wave, and the others go on as ever', async () => {
    const { devices } = await towers(database, { fleet, world }, { count: 2 });
    startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    const [first] = devices;
    const run = await torching(first);
    await authorised(operator(), rollout);
    const waits = async () => (await rolloutsOf(operator()).get({ rollout })).members[0]?.waitsFor;
    expect(await until(async () => (await waits())?.startsWith('Torch runs on it') === true, 30_000)).toBe(true);
    await apiOf(operator()).runs.stop({ run: RunId.parse(run) });
    expect(standings(await comesTo(operator(), rollout, 'done'))).toEqual(['verified 1', 'verified 2']);
  });

  test('that did not wait is refused by the database', async () => {
    await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const change = await previewed();
    const run = await torching();
    await authorise(operator(), change);
    await expect(owner`update app.change set state = 'applying' where id = ${change}`).rejects.toMatchObject({
      constraint_name: 'change_begins_beside_no_heavy_read',
    });
    await apiOf(operator()).runs.stop({ run: RunId.parse(run) });
    await reaches(database, change, 'verified');
  });
});

describe('a read that weighs on a router', () => {
  test('is refused with a sentence where a change waits or is made, at either end of a line', async () => {
    await enrolled(fleet, deviceOf());
    const { runner } = startRunner(fleet.dial);
    const change = await previewed();
    await runner.end(0);
    await authorise(operator(), change);
    const sentence = /^A change of \S+ is being made, or could still undo itself: start Torch once it has ended\.$/;
    await expect(startTorch()).rejects.toEqual(refused('CONFLICT', sentence));
    await fleet.enrol(deviceOf(1), {});
    await fleet.giveTestAccount(deviceOf(), { name: 'routeward-test', password: 'tests = the line' });
    const params = {
      ...{ peer: deviceOf(), confirmation: 'fill the line', duration: 1000, direction: 'receive' },
      ...{ 'local-tx-speed': 2_000_000, 'remote-tx-speed': 2_000_000 },
    };
    await expect(apiOf(operator()).runs.start({ device: deviceOf(1), action: 'tool.bwtest', params })).rejects.toEqual(
      refused('CONFLICT', /^A change of \S+ is being made/),
    );
    // What weighs on nothing is asked all the while.
    await expect(apiOf(operator()).runs.start({ device: deviceOf(), action: 'sys.overview' })).resolves.toMatchObject({
      state: 'intended',
    });
  });

  test('that was asked for before the change was authorised says nothing to the router, and why', async () => {
    const router = await enrolled(fleet, deviceOf());
    const first = startRunner(fleet.dial);
    const change = await previewed();
    await first.runner.end(0);
    const { id } = await startTorch();
    await authorise(operator(), change);
    // Asked first, it is taken first: by one runner or the other.
    startRunner(fleet.dial);
    startRunner(fleet.dial);
    await reaches(database, change, 'verified');
    expect(await until(async () => (await runOf(id))?.state === 'failed', 30_000)).toBe(true);
    expect(await runOf(id)).toEqual({ state: 'failed', isStarted: false, fault: 'underChange' });
    expect(router.received.filter(([path]) => path === '/tool/torch')).toEqual([]);
  });

  test('is refused by the database beside a change', async () => {
    await enrolled(fleet, deviceOf());
    const { runner } = startRunner(fleet.dial);
    const change = await previewed();
    await runner.end(0);
    const { id } = await startTorch();
    await authorise(operator(), change);
    await owner`update app.change set state = 'applying' where id = ${change}`;
    await expect(owner`update app.run set started_at = app.now() where id = ${id}`).rejects.toMatchObject({
      constraint_name: 'run_begins_beside_no_change',
    });
    await expect(owner`update app.run set heavy_on = null where id = ${id}`).rejects.toMatchObject({
      constraint_name: 'run_stays_what_was_asked_for',
    });
    const foreign = world.devices['other-isp'][0];
    await expect(owner`insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, heavy_on)
      values (${world.customers['acme-corp']}, ${deviceOf()}, 'watch.torch', 'read', '{}'::jsonb, ${operator().personId},
        array[${deviceOf()}, ${foreign ?? null}]::uuid[])`).rejects.toMatchObject({
      constraint_name: 'run_weighs_on_devices_of_its_customer',
    });
  });
});

test('begun by two runners at once, one of the two waits or is told', async () => {
  await enrolled(fleet, deviceOf());
  const { runner } = startRunner(fleet.dial);
  const changes: ChangeId[] = [];
  for (let round = 0; round < 12; round += 1) changes.push(await previewed());
  await runner.end(0);
  const won: string[] = [];
  for (const id of changes) {
    const { id: run } = await startTorch();
    const refs = { run: { id: RunId.parse(run), customerId: customer() }, change: { id, customerId: customer() } };
    const reading = asCustomer(customer(), `run:${run}`, async ({ db }) => {
      const claimed = await claimRun(db, refs.run, 'one');
      if (claimed === null || claimed.heavyOn === null) throw new Error('it is heavy, and waits for a runner');
      if ((await holdForRead(db, claimed.heavyOn)).isUnderChange) return false;
      return beginRun(db, claimed, 'one', ['/tool/torch']);
    });
    const changing = authorise(operator(), id).then(() =>
      asCustomer(customer(), `change:${id}`, ({ db }) => claimChange(db, refs.change, 'other', 'apply')),
    );
    const [isRead, claimed] = await Promise.all([reading, changing]);
    won.push([isRead ? 'read' : '', claimed === null ? '' : 'change'].join(''));
    await owner`update app.run set state = 'done', claimed_by = null, lease_until = null, ended_at = app.now() where id = ${run}`;
    await owner`update app.change set state = ${claimed === null ? 'failed' : 'reverted'}, claimed_by = null, lease_until = null,
      ended_at = app.now() where id = ${id}`;
  }
  expect(won.filter((winner) => winner !== 'read' && winner !== 'change')).toEqual([]);
});
