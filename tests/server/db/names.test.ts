import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { namesOf, targetsNamed } from '@/server/db/names';
import { asEverything, asPerson, type Transaction } from '@/server/db/open';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
const sites: Record<string, string> = {};

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    const [row] = await database.owner`
      insert into app.site (customer_id, name) values (${world.customers[slug]}, 'Hill top') returning id`;
    sites[slug] = String(row?.id);
  }
});

type Slug = 'acme-corp' | 'other-isp';

/** One of each kind that has a name. */
const thingsOf = (slug: Slug) => [
  { kind: 'device', id: String(world.devices[slug][0]) },
  { kind: 'customer', id: String(world.customers[slug]) },
  { kind: 'site', id: String(sites[slug]) },
  { kind: 'session', id: String(world.sessions[slug]) },
  { kind: 'bulkRun', id: String(world.bulkRuns[slug]) },
  { kind: 'person', id: String(world.operators[slug]) },
];

const as = <T>(me: Principal, work: (db: Transaction['db']) => Promise<T>): Promise<T> =>
  (me.role === 'superAdmin' ? asEverything : asPerson)(me, ({ db }) => work(db));

test.each<readonly ['admin' | 'superAdmin', Slug]>([
  ['admin', 'acme-corp'],
  ['superAdmin', 'acme-corp'],
  ['superAdmin', 'other-isp'],
])('every kind that has a name is found by it: by %s, of %s', async (role, slug) => {
  const me = world.people[role];
  // No entry that an Admin finds is about a person, so people are named to a Super Admin alone.
  const things = thingsOf(slug).filter(({ kind }) => role === 'superAdmin' || kind !== 'person');
  const names = await as(me, (db) => namesOf(db, me, things));
  expect([...names.keys()].toSorted()).toEqual(things.map(({ id }) => id).toSorted());
  for (const { kind, id } of things) {
    const word = names.get(id)?.toLowerCase() ?? '';
    expect(await as(me, (db) => targetsNamed(db, me, word)), `${kind} by "${word}"`).toContain(`${kind}/${id}`);
  }
});

test('what is out of reach has no name and is not found by it', async () => {
  const me = world.people.admin;
  const things = thingsOf('other-isp');
  const { superAdmin } = world.people;
  const names = await as(superAdmin, (db) => namesOf(db, superAdmin, things));
  expect([...(await as(me, (db) => namesOf(db, me, things))).keys()]).toEqual([]);
  for (const { kind, id } of things) {
    const found = await as(me, (db) => targetsNamed(db, me, names.get(id)?.toLowerCase() ?? ''));
    expect(found).not.toContain(`${kind}/${id}`);
  }
});
