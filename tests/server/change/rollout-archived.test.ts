import { beforeEach, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { createCaller } from '@/server/api/root';
import { refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { contextFor, makeWorld, type World } from '../../support/world';
import { authorised, comesTo, planned, rolloutsOf, standings, towers, wasSet } from './rolling';

/* A device that is archived while its change waits in a job. */

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
const admin = () => createCaller(contextFor(world.people.admin));

test('its change fails with a plain sentence and nothing sent, the job stops as on any failure, and goes on when it is resumed', async () => {
  const { devices, routers } = await towers(database, { fleet, world }, { count: 4 });
  startRunner(fleet.dial);
  const rollout = await planned(operator(), devices);
  const gone = devices.slice(1, 2);
  await admin().enrolment.archive({ devices: gone });
  await authorised(operator(), rollout);
  const halted = await comesTo(operator(), rollout, 'stopped');
  expect(standings(halted)).toEqual(['verified 1', 'failed 2', 'verified 2', 'authorised']);
  expect(halted.members[1]?.fault).toEqual({
    code: 'notInUse',
    message: 'The device was archived, so nothing was sent to it.',
  });
  expect(wasSet(routers.get(1))).toBe(false);
  expect(halted.rollout).toMatchObject({ stoppedBy: null, failures: 1, whyNot: { resume: null, retry: null } });
  await rolloutsOf(operator()).resume({ rollout });
  expect(standings(await comesTo(operator(), rollout, 'done'))).toEqual([
    ...['verified 1', 'failed 2', 'verified 2', 'verified 3'],
  ]);
  await expect(rolloutsOf(operator()).retry({ rollout })).rejects.toEqual(refused('CONFLICT', 'tower-02 is archived.'));
});

test('it is left out where what failed is asked for once more, and the others are not', async () => {
  const { devices } = await towers(database, { fleet, world }, { count: 3, dead: [1, 2] });
  startRunner(fleet.dial);
  const rollout = await planned(operator(), devices);
  await authorised(operator(), rollout);
  await comesTo(operator(), rollout, 'done');
  await admin().enrolment.archive({ devices: devices.slice(1, 2) });
  const { rollout: retry } = await rolloutsOf(operator()).retry({ rollout });
  const { members } = await rolloutsOf(operator()).get({ rollout: retry });
  expect(members.map(({ device }) => device)).toEqual(devices.slice(2));
  const isOver = async () => (await rolloutsOf(operator()).get({ rollout: retry })).rollout.state === 'done';
  expect(await until(isOver, 60_000)).toBe(true);
});
