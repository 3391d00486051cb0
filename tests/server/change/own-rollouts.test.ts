import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import type { Principal } from '@/core/access';
import { CustomerSlug, type DeviceId, type RolloutId } from '@/core/ids';
import { refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { clockDocument, clockId, makeVersion } from '../../support/templates';
import { makePerson, makeWorld, type World } from '../../support/world';
import { authorised, comesTo, planned, rolloutsOf, standings, towers, wasSet } from './rolling';

/* A template of somebody's own on many routers, with the runner and the database between. */

const database = await testDatabase();
const { owner } = database;
const retired = 'The version of its template was retired: ask for it anew with one that is in force.';
let world: World;
let fleet: Fleet;
let digest: string;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  await owner`delete from app.template_version`;
  fleet = new Fleet(database);
  const { superAdmin: author } = world.people;
  const reviewer = await makePerson(owner, 'superAdmin', []);
  digest = await makeVersion(owner, {
    ...{ author, reviewer, state: 'published' },
    ...{ id: clockId, document: clockDocument() },
  });
});

const operator = () => world.people.operator;
const made = (count: number, dead: readonly number[] = []) => towers(database, { fleet, world }, { count, dead });
const asked = (devices: readonly DeviceId[], waveSize = 1) => planned(operator(), devices, waveSize, clockId);
const versions = () => apiOf(world.people.superAdmin).templateVersions;

async function retire(): Promise<void> {
  const { revision } = await versions().get({ template: clockId, version: 1 });
  await versions().retire({ template: clockId, version: 1, revision });
}

const look = async (rollout: RolloutId) => (await rolloutsOf(operator()).get({ rollout })).rollout;
const forMe = async (me: Principal) => {
  const { items, forMe } = await rolloutsOf(me).list({ waitingFor: 'me' });
  expect(forMe).toBe(items.length);
  return items.map(({ id }) => id);
};
const settled = async (rollout: RolloutId) => {
  if (!(await until(async () => (await look(rollout)).counts.previewing === 0, 60_000)))
    throw new Error('not previewed');
};

test('is deployed as one of the library is: each change bound to what its version says, the first alone, the rest in waves', async () => {
  const { devices, routers } = await made(3);
  startRunner(fleet.dial);
  const rollout = await asked(devices);
  expect(await look(rollout)).toMatchObject({
    ...{ template: clockId, version: 1, title: 'Set our clock', state: 'planned' },
    ...{ values: { servers: ['192.0.2.123'] }, counts: { waiting: 3 } },
    lines: [expect.stringContaining('/system/ntp/client/set')],
  });
  await authorised(operator(), rollout);
  expect(standings(await comesTo(operator(), rollout, 'done'))).toEqual(['verified 1', 'verified 2', 'verified 3']);
  expect([...routers.values()].every(wasSet)).toBe(true);
  const rows = await owner`select distinct template_id as id, template_version as version, template_digest as digest
    from app.change where rollout_id = ${rollout}`;
  expect([...rows]).toEqual([{ id: clockId, version: 1, digest }]);
  const [entry] = await owner`select body::jsonb -> 'detail' as detail from audit.entry
    where body::jsonb ->> 'event' = 'rollout.asked'`;
  expect(entry?.detail).toMatchObject({ rollout, template: clockId, version: 1, templateDigest: digest });
  const { items } = await rolloutsOf(operator()).list({ customer: CustomerSlug.parse('acme-corp') });
  expect(items.map(({ title }) => title)).toEqual(['Set our clock']);
});

test('that was retired before anybody decided is authorised by nobody, and nothing is sent', async () => {
  const { devices, routers } = await made(2);
  startRunner(fleet.dial);
  const rollout = await asked(devices);
  expect([await forMe(operator()), await forMe(world.people.admin)]).toEqual([[rollout], [rollout]]);
  await retire();
  // In no inbox stands what is refused.
  expect([await forMe(operator()), await forMe(world.people.admin)]).toEqual([[], []]);
  expect((await look(rollout)).whyNot.authorise).toBe(retired);
  await expect(authorised(operator(), rollout)).rejects.toEqual(refused('CONFLICT', retired));
  await expect(asked(devices)).rejects.toEqual(refused('BAD_REQUEST', 'template: no such template'));
  expect([...routers.values()].some(wasSet)).toBe(false);
});

test('that is retired while it is rolled out stops on its next device, is not resumed, and is not asked once more', async () => {
  const { devices, routers } = await made(3);
  const { runner } = startRunner(fleet.dial);
  const rollout = await asked(devices);
  await runner.end(0);
  await authorised(operator(), rollout);
  await retire();
  startRunner(fleet.dial);
  const halted = await comesTo(operator(), rollout, 'stopped');
  expect(standings(halted)).toEqual(['failed 1', 'authorised', 'authorised']);
  expect(halted.members[0]?.fault?.message).toBe(
    'Version 1 of the template was retired: ask for it anew with one that is in force.',
  );
  expect(halted.rollout.whyNot).toMatchObject({ resume: retired, retry: retired });
  await expect(rolloutsOf(operator()).resume({ rollout })).rejects.toEqual(refused('CONFLICT', retired));
  await expect(rolloutsOf(operator()).retry({ rollout })).rejects.toEqual(refused('CONFLICT', retired));
  expect([...routers.values()].some(wasSet)).toBe(false);
});

test('is asked once more for what failed with the version that it was asked with, not with one that took its place', async () => {
  const { devices } = await made(2, [0]);
  startRunner(fleet.dial);
  const rollout = await asked(devices);
  await authorised(operator(), rollout);
  expect(standings(await comesTo(operator(), rollout, 'done'))).toEqual(['failed', 'verified 1']);
  const { rollout: again } = await rolloutsOf(operator()).retry({ rollout });
  expect(await look(again)).toMatchObject({ retryOf: rollout, template: clockId, version: 1 });
  await settled(again);
  const next = await versions().create({ template: clockId, from: clockId });
  const { digest: of } = await versions().submit({ template: clockId, version: 2, revision: next.revision });
  const reviewer = await makePerson(owner, 'superAdmin', []);
  await apiOf(reviewer).templateVersions.publish({ template: clockId, version: 2, digest: of ?? '' });
  // Version 1 was retired by that: who asks anew gets version 2, and nobody gets it by asking for the other once more.
  await expect(rolloutsOf(operator()).retry({ rollout })).rejects.toEqual(refused('CONFLICT', retired));
  expect(await look(await asked(devices))).toMatchObject({ version: 2 });
});
