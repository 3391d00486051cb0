import { drizzle } from 'drizzle-orm/postgres-js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { CustomerSlug, type DeviceId } from '@/core/ids';
import { searchAudit } from '@/server/audit/search';
import { connect, type Sql, type Transaction } from '@/server/db/connection';
import { findCustomer, listCustomers } from '@/server/db/customers';
import { findDevices, listDevices } from '@/server/db/devices';
import { namesOf } from '@/server/db/names';
import { listPeople } from '@/server/db/people';
import { batchesFrom, runsOfDevice, runsToFollow, runsUnderWay, shortlyBefore } from '@/server/db/runs';
import { listSignIns } from '@/server/db/sign-ins';
import { beatsOf, statusesAfter } from '@/server/db/statuses';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson } from '../../support/world';

type Db = Transaction['db'];

let database: TestDatabase;
let app: Sql;
const readers: { name: string; me: Principal }[] = [];

beforeAll(async () => {
  database = await testDatabase();
  app = connect(database.appUrl, 1);
  const { owner } = database;
  await owner`insert into app.customer (slug, name) select 'isp-' || i, 'ISP ' || i from generate_series(1, 1000) i`;
  await owner`insert into app.device (customer_id, name, address)
    select c.id, 'router-' || i, '10.0.0.' || i from app.customer c, generate_series(1, 50) i`;
  await owner`insert into audit.entry (at, id, customer_id, event, outcome, body, salt, leaf, xid)
    select now() - make_interval(secs => i), gen_random_uuid(), c.id, 'device.listed', 'ok', '{}', s.salt,
      sha256('\\x00'::bytea || s.salt || '{}'::bytea), pg_current_xact_id()
    from app.customer c, generate_series(1, 20) i, lateral (select sha256(i::text::bytea) as salt) s`;
  // Every device was asked a moment ago, each at its own second; one in ten is down, three of a customer have a day.
  await owner`insert into app.device_status (device_id, customer_id, is_up, fault_code, since, tried_at)
    select id, customer_id, n % 10 <> 0, case when n % 10 = 0 then 'unreachable' end, now() - interval '1 day',
      date_trunc('milliseconds', now()) - make_interval(secs => n % 60)
    from (select *, row_number() over (order by customer_id, name) as n from app.device) d`;
  await owner`insert into app.device_hour (device_id, hour, customer_id, round_trip_ms)
    select d.id, date_trunc('hour', now()) - make_interval(hours => h), d.customer_id, array_fill(1::real, array[60])
    from app.device d, generate_series(0, 23) h where d.name in ('router-1', 'router-2', 'router-3')`;
  const asker = await makePerson(owner, 'superAdmin', []);
  await owner`insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, state, intended_at, row_count)
    select d.customer_id, d.id, 'tool.ping', 'read', '{}', ${asker.personId}, 'done', now() - make_interval(mins => i), 6
    from app.device d, generate_series(1, 20) i where d.name in ('router-1', 'router-2')`;
  await owner`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
    select r.id, i * 3, 3, r.customer_id, '\\x00' from app.run r, generate_series(0, 1) i`;
  for (const reach of [3, 100, 1000]) {
    const me = await makePerson(owner, 'admin', []);
    await owner`insert into app.membership (person_id, customer_id)
      select ${me.personId}, id from app.customer where slug <> 'isp-1000' or ${reach} = 1000 order by slug limit ${reach}`;
    readers.push({ name: `an Admin of ${reach}`, me });
  }
  readers.push({ name: 'a Super Admin', me: await makePerson(owner, 'superAdmin', []) });
  await owner`analyze`;
  return () => app.end();
});

/** Runs `work` as this person and returns the plan of every statement it made PostgreSQL run. */
async function plansOf(me: Principal, work: (db: Db) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = [];
  await app.begin(async (sql) => {
    await sql`select set_config('role', ${me.role === 'superAdmin' ? 'routeward_everything' : 'routeward_person'}, true)`;
    const [row] =
      await sql`select app.enter_person(${me.personId}, ${me.familyId}, ${me.role}, ${me.epoch}) as refused`;
    expect(row?.refused).toBeNull();
    const explained = (query: string, parameters: never[]) => {
      const explaining = sql.unsafe(`explain (analyze, costs off, timing off, summary off) ${query}`, parameters);
      const asked = explaining.then((lines) => plans.push(lines.map((line) => line['QUERY PLAN']).join('\n')));
      // Drizzle reads rows by `.values()` where the shape is known and as objects where it is not.
      const answer = asked.then(() => sql.unsafe(query, parameters));
      return Object.assign(answer, { values: () => asked.then(() => sql.unsafe(query, parameters).values()) });
    };
    // safe: Drizzle uses nothing of the client but `options` and `unsafe`.
    await work(drizzle({ options: app.options, unsafe: explained } as unknown as Sql, { casing: 'snake_case' }));
  });
  expect(plans.length).toBeGreaterThan(0);
  return plans;
}

const slug = CustomerSlug.parse('isp-1');
const filter = { event: undefined, outcome: undefined, after: undefined, limit: 50 };

const lists: Readonly<Record<string, (db: Db, me: Principal) => Promise<unknown>>> = {
  'devices of the reach': (db, me) => listDevices(db, me, null, { limit: 50 }),
  'devices of the reach, a later page': (db, me) =>
    listDevices(db, me, null, { limit: 50, after: { name: 'router-30', id: '00000000-0000-4000-8000-000000000000' } }),
  'devices by a part of the name': (db, me) => listDevices(db, me, null, { limit: 50, q: 'router-4' }),
  'devices by a tag': (db, me) => listDevices(db, me, null, { limit: 50, tag: 'core' }),
  'devices of one customer': async (db, me) =>
    listDevices(db, me, (await findCustomer(db, me, slug))?.id ?? null, { limit: 50 }),
  'devices by id': async (db, me) =>
    findDevices(
      db,
      me,
      (await listDevices(db, me, null, { limit: 50 })).items.map(({ id }) => id),
    ),
  customers: listCustomers,
  'signed-in sessions': (db, me) => listSignIns(db, me),
  'audit entries': (db, me) => searchAudit(db, me, filter),
  'audit entries of one event': (db, me) => searchAudit(db, me, { ...filter, event: 'device.listed', outcome: 'ok' }),
  'names of targets': (db, me) => namesOf(db, me, [{ kind: 'device', id: '00000000-0000-4000-8000-000000000000' }]),
  people: (db) => listPeople(db),
  'devices that are down': (db, me) => listDevices(db, me, null, { limit: 50, state: 'down' }),
  'devices that nobody knows about': (db, me) => listDevices(db, me, null, { limit: 50, state: 'noData' }),
  'devices of one customer that are up': async (db, me) =>
    listDevices(db, me, (await findCustomer(db, me, slug))?.id ?? null, { limit: 50, state: 'up' }),
  'statuses of the reach': (db, me) => statusesAfter(db, me, { of: null, after: secondsAgo(2), limit: 500 }),
  'statuses of the reach, more than a page': (db, me) =>
    statusesAfter(db, me, { of: null, after: secondsAgo(600), limit: 50 }),
  'statuses of one customer': async (db, me) =>
    statusesAfter(db, me, { of: (await findCustomer(db, me, slug))?.id ?? null, after: secondsAgo(600), limit: 500 }),
  'beats of a hundred devices': async (db, me) =>
    beatsOf(
      db,
      me,
      (await listDevices(db, me, null, { limit: 100 })).items.map(({ id }) => id),
    ),
  'runs of a device': async (db, me) => runsOfDevice(db, me, await deviceOf(db, me), { limit: 50 }),
  'runs of a device, a later page': async (db, me) => {
    const device = await deviceOf(db, me);
    const [last] = await runsOfDevice(db, me, device, { limit: 1 });
    if (last === undefined) throw new Error('no run');
    await runsOfDevice(db, me, device, { limit: 50, before: { at: last.intendedAt, id: last.id } });
  },
  'runs to follow': async (db, me) => {
    const device = await deviceOf(db, me);
    const known = (await runsOfDevice(db, me, device, { limit: 3 })).map(({ id }) => id);
    await runsToFollow(db, me, { among: { device }, known, since: await shortlyBefore(db) });
  },
  'runs under way': async (db, me) => runsUnderWay(db, me, await deviceOf(db, me)),
  'batches of a run': async (db, me) => {
    const [run] = await runsOfDevice(db, me, await deviceOf(db, me), { limit: 1 });
    if (run === undefined) throw new Error('no run');
    expect(await batchesFrom(db, me, { id: run.id, from: 4 }, 16)).toMatchObject([{ firstRow: 3, rowCount: 3 }]);
  },
};

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** The first device by name, in reach of whoever asks: one that has runs. */
async function deviceOf(db: Db, me: Principal): Promise<DeviceId> {
  const [first] = (await listDevices(db, me, null, { limit: 1 })).items;
  if (first === undefined) throw new Error('no device');
  return first.id;
}

describe.each(Object.entries(lists))('%s', (_name, list) => {
  test.each([0, 1, 2, 3])(
    'over 50,000 devices and 1,000 customers: no sub-plan and no function call a row (reader %i)',
    async (index) => {
      const reader = readers[index];
      if (reader === undefined) throw new Error('no such reader');
      for (const plan of await plansOf(reader.me, (db) => list(db, reader.me))) {
        expect(plan, `${reader.name}\n${plan}`).not.toMatch(/SubPlan/);
        const perRow = plan
          .split('\n')
          .filter((line) =>
            /^\s*(Filter|Index Cond|Recheck Cond|Join Filter|Hash Cond|Sort Key|Group Key):/.test(line),
          );
        expect(perRow.join('\n'), `${reader.name}\n${plan}`).not.toMatch(
          /\b(current_setting|nullif|coalesce|app\.\w+|auth\.\w+)\(/i,
        );
      }
    },
  );
});

test('the rows are there: a scope that is empty by mistake would be fast too', async () => {
  for (const [index, total] of [150, 5_000, 50_000, 50_000].entries()) {
    const me = readers[index]?.me;
    if (me === undefined) throw new Error('no such reader');
    let seen = 0;
    let entries = 0;
    await plansOf(me, async (db) => {
      seen = (await listDevices(db, me, null, { limit: 50 })).total;
      entries = (await searchAudit(db, me, filter)).length;
    });
    expect([seen, entries]).toEqual([total, 50]);
  }
});

test('an audit page of 3 customers among 1,000 reads their entries alone', async () => {
  const me = readers[0]?.me;
  if (me === undefined) throw new Error('no such reader');
  const [plan = ''] = await plansOf(me, (db) => searchAudit(db, me, filter));
  expect(plan).toMatch(/Index Cond: \(.*customer_id = m\.customer_id/);
  expect(plan).not.toMatch(/Seq Scan on entry_2[^\n]*rows=[1-9]/);
});
