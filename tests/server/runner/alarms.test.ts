import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import { CustomerSlug, DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { Routers } from '@/server/routeros/routers';
import { Courier } from '@/server/runner/courier';
import { Prober } from '@/server/runner/prober';
import { Watchman } from '@/server/runner/watchman';
import { createMasterKey } from '@/server/vault/master-key';
import type { SimulatedRouter } from '@/simulator/router';
import { testDatabase } from '../../support/database';
import { Fleet } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';
import { localCertificate, startHookServer, startMailServer } from '../post/receivers';

/* From a router that hangs up to the mail in a mailbox and back: nothing between them is made up. */

const database = await testDatabase();
const { owner } = database;
const acme = CustomerSlug.parse('acme-corp');
let world: World;

beforeAll(async () => {
  await createMasterKey(processEnv().keysDirectory);
  world = await makeWorld(database);
  await owner`truncate app.device_status`;
});

const onFailure = (error: unknown) => {
  throw error;
};

/** What the runner does, one thing after the other and at once. */
function parts(fleet: Fleet, trusted: string) {
  const routers = new Routers({ dial: fleet.dial });
  const prober = new Prober(routers, onFailure);
  const watchman = new Watchman({ resolve: async () => ({ ip: '127.0.0.1' }), onFailure });
  const courier = new Courier({ resolve: async () => ({ ip: '127.0.0.1' }), trusted, onFailure });
  prober.begin();
  onTestFinished(async () => {
    await Promise.all([prober.end(), courier.end()]);
    await routers.close();
  });
  /** Has these asked until all of them are found to be so, a moment ago. */
  const ask = async (devices: readonly DeviceId[], isUp: boolean) => {
    const [begin] = await owner`select app.now() as at`;
    const isSo = async () => {
      for (const device of devices)
        await owner`select pg_notify('routeward_device', ${`${world.customers['acme-corp']} ${device}`})`;
      await prober.ask(new Date());
      await prober.note();
      const found = await owner`select from app.device_status
        where device_id = any (${devices}) and is_up = ${isUp} and tried_at >= ${begin?.at}`;
      return found.length === devices.length;
    };
    expect(await until(isSo, 60_000)).toBe(true);
  };
  const look = async () => {
    await watchman.look();
    await courier.look();
  };
  return { ask, look };
}

test('a site goes down and comes back: one mail each time, one call of the webhook, and its page says so', async () => {
  const certificate = await localCertificate();
  const { taken, port } = await startMailServer({ certificate, hasStartTls: false, asksForAccount: false });
  const hook = await startHookServer(certificate, { status: 204 });
  const [superAdmin, operator] = [apiOf(world.people.superAdmin), apiOf(world.people.operator)];
  await superAdmin.configuration.set({
    changes: { 'mail.host': '127.0.0.1', 'mail.port': port, 'mail.security': 'none', 'mail.from': 'r@example.net' },
  });
  await superAdmin.webhooks.add({ url: hook.url, events: ['alarm.raised', 'alarm.cleared'] });
  await operator.alarms.chooseMail({ customers: [acme], isEvery: false });
  taken.length = 0;
  const fleet = new Fleet(database);
  const devices = world.devices['acme-corp'].slice(0, 2).map((id) => DeviceId.parse(id));
  const routers: SimulatedRouter[] = [];
  for (const device of devices) routers.push(await fleet.enrol(device));
  const [site] =
    await owner`insert into app.site (customer_id, name) values (${world.customers['acme-corp']}, 'North tower') returning id`;
  await owner`update app.device set site_id = ${site?.id} where id = any (${devices})`;
  const { ask, look } = parts(fleet, certificate.certificate);
  await look();
  await ask(devices, true);

  for (const { faults } of routers) faults.refusesConnections = true;
  await ask(devices, false);
  await look();
  expect([taken.length, hook.called.length]).toEqual([0, 0]);
  await database.shiftClock('4 minutes');
  await ask(devices, false);
  await look();
  await look();
  const [first, ...others] = taken;
  const [person] = await owner`select email from app.person where id = ${world.people.operator.personId}`;
  expect([first?.to, others]).toEqual([[person?.email], []]);
  expect(first?.raw).toContain('Subject: Down: site North tower (acme-corp)');
  expect(first?.raw.replaceAll('=\r\n', '')).toContain('https://routeward.example.net/alarms');
  expect(hook.called.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'alarm.raised', data: { target: { kind: 'site', name: 'North tower' }, detail: { devices: 2 } } },
  ]);
  const [alarm] = (await operator.alarms.list({ customer: acme })).items;
  expect(alarm).toMatchObject({ kind: 'site', site: { name: 'North tower' }, covers: 2, state: 'open' });

  for (const { faults } of routers) faults.refusesConnections = false;
  await ask(devices, true);
  await look();
  expect(taken.length).toBe(1);
  await database.shiftClock('6 minutes');
  await ask(devices, true);
  await look();
  await look();
  expect(taken.map(({ raw }) => /Subject: (.*)\r/.exec(raw)?.[1])).toEqual([
    'Down: site North tower (acme-corp)',
    'Up again: site North tower (acme-corp)',
  ]);
  expect(hook.called.map(({ body }) => JSON.parse(body).type)).toEqual(['alarm.raised', 'alarm.cleared']);
  const { items, states } = await operator.alarms.list({ customer: acme });
  expect([items.map(({ ending }) => ending), states]).toEqual([['cleared'], { open: 0, closed: 1 }]);
});
