import { drizzle } from 'drizzle-orm/postgres-js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { bucketsFor } from '@/core/audit/buckets';
import { CustomerSlug } from '@/core/ids';
import { relatedTo } from '@/server/audit/entry';
import { type AuditFilter, everyEntry } from '@/server/audit/filter';
import { searchAudit } from '@/server/audit/search';
import { countBars, countFacets } from '@/server/audit/summary';
import { candidatesMatching, candidatesNamed, runsUnderWayOf } from '@/server/db/bulk-intents';
import { devicesOf, listBulkRuns, repeatsOf } from '@/server/db/bulk-runs';
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
import { listSites } from '@/server/db/sites';
import { beatsOf, statusesAfter } from '@/server/db/statuses';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson } from '../../support/world';
import { alarmLists } from './alarm-lists';
import { deviceOf, sessionOf } from './first-in-reach';
import { fillPlaces } from './many-places';

type Db = Transaction['db'];

let database: TestDatabase;
let app: Sql;
const readers: { name: string; me: Principal }[] = [];

beforeAll(async () => {
  database = await testDatabase();
  app = connect(database.appUrl, 1);
  const { owner } = database;
  await fillPlaces(owner);
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
const page = { from: null, limit: 50 };
const narrowed: AuditFilter = {
  ...everyEntry,
  outcomes: ['ok', 'failed'],
  actors: { ids: ['00000000-0000-4000-8000-000000000000'], kinds: ['runner'] },
  address: { first: '10.0.0.0', last: '10.255.255.255' },
  words: [{ word: 'core', events: ['device.listed'], targets: ['device/1'] }],
  snapshot: '1:1:',
};

const lists: Readonly<Record<string, (db: Db, me: Principal) => Promise<unknown>>> = {
  'devices of the reach': (db, me) => listDevices(db, me, null, { limit: 50 }),
  'devices of the reach, a later page': (db, me) =>
    listDevices(db, me, null, { limit: 50, after: { name: 'router-30', id: '00000000-0000-4000-8000-000000000000' } }),
  'devices by a part of the name': (db, me) => listDevices(db, me, null, { limit: 50, q: 'router-4' }),
  'devices by a tag': (db, me) => listDevices(db, me, null, { limit: 50, tag: 'core' }),
  'devices at a site': (db, me) => listDevices(db, me, null, { limit: 50, site: 'site 7' }),
  'devices in a zone': (db, me) => listDevices(db, me, null, { limit: 50, zone: 'zone 3' }),
  'sites of the reach': (db, me) => listSites(db, me, null),
  'sites of one customer': async (db, me) => {
    const of = await findCustomer(db, me, slug);
    if (of === undefined) throw new Error('no customer');
    await listSites(db, me, of.id);
  },
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
  'audit entries': (db, me) => searchAudit(db, me, everyEntry, page),
  'audit entries, a later page': (db, me) =>
    searchAudit(db, me, everyEntry, { from: { direction: 'older', place: placeAgo(10) }, limit: 50 }),
  'audit entries, back to a newer page': (db, me) =>
    searchAudit(db, me, everyEntry, { from: { direction: 'newer', place: placeAgo(10) }, limit: 50 }),
  'audit entries of one event': (db, me) => searchAudit(db, me, { ...everyEntry, events: ['device.listed'] }, page),
  'audit entries that failed': (db, me) => searchAudit(db, me, { ...everyEntry, outcomes: ['failed'] }, page),
  'audit entries by many conditions': (db, me) => searchAudit(db, me, narrowed, page),
  'audit entries about one thing': (db, me) => searchAudit(db, me, { ...everyEntry, targets: ['device/1'] }, page),
  'facets of the audit log': (db, me) => countFacets(db, me, everyEntry),
  'facets of the audit log, narrowed': (db, me) => countFacets(db, me, narrowed),
  'histogram of the audit log': (db, me) =>
    countBars(db, me, narrowed, bucketsFor(Date.now() - 60_000, Date.now(), 12)),
  'what belongs to an audit entry': (db, me) => {
    const { at, id } = placeAgo(10);
    const actor = { kind: 'runner', id: null, role: null };
    const target = { kind: 'device', id: '1' };
    const body = { id, at, event: 'run.ended', outcome: 'ok', actor, target, request: 'r', detail: { run: '2' } };
    return relatedTo(db, me, { at, id, body: JSON.stringify(body), salt: '', leaf: '', personal: null });
  },
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
  'bulk runs of the reach': (db, me) => listBulkRuns(db, me, null, { limit: 25 }),
  'bulk runs of one customer, a later page': async (db, me) =>
    listBulkRuns(db, me, (await findCustomer(db, me, slug))?.id ?? null, {
      limit: 25,
      before: { at: secondsAgo(3 * 3600), id: '00000000-0000-4000-8000-000000000000' },
    }),
  'a bulk run with its devices': async (db, me) => {
    const [first] = (await listBulkRuns(db, me, null, { limit: 1 })).items;
    if (first === undefined) throw new Error('no bulk run');
    expect((await devicesOf(db, me, first.id)).map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused']);
    await devicesOf(db, me, first.id, secondsAgo(600));
    await repeatsOf(db, me, first.id);
  },
  'devices of a bulk run to be': async (db, me) => {
    const of = (await findCustomer(db, me, slug))?.id;
    if (of === undefined) throw new Error('no such customer');
    const found = await candidatesMatching(db, me, of, { state: 'up' });
    await candidatesNamed(
      db,
      me,
      of,
      found.map(({ id }) => id),
    );
    await runsUnderWayOf(db, me, of);
  },
  ...alarmLists,
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

const placeAgo = (seconds: number) => ({ at: secondsAgo(seconds), id: '00000000-0000-4000-8000-000000000000' });
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

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
      entries = (await searchAudit(db, me, everyEntry, page)).entries.length;
      cases = (await listSessions(db, me, null, { limit: 50 })).states;
    });
    expect([seen, entries, cases]).toEqual([total, 50, sessions]);
  }
});

test('an audit page of 3 customers among 1,000 reads their entries alone', async () => {
  const me = readers[0]?.me;
  if (me === undefined) throw new Error('no such reader');
  const plan = (await plansOf(me, (db) => searchAudit(db, me, everyEntry, page))).join('\n');
  expect(plan).toMatch(/Index Cond: \(.*customer_id = (?:w|probe)\./);
  expect(plan).not.toMatch(/Seq Scan on entry_2[^\n]*rows=[1-9]/);
});

test('a look at the alarms of all customers reads what is down and what is open, and not every device', async () => {
  const { owner } = database;
  // As the function has it, with what it is called with: PostgreSQL shows no plan of what is inside one.
  const [row] = await owner`select prosrc from pg_proc where oid = 'app.alarm_work'::regproc`;
  const body = String(row?.prosrc).replaceAll('watched_from', 'now()').replaceAll('fresh_seconds', '150');
  // On a usual day it is one customer in a hundred for which something is down.
  const well = owner`select id from app.customer where slug not like 'isp-%00'`;
  await owner`update app.device_status set is_up = true, fault_code = null where not is_up and customer_id in (${well})`;
  await owner`update app.alarm set ended_at = now(), ending = 'cleared', end_mailed_at = now() where ended_at is null and customer_id in (${well})`;
  for (const table of ['alarm', 'device_status']) await owner.unsafe(`vacuum analyze app.${table}`);
  const plan = (await owner.unsafe(`explain (analyze, costs off, timing off, summary off) ${body}`))
    .map((line) => line['QUERY PLAN'])
    .join('\n');
  expect(plan).toMatch(/device_status_down/);
  expect(plan).not.toMatch(/Seq Scan on (device|device_status)\b/);
});

test('what of the alarms of all customers is to be mailed is found without reading every device', async () => {
  const { owner } = database;
  const waiting = await owner`
    update app.alarm set ended_at = now() - interval '1 hour', ending = 'cleared', mailed_at = now() - interval '2 hours', end_mailed_at = null
    where id in (select id from app.alarm where ended_at is not null and device_id is not null limit 50) returning id`;
  expect(waiting).toHaveLength(50);
  await owner.unsafe('vacuum analyze app.alarm');
  // A function's own plan is not shown: what was read, and how, is counted.
  const read = await owner.begin(async (sql) => {
    expect((await sql`select from app.alarm_mail_due()`).length).toBeGreaterThan(0);
    return sql`select relname, seq_tup_read::int as rows, idx_scan::int > 0 as by_index from pg_stat_xact_user_tables
      where schemaname = 'app' and relname in ('device', 'device_status') order by relname`;
  });
  expect(read).toEqual([
    { relname: 'device', rows: 0, by_index: true },
    { relname: 'device_status', rows: 0, by_index: true },
  ]);
});

describe('each way into the audit log is an index of every month', () => {
  const boss = () => readers[3]?.me as Principal; // safe: there are four readers.
  const ways = (): Readonly<Record<string, readonly [index: RegExp, filter: AuditFilter]>> => ({
    time: [/_pkey on entry_20/, everyEntry],
    event: [/entry_20\d\d_\d\d_event_at_id_idx/, { ...everyEntry, events: ['session.noted'] }],
    outcome: [/entry_20\d\d_\d\d_outcome_at_id_idx/, { ...everyEntry, outcomes: ['refused', 'unknown'] }],
    actor: [/entry_20\d\d_\d\d_actor_id_at_id_idx/, { ...everyEntry, actors: { ids: [boss().personId], kinds: [] } }],
    target: [/entry_20\d\d_\d\d_target_at_id_idx/, { ...everyEntry, targets: ['device/1'] }],
    request: [/entry_20\d\d_\d\d_request_at_id_idx/, { ...everyEntry, requests: ['request-1'] }],
  });
  test.each(['time', 'event', 'outcome', 'actor', 'target', 'request'])('%s', async (name) => {
    const [index, filter] = ways()[name] ?? [];
    if (index === undefined || filter === undefined) throw new Error('no such way');
    const plans = await plansOf(boss(), (db) => searchAudit(db, boss(), filter, page));
    expect(plans.join('\n')).toMatch(index);
    expect(plans.join('\n')).not.toMatch(/Seq Scan on entry_20\d\d_\d\d \S+ \(actual rows=[1-9]/);
  });
});
