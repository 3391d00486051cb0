import { beforeEach, describe, expect, test } from 'vitest';
import { type Principal, type Role, roles } from '@/core/access';
import { CustomerSlug, FamilyId, PersonId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeFamily, makePerson, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const superAdmin = () => apiOf(world.people.superAdmin).people;
const admin = () => apiOf(world.people.admin).people;
const slugs = (...given: string[]) => given.map((slug) => CustomerSlug.parse(slug));
const none = { code: 'NOT_FOUND', message: 'no such person' };
const nobody = PersonId.parse(crypto.randomUUID());

/** What is stored of everybody, so that a refusal shows to have changed nothing. */
const stored = async () => [
  ...(await database.owner`select p.id, p.role, p.disabled_at, p.epoch, p.password_hash,
      array(select m.customer_id from app.membership m where m.person_id = p.id order by 1) as customers,
      (select count(*) from app.token_family f where f.person_id = p.id and f.revoked_at is null) as signed_in
    from app.person p order by p.id`),
];
const roleOf = async (id: string): Promise<Role> =>
  (await database.owner`select role from app.person where id = ${id}`)[0]?.role;
/** Whether a principal of before is still let in; its token would be valid for minutes. */
const isIn = (me: Principal): Promise<boolean | string> =>
  apiOf(me)
    .account.signIns()
    .then(
      () => true,
      ({ code }) => code,
    );

describe('who sees whom', () => {
  test('a Super Admin everybody, with where they were last seen', async () => {
    await makeFamily(database.owner, world.people.viewer.personId);
    const { items } = await superAdmin().list();
    expect(items).toHaveLength(6);
    expect(items.map(({ name }) => name)).toEqual(items.map(({ name }) => name).sort());
    const viewer = items.find(({ id }) => id === world.people.viewer.personId);
    expect(viewer).toMatchObject({ role: 'viewer', customers: ['acme-corp'], disabledAt: null, signIns: 2 });
    expect(Date.parse(viewer?.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await superAdmin().get({ person: world.people.viewer.personId })).toEqual(viewer);
  });

  test('an Admin those of the own customers, and of them nothing beyond', async () => {
    const both = await makePerson(database.owner, 'operator', Object.values(world.customers));
    const { items } = await admin().list();
    expect(items).toHaveLength(5);
    for (const one of items) expect(one).toMatchObject({ customers: ['acme-corp'], lastUsedAt: null, signIns: null });
    expect(JSON.stringify(items)).not.toContain('other-isp');
    expect(await admin().get({ person: both.personId })).toMatchObject({ customers: ['acme-corp'] });
    for (const person of [world.operators['other-isp'], world.people.superAdmin.personId, nobody])
      await expect(admin().get({ person })).rejects.toMatchObject(none);
  });

  test.each(['operator', 'viewer'] as const)('a %s nobody, not even themselves', async (role) => {
    const api = apiOf(world.people[role]).people;
    await expect(api.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(api.get({ person: world.people[role].personId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('whom an Admin assigns', () => {
  test('Operators and Viewers to the own customers, and leaves what is not theirs', async () => {
    const both = await makePerson(database.owner, 'viewer', Object.values(world.customers));
    expect(await admin().setCustomers({ person: both.personId, customers: [] })).toEqual({
      customers: [],
      ended: null,
    });
    expect(await superAdmin().get({ person: both.personId })).toMatchObject({ customers: ['other-isp'] });
    // No longer in reach, so the Admin cannot take it back alone.
    await expect(admin().setCustomers({ person: both.personId, customers: slugs('acme-corp') })).rejects.toMatchObject(
      none,
    );
  });

  test('neither themselves nor another Admin, a Super Admin, or somebody out of reach', async () => {
    const colleague = await makePerson(database.owner, 'admin', [world.customers['acme-corp']]);
    const before = await stored();
    const forbidden = { code: 'CONFLICT', message: 'Only a Super Admin assigns an Admin to customers.' };
    for (const person of [world.people.admin.personId, colleague.personId])
      for (const customers of [[], slugs('acme-corp')])
        await expect(admin().setCustomers({ person, customers })).rejects.toMatchObject(forbidden);
    for (const person of [world.people.superAdmin.personId, world.operators['other-isp'], nobody])
      await expect(admin().setCustomers({ person, customers: slugs('acme-corp') })).rejects.toMatchObject(none);
    expect(await stored()).toEqual(before);
  });

  test('to no customer beyond their own, named alone or among others', async () => {
    const before = await stored();
    for (const given of [slugs('other-isp'), slugs('acme-corp', 'other-isp'), slugs('acme-corp', 'no-such-isp')])
      await expect(
        admin().setCustomers({ person: world.operators['acme-corp'], customers: given }),
      ).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringMatching(/^customer "(other|no-such)-isp" not in scope$/),
      });
    expect(await stored()).toEqual(before);
  });

  test('as they were shown: what somebody else changed meanwhile is not undone unseen', async () => {
    const person = world.operators['acme-corp'];
    const set = (customers: CustomerSlug[], shown: CustomerSlug[]) =>
      superAdmin().setCustomers({ person, customers, shown });
    expect(await set(slugs('acme-corp', 'other-isp'), slugs('acme-corp'))).toMatchObject({ ended: 1 });
    await expect(set([], slugs('acme-corp'))).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Somebody changed these customers meanwhile. Reload, and set them again.',
    });
    expect(await set([], slugs('other-isp', 'acme-corp'))).toMatchObject({ customers: [] });
    // An Admin sees the own ones alone, and is asked about no other.
    await superAdmin().setCustomers({ person, customers: slugs('acme-corp', 'other-isp') });
    expect(await admin().setCustomers({ person, customers: [], shown: slugs('acme-corp') })).toMatchObject({
      customers: [],
    });
    expect(await superAdmin().get({ person })).toMatchObject({ customers: ['other-isp'] });
  });

  test('a Super Admin assigns everybody but Super Admins, to every customer, and naming one twice is once', async () => {
    const person = world.people.admin.personId;
    const wanted = slugs('other-isp', 'acme-corp', 'other-isp');
    expect(await superAdmin().setCustomers({ person, customers: wanted })).toEqual({
      customers: ['acme-corp', 'other-isp'],
      ended: 1,
    });
    expect(await superAdmin().setCustomers({ person, customers: wanted })).toMatchObject({ ended: 0 });
    await expect(
      superAdmin().setCustomers({ person: world.people.superAdmin.personId, customers: slugs('acme-corp') }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'A Super Admin reaches every customer and is assigned to none.',
    });
  });
});

describe('what Super Admins alone do', () => {
  const deeds = (api: ReturnType<typeof admin>, person: PersonId): (() => Promise<unknown>)[] => [
    ...roles.map((role) => () => api.changeRole({ person, role })),
    () => api.disable({ person }),
    () => api.enable({ person }),
    () => api.makeReset({ person }),
    () => api.signIns({ person }),
    () => api.endSignIns({ person }),
  ];

  test.each(['admin', 'operator', 'viewer'] as const)('a %s does none of it, to nobody', async (role) => {
    const { people, operators } = world;
    const before = await stored();
    for (const person of [people.superAdmin.personId, people[role].personId, ...Object.values(operators), nobody])
      for (const deed of deeds(apiOf(people[role]).people, person))
        await expect(deed()).rejects.toMatchObject({
          code: 'FORBIDDEN',
          message: 'your role may not do this: person.edit',
        });
    expect(await stored()).toEqual(before);
    expect(await database.owner`select from app.password_reset`).toHaveLength(0);
  });

  test('a role changed bites with the next call, also the change to a mightier one', async () => {
    const { viewer, operator } = world.people;
    expect(await superAdmin().changeRole({ person: viewer.personId, role: 'superAdmin' })).toEqual({ ended: 1 });
    expect(await isIn(viewer)).toBe('UNAUTHORIZED');
    expect(await isIn(operator)).toBe(true);
    // That role reaches every customer; coming back from it, none.
    expect(await superAdmin().get({ person: viewer.personId })).toMatchObject({ role: 'superAdmin', customers: [] });
    await superAdmin().changeRole({ person: viewer.personId, role: 'operator' });
    expect(await superAdmin().get({ person: viewer.personId })).toMatchObject({ role: 'operator', customers: [] });
    expect(await superAdmin().changeRole({ person: operator.personId, role: 'operator' })).toEqual({ ended: 0 });
    expect(await isIn(operator)).toBe(true);
  });

  test('the last Super Admin is neither demoted nor disabled, and nobody disables themselves', async () => {
    const person = world.people.superAdmin.personId;
    const own = { code: 'CONFLICT', message: 'Nobody changes their own role. Another Super Admin can.' };
    const self = { code: 'CONFLICT', message: 'Nobody can disable themselves. Another Super Admin can.' };
    for (const role of ['admin', 'operator', 'viewer'] as const)
      await expect(superAdmin().changeRole({ person, role })).rejects.toMatchObject(own);
    await expect(superAdmin().disable({ person })).rejects.toMatchObject(self);
    const second = await makePerson(database.owner, 'superAdmin', []);
    await expect(superAdmin().disable({ person })).rejects.toMatchObject(self);
    expect(await apiOf(second).people.disable({ person })).toEqual({ ended: 1 });
    expect(await isIn(world.people.superAdmin)).toBe('UNAUTHORIZED');
    expect(await apiOf(second).people.enable({ person })).toEqual({ enabled: true });
    expect(await apiOf(second).people.changeRole({ person, role: 'admin' })).toEqual({ ended: 0 });
    expect(await roleOf(person)).toBe('admin');
  });

  test('disabled is disabled once; enabled again nothing of before is signed in', async () => {
    const { personId: person } = world.people.viewer;
    await makeFamily(database.owner, person);
    expect(await superAdmin().disable({ person })).toEqual({ ended: 2 });
    expect(await superAdmin().get({ person })).toMatchObject({ disabledAt: expect.any(String), signIns: 0 });
    expect(await superAdmin().disable({ person })).toEqual({ ended: 0 });
    expect(await superAdmin().enable({ person })).toEqual({ enabled: true });
    expect(await superAdmin().enable({ person })).toEqual({ enabled: false });
    expect(await isIn(world.people.viewer)).toBe('UNAUTHORIZED');
  });

  test('one sign-in of a person is ended by its id, and by nobody else’s', async () => {
    const { viewer, operator } = world.people;
    const person = viewer.personId;
    const second = { ...viewer, familyId: await makeFamily(database.owner, person) };
    const { items } = await superAdmin().signIns({ person });
    expect(items.map(({ id }) => id).sort()).toEqual([viewer.familyId, second.familyId].sort());
    for (const signIn of [operator.familyId, FamilyId.parse(crypto.randomUUID())])
      expect(await superAdmin().endSignIns({ person, signIn })).toEqual({ ended: 0 });
    expect(await isIn(operator)).toBe(true);
    expect(await superAdmin().endSignIns({ person, signIn: viewer.familyId })).toEqual({ ended: 1 });
    expect([await isIn(viewer), await isIn(second)]).toEqual(['UNAUTHORIZED', true]);
    expect(await superAdmin().endSignIns({ person })).toEqual({ ended: 1 });
    expect([await isIn(second), await isIn(operator)]).toEqual(['UNAUTHORIZED', true]);
  });
});

describe('each deed leaves one entry that says to whom', () => {
  const leaving = async (me: Principal, deed: (api: ReturnType<typeof admin>) => Promise<unknown>) => {
    const context = contextFor(me);
    const { people } = createCaller(context);
    const outcome = await deed(people).then(
      () => 'ok',
      ({ code }) => code,
    );
    return { outcome, entries: await entriesOf(database.owner, context.origin.requestId) };
  };

  test('done, with what was before and after', async () => {
    const { superAdmin: me } = world.people;
    const person = world.operators['acme-corp'];
    const deeds: [string, (api: ReturnType<typeof admin>) => Promise<unknown>, object][] = [
      ['person.listed', (api) => api.list(), {}],
      ['person.viewed', (api) => api.get({ person }), {}],
      [
        'person.customersChanged',
        (api) => api.setCustomers({ person, customers: slugs('other-isp') }),
        { before: ['acme-corp'], after: ['other-isp'], ended: 1 },
      ],
      [
        'person.roleChanged',
        (api) => api.changeRole({ person, role: 'viewer' }),
        { before: 'operator', after: 'viewer', ended: 0 },
      ],
      ['person.signInsListed', (api) => api.signIns({ person }), {}],
      ['person.signInsEnded', (api) => api.endSignIns({ person }), { ended: 0 }],
      ['person.resetMade', (api) => api.makeReset({ person }), {}],
      ['person.disabled', (api) => api.disable({ person }), { ended: 0 }],
      ['person.enabled', (api) => api.enable({ person }), {}],
    ];
    for (const [event, deed, detail] of deeds) {
      const { entries } = await leaving(me, deed);
      const target = event === 'person.listed' ? null : { kind: 'person', id: person };
      expect(entries).toMatchObject([
        { event, outcome: 'ok', target, customer: null, detail, actor: { id: me.personId } },
      ]);
    }
  });

  test('refused, and nothing of what was asked for is done', async () => {
    const { admin: me, superAdmin: last } = world.people;
    const refusals: [Principal, string, (api: ReturnType<typeof admin>) => Promise<unknown>][] = [
      [me, 'person.roleChanged', (api) => api.changeRole({ person: me.personId, role: 'superAdmin' })],
      [me, 'person.customersChanged', (api) => api.setCustomers({ person: me.personId, customers: [] })],
      [me, 'person.viewed', (api) => api.get({ person: world.operators['other-isp'] })],
      [last, 'person.roleChanged', (api) => api.changeRole({ person: last.personId, role: 'viewer' })],
      [last, 'person.disabled', (api) => api.disable({ person: last.personId })],
    ];
    const before = await stored();
    for (const [who, event, deed] of refusals) {
      const { outcome, entries } = await leaving(who, deed);
      expect(outcome).not.toBe('ok');
      expect(entries).toMatchObject([{ event, outcome: 'refused', customer: null }]);
    }
    expect(await stored()).toEqual(before);
  });
});
