import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { record } from '@/server/audit/record';
import { connect, type Sql } from '@/server/db/connection';
import { asPerson } from '@/server/db/open';
import { type TestDatabase, testDatabase } from '../../support/database';
import { contextFor, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  app = connect(database.appUrl, 1);
  await database.owner`select audit.append('device.listed', 'ok', null, ${world.customers['acme-corp']}, '{}', '{"address": "192.0.2.1"}', 'first')`;
  return () => app.end();
});

const roles = ['person', 'everything', 'customer', 'stranger', 'job'].map((name) => `routeward_${name}`);

/** What somebody who has the application's login, and knows every function, would try on the log. */
const forbidden = {
  'change an entry': `update audit.entry set outcome = 'ok'`,
  'change one by the partition': `update audit.entry_default set outcome = 'ok'`,
  'delete an entry': 'delete from audit.entry',
  'empty the log': 'truncate audit.entry cascade',
  'forget who it was': 'delete from audit.personal',
  'change who it was': `update audit.personal set body = '{}'`,
  'insert with an own id and time': `insert into audit.entry (at, id, event, outcome, body, salt, leaf, xid)
    values ('2001-01-01', gen_random_uuid(), 'device.listed', 'ok', '{}', '\\x00', '\\x00', pg_current_xact_id())`,
  'insert over an entry': `insert into audit.entry (at, id, event, outcome, body, salt, leaf, xid)
    select at, id, event, outcome, body, salt, leaf, xid from audit.entry on conflict (at, id) do update set outcome = 'ok'`,
  'copy into the log': `copy audit.entry from program 'true'`,
  'drop the log': 'drop table audit.entry cascade',
  'drop the trigger': 'drop trigger change_is_refused on audit.entry',
  'disable the triggers': 'alter table audit.entry disable trigger all',
  'disable them by the replication role': `set session_replication_role = replica`,
  'switch row security off': 'alter table audit.entry disable row level security',
  'replace the function': `create or replace function audit.append(event text, outcome text, target jsonb, customer uuid, detail jsonb,
    origin jsonb, request text) returns uuid language sql return gen_random_uuid()`,
  'rule the inserts away': 'create rule gone as on insert to audit.entry do instead nothing',
  'detach a partition': 'alter table audit.entry detach partition audit.entry_default',
  'become the owner': 'set role routeward_owner',
  'shift the clock': `update app.mark set clock_shift = '-1 year'`,
} as const;

describe('as the application', () => {
  test.each(Object.entries(forbidden))('nobody can %s', async (_name, statement) => {
    const [before] =
      await database.owner`select count(*)::int as count, md5(string_agg(e::text, '' order by id)) as sum from audit.entry e`;
    for (const role of [null, ...roles]) {
      const trying = app.begin(async (sql) => {
        if (role !== null) await sql`select set_config('role', ${role}, true)`;
        await sql.unsafe(statement);
      });
      await expect(trying, role ?? 'the login itself').rejects.toMatchObject({ code: '42501' });
    }
    const [after] =
      await database.owner`select count(*)::int as count, md5(string_agg(e::text, '' order by id)) as sum from audit.entry e`;
    expect(after).toEqual(before);
  });

  test('append chooses the id, the time and the actor, whatever the caller says', async () => {
    const context = contextFor(world.people.operator);
    const detail = { id: '00000000-0000-4000-8000-000000000000', at: '2001-01-01', actor: 'somebody else' };
    await asPerson(world.people.operator, (transaction) =>
      record(
        transaction,
        { event: 'device.viewed', outcome: 'ok', target: null, customerId: null, detail },
        context.origin,
      ),
    );
    const [row] =
      await database.owner`select id, body::jsonb as body, now() - at as age from audit.entry where body::jsonb ->> 'request' = ${context.origin.requestId}`;
    expect(row?.id).not.toBe(detail.id);
    expect(row?.body.actor).toMatchObject({ kind: 'person', id: world.people.operator.personId, role: 'operator' });
    expect(row?.body.id).toBe(row?.id);
    expect(String(row?.age)).toMatch(/^00:00:0/);
  });

  test('nobody appends for a customer out of reach, or without having entered as a person', async () => {
    const foreign = {
      event: 'device.viewed',
      outcome: 'ok',
      target: null,
      customerId: world.customers['other-isp'],
      detail: {},
    } as const;
    const appending = asPerson(world.people.operator, (transaction) =>
      record(transaction, foreign, contextFor(null).origin),
    );
    await expect(appending).rejects.toMatchObject({ cause: { code: '42501' } });
    const unentered = app.begin(async (sql) => {
      await sql`set local role routeward_person`;
      await sql`select audit.append('device.viewed', 'ok', null, null, '{}', '{}', null)`;
    });
    await expect(unentered).rejects.toMatchObject({ code: '42501' });
    const stranger = app.begin(async (sql) => {
      await sql`set local role routeward_stranger`;
      await sql`select audit.append('device.viewed', 'ok', null, ${world.customers['acme-corp']}, '{}', '{}', null)`;
    });
    await expect(stranger).rejects.toMatchObject({ code: '42501' });
  });
});

test('even the owner changes no entry while the triggers stand', async () => {
  for (const statement of [
    'update audit.entry set outcome = outcome',
    'delete from audit.personal',
    'truncate audit.entry',
    'truncate audit.entry_default',
  ])
    await expect(database.owner.unsafe(statement)).rejects.toThrow(/append-only/);
});

test('an entry that goes back with its transaction leaves no gap behind it and no entry', async () => {
  const context = contextFor(world.people.admin);
  const rolledBack = asPerson(world.people.admin, async (transaction) => {
    await record(
      transaction,
      { event: 'device.viewed', outcome: 'ok', target: null, customerId: null, detail: {} },
      context.origin,
    );
    throw new Error('the deed failed');
  });
  await expect(rolledBack).rejects.toThrow('the deed failed');
  expect(
    await database.owner`select from audit.entry where body::jsonb ->> 'request' = ${context.origin.requestId}`,
  ).toHaveLength(0);
});

test('a changed byte is found: the leaf is the hash of exactly what is stored', async () => {
  const rows = await database.owner`select e.body, e.salt, e.leaf, p.body as personal, p.salt as personal_salt
    from audit.entry e join audit.personal p on p.at = e.at and p.entry_id = e.id`;
  expect(rows.length).toBeGreaterThan(1);
  const hash = (salt: Uint8Array, body: string) =>
    createHash('sha256').update('\x00').update(salt).update(body, 'utf8').digest();
  for (const { body, salt, leaf, personal, personal_salt } of rows) {
    expect(hash(salt, body).equals(leaf)).toBe(true);
    expect(hash(personal_salt, personal).toString('hex')).toBe(JSON.parse(body).personal);
    expect(hash(salt, body.replace('ok', 'oK')).equals(leaf)).toBe(false);
  }
});

test('the months ahead have their partitions, and making them again makes none', async () => {
  const [partitions] =
    await database.owner`select count(*)::int as count from pg_inherits where inhparent = 'audit.entry'::regclass`;
  expect(partitions?.count).toBe(5);
  const [again] = await database.owner`select audit.make_partitions(current_date, 4) as made`;
  expect(again?.made).toBe(0);
  const [ahead] = await database.owner`select audit.make_partitions(current_date, 6) as made`;
  expect(ahead?.made).toBe(4);
});
