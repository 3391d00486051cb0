import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { createMasterKey } from '@/server/vault/master-key';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

const database = await testDatabase();
const customer = 'acme-corp';
let world: World;

beforeAll(async () => {
  await createMasterKey(processEnv().keysDirectory);
});

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const api = () => apiOf(world.people.admin);
const deviceAt = async (name: string, site: string | null) =>
  (await api().enrolment.add({ customer, name, address: '10.4.0.1', site })).id;
async function traced<T>(work: (caller: ReturnType<typeof createCaller>['sites']) => Promise<T>) {
  const context = contextFor(world.people.admin);
  const done = await work(createCaller(context).sites);
  const [entry] = await entriesOf(database.owner, context.origin.requestId);
  return { done, entry };
}
const conflict = (message: string) => ({ code: 'CONFLICT', message });

test('sites are listed by zone and name, with what leads there and how the devices are', async () => {
  const core = await deviceAt('core-gw', 'Core');
  for (const name of ['t-up', 't-down', 't-new']) await deviceAt(name, 'tower 2');
  await api().sites.create({ customer, name: 'Tower 1', zone: 'Valley', uplink: core });
  const { items: before } = await api().sites.list({ customer });
  const tower2 = before.find(({ name }) => name === 'tower 2')?.id;
  await api().sites.change({ site: String(tower2), zone: 'valley', uplink: core });
  await database.owner`delete from app.device_status s using app.device d where d.id = s.device_id`;
  await database.owner`insert into app.device_status (device_id, customer_id, is_up, fault_code, since, tried_at)
    select id, customer_id, name = 't-up', case name when 't-down' then 'unreachable' end, now(), now()
    from app.device where name in ('t-up', 't-down')`;
  const uplink = { id: core, name: 'core-gw', isArchived: false };
  const alarms = { open: 0, unacknowledged: 0 };
  const timeZone = null;
  for (const role of ['admin', 'operator', 'viewer', 'superAdmin'] as const) {
    const { items, unplaced } = await apiOf(world.people[role]).sites.list({ customer });
    expect(items.map(({ id: _id, ...rest }) => rest)).toEqual([
      { customer, name: 'Tower 1', zone: 'Valley', uplink, states: { up: 0, down: 0, noData: 0 }, alarms, timeZone },
      { customer, name: 'tower 2', zone: 'valley', uplink, states: { up: 1, down: 1, noData: 1 }, alarms, timeZone },
      { customer, name: 'Core', zone: null, uplink: null, states: { up: 0, down: 0, noData: 1 }, alarms, timeZone },
    ]);
    expect(unplaced).toBe(3);
    const all = await apiOf(world.people[role]).sites.listAll();
    expect(all.items).toEqual(items);
    expect(all.unplaced).toBe(role === 'superAdmin' ? 6 : 3);
  }
});

test('devices are found by their site and their zone, in any case, and say both', async () => {
  await api().sites.create({ customer, name: 'Tower 07', zone: 'South valley' });
  const there = await deviceAt('t7-gw', 'TOWER 07');
  await deviceAt('elsewhere', 'Tower 08');
  for (const filter of [{ site: 'tower 07' }, { zone: 'south VALLEY' }, { site: 'Tower 07', zone: 'South valley' }]) {
    const found = [await api().devices.list({ customer, ...filter }), await api().devices.listAll(filter)];
    for (const page of found) {
      expect(page.items.map(({ id, site, zone }) => [id, site, zone])).toEqual([[there, 'Tower 07', 'South valley']]);
      expect(page.total).toBe(1);
    }
  }
  expect((await api().devices.list({ customer, site: 'Tower 07', zone: 'Elsewhere' })).items).toEqual([]);
  expect((await api().devices.list({ customer, site: 'Tower' })).items).toEqual([]);
  // A site of that name of another customer finds nothing for whoever does not reach it.
  const theirs = String(world.devices['other-isp'][0]);
  await apiOf(world.people.superAdmin).connections.change({ device: theirs, site: 'Tower 07' });
  expect((await api().devices.listAll({ site: 'Tower 07' })).items.map(({ id }) => id)).toEqual([there]);
  const everywhere = await apiOf(world.people.superAdmin).devices.listAll({ site: 'Tower 07' });
  expect(everywhere.items.map(({ id }) => id).toSorted()).toEqual([there, theirs].toSorted());
});

test('what is made and changed is in the log as it was and as it is, and a name is given once', async () => {
  const uplink = await deviceAt('core-gw', null);
  const { done, entry } = await traced((caller) => caller.create({ customer, name: ' Hill ', zone: 'North', uplink }));
  expect(done).toEqual({
    id: done.id,
    customer,
    name: 'Hill',
    zone: 'North',
    timeZone: null,
    uplink: { id: uplink, name: 'core-gw', isArchived: false },
  });
  expect(entry).toMatchObject({
    event: 'site.created',
    detail: { site: done.id, name: 'Hill', zone: 'North', uplink },
  });
  const site = done.id;
  const changed = await traced((caller) => caller.change({ site, zone: null, name: 'Hilltop' }));
  expect(changed.entry).toMatchObject({
    ...{ event: 'site.changed', target: { kind: 'site', id: site } },
    detail: { before: { name: 'Hill', zone: 'North', uplink }, after: { name: 'Hilltop', zone: null, uplink } },
  });
  const taken = conflict('This customer has a site of that name already.');
  await expect(api().sites.create({ customer, name: 'HILLTOP' })).rejects.toMatchObject(taken);
  await api().sites.create({ customer, name: 'Valley' });
  await expect(api().sites.change({ site, name: 'valley' })).rejects.toMatchObject(taken);
  await expect(api().sites.change({ site })).rejects.toMatchObject({ message: 'Say what is to be changed.' });
  for (const wrong of [{ name: '' }, { name: 'a\nb' }, { zone: ' ' }, { zone: 'x'.repeat(65) }])
    await expect(api().sites.change({ site, ...wrong })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

describe('an uplink', () => {
  test('is a device of the same customer that is not archived', async () => {
    const { id: site } = await api().sites.create({ customer, name: 'Hill' });
    const none = conflict('There is no such device.');
    const theirs = String(world.devices['other-isp'][0]);
    for (const uplink of [theirs, crypto.randomUUID()])
      await expect(apiOf(world.people.superAdmin).sites.change({ site, uplink })).rejects.toMatchObject(none);
    const gone = await deviceAt('gone', null);
    await api().sites.change({ site, uplink: gone });
    await api().enrolment.archive({ devices: [gone] });
    expect((await api().sites.list({ customer })).items[0]?.uplink).toEqual({
      id: gone,
      name: 'gone',
      isArchived: true,
    });
    await expect(api().sites.create({ customer, name: 'Other', uplink: gone })).rejects.toMatchObject(
      conflict('That device is archived, so nothing is reached through it. Choose another uplink.'),
    );
  });

  test('makes no circle, neither when it is set nor when a device moves, and the refusal says what to do', async () => {
    const atA = await deviceAt('at-a', 'A');
    const atB = await deviceAt('at-b', 'B');
    const spare = await deviceAt('spare', 'C');
    const idOf = async (name: string) =>
      String((await api().sites.list({ customer })).items.find((site) => site.name === name)?.id);
    await api().sites.change({ site: await idOf('A'), uplink: atB });
    await expect(api().sites.change({ site: await idOf('B'), uplink: atA })).rejects.toMatchObject(
      conflict(
        'That device stands at a site that is itself reached through this one: uplinks would go round in a circle. Choose another uplink.',
      ),
    );
    await api().sites.change({ site: await idOf('B'), uplink: spare });
    await expect(api().connections.change({ device: spare, site: 'a' })).rejects.toMatchObject(
      conflict(
        'A site is reached through this device, and the place it would move to is reached through that site: uplinks would go round in a circle. Change the uplink of one of them first.',
      ),
    );
    expect((await api().devices.get({ device: spare })).site).toBe('C');
  });
});

test('a site is archived when nothing stands there, and comes back while its name is free', async () => {
  const device = await deviceAt('gw', 'Hill');
  const { id: site } = (await api().sites.list({ customer })).items[0] ?? { id: '' };
  await expect(api().sites.archive({ site })).rejects.toMatchObject(
    conflict('Devices still stand at this site. Move or archive them first.'),
  );
  await api().enrolment.archive({ devices: [device] });
  const { entry } = await traced((caller) => caller.archive({ site }));
  expect(entry).toMatchObject({ event: 'site.archived', target: { kind: 'site', id: site }, detail: { name: 'Hill' } });
  expect((await api().sites.list({ customer })).items).toEqual([]);
  await expect(api().sites.change({ site, name: 'X' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'no such site',
  });
  await expect(api().enrolment.restore({ customer, device })).rejects.toMatchObject(
    conflict('The site is archived. Bring it back first: it stands at the end of the page “Sites”.'),
  );
  expect((await api().sites.archived({ customer })).items).toEqual([
    { id: site, name: 'Hill', zone: null, archivedAt: expect.any(String) },
  ]);
  const other = await api().sites.create({ customer, name: 'hill' });
  await expect(api().sites.restore({ customer, site })).rejects.toMatchObject(
    conflict('This customer has a site of that name already.'),
  );
  await api().sites.change({ site: other.id, name: 'Other hill' });
  const restored = await traced((caller) => caller.restore({ customer, site }));
  expect(restored.entry).toMatchObject({ event: 'site.restored', detail: { site, name: 'Hill' } });
  await api().enrolment.restore({ customer, device });
  expect((await api().devices.get({ device })).site).toBe('Hill');
  const foreign = { customer, site: other.id };
  await expect(api().sites.restore(foreign)).rejects.toMatchObject({ message: 'no such archived site' });
});

test('of an archived customer no site is changed, so that its devices come back to where they stood', async () => {
  const device = await deviceAt('gw', 'Hill');
  const { id: site } = (await api().sites.list({ customer })).items[0] ?? { id: '' };
  const sofia = apiOf(world.people.superAdmin);
  await sofia.customers.archive({ customer });
  await expect(sofia.sites.archive({ site })).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no such site' });
  expect((await sofia.sites.listAll()).items).toEqual([]);
  await sofia.customers.restore({ archived: customer });
  expect((await sofia.devices.get({ device })).site).toBe('Hill');
});
