import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { DeviceId } from '@/core/ids';
import { asCustomer } from '@/server/db/open';
import { keepSnapshot } from '@/server/runner/keep-snapshot';
import { unsealFrom } from '@/server/vault/data-keys';
import type { SimulatedRouter } from '@/simulator/router';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { makeWorld, type World } from '../../support/world';
import { ask, authorise, enrolled, reaches } from './changing';
import { accounts, saidTo, standingOf } from './scene';

/* How a router is configured is read before each change and after it: what is the change's doing is told from others'. */

const database: TestDatabase = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;
let device: DeviceId;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  fleet = new Fleet(database);
  device = DeviceId.parse(world.devices['acme-corp'][0]);
});

const rows = () => owner`select s.id, s.change_id as change, s.changed_rows as lines, s.text_sealed as sealed
  from app.snapshot s where s.device_id = ${device} order by s.taken_at, s.id`;
const told = async () =>
  (await owner`select body from audit.entry where event = 'device.configurationChanged' order by at`)
    .map(({ body }) => JSON.parse(body))
    .filter(({ target }) => target.id === device)
    .map(({ detail }) => detail);

/** The subscriber is suspended; resolves with the change, once what its doing is has been kept. */
async function suspended(): Promise<string> {
  const { operator } = world.people;
  const change = await ask(operator, { device, customer: world.customers['acme-corp'] });
  await reaches(database, change, 'previewed');
  await authorise(operator, change);
  await reaches(database, change, 'verified', 'failed');
  return change;
}

const isKept = async (change: string) => (await rows()).some((row) => row.change === change);

/** As somebody does who is signed in to the router itself. */
function comment(router: SimulatedRouter, text: string): void {
  const { items } = router.state.table('/interface');
  const at = items.findIndex(({ fields }) => fields.name === 'ether2');
  const ether2 = items[at];
  if (ether2 === undefined) throw new Error('the router has no ether2');
  items[at] = { ...ether2, fields: { ...ether2.fields, comment: text } };
}

test('one before it, one after it that is known as its doing, and nobody is told of that as of somebody else’s', async () => {
  const router = await enrolled(fleet, device);
  const { failures } = startRunner(fleet.dial);
  const change = await suspended();
  expect(await until(() => isKept(change), 30_000)).toBe(true);
  const [before, after, ...more] = await rows();
  expect([before?.change, before?.lines, after?.change, more]).toEqual([null, null, change, []]);
  expect(after?.lines).toBeGreaterThan(0);
  expect(await told()).toEqual([]);

  // What somebody did between two changes is found before the second one, and is not taken for its doing.
  comment(router, 'uplink, do not touch');
  const { operator } = world.people;
  const back = await ask(operator, { device, customer: world.customers['acme-corp'], template: 'subscriber.resume' });
  await reaches(database, back, 'previewed');
  await authorise(operator, back);
  await reaches(database, back, 'verified');
  expect(await until(() => isKept(back), 30_000)).toBe(true);
  const found = await rows();
  expect(found.map((row) => row.change)).toEqual([null, change, null, back]);
  const entries = await told();
  expect(entries).toMatchObject([{ snapshot: found[2]?.id }]);
  expect(entries[0]).not.toHaveProperty('changes');
  expect(failures).toEqual([]);
});

test('what somebody does beside a change is told as theirs, and of which change it came beside', async () => {
  const router = await enrolled(fleet, device);
  startRunner(fleet.dial);
  const watch = () => {
    if (standingOf(router, 0) !== 'suspended') return;
    router.state.watchers.delete(watch);
    comment(router, 'in the shadow of it');
  };
  router.state.watchers.add(watch);
  const change = await suspended();
  expect(await until(() => isKept(change), 30_000)).toBe(true);
  const menus = { '/interface': { added: 1, removed: 1 } };
  expect(await told()).toMatchObject([{ lines: 2, menus, changes: [change] }]);
});

test('one that cannot be opened any more keeps nothing from being changed', async () => {
  await enrolled(fleet, device);
  startRunner(fleet.dial);
  const first = await suspended();
  expect(await until(() => isKept(first), 30_000)).toBe(true);
  const [, newest] = await rows();
  const damaged = Buffer.from(newest?.sealed);
  damaged[damaged.length - 1] = 255 - Number(damaged.at(-1));
  await owner`update app.snapshot set text_sealed = ${damaged}, digest = ${'0'.repeat(64)} where id = ${newest?.id}`;
  const { operator } = world.people;
  const back = await ask(operator, { device, customer: world.customers['acme-corp'], template: 'subscriber.resume' });
  await reaches(database, back, 'previewed');
  await authorise(operator, back);
  expect(await reaches(database, back, 'verified', 'failed')).toMatchObject({ state: 'verified', fault: null });
  expect(await told()).toMatchObject([{ lines: null }]);
});

test('where it cannot be read, nothing is changed', async () => {
  const blind = accounts.map((one) => (one.name === 'routeward-read' ? { ...one, policies: ['api'] } : one));
  const router = await enrolled(fleet, device, { accounts: blind });
  const { failures } = startRunner(fleet.dial);
  const change = await suspended();
  const [row] = await owner`select state, fault_code as fault from app.change where id = ${change}`;
  expect(row).toEqual({ state: 'failed', fault: 'noSnapshot' });
  expect(standingOf(router)).toBe('online');
  expect(saidTo(router).filter((words) => /\/(?:set|remove|take) /.test(words))).toEqual([]);
  expect([await rows(), failures]).toEqual([[], []]);
});

test('of a change whose own could not be taken, the next one says that some of it may be its doing', async () => {
  await enrolled(fleet, device);
  startRunner(fleet.dial);
  const change = await suspended();
  expect(await until(() => isKept(change), 30_000)).toBe(true);
  const [, after] = await rows();
  const customerId = world.customers['acme-corp'];
  const text = await asCustomer(customerId, 'the test', ({ db }) =>
    unsealFrom(db, { table: 'snapshot', column: 'text_sealed', row: after?.id, customerId }, after?.sealed),
  );
  await owner`delete from app.snapshot where change_id = ${change}`;
  await keepSnapshot({ device, customerId, routerOs: '7.20.8', text });
  expect(await told()).toMatchObject([{ changes: [change] }]);
});
