import { beforeEach, expect, test } from 'vitest';
import { AlarmId, CustomerSlug, DeviceId } from '@/core/ids';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf, watchUntil } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

/* What the page of a device and the list of sites say of alarms; their own list is tested in alarms.test.ts. */

const database: TestDatabase = await testDatabase();
const { owner } = database;
const acme = CustomerSlug.parse('acme-corp');
let world: World;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const deviceAt = (index: number) => DeviceId.parse(world.devices['acme-corp'][index]);
const alarmOfPage = async (device: DeviceId) => (await apiOf(world.people.viewer).devices.get({ device })).alarm;
const acknowledge = (alarm: AlarmId, note?: string) =>
  apiOf(world.people.operator).alarms.acknowledge({ alarm, ...(note === undefined ? {} : { note }) });

async function raise(of: { device: DeviceId } | { site: string }, coveredBy: AlarmId | null = null): Promise<AlarmId> {
  const [made] = await owner`
    insert into app.alarm (customer_id, kind, device_id, site_id, covered_by, since, raised_at)
    values (${world.customers['acme-corp']}, ${'device' in of ? 'device' : 'site'}, ${'device' in of ? of.device : null},
      ${'site' in of ? of.site : null}, ${coveredBy}, '2026-11-29T12:00:00Z', now()) returning id`;
  return AlarmId.parse(made?.id);
}

async function siteWith(name: string, devices: readonly DeviceId[]): Promise<string> {
  const [made] =
    await owner`insert into app.site (customer_id, name) values (${world.customers['acme-corp']}, ${name}) returning id`;
  await owner`update app.device set site_id = ${made?.id} where id = any (${[...devices]})`;
  return String(made?.id);
}

test('a device says that it is an alarm, and who looks after it, until that is over', async () => {
  const device = deviceAt(0);
  expect(await alarmOfPage(device)).toBeNull();
  const alarm = await raise({ device });
  const told = { since: '2026-11-29T12:00:00.000Z', site: null, acknowledgedBy: null, note: null };
  expect(await alarmOfPage(device)).toEqual(told);
  await acknowledge(alarm, 'Somebody drives there.');
  expect(await alarmOfPage(device)).toEqual({
    ...told,
    acknowledgedBy: 'The operator',
    note: 'Somebody drives there.',
  });
  expect(await alarmOfPage(deviceAt(1))).toBeNull();
  await owner`update app.alarm set ended_at = now(), ending = 'cleared'`;
  expect(await alarmOfPage(device)).toBeNull();
});

test('a device of a site that is down as a whole says so, and is acknowledged with the site', async () => {
  const device = deviceAt(0);
  const site = await raise({ site: await siteWith('Tower 09', [device]) });
  await raise({ device }, site);
  expect(await alarmOfPage(device)).toMatchObject({ site: 'Tower 09', acknowledgedBy: null });
  await acknowledge(site);
  expect(await alarmOfPage(device)).toMatchObject({ site: 'Tower 09', acknowledgedBy: 'The operator', note: null });
});

test('whoever has the page of a device open is told when it becomes an alarm, and when that is acknowledged', async () => {
  const device = deviceAt(0);
  const since = new Date().toISOString();
  let alarm: Promise<AlarmId> | undefined;
  const { events } = await watchUntil(world.people.viewer, { device, since }, (event) => {
    if (event.kind !== 'alarm') return false;
    // Each is done once the one before was shown.
    if (event.alarm === null) alarm = raise({ device });
    else if (event.alarm.acknowledgedBy === null) void alarm?.then((id) => acknowledge(id));
    return event.alarm !== null && event.alarm.acknowledgedBy !== null;
  });
  const shown = events.flatMap((event) => (event.kind === 'alarm' ? [event.alarm?.acknowledgedBy] : []));
  expect(shown).toEqual([undefined, null, 'The operator']);
});

test('a site says how many alarms it has, one for all where it is down as a whole, and how many wait for somebody', async () => {
  const [one, other, whole] = [deviceAt(0), deviceAt(1), deviceAt(2)];
  await siteWith('A quiet one', []);
  await siteWith('Some of it', [one, other]);
  const site = await siteWith('The whole of it', [whole]);
  await acknowledge(await raise({ device: one }));
  await raise({ device: other });
  await raise({ device: whole }, await raise({ site }));
  const { items } = await apiOf(world.people.viewer).sites.list({ customer: acme });
  expect(Object.fromEntries(items.map(({ name, alarms }) => [name, alarms]))).toMatchObject({
    'A quiet one': { open: 0, unacknowledged: 0 },
    'Some of it': { open: 2, unacknowledged: 1 },
    'The whole of it': { open: 1, unacknowledged: 1 },
  });
  expect((await apiOf(world.people.viewer).sites.listAll()).items).toEqual(items);
});
