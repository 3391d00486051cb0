import { beforeAll, describe, expect, test } from 'vitest';
import { CustomerSlug, SessionId } from '@/core/ids';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makePerson, makeSession, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
const acme = CustomerSlug.parse('acme-corp');

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  // S-2 to S-30 of acme-corp; every third is closed. Some are opened in one and the same millisecond.
  const [device] = world.devices['acme-corp'];
  if (device === undefined) throw new Error('no such device');
  for (let number = 2; number <= 30; number += 1) {
    const id = await makeSession(database.owner, device, world.people.superAdmin);
    await database.owner`update app.session set title = ${`Case ${number} of 100% _odd_ names`} where id = ${id}`;
    if (number % 3 === 0)
      await database.owner`insert into app.session_step (session_id, customer_id, number, by_id, from_address, kind, text)
        values (${id}, ${world.customers['acme-corp']}, 0, ${world.people.superAdmin.personId}, '192.0.2.7', 'closed', 'Done.')`;
  }
  await database.owner`update app.session set opened_at = '2026-03-01T10:00:00.123Z' where number between 10 and 20`;
});

const sessions = () => apiOf(world.people.viewer).sessions;
type Filter = Omit<Parameters<ReturnType<typeof sessions>['list']>[0], 'customer'>;
const list = (filter: Filter = {}) => sessions().list({ customer: acme, ...filter });
const numbers = async (filter: Filter) => (await list(filter)).items.map(({ number }) => number);

describe('one customer’s', () => {
  test('are listed the newest first, with how many there are in each state', async () => {
    const { items, next, states } = await list();
    expect(items).toHaveLength(30);
    expect(next).toBeNull();
    expect(states).toEqual({ open: 20, closed: 10 });
    const times = items.map(({ openedAt }) => openedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(items[0]).toMatchObject({ devices: [{ name: 'router-00001' }], customer: 'acme-corp', runs: 0 });
  });

  test.each([1, 3, 7, 29, 30])('pages of %i meet each once, in one order', async (limit) => {
    const whole = (await list()).items.map(({ id }) => id);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await list({ limit, ...(after === undefined ? {} : { after }) });
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(whole);
  });

  test('what is opened while somebody pages moves nothing on the pages to come', async () => {
    const { operator } = world.people;
    const first = await list({ limit: 10 });
    const [device] = world.devices['acme-corp'];
    if (device === undefined || first.next === null) throw new Error('no second page');
    const { id } = await apiOf(operator).sessions.open({ symptom: 'Meanwhile.', devices: [device] });
    const second = await list({ limit: 10, after: first.next });
    expect([...first.items, ...second.items].map((one) => one.id)).not.toContain(id);
    await apiOf(operator).sessions.close({ session: id, cause: 'x' });
    expect((await list({ limit: 10, after: first.next })).items).toEqual(second.items);
    await database.owner`update app.session set opened_at = '2020-01-01' where id = ${id}`;
  });

  test('every page goes on where the database’s own times say: opened one right after the other', async () => {
    const [device] = world.devices['acme-corp'];
    if (device === undefined) throw new Error('no such device');
    const [customer] =
      await database.owner`insert into app.customer (slug, name) values ('quick', 'Quick') returning id`;
    const [there] = await database.owner`
      insert into app.device (customer_id, name, address) values (${customer?.id}, 'one', '10.1.1.1') returning id`;
    const person = await makePerson(database.owner, 'operator', [customer?.id]);
    const quick = CustomerSlug.parse('quick');
    await Promise.all(
      Array.from({ length: 30 }, () => apiOf(person).sessions.open({ symptom: 'x', devices: [there?.id] })),
    );
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await apiOf(person).sessions.list({ customer: quick, limit: 1, ...(after && { after }) });
      seen.push(...page.items.map(({ number }) => number));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    // A place is told in milliseconds: what is stored more finely would lie between two pages.
    const [finer] = await database.owner`
      select count(*)::int as sessions from app.session
      where opened_at <> date_trunc('milliseconds', opened_at) and customer_id = ${customer?.id}`;
    expect(finer?.sessions).toBe(0);
  });

  test('of one state, with the counts of both', async () => {
    const open = await list({ state: 'open' });
    const closed = await list({ state: 'closed' });
    expect(open.items.every(({ state, closedAt }) => state === 'open' && closedAt === null)).toBe(true);
    expect(closed.items.every(({ state, cause }) => state === 'closed' && cause !== null)).toBe(true);
    expect([open.items.length, closed.items.length]).toEqual([open.states.open, closed.states.closed]);
    expect(open.states).toEqual(closed.states);
  });

  test('are found by a part of the title in any case, and nothing in it is a pattern', async () => {
    expect(await numbers({ q: 'cAsE 7 OF' })).toEqual([7]);
    expect((await numbers({ q: '100% _odd_' })).length).toBe(29);
    expect(await numbers({ q: '1__' })).toEqual([]);
    expect(await numbers({ q: 'Case%names' })).toEqual([]);
    expect(await numbers({ q: '\\' })).toEqual([]);
    expect((await list({ q: 'case 9' })).states).toEqual({ open: 0, closed: 1 });
    expect((await numbers({ q: ' ' })).length).toBeGreaterThan(29);
  });

  test.each(['S-12', 's-12', 'S12', ' s12 '])('are found by the number, written %s', async (q) => {
    expect(await numbers({ q })).toEqual([12]);
  });

  test('are found by a bare number too, beside titles that have it', async () => {
    expect(await numbers({ q: '12' })).toEqual([12]);
    expect(await numbers({ q: 'S-999999999' })).toEqual([]);
    expect(await numbers({ q: 'S-9999999999' })).toEqual([]);
  });
});

describe('about one device', () => {
  test('are those that it belongs to, with their counts', async () => {
    const [first, second] = world.devices['acme-corp'];
    if (first === undefined || second === undefined) throw new Error('no such device');
    const { id } = await apiOf(world.people.operator).sessions.open({ symptom: 'Both.', devices: [second, first] });
    const page = await list({ device: second });
    expect(page.items.map((one) => one.id)).toEqual([id]);
    expect(page.states).toEqual({ open: 1, closed: 0 });
    expect((await numbers({ device: first })).length).toBeGreaterThan(29);
    expect((await list({ device: second, state: 'closed' })).items).toEqual([]);
    await apiOf(world.people.operator).sessions.close({ session: id, cause: 'x' });
    await database.owner`update app.session set opened_at = '2020-01-02' where id = ${id}`;
  });

  test('that is another customer’s are none, and no count tells of it', async () => {
    const [foreign] = world.devices['other-isp'];
    if (foreign === undefined) throw new Error('no such device');
    const nothing = { items: [], next: null, states: { open: 0, closed: 0 } };
    expect(await list({ device: foreign })).toEqual(nothing);
    expect(await sessions().listAll({ device: foreign })).toEqual(nothing);
    expect((await apiOf(world.people.superAdmin).sessions.listAll({ device: foreign })).states.open).toBe(1);
  });
});

describe('the whole reach', () => {
  test('is the assigned customers, and for a Super Admin everything', async () => {
    const mine = await sessions().listAll({});
    expect(new Set(mine.items.map(({ customer }) => customer))).toEqual(new Set(['acme-corp']));
    const all = await apiOf(world.people.superAdmin).sessions.listAll({ limit: 100 });
    expect(new Set(all.items.map(({ customer }) => customer))).toEqual(new Set(['acme-corp', 'other-isp', 'quick']));
    expect(all.states.open).toBeGreaterThan(mine.states.open);
  });

  test('is nothing for somebody who has none, and its counts say nothing of others', async () => {
    const nobody = await makePerson(database.owner, 'operator', []);
    expect(await apiOf(nobody).sessions.listAll({})).toEqual({ items: [], next: null, states: { open: 0, closed: 0 } });
    expect(await apiOf(nobody).sessions.listAll({ q: 'S-1' })).toMatchObject({ items: [], states: { open: 0 } });
  });

  test('a `next` of somebody else’s page shows no more than one’s own', async () => {
    const theirs = await apiOf(world.people.superAdmin).sessions.listAll({ limit: 1 });
    if (theirs.next === null) throw new Error('no second page');
    const mine = await sessions().listAll({ after: theirs.next });
    expect(mine.items.every(({ customer }) => customer === 'acme-corp')).toBe(true);
  });

  test('a made-up place to go on from is refused', async () => {
    const places = [
      { at: 'now', id: SessionId.parse(crypto.randomUUID()) },
      { at: '2026-01-01T00:00:00Z', id: 'x' },
      {},
    ];
    for (const place of places) {
      const after = Buffer.from(JSON.stringify(place)).toString('base64url');
      await expect(sessions().listAll({ after })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: 'after: not the `next` of a page',
      });
    }
  });
});
