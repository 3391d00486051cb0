import { beforeAll, describe, expect, test } from 'vitest';
import { connect } from '@/server/db/connection';
import { staleSeconds } from '@/server/db/run-work';
import { goRound } from '@/server/runner/clock';
import { rounds } from '@/server/runner/housekeeping';
import { sweep } from '@/server/runner/sweep';
import { type TestDatabase, testDatabase } from '../../support/database';
import { entriesOf, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});

/** A run that a runner claimed until then. */
async function running(effect: 'read' | 'write', leaseUntil: string): Promise<string> {
  const [row] = await database.owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, state, claimed_by, lease_until)
    values (${world.customers['acme-corp']}, ${world.devices['acme-corp'][0] ?? ''}, 'ping', ${effect}, '{}',
      ${world.people.operator.personId}, 'running', 'runner-1', now() + ${leaseUntil}::interval) returning id`;
  return String(row?.id);
}

/** A run that somebody asked for then, and that no runner took. */
async function waiting(effect: 'read' | 'write', secondsAgo: number): Promise<string> {
  const [row] = await database.owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, intended_at)
    values (${world.customers['acme-corp']}, ${world.devices['acme-corp'][0] ?? ''}, 'ping', ${effect}, '{}',
      ${world.people.operator.personId}, now() - make_interval(secs => ${secondsAgo})) returning id`;
  return String(row?.id);
}

const stateOf = async (id: string) =>
  (
    await database.owner`select state, claimed_by as "claimedBy", ended_at is not null as ended from app.run where id = ${id}`
  )[0];

describe('a run whose lease has lapsed', () => {
  test('ends honestly: a read is interrupted, of a write nothing is known, and each leaves its entry', async () => {
    const [read, write, alive] = [
      await running('read', '-1 second'),
      await running('write', '-1 second'),
      await running('read', '1 hour'),
    ];
    expect(await sweep()).toBe(2);
    expect(await stateOf(read)).toEqual({ state: 'interrupted', claimedBy: null, ended: true });
    expect(await stateOf(write)).toEqual({ state: 'unknown', claimedBy: null, ended: true });
    expect(await stateOf(alive)).toEqual({ state: 'running', claimedBy: 'runner-1', ended: false });
    const actor = { kind: 'job', because: 'sweep' };
    for (const [id, state] of [
      [read, 'interrupted'],
      [write, 'unknown'],
    ] as const)
      expect(await entriesOf(database.owner, id)).toMatchObject([
        {
          event: 'run.interrupted',
          outcome: 'unknown',
          actor,
          customer: world.customers['acme-corp'],
          target: { id },
          detail: { state, wasSent: true },
        },
      ]);
    expect(await sweep()).toBe(0);
  });

  test('is ended once by two sweeps at the same moment', async () => {
    const id = await running('read', '-1 second');
    expect((await Promise.all([sweep(), sweep()])).reduce((sum, count) => sum + count)).toBe(1);
    expect(await entriesOf(database.owner, id)).toHaveLength(1);
  });

  test('the sweeping job can change no run that is not running, and reads no parameters', async () => {
    const id = await running('read', '-1 second');
    await sweep();
    const app = connect(database.appUrl, 1);
    await app.begin(async (sql) => {
      await sql`set local role routeward_job`;
      expect(await sql`update app.run set state = 'done' where id = ${id} returning id`).toHaveLength(0);
    });
    const reading = app.begin(async (sql) => {
      await sql`set local role routeward_job`;
      await sql`select params from app.run`;
    });
    await expect(reading).rejects.toMatchObject({ code: '42501' });
    await app.end();
  });
});

describe('a run that no runner took', () => {
  test('for a minute ends as interrupted before anything was sent, a write too, and leaves its entry', async () => {
    const [read, write, fresh] = [
      await waiting('read', staleSeconds + 1),
      await waiting('write', staleSeconds + 1),
      await waiting('read', 0),
    ];
    expect(await sweep()).toBe(2);
    for (const id of [read, write]) {
      expect(await stateOf(id)).toEqual({ state: 'interrupted', claimedBy: null, ended: true });
      expect(await entriesOf(database.owner, id)).toMatchObject([
        { event: 'run.interrupted', target: { id }, detail: { state: 'interrupted', wasSent: false } },
      ]);
    }
    expect(await stateOf(fresh)).toEqual({ state: 'intended', claimedBy: null, ended: false });
    expect(await sweep()).toBe(0);
  });
});

test('the rounds go round, outlive a failure, and end with the work at hand when they are told to', async () => {
  const stop = new AbortController();
  const failures: string[] = [];
  let times = 0;
  const failing = {
    name: 'failing',
    seconds: 0.001,
    work: async () => {
      times += 1;
      if (times === 3) stop.abort();
      throw new Error('the database is away');
    },
  };
  await goRound([failing], stop.signal, (round) => failures.push(round));
  expect([times, failures]).toEqual([3, ['failing', 'failing', 'failing']]);
});

test('every round of the product’s works against a database that is there', async () => {
  for (const { work } of rounds) await work();
  expect(rounds.map(({ name }) => name)).toEqual(['sweep', 'partitions', 'purge', 'results']);
});
