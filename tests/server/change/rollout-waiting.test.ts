import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import type { Principal } from '@/core/access';
import { CustomerSlug } from '@/core/ids';
import { mostRolloutDevices } from '@/core/rollout/rollout';
import { createCaller } from '@/server/api/root';
import { asJob } from '@/server/db/open';
import { postChanges } from '@/server/runner/change-post';
import { systemVault } from '@/server/vault/data-keys';
import { mailPlace } from '@/server/vault/system-key';
import { refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { makeRollouts, rollouts } from '../../support/rollouts';
import { Fleet, startRunner } from '../../support/routers';
import { contextFor, makePerson, makeWorld, type World } from '../../support/world';
import { authorised, comesTo, planned, rolloutsOf, towers } from './rolling';

/* Whom a job waits for: who finds it in their inbox, is mailed of it, and told by a webhook; and of which devices it is. */

const database = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await owner`delete from app.setting`;
  await owner`insert into app.setting (name, value, changed_at) values ('mail.host', '"127.0.0.1"', now()), ('mail.from', '"r@example.net"', now())`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  fleet = new Fleet(database);
});

const { operator, admin, superAdmin, viewer } = {
  operator: () => world.people.operator,
  admin: () => world.people.admin,
  superAdmin: () => world.people.superAdmin,
  viewer: () => world.people.viewer,
};

/** What was posted since the last time: to whom, and what it says. What the runner posted meanwhile counts. */
async function mailed(): Promise<[to: string, subject: string, text: string][]> {
  await postChanges();
  const rows = await owner`delete from app.outgoing where kind = 'mail' returning id, sealed`;
  const letters = await asJob('post', ({ db }) =>
    Promise.all(rows.map(({ id, sealed }) => systemVault(db).unseal(mailPlace(id), sealed))),
  );
  return letters
    .map((letter) => JSON.parse(letter) as { to: string; subject: string; text: string }) // safe: mail-to.ts sealed it.
    .map(({ to, subject, text }): [string, string, string] => [to.replace(/-.*/, ''), subject, text])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
const told = async () => (await mailed()).map(([to, subject]) => [to, subject]);

const forMe = async (me: Principal) => {
  const { items, forMe } = await rolloutsOf(me).list({ waitingFor: 'me' });
  expect(forMe).toBe(items.length);
  const { customers } = await createCaller(contextFor(me)).shell();
  expect(customers.reduce((sum, { jobsForMe }) => sum + jobsForMe, 0)).toBe(forMe);
  return items.map(({ id }) => id);
};

/** Previewed, and known to wait. Its runner is gone again: nothing is posted behind the test's back. */
async function waiting(me: Principal, count = 2) {
  const { devices, routers } = await towers(database, { fleet, world }, { count });
  const { runner } = startRunner(fleet.dial);
  const rollout = await planned(me, devices);
  const isKnown = async () =>
    (await owner`select from app.rollout where id = ${rollout} and previewed_at is not null`).length === 1;
  if (!(await until(isKnown, 30_000))) throw new Error('nobody says that it waits');
  await runner.end(0);
  return { rollout, devices, routers };
}

test('what its asker may authorise waits for them and for those above, and is mailed to nobody', async () => {
  const { rollout } = await waiting(operator());
  expect(await forMe(operator())).toEqual([rollout]);
  expect(await forMe(admin())).toEqual([rollout]);
  expect(await told()).toEqual([]);
  expect((await createCaller(contextFor(viewer())).shell()).customers.map(({ jobsForMe }) => jobsForMe)).toEqual([0]);
  const stranger = await makePerson(owner, 'admin', [world.customers['other-isp']]);
  expect(await forMe(stranger)).toEqual([]);
  await owner`delete from app.membership where person_id = ${admin().personId}`;
  expect(await forMe(admin())).toEqual([]);
});

test('what takes a second person is mailed once to those who may authorise it, in reach, and told by a webhook', async () => {
  await owner`update app.customer set change_policy = 'secondPerson' where slug = 'acme-corp'`;
  await owner`insert into app.webhook (id, url, secret_sealed, events, made_by, made_at)
    values (gen_random_uuid(), 'https://hooks.test/', 'x', '{rollout.previewed}', ${superAdmin().personId}, app.now())`;
  await makePerson(owner, 'admin', [world.customers['other-isp']]);
  const { rollout } = await waiting(operator());
  expect([await forMe(operator()), await forMe(admin()), await forMe(superAdmin())]).toEqual([
    [],
    [rollout],
    [rollout],
  ]);
  const hooks = await owner`select body from app.outgoing where kind = 'webhook'`;
  expect(hooks.map(({ body }) => JSON.parse(String(body)).data.detail)).toEqual([
    { rollout, state: 'planned', devices: 2, tier: 'W1', takesTwo: true },
  ]);
  const letters = await mailed();
  expect(letters.map(([to, subject]) => [to, subject])).toEqual([
    ['admin', 'R-1 waits for a second person (acme-corp)'],
    ['superadmin', 'R-1 waits for a second person (acme-corp)'],
  ]);
  expect(letters[0]?.[2]).toMatch(/On: 2 devices\n[\s\S]*\/jobs\/[0-9a-f-]{36}\n$/);
  expect(letters[0]?.[2]).not.toMatch(/tower-|192\.0\.2/);
  expect(await told()).toEqual([]);
  await authorised(admin(), rollout);
  expect(await told()).toEqual([['operator', 'R-1 was authorised (acme-corp)']]);
  expect(await forMe(superAdmin())).toEqual([]);
  startRunner(fleet.dial);
  await comesTo(operator(), rollout, 'done');
  const isTold = async () =>
    (await told()).some(([to, subject]) => to === 'operator' && subject === 'R-1 is over (acme-corp)');
  expect(await until(isTold, 30_000)).toBe(true);
});

test('that somebody else stopped it, or had it go on, is mailed to whoever asked with who did', async () => {
  const { rollout } = await waiting(operator());
  await authorised(admin(), rollout);
  expect(await told()).toEqual([['operator', 'R-1 was authorised (acme-corp)']]);
  await rolloutsOf(superAdmin()).stop({ rollout });
  const [stopped, ...others] = await mailed();
  expect([stopped?.slice(0, 2), others]).toEqual([['operator', 'R-1 was stopped (acme-corp)'], []]);
  expect(stopped?.[2]).toContain('R-1 of acme-corp was stopped by The superAdmin.\n');
  expect(stopped?.[2]).toContain('Authorised by: The admin\n');
  await rolloutsOf(superAdmin()).resume({ rollout });
  const [resumed, ...more] = await mailed();
  expect([resumed?.slice(0, 2), more]).toEqual([['operator', 'R-1 was resumed (acme-corp)'], []]);
  expect(resumed?.[2]).toContain('R-1 of acme-corp was resumed by The superAdmin.\n');
  // What they do themselves they know.
  await rolloutsOf(operator()).stop({ rollout });
  expect(await told()).toEqual([]);
});

test('what waits for somebody goes on on the next page, and is counted whole', async () => {
  await makeRollouts(database, world, { by: operator(), stand: 'planned' });
  const first = await rolloutsOf(superAdmin()).list({ waitingFor: 'me', limit: 1 });
  expect([first.items.length, first.forMe]).toEqual([1, 2]);
  if (first.next === null) throw new Error('there is one more');
  const second = await rolloutsOf(superAdmin()).list({ waitingFor: 'me', limit: 1, before: first.next });
  expect([second.items.length, second.forMe, second.next]).toEqual([1, 2, null]);
  const seen = [...first.items, ...second.items].map(({ id }) => id);
  expect(seen.toSorted()).toEqual(Object.values(rollouts).toSorted());
});

test('what is too old waits for nobody', async () => {
  await waiting(operator());
  await database.shiftClock('2 hours');
  expect([await forMe(operator()), await forMe(admin())]).toEqual([[], []]);
});

test('all that a filter finds is asked: the list is taken when it is asked for, and stays', async () => {
  const { devices } = await towers(database, { fleet, world }, { count: 3 });
  type Asked = Parameters<ReturnType<typeof rolloutsOf>['ask']>[0];
  const customer = CustomerSlug.parse('acme-corp');
  const ask = (given: Partial<Asked>) =>
    rolloutsOf(operator()).ask({ customer, template: 'system.ntp', values: { servers: ['192.0.2.123'] }, ...given });
  await expect(ask({ matching: { q: 'tower-', expected: 2 } })).rejects.toEqual(
    refused('CONFLICT', '2 devices matched when you looked, 3 do now. Look again, then deploy it.'),
  );
  await expect(ask({ matching: { q: 'tower-', expected: 3 }, devices: [...devices] })).rejects.toEqual(
    refused('BAD_REQUEST', /either/),
  );
  await expect(ask({})).rejects.toEqual(refused('BAD_REQUEST', /either/));
  const { rollout } = await ask({ matching: { q: 'tower-', expected: 3 } });
  await owner`insert into app.device (customer_id, name, address) values (${world.customers['acme-corp']}, 'tower-00', '10.1.9.9')`;
  const { members } = await rolloutsOf(operator()).get({ rollout });
  expect(members.map(({ device }) => device)).toEqual(devices);
  await owner`insert into app.device (customer_id, name, address)
    select ${world.customers['acme-corp']}, 'mast-' || i, '10.2.' || i / 200 || '.' || i % 200 + 1 from generate_series(1, ${mostRolloutDevices + 1}) i`;
  await expect(ask({ matching: { q: 'mast-', expected: mostRolloutDevices + 1 } })).rejects.toEqual(
    refused('BAD_REQUEST', /^A template goes to at most 200 devices at a time: narrow the filter/),
  );
});
