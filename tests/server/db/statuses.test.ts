import { eq, inArray, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountFinding } from '@/core/enrolment/logins';
import type { CustomerId, DeviceId } from '@/core/ids';
import { deviceStates, freshSeconds, stateOf } from '@/core/status';
import { listDevices } from '@/server/db/devices';
import { asCustomer, asEverything, asPerson } from '@/server/db/open';
import { noteTries, type Tried } from '@/server/db/probe-work';
import { deviceStatus } from '@/server/db/schema/status';
import { beatsADay, beatsOf, statusColumns } from '@/server/db/statuses';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeCustomer, makeDevices, makeWorld, type World } from '../../support/world';
import { down, setClock, unexamined, unsaid, up } from './tries';

let database: TestDatabase;
let world: World;
let own: CustomerId;
let first: DeviceId;
let second: DeviceId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  const [one, two] = world.devices['acme-corp'];
  if (one === undefined || two === undefined) throw new Error('no devices');
  [first, second] = [one, two];
});

beforeEach(async () => {
  await setClock(database, '2026-03-10 12:30:05Z');
  await database.owner`delete from app.device_status`;
  await database.owner`delete from app.device_hour`;
});

const note = (...tries: Tried[]) => asCustomer(own, 'probe', ({ db }) => noteTries(db, own, tries));
const statusOf = async (device: DeviceId) => {
  const rows = await asPerson(world.people.viewer, ({ db }) =>
    db.select(statusColumns).from(deviceStatus).where(eq(deviceStatus.deviceId, device)),
  );
  return rows[0];
};
const minute = (at: string) => `2026-03-10T12:${at}`;
const atOnce = expect.stringMatching(/^2026-03-10T12:30:\d\d\.\d{3}Z$/);

describe('what a try found', () => {
  test('the first answer is written down, and turns nothing', async () => {
    expect(await note(up(first))).toEqual([]);
    expect(await statusOf(first)).toEqual({
      ...{ state: 'up', since: atOnce, triedAt: atOnce, answeredAt: atOnce, faultCode: null },
      ...{ identity: 'tower-01-gw', model: 'RB5009', version: '7.20.8' },
      ...{ cpuPercent: 7, uptimeSeconds: 1234.5, roundTripMs: 12.5 },
      ...{ faultReason: null, shownPin: null, ...unexamined },
    });
  });

  test('a device that never answered is down since the first try and has said nothing', async () => {
    expect(await note(down(first, 'loginRefused'))).toEqual([]);
    const status = { state: 'down', since: atOnce, triedAt: atOnce, answeredAt: null, faultCode: 'loginRefused' };
    expect(await statusOf(first)).toEqual({ ...status, ...unsaid, ...unexamined });
  });

  test('down keeps the last answer and its age; up again takes the new one', async () => {
    await note(up(first));
    const before = await statusOf(first);
    await setClock(database, '2026-03-10 12:31:05Z');
    expect(await note(down(first))).toEqual([{ device: first, isUp: false, faultCode: 'unreachable' }]);
    const turnedAt = expect.stringContaining(minute('31:'));
    expect(await statusOf(first)).toEqual({
      ...before,
      ...{ state: 'down', since: turnedAt, triedAt: turnedAt, faultCode: 'unreachable' },
    });
    await setClock(database, '2026-03-10 12:32:05Z');
    const other = { ...up(first, 3), identity: 'renamed', version: '7.21', cpuPercent: null };
    expect(await note(other)).toEqual([{ device: first, isUp: true, faultCode: null }]);
    const upAt = expect.stringContaining(minute('32:'));
    expect(await statusOf(first)).toMatchObject({
      ...{ state: 'up', since: upAt, answeredAt: upAt, faultCode: null, identity: 'renamed' },
      ...{ version: '7.21', cpuPercent: null, roundTripMs: 3 },
    });
  });

  test('why it failed and which certificate it showed are the last try’s, and gone with the next one', async () => {
    const shownPin = 'ab'.repeat(32);
    await note({ ...down(first, 'certificateDiffers'), shownPin });
    expect(await statusOf(first)).toMatchObject({ faultCode: 'certificateDiffers', faultReason: null, shownPin });
    await note({ ...down(first), faultReason: 'ECONNREFUSED' });
    expect(await statusOf(first)).toMatchObject({ faultReason: 'ECONNREFUSED', shownPin: null });
    await note(up(first));
    expect(await statusOf(first)).toMatchObject({ faultCode: null, faultReason: null, shownPin: null });
  });

  test('what an examination found stays, with its age, until the next one', async () => {
    const otherAccounts: AccountFinding[] = [{ account: 'write', faultCode: 'loginRefused', missing: null }];
    const at = '2026-03-10T12:30:01.000Z';
    const examined = { clockSkewSeconds: -40, missingPolicies: ['test'], otherAccounts };
    await note({ ...up(first), examinedAt: at, examined });
    const found = { ...examined, examinedAt: at };
    expect(await statusOf(first)).toMatchObject(found);
    await setClock(database, '2026-03-10 12:31:05Z');
    for (const one of [up(first), down(first), up(first)]) {
      await note(one);
      expect(await statusOf(first)).toMatchObject({ ...found, triedAt: expect.stringContaining(minute('31:')) });
    }
    const again = '2026-03-10T12:31:00.000Z';
    // One that got no answer counts as made, and takes nothing from what the last one found.
    await note({ ...down(first), examinedAt: again });
    expect(await statusOf(first)).toMatchObject({ ...examined, examinedAt: again });
    const examinedAt = '2026-03-10T12:31:02.000Z';
    await note({
      ...up(first),
      examinedAt,
      examined: { clockSkewSeconds: null, missingPolicies: [], otherAccounts: [] },
    });
    expect(await statusOf(first)).toMatchObject({
      clockSkewSeconds: null,
      missingPolicies: [],
      otherAccounts: [],
      examinedAt,
    });
  });

  test('what is no certificate and no name of a fault is not written down', async () => {
    for (const wrong of [
      { shownPin: 'AB'.repeat(32) },
      { shownPin: 'ab' },
      { faultReason: 'a\tb' },
      { faultReason: '' },
    ])
      await expect(note({ ...down(first), ...wrong })).rejects.toThrow();
    expect(await statusOf(first)).toBeUndefined();
  });

  test('since changes on a turn alone, and a turn is told once', async () => {
    await note(down(first, 'unreachable'));
    for (const [at, faultCode] of [
      ['31', 'unreachable'],
      ['32', 'loginRefused'],
    ] as const) {
      await setClock(database, `2026-03-10 12:${at}:05Z`);
      expect(await note(down(first, faultCode))).toEqual([]);
      expect(await statusOf(first)).toMatchObject({
        ...{
          since: expect.stringContaining(minute('30:')),
          triedAt: expect.stringContaining(minute(`${at}:`)),
          faultCode,
        },
      });
    }
    expect(await note(up(first))).toEqual([{ device: first, isUp: true, faultCode: null }]);
    expect(await note(up(first))).toEqual([]);
  });

  test('two that note the same turn at the same moment tell it once between them', async () => {
    const all = [...world.devices['acme-corp']];
    await note(...all.map((device) => up(device)));
    for (let round = 0; round < 10; round += 1) {
      const tries = all.map((device) => (round % 2 === 0 ? down(device) : up(device)));
      const told = await Promise.all([note(...tries), note(...[...tries].reverse())]);
      expect(
        told
          .flat()
          .map(({ device }) => device)
          .sort(),
      ).toEqual([...all].sort());
    }
  });

  test('is told for those that turned, of several, and nothing is written for nobody', async () => {
    await note(up(first), up(second));
    expect(await note(up(first), down(second))).toEqual([{ device: second, isUp: false, faultCode: 'unreachable' }]);
    expect(await note()).toEqual([]);
  });

  test('of another customer’s device is refused, and nothing of the rest is written', async () => {
    const [foreign] = world.devices['other-isp'];
    if (foreign === undefined) throw new Error('no device');
    await expect(note(up(first), up(foreign))).rejects.toThrow();
    expect(await statusOf(first)).toBeUndefined();
  });
});

describe('the round trips of an hour', () => {
  const hours = () =>
    database.owner`select to_char(hour at time zone 'UTC', 'DD HH24:MI') as hour,
      (select json_object_agg(i - 1, ms) from unnest(round_trip_ms) with ordinality as m(ms, i) where ms is not null) as minutes
      from app.device_hour where device_id = ${first} order by hour`;

  test('are a minute each: answers and misses side by side, and nothing where nobody asked', async () => {
    await note(up(first, 12.5));
    await setClock(database, '2026-03-10 12:31:05Z');
    await note(down(first));
    await setClock(database, '2026-03-10 12:33:05Z');
    await note(up(first, 0));
    expect(await hours()).toMatchObject([{ hour: '10 12:00', minutes: { 30: 12.5, 31: -1, 33: 0 } }]);
  });

  test('hold what the last try of a minute found', async () => {
    await note(down(first));
    await note(up(first, 4));
    expect(await hours()).toMatchObject([{ minutes: { 30: 4 } }]);
    await note(down(first));
    expect(await hours()).toMatchObject([{ minutes: { 30: -1 } }]);
  });

  test('begin anew with the hour, and with the day', async () => {
    for (const [at, ms] of [
      ['2026-03-10 22:59:05Z', 1],
      ['2026-03-10 23:00:05Z', 2],
      ['2026-03-10 23:59:05Z', 3],
      ['2026-03-11 00:00:05Z', 4],
    ] as const) {
      await setClock(database, at);
      await note(up(first, ms));
    }
    expect(await hours()).toMatchObject([
      { hour: '10 22:00', minutes: { 59: 1 } },
      { hour: '10 23:00', minutes: { 0: 2, 59: 3 } },
      { hour: '11 00:00', minutes: { 0: 4 } },
    ]);
  });

  test('become half hours: 48 of them, the oldest first, and none for who was not asked', async () => {
    for (const [at, tried] of [
      ['2026-03-09 12:29:05Z', up(first, 999)],
      ['2026-03-09 12:31:05Z', up(first, 7)],
      ['2026-03-10 11:58:05Z', down(first)],
      ['2026-03-10 12:10:05Z', up(first, 10)],
      ['2026-03-10 12:11:05Z', up(first, 20)],
      ['2026-03-10 12:12:05Z', down(first)],
      ['2026-03-10 12:30:05Z', up(first, 3)],
    ] as const) {
      await setClock(database, at);
      await note(tried);
    }
    const found = await asPerson(world.people.viewer, ({ db }) => beatsOf(db, world.people.viewer, [first, second]));
    expect([...found.keys()]).toEqual([first]);
    const beats = found.get(first) ?? [];
    expect(beats).toHaveLength(beatsADay);
    const nothing = { meanMs: null, tried: 0, answered: 0 };
    expect(beats.slice(1, -2)).toEqual(Array.from({ length: beatsADay - 3 }, () => nothing));
    expect([beats[0], ...beats.slice(-2)]).toEqual([
      { meanMs: 7, tried: 1, answered: 1 },
      // A miss at 11:58 is 32 minutes old.
      { meanMs: null, tried: 1, answered: 0 },
      { meanMs: 11, tried: 4, answered: 3 },
    ]);
  });

  test('are nobody’s who has no reach, and those of no devices are none', async () => {
    await note(up(first));
    const stranger = await makeCustomer(database.owner, 'third-isp');
    const [device] = await makeDevices(database.owner, stranger, 1);
    if (device === undefined) throw new Error('no device');
    await asCustomer(stranger, 'probe', ({ db }) => noteTries(db, stranger, [up(device)]));
    const seen = await asPerson(world.people.viewer, ({ db }) => beatsOf(db, world.people.viewer, [first, device]));
    expect([...seen.keys()]).toEqual([first]);
    const { superAdmin } = world.people;
    const all = await asEverything(superAdmin, ({ db }) => beatsOf(db, superAdmin, [first, device]));
    expect(new Set(all.keys())).toEqual(new Set([first, device]));
    expect(await asEverything(superAdmin, ({ db }) => beatsOf(db, superAdmin, []))).toEqual(new Map());
  });
});

test('the database says of any device what core/status.ts says of it', async () => {
  const customer = await makeCustomer(database.owner, 'generated');
  const ids = await makeDevices(database.owner, customer, 300);
  await database.owner`delete from app.device_status`;
  // Every fifth was never asked; the others at any time around the limit, but for the second it takes to look.
  await database.owner`
    insert into app.device_status (device_id, customer_id, is_up, fault_code, since, tried_at)
    select id, customer_id, n % 2 = 0, case when n % 2 <> 0 then 'unreachable' end, date_trunc('milliseconds', app.now()) - interval '1 day',
      date_trunc('milliseconds', app.now()) - make_interval(secs => case n % 5 when 1 then ${freshSeconds} + 1 + n / 10.0
        when 2 then ${freshSeconds} - 20 - n / 3.0 when 3 then -n else 86400.0 * n end)
    from (select id, customer_id, row_number() over (order by id) as n from app.device where customer_id = ${customer}) d
    where n % 5 <> 0`;
  const { superAdmin } = world.people;
  const rows = await asEverything(superAdmin, ({ db }) =>
    db
      .select({
        ...statusColumns,
        isUp: deviceStatus.isUp,
        wasSince: sql<string>`${deviceStatus.since}`.mapWith(deviceStatus.since),
        now: sql<Date>`app.now()`.mapWith((text) => new Date(String(text))),
      })
      .from(deviceStatus)
      .where(inArray(deviceStatus.deviceId, ids)),
  );
  expect(rows).toHaveLength(240);
  for (const { state, since, isUp, triedAt, wasSince, now } of rows)
    expect({ state, since }).toEqual(stateOf({ isUp, triedAt, since: wasSince }, now));
  expect(new Set(rows.map(({ state }) => state)).size).toBe(deviceStates.length);
  const { items, states } = await asEverything(superAdmin, ({ db }) =>
    listDevices(db, superAdmin, customer, { limit: 500 }),
  );
  const unasked = items.filter(({ triedAt }) => triedAt === null);
  expect(unasked).toHaveLength(60);
  for (const { state, since } of unasked) expect({ state, since }).toEqual(stateOf(null, new Date()));
  for (const state of deviceStates) expect(items.filter((item) => item.state === state)).toHaveLength(states[state]);
});
