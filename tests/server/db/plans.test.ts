import { drizzle } from 'drizzle-orm/postgres-js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { CustomerSlug, type DeviceId, type SessionId } from '@/core/ids';
import { searchAudit } from '@/server/audit/search';
import { shortlyBefore } from '@/server/db/clock';
import { connect, type Sql, type Transaction } from '@/server/db/connection';
import { findCustomer, listCustomers } from '@/server/db/customers';
import { findDevices, listDevices } from '@/server/db/devices';
import { invitationsInReach } from '@/server/db/invitations';
import { namesOf } from '@/server/db/names';
import { peopleInReach } from '@/server/db/people';
import { batchesFrom, findRuns, runsOfDevice, runsToFollow, runsUnderWay } from '@/server/db/runs';
import { findSession, listSessions, openSessions, recordedDevicesOf, runIdsOf, stepsOf } from '@/server/db/sessions';
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
  await fillSessions(owner, asker);
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

/** Twenty cases of each customer, two of them open, each on a device with a run of it; the log as its trigger writes it. */
async function fillSessions(owner: Sql, { personId }: Principal): Promise<void> {
  await owner`alter table app.session disable trigger user`;
  await owner`alter table app.session_step disable trigger user`;
  await owner`
    insert into app.session (customer_id, number, title, opened_by, by_name, by_role, opened_at, holder_id, holder_name,
      closed_at, cause, step_count, run_count)
    select c.id, i, 'Case ' || i || ' of ' || c.slug, ${personId}, 'Somebody', 'superAdmin', now() - make_interval(hours => 20 - i),
      ${personId}, 'Somebody', case when i <= 18 then now() end, case when i <= 18 then 'A cable.' end, 13, 1
    from app.customer c, generate_series(1, 20) i`;
  await owner`
    insert into app.session_device (session_id, device_id, customer_id, name, address, port, transport)
    select s.id, d.id, s.customer_id, d.name, d.address, d.port, d.transport from app.session s join app.device d on d.customer_id = s.customer_id and d.name = 'router-1'`;
  await owner`
    insert into app.session_step (session_id, number, customer_id, kind, by_id, by_name, by_role, from_address, text, device_id, run_id)
    select s.id, i, s.customer_id, (case i when 1 then 'opened' when 2 then 'deviceAdded' when 3 then 'run' else 'note' end)::app.step_kind,
      ${personId}, 'Somebody', 'superAdmin', '192.0.2.7', case when i in (2, 3) then null else 'Words.' end,
      case when i in (2, 3) then d.device_id end, case when i = 3 then r.id end
    from app.session s
    join app.session_device d on d.session_id = s.id
    join (select id, device_id, row_number() over (partition by device_id order by intended_at) as n from app.run) r
      on r.device_id = d.device_id and r.n = s.number
    cross join generate_series(1, 13) i`;
  await owner`alter table app.session enable trigger user`;
  await owner`alter table app.session_step enable trigger user`;
}

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
  people: (db) => peopleInReach(db),
  invitations: (db) => invitationsInReach(db),
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
  'sessions of the reach': (db, me) => listSessions(db, me, null, { limit: 50 }),
  'sessions of the reach, a later page': (db, me) =>
    listSessions(db, me, null, {
      limit: 50,
      after: { at: secondsAgo(3 * 3600), id: '00000000-0000-4000-8000-000000000000' },
    }),
  'sessions by a part of the title': (db, me) => listSessions(db, me, null, { limit: 50, q: 'case 7' }),
  'sessions by number': (db, me) => listSessions(db, me, null, { limit: 50, q: 'S-12' }),
  'sessions that are open': (db, me) => listSessions(db, me, null, { limit: 50, state: 'open' }),
  'sessions of one customer': async (db, me) =>
    listSessions(db, me, (await findCustomer(db, me, slug))?.id ?? null, { limit: 50 }),
  'sessions about a device': async (db, me) =>
    listSessions(db, me, null, { limit: 50, device: await deviceOf(db, me) }),
  'a session with its devices': async (db, me) => findSession(db, me, await sessionOf(db, me)),
  'devices of a session': async (db, me) => recordedDevicesOf(db, me, await sessionOf(db, me)),
  'steps of a session': async (db, me) => stepsOf(db, me, await sessionOf(db, me)),
  'steps of a session, from one on': async (db, me) => stepsOf(db, me, await sessionOf(db, me), 11),
  'runs of a session': async (db, me) => {
    const runs = await runIdsOf(db, me, await sessionOf(db, me));
    expect(runs).toHaveLength(1);
    await findRuns(db, me, runs);
    await runsToFollow(db, me, { among: { runs }, known: runs, since: secondsAgo(600) });
  },
  'open sessions by customer': (db, me) => openSessions(db, me),
};

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** The newest session in reach. */
async function sessionOf(db: Db, me: Principal): Promise<SessionId> {
  const [first] = (await listSessions(db, me, null, { limit: 1 })).items;
  if (first === undefined) throw new Error('no session');
  return first.id;
}

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
    const sessions = { open: total / 25, closed: (total / 25) * 9 };
    const me = readers[index]?.me;
    if (me === undefined) throw new Error('no such reader');
    let seen = 0;
    let entries = 0;
    let cases: unknown;
    await plansOf(me, async (db) => {
      seen = (await listDevices(db, me, null, { limit: 50 })).total;
      entries = (await searchAudit(db, me, filter)).length;
      cases = (await listSessions(db, me, null, { limit: 50 })).states;
    });
    expect([seen, entries, cases]).toEqual([total, 50, sessions]);
  }
});

test('an audit page of 3 customers among 1,000 reads their entries alone', async () => {
  const me = readers[0]?.me;
  if (me === undefined) throw new Error('no such reader');
  const [plan = ''] = await plansOf(me, (db) => searchAudit(db, me, filter));
  expect(plan).toMatch(/Index Cond: \(.*customer_id = m\.customer_id/);
  expect(plan).not.toMatch(/Seq Scan on entry_2[^\n]*rows=[1-9]/);
});
