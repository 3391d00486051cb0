import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceId, RunId } from '@/core/ids';
import { purgeResults } from '@/server/runner/housekeeping';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson, makeSession, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let device: DeviceId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  [device] = world.devices['acme-corp'] as [DeviceId]; // safe: the world has three.
});

beforeEach(async () => {
  await database.owner`delete from app.setting`;
});

/** So many runs with a batch of rows each, that ended so many days ago. */
async function ended(daysAgo: number, count = 1): Promise<RunId[]> {
  const { owner } = database;
  const customer = world.customers['acme-corp'];
  const rows = await owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, state, ended_at)
    select ${customer}, ${device}, 'sys.overview', 'read', '{}', ${world.people.operator.personId}, 'done',
      app.now() - make_interval(days => ${daysAgo}) from generate_series(1, ${count}) returning id`;
  const ids = rows.map(({ id }) => id);
  await owner`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
    select unnest(${ids}::uuid[]), 0, 1, ${customer}, '\\x00'`;
  return ids;
}
const left = async (ids: readonly RunId[]): Promise<RunId[]> =>
  (await database.owner`select id from app.run where id = any (${[...ids]}::uuid[]) order by id`).map(({ id }) => id);

test('results of more than ninety days go with their rows, younger ones stay', async () => {
  const old = await ended(91);
  const young = await ended(89);
  await purgeResults();
  expect(await left([...old, ...young])).toEqual(young);
  expect(await database.owner`select from app.run_rows where run_id = any (${old}::uuid[])`).toHaveLength(0);
});

test('the configured days are those that count', async () => {
  await database.owner`select app.keep_setting('results.days', '7'::jsonb, null)`;
  const [week] = [await ended(8)];
  const young = await ended(6);
  await purgeResults();
  expect(await left([...week, ...young])).toEqual(young);
});

test('what belongs to a session stays as long as the session, and so does what has not ended', async () => {
  const [evidence] = (await ended(400)) as [RunId]; // safe: one was made.
  const session = await makeSession(database.owner, device, world.people.operator);
  await database.owner`insert into app.session_step (session_id, number, customer_id, kind, by_id, from_address, device_id, run_id)
    values (${session}, 0, ${world.customers['acme-corp']}, 'run', ${world.people.operator.personId}, '192.0.2.7', ${device}, ${evidence})`;
  const going = await ended(400);
  await database.owner`update app.run set ended_at = null, state = 'running', claimed_by = 'r', lease_until = app.now() + interval '1 minute' where id = any (${going}::uuid[])`;
  await purgeResults();
  expect(await left([evidence, ...going])).toEqual([evidence, ...going].sort());
});

test('many go in batches, each short', async () => {
  const old = await ended(100, 1_200);
  await purgeResults();
  expect(await left(old)).toEqual([]);
});

describe('lives of signed-in sessions', () => {
  /** What a sign-in that finishes now gives, in seconds: until the token lapses unused, and until the session ends. */
  async function lives(role: 'admin' | 'viewer') {
    const { owner } = database;
    const { personId } = await makePerson(owner, role, [world.customers['acme-corp']]);
    await owner`update app.person set password_hash = 'h' where id = ${personId}`;
    const random = crypto.getRandomValues(new Uint8Array(16));
    const [made] =
      await owner`select family_id, expires_in from auth.finish_sign_in(${personId}, 'h', '{}', '192.0.2.7', 'test',
      ${random}, 'hash', null, null)`;
    const [family] =
      await owner`select extract(epoch from expires_at - created_at)::int as whole, idle_seconds from app.token_family
      where id = ${made?.family_id}`;
    expect(made?.expires_in).toBe(family?.idle_seconds);
    return [family?.idle_seconds, family?.whole];
  }
  const hour = 3_600;
  const day = 24 * hour;
  const keep = (name: string, value: number) =>
    database.owner`select app.keep_setting(${name}, to_jsonb(${value}::int), null)`;

  test('are those of the design until somebody says otherwise', async () => {
    expect(await lives('admin')).toEqual([12 * hour, 30 * day]);
    expect(await lives('viewer')).toEqual([7 * day, 30 * day]);
  });

  test('are those that are configured, and none outlives its session', async () => {
    await keep('sign-in.idle-hours-admins', 1);
    await keep('sign-in.days', 3);
    expect(await lives('admin')).toEqual([hour, 3 * day]);
    expect(await lives('viewer')).toEqual([3 * day, 3 * day]);
  });
});
