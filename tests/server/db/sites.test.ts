import { beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { demoCustomers } from '@/server/db/demo-world';
import { fleet } from '@/simulator/fleet-table';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import { outcomeOf } from './steps';
import { codeOf, openPerson } from './ways';

/* The rules of sites as PostgreSQL keeps them, whoever asks. */

let database: TestDatabase;
let world: World;
let app: Sql;
let own: string;
/** By name: those of acme-corp, and one of other-isp. */
let sites: Record<'a' | 'b' | 'c' | 'gone' | 'theirs', string>;

const idOf = async (statement: string): Promise<string> => String((await database.owner.unsafe(statement))[0]?.id);
const makeSite = (customer: string, name: string, archived = 'null') =>
  idOf(
    `insert into app.site (customer_id, name, archived_at) values ('${customer}', '${name}', ${archived}) returning id`,
  );
const makeDevice = (name: string, site: string) =>
  idOf(
    `insert into app.device (customer_id, name, address, site_id) values ('${own}', '${name}', '10.1.1.1', '${site}') returning id`,
  );
const leads = (site: string, device: string) => `update app.site set uplink_id = '${device}' where id = '${site}'`;
const moves = (device: string, site: string) => `update app.device set site_id = '${site}' where id = '${device}'`;
const asAdmin = (...statements: string[]) => outcomeOf(app, openPerson(world, 'admin'), ...statements);

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  app = connect(database.appUrl, 2);
  sites = {
    a: await makeSite(own, 'A'),
    b: await makeSite(own, 'B'),
    c: await makeSite(own, 'C'),
    gone: await makeSite(own, 'Gone', 'now()'),
    theirs: await makeSite(world.customers['other-isp'], 'Theirs'),
  };
  return () => app.end();
});

test('a name stands once among a customer’s sites that are not archived, in whatever case', async () => {
  const made = (name: string, customer = own) =>
    `insert into app.site (customer_id, name) values ('${customer}', '${name}')`;
  expect(await asAdmin(made('Ähre'), made('äHRE'))).toBe('23505 site_name_is_unique_per_customer');
  expect(await asAdmin(made('GONE'))).toBe('taken');
  expect(await asAdmin(made('gone'), `update app.site set archived_at = null where id = '${sites.gone}'`)).toBe(
    '23505 site_name_is_unique_per_customer',
  );
  expect(await asAdmin(made('theirs'))).toBe('taken');
  expect(await asAdmin(made(''))).toBe('23514 site_name_is_a_line');
  expect(await asAdmin(`insert into app.site (customer_id, name, zone) values ('${own}', 'Z', '')`)).toBe(
    '23514 site_zone_is_a_line',
  );
});

test('a site, its uplink and the devices at it are one customer’s', async () => {
  const [mine, other] = [world.devices['acme-corp'][0], world.devices['other-isp'][0]].map(String);
  for (const role of ['admin', 'superAdmin'] as const) {
    const refused = (statement: string) => outcomeOf(app, openPerson(world, role), statement);
    expect(await refused(leads(sites.a, String(other)))).toBe('23503 site_uplink_is_of_its_customer');
    expect(await refused(moves(String(mine), sites.theirs))).toBe('23503 device_site_is_of_its_customer');
  }
});

test('nothing stands at an archived site: neither what is new, nor what is moved or brought back', async () => {
  const device = await makeDevice('for the archive', sites.c);
  const rule = '23514 site_is_not_archived';
  expect(await asAdmin(moves(device, sites.gone))).toBe(rule);
  expect(
    await asAdmin(
      `insert into app.device (customer_id, name, address, site_id) values ('${own}', 'n', '10.1.1.2', '${sites.gone}')`,
    ),
  ).toBe(rule);
  const archives = `update app.site set archived_at = now() where id = '${sites.c}'`;
  const leaves = `update app.device set archived_at = now() where id = '${device}'`;
  const returns = `update app.device set archived_at = null where id = '${device}'`;
  expect(await asAdmin(archives)).toBe('23514 site_is_empty_when_archived');
  expect(await asAdmin(leaves, archives, returns)).toBe(rule);
  expect(
    await asAdmin(leaves, archives, `update app.site set archived_at = null where id = '${sites.c}'`, returns),
  ).toBe('taken');
  await database.owner`delete from app.device where id = ${device}`;
});

test('an uplink may stand elsewhere or at the site itself, and uplinks go round in no circle', async () => {
  const [atA, atB, atC] = [
    await makeDevice('at a', sites.a),
    await makeDevice('at b', sites.b),
    await makeDevice('at c', sites.c),
  ];
  const circle = '23514 site_uplinks_make_no_circle';
  expect(await asAdmin(leads(sites.a, atA), leads(sites.b, atA), leads(sites.c, atB))).toBe('taken');
  expect(await asAdmin(leads(sites.a, atB), leads(sites.b, atA))).toBe(circle);
  expect(await asAdmin(leads(sites.a, atB), leads(sites.b, atC), leads(sites.c, atA))).toBe(circle);
  // By moving the device through which another site is reached.
  expect(await asAdmin(leads(sites.a, atC), leads(sites.b, atA), moves(atC, sites.b))).toBe(circle);
  expect(await asAdmin(leads(sites.a, atC), leads(sites.b, atA), moves(atC, sites.a))).toBe('taken');
  // Many at once, in one statement.
  expect(
    await asAdmin(
      `update app.site s set uplink_id = d.id from app.device d
        where (s.id, d.id) in (('${sites.a}', '${atB}'), ('${sites.b}', '${atA}'))`,
    ),
  ).toBe(circle);
  expect(await asAdmin(`update app.device set archived_at = now() where id = '${atA}'`, leads(sites.b, atA))).toBe(
    '23514 site_uplink_is_not_archived',
  );
});

test('two who each make half of a circle at the same moment do not both succeed', async () => {
  const [a, b] = [await makeSite(own, 'Half A'), await makeSite(own, 'Half B')];
  const [atA, atB] = [await makeDevice('half a', a), await makeDevice('half b', b)];
  for (let time = 0; time < 10; time += 1) {
    await database.owner`update app.site set uplink_id = null where id in (${a}, ${b})`;
    const half = (statement: string) =>
      database.owner
        .begin((sql) => sql.unsafe(statement))
        .then(
          () => 'taken',
          (error: { constraint_name?: string }) => error.constraint_name,
        );
    const outcomes = await Promise.all([half(leads(a, atB)), half(leads(b, atA))]);
    expect(outcomes.toSorted()).toEqual(['site_uplinks_make_no_circle', 'taken']);
  }
});

test('whose a site is nobody changes, nobody throws one away, and an Operator and a Viewer change none', async () => {
  for (const statement of [
    `update app.site set customer_id = customer_id`,
    `update app.site set id = id`,
    `update app.site set made_at = now()`,
    'delete from app.site',
    `select app.refuse_a_circle('${own}', '${sites.a}')`,
  ])
    for (const role of ['admin', 'operator', 'viewer', 'superAdmin'] as const)
      expect([role, statement, await codeOf(app, openPerson(world, role), statement)]).toEqual([
        role,
        statement,
        '42501',
      ]);
});

test('the demo’s sites are reached as its simulated routers are wired', () => {
  const identities = new Map(fleet.map(({ address, identity }) => [address, identity]));
  for (const { sites: places, devices } of demoCustomers)
    for (const { name, uplink } of places) {
      const here = new Set(devices.filter(({ site }) => site === name).map(({ address }) => address));
      expect(here.size).toBeGreaterThan(0);
      const ways = fleet.filter(({ address, via }) => here.has(address) && via !== null && !here.has(via));
      const through = [...new Set(ways.map(({ via }) => identities.get(via ?? '')))];
      // A place with several ways in has none that is the uplink.
      expect([name, uplink]).toEqual([name, through.length === 1 ? through[0] : null]);
    }
});
