import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CustomerId, type DeviceId, RunId } from '@/core/ids';
import { asCustomer, asJob, asPerson, type Transaction } from '@/server/db/open';
import {
  abandonedRuns,
  abandonRun,
  appendRows,
  beginRun,
  claimRun,
  endRun,
  leaseSeconds,
  type RunRef,
  renewClaim,
  staleSeconds,
  waitingRuns,
} from '@/server/db/run-work';
import { askToStop, findRun } from '@/server/db/runs';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';

type Db = Transaction['db'];

let database: TestDatabase;
let world: World;
let own: CustomerId;
let device: DeviceId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  const [first] = world.devices['acme-corp'];
  if (first === undefined) throw new Error('no device');
  device = first;
});

beforeEach(async () => {
  await database.shiftClock('0');
  await database.owner`truncate app.run cascade`;
});

const work = <T>(does: (db: Db) => Promise<T>): Promise<T> => asCustomer(own, 'run 1', ({ db }) => does(db));

async function intended(secondsAgo = 0, effect: 'read' | 'write' = 'read'): Promise<RunRef> {
  const [row] = await database.owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, intended_at)
    values (${own}, ${device}, 'tool.ping', ${effect}, '{"address": "10.0.0.1"}', ${world.people.operator.personId},
      app.now() - make_interval(secs => ${secondsAgo})) returning id`;
  return { id: RunId.parse(row?.id), customerId: own };
}

async function claimed(runner = 'runner-1'): Promise<RunRef> {
  const ref = await intended();
  if ((await work((db) => claimRun(db, ref, runner))) === null) throw new Error('not claimed');
  return ref;
}

const batch = (firstRow: number, rowCount = 3) => ({ firstRow, rowCount, sealed: Buffer.from('sealed') });
const append = (ref: RunRef, firstRow: number, runner = 'runner-1') =>
  work((db) => appendRows(db, ref, runner, batch(firstRow)));
const done = { state: 'done', isTruncated: false, fault: null } as const;

const rowOf = async ({ id }: RunRef) =>
  (
    await database.owner`select state, claimed_by as "claimedBy", row_count::int as "rowCount", sent, started_at is not null as begun,
    ended_at is not null as ended, lease_until > app.now() as held, fault_code as "faultCode" from app.run where id = ${id}`
  )[0];
const batchesOf = async ({ id }: RunRef) =>
  (await database.owner`select first_row::int as first from app.run_rows where run_id = ${id} order by first_row`).map(
    ({ first }) => Number(first),
  );

describe('a claim', () => {
  test('of fifty at once is one runner’s', async () => {
    const ref = await intended();
    const runners = Array.from({ length: 50 }, (_, index) => `runner-${index}`);
    const claims = await Promise.all(runners.map((runner) => work((db) => claimRun(db, ref, runner))));
    const won = claims.flatMap((claim, index) => (claim === null ? [] : [{ claim, runner: runners[index] }]));
    expect(won).toHaveLength(1);
    expect(won[0]?.claim).toEqual({
      ...ref,
      device,
      action: 'tool.ping',
      params: { address: '10.0.0.1' },
      heavyOn: null,
      bulkRun: null,
      isStopping: false,
      mayGoOn: true,
    });
    expect(await rowOf(ref)).toMatchObject({ state: 'running', claimedBy: won[0]?.runner, held: true, begun: false });
  });

  test('is not to be had of what waited too long, what is another customer’s, or what has ended', async () => {
    const [stale, fresh, over] = [await intended(staleSeconds + 1), await intended(staleSeconds - 20), await claimed()];
    await work((db) => endRun(db, over, 'runner-1', done));
    const foreign = world.customers['other-isp'];
    expect(await asCustomer(foreign, 'run 1', ({ db }) => claimRun(db, fresh, 'runner-1'))).toBeNull();
    for (const ref of [stale, over]) expect(await work((db) => claimRun(db, ref, 'runner-1'))).toBeNull();
    expect(await rowOf(stale)).toMatchObject({ state: 'intended', claimedBy: null });
    expect(await work((db) => claimRun(db, fresh, 'runner-1'))).not.toBeNull();
  });

  test('says that a stop was asked for before, and so does its renewal when one is asked for later', async () => {
    const [before, later] = [await intended(), await claimed()];
    const stop = (ref: RunRef) =>
      asPerson(world.people.operator, async ({ db }) => {
        const run = await findRun(db, world.people.operator, ref.id);
        return run !== undefined && askToStop(db, world.people.operator, run);
      });
    expect(await stop(before)).toBe(true);
    expect(await work((db) => claimRun(db, before, 'runner-1'))).toMatchObject({ isStopping: true });
    expect(await work((db) => renewClaim(db, later, 'runner-1'))).toEqual({
      held: true,
      isStopping: false,
      mayGoOn: true,
    });
    expect(await stop(later)).toBe(true);
    expect(await work((db) => renewClaim(db, later, 'runner-1'))).toEqual({
      held: true,
      isStopping: true,
      mayGoOn: true,
    });
    await work((db) => endRun(db, later, 'runner-1', { ...done, state: 'stopped' }));
    expect(await stop(later)).toBe(false);
  });

  test('is renewed by whatever its runner does', async () => {
    const ref = await claimed();
    const lease = async () =>
      String((await database.owner`select lease_until::text as until from app.run where id = ${ref.id}`)[0]?.until);
    const steps: ((db: Db) => Promise<unknown>)[] = [
      (db) => beginRun(db, ref, 'runner-1', ['/tool/ping address=10.0.0.1']),
      (db) => appendRows(db, ref, 'runner-1', batch(0)),
      (db) => renewClaim(db, ref, 'runner-1'),
    ];
    for (const [index, step] of steps.entries()) {
      const before = await lease();
      await database.shiftClock(`${(index + 1) * (leaseSeconds - 5)} seconds`);
      await work(step);
      expect(await lease()).not.toBe(before);
      expect(await rowOf(ref)).toMatchObject({ held: true });
    }
  });
});

describe('a runner that lost its claim', () => {
  const losses: Readonly<Record<string, (ref: RunRef) => Promise<unknown>>> = {
    'to a sweep, which ended the run': (ref) => asJob('sweep', ({ db }) => abandonRun(db, ref, 'interrupted')),
    'to another runner': ({ id }) => database.owner`update app.run set claimed_by = 'runner-2' where id = ${id}`,
    'with its own end of the run': (ref) => work((db) => endRun(db, ref, 'runner-1', done)),
  };

  test.each(Object.entries(losses))('%s can neither begin, append, renew nor end', async (_how, lose) => {
    const ref = await claimed();
    expect(await append(ref, 0)).toBe(true);
    await lose(ref);
    const before = await rowOf(ref);
    const failed = {
      state: 'failed',
      isTruncated: true,
      fault: { code: 'cut', sealed: Buffer.from('words') },
    } as const;
    expect(await work((db) => beginRun(db, ref, 'runner-1', ['/system/reboot']))).toBe(false);
    expect(await append(ref, 3)).toBe(false);
    expect(await work((db) => renewClaim(db, ref, 'runner-1'))).toEqual({
      held: false,
      isStopping: false,
      mayGoOn: true,
    });
    expect(await work((db) => endRun(db, ref, 'runner-1', failed))).toBe(false);
    expect(await rowOf(ref)).toEqual(before);
    expect(await batchesOf(ref)).toEqual([0]);
  });

  test('never had it: a name that claimed nothing', async () => {
    const ref = await claimed();
    expect(await append(ref, 0, 'runner-2')).toBe(false);
    expect(await work((db) => endRun(db, ref, 'runner-2', done))).toBe(false);
    expect(await rowOf(ref)).toMatchObject({ state: 'running', claimedBy: 'runner-1', rowCount: 0 });
  });
});

describe('rows', () => {
  test('follow each other: neither a gap nor a repeat is stored', async () => {
    const ref = await claimed();
    const outcomes = [];
    for (const firstRow of [3, 0, 0, 1, 4, 3, 9, 6]) outcomes.push(await append(ref, firstRow));
    expect(outcomes).toEqual([false, true, false, false, false, true, false, true]);
    expect(await batchesOf(ref)).toEqual([0, 3, 6]);
    expect(await rowOf(ref)).toMatchObject({ rowCount: 9 });
  });

  test('of the same number, stored ten times at once, are stored once', async () => {
    const ref = await claimed();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => append(ref, 0)));
    expect(outcomes.filter((isStored) => isStored)).toHaveLength(1);
    expect([await batchesOf(ref), await rowOf(ref)]).toMatchObject([[0], { rowCount: 3 }]);
  });

  test('that are taken back count for nothing', async () => {
    const ref = await claimed();
    const takenBack = work(async (db) => {
      expect(await appendRows(db, ref, 'runner-1', batch(0))).toBe(true);
      throw new Error('taken back');
    });
    await expect(takenBack).rejects.toThrow('taken back');
    expect([await batchesOf(ref), await append(ref, 0)]).toEqual([[], true]);
  });
});

test('what is sent is noted before, and the end frees the claim and says why', async () => {
  const ref = await claimed();
  expect(await work((db) => beginRun(db, ref, 'runner-1', ['/tool/ping address=10.0.0.1']))).toBe(true);
  expect(await rowOf(ref)).toMatchObject({ state: 'running', begun: true, sent: ['/tool/ping address=10.0.0.1'] });
  const fault = { code: 'cut', sealed: Buffer.from('words') } as const;
  expect(await work((db) => endRun(db, ref, 'runner-1', { state: 'failed', isTruncated: true, fault }))).toBe(true);
  expect(await rowOf(ref)).toMatchObject({ state: 'failed', ended: true, claimedBy: null, faultCode: 'cut' });
});

describe('among all runs', () => {
  test('those that wait are found, the oldest first, as many as are asked for', async () => {
    const [newer, older] = [await intended(1), await intended(30)];
    await intended(staleSeconds + 1);
    await claimed();
    expect(await asJob('dispatch', ({ db }) => waitingRuns(db, 10))).toMatchObject([older, newer]);
    expect(await asJob('dispatch', ({ db }) => waitingRuns(db, 1))).toMatchObject([older]);
  });

  test('those that nobody will end are found, whether claimed or not, and no others', async () => {
    const lapsed = await claimed();
    const over = await claimed();
    await work((db) => endRun(db, over, 'runner-1', done));
    await database.shiftClock(`${leaseSeconds + 1} seconds`);
    const alive = await claimed();
    const [stale, fresh] = [await intended(staleSeconds + 1, 'write'), await intended(staleSeconds - 20)];
    const find = () => asJob('sweep', ({ db }) => abandonedRuns(db));
    expect(await find()).toEqual([
      { ...lapsed, device, effect: 'read', wasClaimed: true },
      { ...stale, device, effect: 'write', wasClaimed: false },
    ]);
    await asJob('sweep', async ({ db }) => {
      for (const found of await abandonedRuns(db)) await abandonRun(db, found, 'interrupted');
      expect(await find()).toEqual([]);
    });
    expect(await find()).toEqual([]);
    const states = await Promise.all([lapsed, stale, over, alive, fresh].map(rowOf));
    expect(states.map((row) => row?.state)).toEqual(['interrupted', 'interrupted', 'done', 'running', 'intended']);
  });
});
