import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BulkRunId, type CustomerId, RunId } from '@/core/ids';
import { asCustomer, asJob } from '@/server/db/open';
import { abandonedRuns, claimRun, dropStopped, leaseSeconds, staleSeconds, waitingRuns } from '@/server/db/run-work';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeDevices, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let own: CustomerId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  await database.owner`update app.device set name = 'first-' || name`;
  await makeDevices(database.owner, own, 5);
});

beforeEach(async () => {
  await database.shiftClock('0');
  await database.owner`truncate app.run, app.bulk_run cascade`;
});

/** A bulk run of so many of the customer's devices, asked for so long ago and in hand until then. */
async function asked(devices: number, secondsAgo: number): Promise<BulkRunId> {
  const { owner } = database;
  const by = world.people.operator.personId;
  const [row] = await owner`
    insert into app.bulk_run (customer_id, action_id, params, asked_by, device_count, attended_at)
    values (${own}, 'sys.overview', '{}', ${by}, ${devices}, app.now() - make_interval(secs => ${secondsAgo})) returning id`;
  await owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, bulk_run_id, intended_at)
    select ${own}, d.id, 'sys.overview', 'read', '{}', ${by}, ${row?.id}, app.now() - make_interval(secs => ${secondsAgo})
    from app.device d where d.customer_id = ${own} order by d.name limit ${devices}`;
  return BulkRunId.parse(row?.id);
}

async function single(): Promise<RunId> {
  const [row] = await database.owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by)
    select ${own}, d.id, 'sys.overview', 'read', '{}', ${world.people.operator.personId}
    from app.device d where d.customer_id = ${own} order by d.name limit 1 returning id`;
  return RunId.parse(row?.id);
}

const waiting = (limit = 100) => asJob('dispatch', ({ db }) => waitingRuns(db, limit));

describe('among those that wait', () => {
  test('a run of its own comes first, and bulk runs take turns, however much earlier one was asked for', async () => {
    const [early, late] = [await asked(4, 30), await asked(2, 5)];
    const own = await single();
    const found = await waiting();
    expect(found[0]).toMatchObject({ id: own, bulkRun: null });
    expect(found.slice(1).map(({ bulkRun }) => bulkRun)).toEqual([early, late, early, late, early, early]);
  });

  test('those of a bulk run that is in hand wait as long as it takes, and are not given up', async () => {
    await asked(3, 0);
    for (let minutes = 1; minutes <= 10; minutes += 1) {
      await database.shiftClock(`${minutes * (staleSeconds - 10)} seconds`);
      expect(await waiting()).toHaveLength(3);
      expect(await asJob('sweep', ({ db }) => abandonedRuns(db))).toEqual([]);
    }
    const [first] = await waiting();
    if (first === undefined) throw new Error('nothing waits');
    expect(await asCustomer(own, 'run 1', ({ db }) => claimRun(db, first, 'runner-1'))).toMatchObject({ id: first.id });
  });

  test('those that nobody has had in hand for a minute do not happen by themselves later', async () => {
    await asked(3, 0);
    const [first] = await waiting();
    if (first === undefined) throw new Error('nothing waits');
    await database.shiftClock(`${staleSeconds + 5} seconds`);
    expect(await waiting()).toEqual([]);
    expect(await asCustomer(own, 'run 1', ({ db }) => claimRun(db, first, 'runner-1'))).toBeNull();
    const given = await asJob('sweep', ({ db }) => abandonedRuns(db));
    expect(given.map(({ wasClaimed }) => wasClaimed)).toEqual([false, false, false]);
  });

  test('a stop ends those that wait and no other: not one at work, and not those of another bulk run', async () => {
    const [stopped, other] = [await asked(3, 0), await asked(2, 0)];
    const first = (await waiting()).find(({ bulkRun }) => bulkRun === stopped);
    if (first === undefined) throw new Error('nothing waits');
    await asCustomer(own, 'run 1', ({ db }) => claimRun(db, first, 'runner-1'));
    await database.owner`update app.run set stop_asked_at = now(), stop_asked_by = intended_by where bulk_run_id = ${stopped}`;
    const drop = (id: BulkRunId, customerId: CustomerId) =>
      asCustomer(customerId, 'bulk 1', ({ db }) => dropStopped(db, { id, customerId }));
    expect(await drop(stopped, world.customers['other-isp'])).toBe(0);
    expect(await drop(stopped, own)).toBe(2);
    expect(await drop(stopped, own)).toBe(0);
    expect((await waiting()).map(({ bulkRun }) => bulkRun)).toEqual([other, other]);
    const [row] =
      await database.owner`select state, lease_until <= app.now() + ${`${leaseSeconds} seconds`}::interval as held
      from app.run where id = ${first.id}`;
    expect(row).toEqual({ state: 'running', held: true });
  });
});
