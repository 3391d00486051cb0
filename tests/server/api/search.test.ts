import { beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

/* One box finds what is known, and nothing of it is out of reach. */

const database: TestDatabase = await testDatabase();
let world: World;

beforeEach(async () => {
  const { owner } = database;
  await owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    await owner`update app.device set name = ${`tower of ${slug}`} where id = ${world.devices[slug][0] ?? ''}`;
    await owner`update app.device_status set identity = 'Campanile' where device_id = ${world.devices[slug][0] ?? ''}`;
    await owner`insert into app.site (customer_id, name, zone) values (${world.customers[slug]}, ${`Tower hill ${slug}`}, 'North')`;
    await owner`update app.session set title = 'Tower is slow' where customer_id = ${world.customers[slug]}`;
    await owner`update app.person set name = ${`Tower keeper of ${slug}`} where id = ${world.operators[slug]}`;
  }
});

const find = (who: Principal, q: string) => apiOf(who).search.find({ q });

/** What was found, by the words that tell whose it is. */
async function namesFor(who: Principal, q: string) {
  const { devices, sites, sessions, customers, people } = await find(who, q);
  return {
    sites: sites.items.map(({ name, customer }) => [name, customer]),
    devices: devices.items.map(({ name, customer }) => [name, customer]),
    sessions: sessions.items.map(({ title, customer }) => [title, customer]),
    customers: customers.items.map(({ slug }) => slug),
    people: people?.items.map(({ name }) => name) ?? null,
  };
}

test('in any case, in part: devices, sessions and people, each of the own customers', async () => {
  expect(await namesFor(world.people.admin, 'TOWER')).toEqual({
    devices: [['tower of acme-corp', 'acme-corp']],
    sites: [['Tower hill acme-corp', 'acme-corp']],
    sessions: [['Tower is slow', 'acme-corp']],
    customers: [],
    people: ['Tower keeper of acme-corp'],
  });
});

test('a Super Admin finds everybody’s', async () => {
  const { devices, sessions, people } = await namesFor(world.people.superAdmin, 'tower');
  expect([devices.length, sessions.length, people?.length]).toEqual([2, 2, 2]);
});

test.each(['operator', 'viewer'] as const)('a %s finds no people, as on no other page', async (role) => {
  const { people, devices } = await namesFor(world.people[role], 'tower');
  expect([people, devices]).toEqual([null, [['tower of acme-corp', 'acme-corp']]]);
});

test('a customer by its name, and a session by its number', async () => {
  expect((await namesFor(world.people.viewer, 'ACME')).customers).toEqual(['acme-corp']);
  expect((await namesFor(world.people.viewer, 'other')).customers).toEqual([]);
  expect((await namesFor(world.people.viewer, 'S-1')).sessions).toEqual([['Tower is slow', 'acme-corp']]);
});

test('a site by its zone', async () => {
  expect((await namesFor(world.people.viewer, 'NORTH')).sites).toEqual([['Tower hill acme-corp', 'acme-corp']]);
});

test('a device by what it calls itself', async () => {
  expect((await namesFor(world.people.viewer, 'campa')).devices).toEqual([['tower of acme-corp', 'acme-corp']]);
});

test('what is foreign is found no better than what is not there', async () => {
  const foreign = await find(world.people.admin, 'tower of other-isp');
  expect(foreign).toEqual(await find(world.people.admin, 'tower of no-such-isp'));
});

test('there are eight of a kind, and word that there are more', async () => {
  await database.owner`insert into app.device (customer_id, name, address)
    select ${world.customers['acme-corp']}, 'mast-' || i, '10.7.0.' || i from generate_series(1, 9) i`;
  const nine = await find(world.people.viewer, 'mast-');
  expect([nine.devices.items.length, nine.devices.isMore]).toEqual([8, true]);
  await database.owner`update app.device set archived_at = now() where name = 'mast-9'`;
  const eight = await find(world.people.viewer, 'mast-');
  expect([eight.devices.items.length, eight.devices.isMore]).toEqual([8, false]);
});

describe('signs that mean something elsewhere', () => {
  test.each(['%', '_', '\\', "'", '%%%'])('%s is looked for as it is', async (q) => {
    expect(await namesFor(world.people.viewer, q)).toMatchObject({
      devices: [],
      sites: [],
      sessions: [],
      customers: [],
    });
  });

  test.each(['', '   ', 'x'.repeat(101), 'a\u0000'])('%j is refused', async (q) => {
    await expect(find(world.people.viewer, q)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
