import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { createCaller } from '@/server/api/root';
import { refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { givePassword, superAdminsPassword as password } from '../../support/matrix-world';
import { Fleet, startRunner } from '../../support/routers';
import { contextFor, makeWorld, type World } from '../../support/world';
import { authorised, comesTo, planned, rolloutsOf, standings, towers, wasSet } from './rolling';

/* Maintenance windows and freezes: what they keep from beginning, and by whose clock. */

const database = await testDatabase();
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

const operator = () => world.people.operator;
const caller = () => createCaller(contextFor(world.people.superAdmin));

/** In UTC one hour and a half from now on, on each day: closed at this moment, and open where the clock is that much ahead. */
async function closedHere(): Promise<void> {
  const hour = (new Date().getUTCHours() + 2) % 24;
  const at = (hours: number) => `${String(hours % 24).padStart(2, '0')}:00`;
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: at(hour), to: at(hour + 1) }];
  const [acme] = (await caller().customers.list()).items.filter(({ slug }) => slug === 'acme-corp');
  if (acme === undefined) throw new Error('there is acme-corp');
  await caller().customers.edit({ customer: acme.slug, changeTimes: { windows, freezes: [] } });
}

test('a rollout waits outside its windows and says until when; by the clock of its site one device is made before', async () => {
  const { devices, routers } = await towers(database, { fleet, world }, { count: 2 });
  const [site] = await owner`insert into app.site (customer_id, name, time_zone)
    values (${world.customers['acme-corp']}, 'Far tower', 'Etc/GMT-2') returning id`;
  await owner`update app.device set site_id = ${site?.id} where id = ${devices[1] ?? null}`;
  startRunner(fleet.dial);
  const rollout = await planned(operator(), devices);
  await closedHere();
  await authorised(operator(), rollout);
  const isMade = async () => standings(await rolloutsOf(operator()).get({ rollout }))[1] === 'verified 1';
  expect(await until(isMade, 60_000)).toBe(true);
  const { rollout: view, members } = await rolloutsOf(operator()).get({ rollout });
  expect([view.state, members[0]?.state, wasSet(routers.get(0))]).toEqual(['running', 'authorised', false]);
  expect(members[0]?.waitsFor).toMatch(/^Changes are made in maintenance windows: it opens \w{3} \d\d:00 UTC\.$/);
  await caller().customers.edit({ customer: view.customer, changeTimes: { windows: [], freezes: [] } });
  expect(standings(await comesTo(operator(), rollout, 'done'))).toEqual(['verified 2', 'verified 1']);
});

test('a single change is refused with the same sentence, and a freeze says why', async () => {
  const { devices } = await towers(database, { fleet, world }, { count: 1 });
  startRunner(fleet.dial);
  const [device] = devices;
  if (device === undefined) throw new Error('there is one');
  const { changes, customers } = createCaller(contextFor(operator()));
  const { change } = await changes.ask({ device, template: 'system.ntp', values: { servers: ['192.0.2.123'] } });
  const isPreviewed = async () => (await changes.get({ change })).state === 'previewed';
  expect(await until(isPreviewed, 30_000)).toBe(true);
  const { digest, customer } = await changes.get({ change });
  if (digest === null) throw new Error('it was previewed');
  const frozen = {
    windows: [],
    freezes: [{ from: '2020-01-01T00:00', to: '2099-01-01T00:00', reason: 'end of year' }],
  };
  await expect(customers.edit({ customer, changeTimes: frozen })).rejects.toEqual(refused('FORBIDDEN', /./));
  await caller().customers.edit({ customer, changeTimes: frozen });
  const sentence = 'Changes are frozen (end of year): it opens Thu, 1 Jan 2099 00:00 UTC.';
  expect((await changes.get({ change })).whyNot.authorise).toBe(sentence);
  await expect(changes.authorise({ change, digest })).rejects.toEqual(refused('CONFLICT', sentence));
  await caller().customers.edit({ customer, changeTimes: { windows: [], freezes: [] } });
  await changes.authorise({ change, digest });
  expect(await until(async () => (await changes.get({ change })).state === 'verified', 30_000)).toBe(true);
});

const reason = 'The tower is down for everybody, and the window is hours away.';

test('a Super Admin breaks the glass over a closed window: of the own and of what others asked for, with a password and a reason', async () => {
  const { superAdmin, admin } = world.people;
  await givePassword(database, superAdmin.personId);
  const { devices } = await towers(database, { fleet, world }, { count: 1 });
  startRunner(fleet.dial);
  const [device] = devices;
  if (device === undefined) throw new Error('there is one');
  const theirs = createCaller(contextFor(operator())).changes;
  const { change } = await theirs.ask({ device, template: 'system.ntp', values: { servers: ['192.0.2.123'] } });
  const isPreviewed = async () => (await theirs.get({ change })).state === 'previewed';
  expect(await until(isPreviewed, 30_000)).toBe(true);
  const { digest } = await theirs.get({ change });
  if (digest === null) throw new Error('it was previewed');
  const { changes } = caller();
  await expect(changes.breakGlass({ change, digest, password, reason })).rejects.toEqual(
    refused('CONFLICT', 'It takes no second person beside you: authorise it.'),
  );
  await closedHere();
  expect((await changes.get({ change })).whyNot).toMatchObject({
    authorise: expect.stringMatching(/maintenance windows/),
    breakGlass: null,
  });
  await expect(
    createCaller(contextFor(admin)).changes.breakGlass({ change, digest, password, reason }),
  ).rejects.toEqual(refused('FORBIDDEN', /change\.override/));
  await expect(changes.breakGlass({ change, digest, password: 'is another one', reason })).rejects.toEqual(
    refused('FORBIDDEN', 'This is not your own password. Nothing was done.'),
  );
  expect(await changes.breakGlass({ change, digest, password, reason })).toMatchObject({ isBreakGlass: true, reason });
  expect(await until(async () => (await changes.get({ change })).state === 'verified', 30_000)).toBe(true);
});

test('so is it over a job, which then waits for no window; the job and each of its changes are marked', async () => {
  const { superAdmin } = world.people;
  await givePassword(database, superAdmin.personId);
  const { devices } = await towers(database, { fleet, world }, { count: 2 });
  startRunner(fleet.dial);
  const rollout = await planned(operator(), devices);
  const asked = async () => {
    const { digest } = (await rolloutsOf(superAdmin).get({ rollout })).rollout;
    if (digest === null) throw new Error('there is nothing to authorise');
    return { rollout, digest, password, reason };
  };
  await expect(rolloutsOf(superAdmin).breakGlass(await asked())).rejects.toEqual(
    refused('CONFLICT', 'It takes no second person beside you: authorise it.'),
  );
  await closedHere();
  expect((await rolloutsOf(superAdmin).get({ rollout })).rollout.whyNot).toMatchObject({
    authorise: null,
    breakGlass: null,
  });
  expect((await rolloutsOf(operator()).get({ rollout })).rollout.whyNot.breakGlass).toMatch(/Super Admin/);
  await rolloutsOf(superAdmin).breakGlass(await asked());
  const { rollout: view, ...done } = await comesTo(operator(), rollout, 'done');
  expect([view.isBreakGlass, view.reason, standings({ rollout: view, ...done })]).toEqual([
    ...[true, reason, ['verified 1', 'verified 2']],
  ]);
  const marks = await owner`select is_break_glass as mark from app.change where rollout_id = ${rollout}`;
  expect(marks.map(({ mark }) => mark)).toEqual([true, true]);
});
