import { beforeEach, describe, expect, test } from 'vitest';
import { CustomerSlug, DeviceId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { asCustomer, asJob } from '@/server/db/open';
import { probedCustomers, targetsOfCustomer } from '@/server/db/targets';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makePerson, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const api = () => apiOf(world.people.superAdmin);
const slug = (text: string) => CustomerSlug.parse(text);
const acme = slug('acme-corp');
const wish = { slug: slug('new-isp'), name: 'New ISP', stripe: 4, timeZone: 'Europe/Rome' };
const stored = async () => [
  ...(await database.owner`select slug, name, stripe, time_zone, is_probed, archived_at is not null as archived from app.customer order by slug`),
];

describe('a customer is created', () => {
  test('with what was given, is probed, has nobody and no device', async () => {
    const made = await api().customers.create(wish);
    expect(made).toMatchObject({ ...wish, isProbed: true });
    const { items } = await api().customers.list();
    expect(items.find(({ id }) => id === made.id)).toEqual({ ...made, deviceCount: 0 });
    expect(await database.owner`select from app.membership where customer_id = ${made.id}`).toHaveLength(0);
    expect(await asJob('probe', ({ db }) => probedCustomers(db))).toContain(made.id);
  });

  test('under a short name that no other has or ever had', async () => {
    await api().customers.create(wish);
    await api().customers.archive({ customer: wish.slug });
    const before = await stored();
    for (const taken of [acme, wish.slug])
      await expect(api().customers.create({ ...wish, slug: taken })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: `There is a customer "${taken}" already; an archived or erased one keeps its short name.`,
      });
    expect(await stored()).toEqual(before);
  });

  test('of twenty at once one', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => api().customers.create(wish)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('CONFLICT');
  });

  const bad: [string, object][] = [
    ['no short name', { slug: '' }],
    ['a short name in capitals', { slug: 'New-ISP' }],
    ['a short name with a space', { slug: 'new isp' }],
    ['a short name with a slash', { slug: 'new/isp' }],
    ['a short name that begins with a hyphen', { slug: '-new' }],
    ['a short name of 64 characters', { slug: 'x'.repeat(64) }],
    ['no name', { name: '  ' }],
    ['a name of 101 characters', { name: 'x'.repeat(101) }],
    ['a name that turns the direction of what follows', { name: 'New\u202eISP' }],
    ['a name of two lines', { name: 'New\nISP' }],
    ['a thirteenth stripe', { stripe: 12 }],
    ['half a stripe', { stripe: 1.5 }],
    ['a stripe below the first', { stripe: -1 }],
    ['no zone', { timeZone: '' }],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }],
    ['an offset', { timeZone: '+02:00' }],
    ['a zone and more', { timeZone: "UTC'; drop table app.customer; --" }],
  ];
  test.each(bad)('not with %s, nor is one changed so', async (_what, wrong) => {
    const before = await stored();
    // safe: on purpose not what the input says.
    await expect(api().customers.create({ ...wish, ...wrong } as typeof wish)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    if (!('slug' in wrong))
      await expect(api().customers.edit({ customer: acme, ...wrong })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await stored()).toEqual(before);
  });
});

describe('a customer is changed', () => {
  test('in what is given and nothing else', async () => {
    const before = (await api().customers.list()).items.find((one) => one.slug === acme);
    expect(await api().customers.edit({ customer: acme, name: 'ACME S.p.A.' })).toMatchObject({
      name: 'ACME S.p.A.',
      stripe: before?.stripe,
    });
    expect(await api().customers.edit({ customer: acme, stripe: 11 })).toMatchObject({
      name: 'ACME S.p.A.',
      stripe: 11,
    });
    expect(await api().customers.edit({ customer: acme, timeZone: 'Asia/Tokyo', isProbed: false })).toMatchObject({
      id: before?.id,
      slug: acme,
      name: 'ACME S.p.A.',
      timeZone: 'Asia/Tokyo',
      isProbed: false,
    });
    expect(await asJob('probe', ({ db }) => probedCustomers(db))).toEqual([world.customers['other-isp']]);
    expect((await stored()).find((one) => one.slug === 'other-isp')).toMatchObject({
      name: 'other-isp',
      is_probed: true,
    });
  });

  test('in its policy: when alarms are raised, and when nobody is mailed', async () => {
    const read = async () => (await api().customers.list()).items.find((one) => one.slug === acme);
    expect(await read()).toMatchObject({ isAlarming: true, alarmAfterMinutes: 3, quietHours: null });
    const night = { from: '22:00', to: '06:30' };
    await api().customers.edit({ customer: acme, alarmAfterMinutes: 10, quietHours: night });
    expect(await read()).toMatchObject({ isAlarming: true, alarmAfterMinutes: 10, quietHours: night });
    // What is not named stays, and null is no quiet hours.
    await api().customers.edit({ customer: acme, isAlarming: false });
    expect(await read()).toMatchObject({ isAlarming: false, alarmAfterMinutes: 10, quietHours: night });
    await api().customers.edit({ customer: acme, quietHours: null });
    expect(await read()).toMatchObject({ isAlarming: false, alarmAfterMinutes: 10, quietHours: null });
  });

  test('in its policy: which changes take a second person', async () => {
    const read = async () => (await api().customers.list()).items.map(({ slug, changePolicy }) => [slug, changePolicy]);
    await api().customers.edit({ customer: acme, changePolicy: 'secondPerson' });
    expect(await read()).toEqual([
      ['acme-corp', 'secondPerson'],
      ['other-isp', 'standard'],
    ]);
    await api().customers.edit({ customer: acme, isAlarming: true });
    expect((await read())[0]).toEqual(['acme-corp', 'secondPerson']);
    await api().customers.edit({ customer: acme, changePolicy: 'standard' });
    expect((await read())[0]).toEqual(['acme-corp', 'standard']);
  });

  test.each([
    ['no minute', { alarmAfterMinutes: 0 }],
    ['more than an hour', { alarmAfterMinutes: 61 }],
    ['half a minute', { alarmAfterMinutes: 1.5 }],
    ['quiet hours without an end', { quietHours: { from: '22:00' } }],
    ['quiet hours of no length', { quietHours: { from: '22:00', to: '22:00' } }],
    ['an hour that no day has', { quietHours: { from: '24:00', to: '06:00' } }],
    ['more than two times of a day', { quietHours: { from: '22:00', to: '06:00', days: 'all' } }],
  ])('not to a policy with %s', async (_what, wrong) => {
    const before = await api().customers.list();
    // safe: on purpose not what the input says.
    await expect(
      api().customers.edit({ customer: acme, ...(wrong as { alarmAfterMinutes: number }) }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await api().customers.list()).toEqual(before);
  });

  test('not with no field, nor with one that is there and says nothing', async () => {
    const nothing = { code: 'BAD_REQUEST', message: 'Say what is to be changed.' };
    await expect(api().customers.edit({ customer: acme })).rejects.toMatchObject(nothing);
    await expect(api().customers.edit({ customer: acme, name: undefined })).rejects.toMatchObject(nothing);
  });

  test('not in its short name, its key or its end', async () => {
    for (const field of [
      { slug: 'x' },
      { id: crypto.randomUUID() },
      { archivedAt: null },
      { archived_at: '2026-01-01' },
    ])
      await expect(api().customers.edit({ customer: acme, name: 'X', ...field })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
  });
});

test.each(['admin', 'operator', 'viewer'] as const)(
  'a %s creates, changes, archives and restores none, and sees no archived one',
  async (role) => {
    await api().customers.archive({ customer: slug('other-isp') });
    const before = await stored();
    const { customers } = apiOf(world.people[role]);
    const refusal = { code: 'FORBIDDEN', message: 'your role may not do this: customer.edit' };
    for (const call of [
      () => customers.create(wish),
      () => customers.edit({ customer: acme, name: 'Mine' }),
      () => customers.archive({ customer: acme }),
      () => customers.restore({ archived: slug('other-isp') }),
      () => customers.archived(),
    ])
      await expect(call()).rejects.toMatchObject(refusal);
    expect(await stored()).toEqual(before);
  },
);

describe('archived', () => {
  const archive = () => api().customers.archive({ customer: acme });

  test('everybody is taken off, and told by name; nobody of another customer is', async () => {
    const both = await makePerson(database.owner, 'viewer', Object.values(world.customers));
    const { takenOff } = await archive();
    expect(takenOff).toEqual(['The admin', 'The operator', 'The operator', 'The viewer', 'The viewer']);
    const left = await database.owner`select person_id from app.membership order by 1`;
    expect(left.map((row) => row.person_id).sort()).toEqual([both.personId, world.operators['other-isp']].sort());
  });

  test('it is gone from every list and address, also a Super Admin’s, but that of the archived', async () => {
    await archive();
    expect((await api().customers.list()).items.map((one) => one.slug)).toEqual(['other-isp']);
    const { items } = await api().customers.archived();
    expect(items).toMatchObject([{ slug: acme, id: world.customers['acme-corp'] }]);
    expect(items[0]?.archivedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const notInScope = { code: 'FORBIDDEN', message: 'customer "acme-corp" not in scope' };
    for (const who of [world.people.superAdmin, world.people.admin]) {
      await expect(apiOf(who).devices.list({ customer: acme })).rejects.toMatchObject(notInScope);
      expect((await apiOf(who).devices.listAll({})).items.map(({ id }) => id)).not.toContain(
        world.devices['acme-corp'][0],
      );
    }
    await expect(api().customers.edit({ customer: acme, name: 'X' })).rejects.toMatchObject(notInScope);
    await expect(archive()).rejects.toMatchObject(notInScope);
  });

  test('its devices are not spoken to any more: no runs, no probes, no targets', async () => {
    const customer = world.customers['acme-corp'];
    const device = DeviceId.parse(world.devices['acme-corp'][0]);
    await archive();
    const gone = { code: 'NOT_FOUND', message: 'no such device' };
    for (const who of [world.people.superAdmin, world.people.operator]) {
      await expect(apiOf(who).devices.get({ device })).rejects.toMatchObject(gone);
      await expect(apiOf(who).runs.start({ device, action: 'sys.overview' })).rejects.toMatchObject(gone);
      await expect(apiOf(who).sessions.open({ symptom: 'Slow.', devices: [device] })).rejects.toMatchObject(gone);
    }
    const session = world.sessions['acme-corp'];
    const runs = [{ device, action: 'sys.overview' as const }];
    await expect(api().sessions.run({ session, runs })).rejects.toMatchObject({
      code: expect.stringMatching(/^(NOT_FOUND|CONFLICT|BAD_REQUEST|FORBIDDEN)$/),
    });
    expect(await asCustomer(customer, 'probe', ({ db }) => targetsOfCustomer(db, customer))).toEqual([]);
    expect(await asJob('probe', ({ db }) => probedCustomers(db))).toEqual([world.customers['other-isp']]);
    expect(await database.owner`select from app.run where state = 'intended'`).toHaveLength(0);
  });

  test('nothing of it is deleted: restored it has the devices that went with it, and not one archived before', async () => {
    const [first, ...rest] = world.devices['acme-corp'];
    await database.owner`update app.device set archived_at = app.now() where id = ${first ?? ''}`;
    const before = await stored();
    await archive();
    expect(await api().customers.restore({ archived: acme })).toMatchObject({
      slug: acme,
      id: world.customers['acme-corp'],
    });
    expect(await stored()).toEqual(before);
    const { items } = await api().devices.list({ customer: acme });
    expect(items.map(({ id }) => id).sort()).toEqual([...rest].sort());
    expect((await api().customers.archived()).items).toEqual([]);
    // Nobody is assigned but by somebody who says so.
    expect(
      await database.owner`select from app.membership where customer_id = ${world.customers['acme-corp']}`,
    ).toHaveLength(0);
    await expect(apiOf(world.people.operator).devices.list({ customer: acme })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    // A second time the same ones go and come.
    await archive();
    await api().customers.restore({ archived: acme });
    expect((await api().devices.list({ customer: acme })).total).toBe(rest.length);
  });

  test('restored is what is archived, and nothing else', async () => {
    for (const archived of [acme, slug('no-such-isp')])
      await expect(api().customers.restore({ archived })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'no such archived customer',
      });
  });
});

test('each deed leaves one entry that belongs to the customer, a refusal one that belongs to none', async () => {
  const customer = world.customers['acme-corp'];
  const target = { kind: 'customer', id: customer };
  const leaving = async (deed: (api: ReturnType<typeof createCaller>['customers']) => Promise<unknown>) => {
    const context = contextFor(world.people.superAdmin);
    await Promise.allSettled([deed(createCaller(context).customers)]);
    return entriesOf(database.owner, context.origin.requestId);
  };
  expect(await leaving((api) => api.create(wish))).toMatchObject([
    { event: 'customer.created', outcome: 'ok', detail: wish },
  ]);
  expect(await leaving((api) => api.edit({ customer: acme, stripe: 7 }))).toMatchObject([
    {
      event: 'customer.changed',
      outcome: 'ok',
      target,
      customer,
      detail: { before: { stripe: 0 }, after: { stripe: 7 } },
    },
  ]);
  const quietHours = { from: '22:00', to: '06:00' };
  expect(await leaving((api) => api.edit({ customer: acme, alarmAfterMinutes: 5, quietHours }))).toMatchObject([
    {
      detail: {
        before: { isAlarming: true, alarmAfterMinutes: 3, quietHours: null },
        after: { isAlarming: true, alarmAfterMinutes: 5, quietHours: '22:00–06:00' },
      },
    },
  ]);
  expect(await leaving((api) => api.edit({ customer: acme, changePolicy: 'secondPerson' }))).toMatchObject([
    { detail: { before: { changePolicy: 'standard' }, after: { changePolicy: 'secondPerson' } } },
  ]);
  expect(await leaving((api) => api.create(wish))).toMatchObject([
    { event: 'customer.created', outcome: 'refused', target: null, customer: null },
  ]);
  expect(await leaving((api) => api.archive({ customer: acme }))).toMatchObject([
    { event: 'customer.archived', outcome: 'ok', target, customer, detail: { people: 4 } },
  ]);
  expect(await leaving((api) => api.archive({ customer: acme }))).toMatchObject([
    { event: 'customer.archived', outcome: 'refused', customer: null },
  ]);
  expect(await leaving((api) => api.archived())).toMatchObject([
    { event: 'customer.archivedListed', outcome: 'ok', customer: null },
  ]);
  expect(await leaving((api) => api.restore({ archived: acme }))).toMatchObject([
    { event: 'customer.restored', outcome: 'ok', target, customer },
  ]);
});
