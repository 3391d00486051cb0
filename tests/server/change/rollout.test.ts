import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { sweep } from '@/server/runner/sweep';
import { signIn } from '../../simulator/client';
import { refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { makePerson, makeWorld, type World } from '../../support/world';
import { authorised, comesTo, planned, rolloutsOf, standings, towers, wasSet } from './rolling';
import { someone } from './scene';

/* One template on many routers, from whoever asks for it to its end, with the runner and the database between. */

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
const made = (count: number, dead: readonly number[] = []) => towers(database, { fleet, world }, { count, dead });

/** Somebody by hand is faster. */
async function meddle(router: Parameters<typeof signIn>[0] | undefined): Promise<void> {
  if (router === undefined) throw new Error('it is dead');
  await (await signIn(router, someone.name, someone.password)).ask('/system/ntp/client/set', '=servers=198.51.100.9');
}

describe('a rollout', () => {
  test('previews each, leaves out who is dead, and makes the first alone and the others in waves', async () => {
    const { devices, routers } = await made(6, [2]);
    const { failures } = startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    const { rollout: before, members } = await rolloutsOf(operator()).get({ rollout });
    expect(before).toMatchObject({ number: 1, state: 'planned', tier: 'W1', takesTwo: false });
    expect(before.counts).toMatchObject({ devices: 6, waiting: 5, leftOut: 1 });
    expect(members[2]).toMatchObject({ state: 'failed', fault: { code: 'unreachable' }, found: null, isPart: false });
    expect(members[0]?.found?.changes).toMatchObject([{ deed: 'set', after: { servers: '192.0.2.123' } }]);
    expect([...routers.values()].some(wasSet)).toBe(false);
    await authorised(operator(), rollout);
    const after = await comesTo(operator(), rollout, 'done');
    expect(standings(after)).toEqual(['verified 1', 'verified 2', 'failed', 'verified 2', 'verified 3', 'verified 3']);
    expect([...routers.values()].every(wasSet)).toBe(true);
    expect(after.members[0]?.stages.map(({ stage }) => stage)).toContain('readBack');
    const entries =
      await owner`select event from audit.entry where body::jsonb -> 'target' ->> 'id' = ${rollout} order by at, id`;
    const events = entries
      .map(({ event }) => event)
      .filter(
        // Somebody who is quick decides before it is said to wait.
        (event) => event !== 'rollout.viewed' && event !== 'rollout.previewed',
      );
    expect(events).toEqual([
      ...['rollout.authorised', 'rollout.waveBegun', 'rollout.waveBegun', 'rollout.waveBegun', 'rollout.ended'],
    ]);
    expect(failures).toEqual([]);
  });

  test('stops on the first that fails: what runs ends, nothing new is begun; it is resumed, and the failed one is retried', async () => {
    const { devices, routers } = await made(5);
    startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    await meddle(routers.get(2));
    await authorised(operator(), rollout);
    const halted = await comesTo(operator(), rollout, 'stopped');
    expect(standings(halted)).toEqual(['verified 1', 'verified 2', 'failed 2', 'authorised', 'authorised']);
    expect(halted.members[2]?.fault?.code).toBe('differs');
    expect(halted.rollout).toMatchObject({ stoppedBy: null, failures: 1, whyNot: { resume: null, retry: null } });
    expect([wasSet(routers.get(3)), wasSet(routers.get(4))]).toEqual([false, false]);
    await rolloutsOf(operator()).resume({ rollout });
    const done = await comesTo(operator(), rollout, 'done');
    // The first of those that are left is alone again.
    expect(standings(done)).toEqual(['verified 1', 'verified 2', 'failed 2', 'verified 3', 'verified 4']);
    const { rollout: retry } = await rolloutsOf(operator()).retry({ rollout });
    const isPreviewed = async () => (await rolloutsOf(operator()).get({ rollout: retry })).rollout.digest !== null;
    expect(await until(isPreviewed, 30_000)).toBe(true);
    const anew = await rolloutsOf(operator()).get({ rollout: retry });
    expect(anew.rollout).toMatchObject({
      number: 2,
      state: 'planned',
      retryOf: rollout,
      values: { servers: ['192.0.2.123'] },
    });
    expect(anew.members.map(({ device }) => device)).toEqual([devices[2]]);
    await authorised(operator(), retry);
    expect(standings(await comesTo(operator(), retry, 'done'))).toEqual(['verified 1']);
  });

  test('is stopped by a person while its first device is made, and begins nothing more', async () => {
    const { devices, routers } = await made(3);
    startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    const first = routers.get(0);
    if (first === undefined) throw new Error('it is dead');
    first.faults.delayMs = 60;
    await authorised(operator(), rollout);
    expect(await until(() => wasSet(first), 30_000)).toBe(true);
    await rolloutsOf(operator()).stop({ rollout });
    const stopped = await comesTo(operator(), rollout, 'stopped');
    expect(standings(stopped)).toEqual(['verified 1', 'authorised', 'authorised']);
    expect(stopped.rollout.stoppedBy).toBe('The operator');
    await expect(rolloutsOf(operator()).stop({ rollout })).rejects.toEqual(refused('CONFLICT', 'It does not run.'));
  });

  test('whose runner is killed goes on where it was, and makes nothing twice', async () => {
    const { devices, routers } = await made(4);
    const { runner } = startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    await runner.end(0);
    await authorised(operator(), rollout);
    // Its first wave was released by one that was killed before anything was sent.
    await owner`update app.change set released_at = app.now(), wave = 1 where rollout_id = ${rollout} and rollout_position = 1`;
    await database.shiftClock('61 seconds');
    await sweep();
    startRunner(fleet.dial);
    const halted = await comesTo(operator(), rollout, 'stopped');
    expect(standings(halted)).toEqual(['failed 1', 'authorised', 'authorised', 'authorised']);
    expect([halted.members[0]?.fault?.code, wasSet(routers.get(0))]).toEqual(['interrupted', false]);
    await rolloutsOf(operator()).resume({ rollout });
    expect(standings(await comesTo(operator(), rollout, 'done'))).toEqual([
      ...['failed 1', 'verified 2', 'verified 3', 'verified 3'],
    ]);
    for (const index of [1, 2, 3]) {
      const router = routers.get(index);
      const sets = router?.received.filter(([path]) => path === '/system/ntp/client/set') ?? [];
      expect(sets).toHaveLength(1);
    }
  });

  test('whose authorisation is too old ends, and what was not begun expires', async () => {
    const { devices } = await made(3);
    const { runner } = startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    await runner.end(0);
    await authorised(operator(), rollout);
    await database.shiftClock('25 hours');
    startRunner(fleet.dial);
    const admin = await makePerson(owner, 'admin', [world.customers['acme-corp']]);
    const over = await comesTo(admin, rollout, 'expired');
    expect(standings(over)).toEqual(['expired', 'expired', 'expired']);
  });
});

describe('who may', () => {
  test('more than ten devices take two people, and none of them is decided on alone', async () => {
    const { devices, routers } = await made(11, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    startRunner(fleet.dial);
    const { admin } = world.people;
    const rollout = await planned(admin, devices, 5);
    const { rollout: view, members } = await rolloutsOf(admin).get({ rollout });
    expect(view).toMatchObject({ tier: 'W3', takesTwo: true, counts: { waiting: 1 } });
    expect(view.whyNot.authorise).toBe('A rollout of tier W3 takes a second person: another Admin authorises it.');
    await expect(authorised(admin, rollout)).rejects.toEqual(refused('FORBIDDEN', String(view.whyNot.authorise)));
    await expect(authorised(operator(), rollout)).rejects.toEqual(refused('FORBIDDEN', /takes an Admin/));
    const [only] = members;
    // Past the API: by one of its changes, and with the digest of what it is not.
    for (const statement of [
      `update app.change set state = 'authorised', authorised_by = '${world.people.superAdmin.personId}' where id = '${only?.change}'`,
      `update app.rollout set state = 'running', authorised_by = '${admin.personId}', digest = '${view.digest}' where id = '${rollout}'`,
      `update app.rollout set state = 'running', authorised_by = '${world.people.superAdmin.personId}', digest = '${'0'.repeat(64)}' where id = '${rollout}'`,
    ])
      await expect(owner.unsafe(statement)).rejects.toThrow(
        /change_is_decided_with_its_rollout|change_w3_takes_two_people|rollout_is_authorised_as_previewed/,
      );
    expect(wasSet(routers.get(0))).toBe(false);
    await authorised(world.people.superAdmin, rollout);
    expect((await comesTo(admin, rollout, 'done')).members[0]?.state).toBe('verified');
  });

  test('a digest that is not of what is there any more is refused', async () => {
    const { devices } = await made(2);
    startRunner(fleet.dial);
    const rollout = await planned(operator(), devices);
    await expect(rolloutsOf(operator()).authorise({ rollout, digest: 'a'.repeat(64) })).rejects.toEqual(
      refused('CONFLICT', /has changed since you looked/),
    );
  });

  test('it is rejected with all its changes, or withdrawn', async () => {
    const { devices } = await made(2);
    startRunner(fleet.dial);
    const [one, other] = [await planned(operator(), devices), await planned(operator(), devices)];
    await rolloutsOf(world.people.admin).reject({ rollout: one, reason: 'Not today.' });
    await rolloutsOf(operator()).withdraw({ rollout: other });
    expect(standings(await rolloutsOf(operator()).get({ rollout: one }))).toEqual(['rejected', 'rejected']);
    expect(standings(await rolloutsOf(operator()).get({ rollout: other }))).toEqual(['withdrawn', 'withdrawn']);
  });
});
