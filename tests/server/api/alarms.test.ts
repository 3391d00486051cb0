import { beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { AlarmId, CustomerSlug } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

/* What people see of alarms, acknowledge and have mailed; what raises them is tested with the runner. */

const database: TestDatabase = await testDatabase();
const { owner } = database;
const [acme, other] = [CustomerSlug.parse('acme-corp'), CustomerSlug.parse('other-isp')];
const [own, foreign] = ['acme-corp', 'other-isp'] as const;
let world: World;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const apiOf = (who: Principal, context = contextFor(who)) => createCaller(context).alarms;

/** An alarm of the customer's device of this number, raised so many minutes ago and ended so many ago, where it ended. */
async function alarmOf(slug: 'acme-corp' | 'other-isp', at: number, minutes: number, ended: number | null = null) {
  const [made] = await owner`
    insert into app.alarm (customer_id, kind, device_id, since, raised_at, announced_at, fault_code, ended_at, ending)
    values (${world.customers[slug]}, 'device', ${world.devices[slug][at] ?? null}, now() - make_interval(mins => ${minutes + 3}),
      now() - make_interval(mins => ${minutes}), now(), 'timedOut', now() - make_interval(mins => ${ended}),
      case when ${ended}::int is not null then 'cleared' end) returning id`;
  return AlarmId.parse(made?.id);
}

async function siteAlarm(covering: readonly AlarmId[]) {
  const [site] =
    await owner`insert into app.site (customer_id, name) values (${world.customers[own]}, 'North tower') returning id`;
  const [made] = await owner`
    insert into app.alarm (customer_id, kind, site_id, device_count, since, raised_at, announced_at)
    values (${world.customers[own]}, 'site', ${site?.id}, 2, now() - interval '9 minutes', now() - interval '6 minutes', now())
    returning id`;
  for (const id of covering) await owner`update app.alarm set covered_by = ${made?.id} where id = ${id}`;
  return AlarmId.parse(made?.id);
}

async function ownLinkAlarm() {
  const [made] = await owner`
    insert into app.alarm (kind, device_count, since, raised_at, announced_at) values ('ownLink', 40, now(), now(), now()) returning id`;
  return AlarmId.parse(made?.id);
}

describe('the list', () => {
  test('has the open ones first, then the last that ended, and no page skips or repeats one', async () => {
    const closed = [await alarmOf(own, 0, 90, 60), await alarmOf(own, 0, 50, 40), await alarmOf(own, 1, 50, 30)];
    const open = [await alarmOf(own, 0, 20), await alarmOf(own, 1, 5), await alarmOf(own, 2, 10)];
    const wanted = [open[1], open[2], open[0], closed[2], closed[1], closed[0]];
    const whole = await apiOf(world.people.viewer).list({ customer: acme });
    expect(whole.items.map(({ id }) => id)).toEqual(wanted);
    expect([whole.states, whole.next]).toEqual([{ open: 3, closed: 3 }, null]);
    for (const limit of [1, 2, 3, 4]) {
      const seen: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await apiOf(world.people.viewer).listAll({ limit, ...(after === undefined ? {} : { after }) });
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
      }
      expect([limit, seen]).toEqual([limit, wanted]);
    }
    const [first] = whole.items;
    expect(first).toMatchObject({
      customer: acme,
      kind: 'device',
      device: { name: 'router-00002' },
      site: null,
      state: 'open',
    });
    expect(first).toMatchObject({ faultCode: 'timedOut', times: 1, devices: 1, acknowledged: null, endedAt: null });
  });

  test('shows a site’s alarm in the place of those it stands for, which are found by it and by their device', async () => {
    const [a, b, alone] = [await alarmOf(own, 0, 5), await alarmOf(own, 1, 5), await alarmOf(own, 2, 5)];
    const site = await siteAlarm([a, b]);
    const { list } = apiOf(world.people.viewer);
    const shown = await list({ customer: acme });
    expect(shown.items.map(({ id, covers }) => [id, covers])).toEqual([
      [alone, 0],
      [site, 2],
    ]);
    expect(shown.states).toEqual({ open: 2, closed: 0 });
    expect((await list({ customer: acme, coveredBy: site })).items.map(({ id }) => id).sort()).toEqual([a, b].sort());
    const device = world.devices[own][0];
    const [ofDevice] = (await list({ customer: acme, ...(device && { device }) })).items;
    expect([ofDevice?.id, ofDevice?.coveredBy]).toEqual([a, site]);
    expect((await list({ customer: acme, q: 'NORTH' })).items.map(({ id }) => id)).toEqual([site]);
    expect((await list({ customer: acme, q: '00003', state: 'open' })).items.map(({ id }) => id)).toEqual([alone]);
  });

  test('has nothing of another customer, and the own link for Super Admins alone', async () => {
    const [mine, theirs, link] = [await alarmOf(own, 0, 5), await alarmOf(foreign, 0, 7), await ownLinkAlarm()];
    for (const role of ['admin', 'operator', 'viewer'] as const) {
      const { items, states } = await apiOf(world.people[role]).listAll({});
      expect([role, items.map(({ id }) => id), states.open]).toEqual([role, [mine], 1]);
    }
    const everything = await apiOf(world.people.superAdmin).listAll({});
    expect(everything.items.map(({ id }) => id)).toEqual([link, mine, theirs]);
    expect(everything.items[0]).toMatchObject({
      customer: null,
      kind: 'ownLink',
      devices: 40,
      device: null,
      site: null,
    });
    expect((await apiOf(world.people.superAdmin).list({ customer: acme })).items.map(({ id }) => id)).toEqual([mine]);
  });

  test('the frame counts what nobody has acknowledged, in reach and not covered', async () => {
    const [a, b] = [await alarmOf(own, 0, 5), await alarmOf(own, 1, 5)];
    const site = await siteAlarm([a, b]);
    await alarmOf(foreign, 0, 5);
    await ownLinkAlarm();
    const counts = async (who: Principal) => {
      const { unacknowledgedAlarms, customers } = await createCaller(contextFor(who)).shell();
      return [unacknowledgedAlarms, ...customers.map((one) => one.unacknowledgedAlarms)];
    };
    expect(await counts(world.people.viewer)).toEqual([1, 1]);
    expect(await counts(world.people.superAdmin)).toEqual([3, 1, 1]);
    await apiOf(world.people.operator).acknowledge({ alarm: site });
    expect(await counts(world.people.viewer)).toEqual([0, 0]);
  });
});

describe('acknowledging', () => {
  test('the first one is the one, by name; whoever comes second is told who it was, and changes nothing', async () => {
    const id = await alarmOf(own, 0, 5);
    await owner`update app.person set name = 'Marco Okafor' where id = ${world.people.operator.personId}`;
    const context = contextFor(world.people.operator);
    const first = await apiOf(world.people.operator, context).acknowledge({
      alarm: id,
      note: ' Called the power company. ',
    });
    expect(first).toMatchObject({
      isFirst: true,
      acknowledged: { by: 'Marco Okafor', note: 'Called the power company.' },
    });
    const second = await apiOf(world.people.admin).acknowledge({ alarm: id, note: 'Mine.' });
    expect(second).toEqual({ ...first, isFirst: false });
    const [entry] = await entriesOf(owner, context.origin.requestId);
    const device = world.devices[own][0];
    expect(entry).toMatchObject({
      event: 'alarm.acknowledged',
      customer: world.customers[own],
      target: { kind: 'device', id: device },
    });
    expect(entry).toMatchObject({ detail: { alarm: id, isFirst: true } });
    expect(JSON.stringify(entry)).not.toContain('power');
  });

  test('of many at once one is the first', async () => {
    const id = await alarmOf(own, 0, 5);
    const { operator, admin, superAdmin } = world.people;
    const all = await Promise.all(
      [operator, admin, superAdmin, operator, admin].map((who) => apiOf(who).acknowledge({ alarm: id })),
    );
    expect(all.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    expect(new Set(all.map(({ acknowledged }) => JSON.stringify(acknowledged))).size).toBe(1);
  });

  test('what is over is not acknowledged any more, and a note of 501 letters is not taken', async () => {
    const [over, open] = [await alarmOf(own, 0, 5, 1), await alarmOf(own, 1, 5)];
    await expect(apiOf(world.people.operator).acknowledge({ alarm: over })).rejects.toThrow(
      'This alarm is over already.',
    );
    await expect(apiOf(world.people.operator).acknowledge({ alarm: open, note: 'x'.repeat(501) })).rejects.toThrow(
      '500',
    );
    await apiOf(world.people.operator).acknowledge({ alarm: open, note: 'x'.repeat(500) });
  });

  test('the own link is acknowledged by a Super Admin; for others there is no such alarm', async () => {
    const link = await ownLinkAlarm();
    await expect(apiOf(world.people.admin).acknowledge({ alarm: link })).rejects.toThrow('no such alarm');
    expect(await apiOf(world.people.superAdmin).acknowledge({ alarm: link })).toMatchObject({ isFirst: true });
  });
});

describe('mail', () => {
  test('is chosen for customers in reach, for each of them, and for the own link by Super Admins', async () => {
    const viewer = apiOf(world.people.viewer);
    expect(await viewer.mailChoice()).toEqual({
      sends: false,
      customers: [{ slug: acme, name: 'acme-corp', isChosen: false }],
      isEvery: false,
      isOwnLink: null,
    });
    expect((await viewer.chooseMail({ customers: [acme, acme], isEvery: false })).customers[0]?.isChosen).toBe(true);
    expect(await viewer.chooseMail({ customers: [], isEvery: true })).toMatchObject({
      isEvery: true,
      customers: [{ isChosen: false }],
    });
    await expect(viewer.chooseMail({ customers: [other], isEvery: false })).rejects.toThrow('not in scope');
    await expect(viewer.chooseMail({ customers: [], isEvery: false, isOwnLink: true })).rejects.toThrow('Super Admins');
    expect(await viewer.mailChoice()).toMatchObject({ isEvery: true });
    const mighty = apiOf(world.people.superAdmin);
    expect(await mighty.chooseMail({ customers: [other], isEvery: false, isOwnLink: true })).toMatchObject({
      customers: [{ isChosen: false }, { isChosen: true }],
      isOwnLink: true,
    });
    expect(await mighty.chooseMail({ customers: [], isEvery: false })).toMatchObject({ isOwnLink: false });
  });
});

test('a live view shows at once how many there are, then what changes, and nothing of another customer', async () => {
  const id = await alarmOf(own, 0, 30);
  await owner`update app.alarm set changed_at = now() - interval '1 hour' where id = ${id}`;
  const view = await apiOf(world.people.viewer).watchAll({});
  const shown = view[Symbol.asyncIterator]();
  expect((await shown.next()).value).toMatchObject([
    expect.any(String),
    { open: 1, unacknowledged: 1 },
    expect.anything(),
  ]);
  const [soon, next] = [shown.next(), await alarmOf(foreign, 0, 5)];
  await apiOf(world.people.operator).acknowledge({ alarm: id });
  const [, event] = (await soon).value ?? [];
  expect(event).toMatchObject({ open: 1, unacknowledged: 0, alarms: [{ id, acknowledged: { by: 'The operator' } }] });
  expect(JSON.stringify(event)).not.toContain(next);
  await shown.return?.(undefined);
});
