import { beforeEach, describe, expect, test } from 'vitest';
import type { InvitationState } from '@/core/people';
import { type TestDatabase, testDatabase } from '../../support/database';
import { expectWorthless, holder, invite, secretOf } from '../../support/links';
import { apiOf } from '../../support/runs';
import { makePerson, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;

beforeEach(async () => {
  await database.shiftClock('0');
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  // Whoever looks a month later is still signed in.
  await database.owner`update app.token_family set expires_at = expires_at + interval '30 days'`;
});

const api = () => apiOf(world.people.superAdmin);
const admin = () => world.people.admin.personId;
const stateOf = async (id: string): Promise<InvitationState | undefined> =>
  (await api().invitations.list()).items.find((one) => one.id === id)?.state;

/** Nobody is made of it, and the lists say why. */
async function expectEnded({ id, secret }: { id: string; secret: string }, state: InvitationState): Promise<void> {
  const [before] = await database.owner`select count(*) from app.person`;
  await expectWorthless(secret);
  expect(await stateOf(id)).toBe(state);
  expect((await database.owner`select count(*) from app.person`)[0]).toEqual(before);
}

describe('time', () => {
  test.each([1, 7, 30])('one of %i days stands until then and not a second longer', async (days) => {
    const made = await invite(world, 'admin', { days });
    expect(Math.abs(Date.parse(made.expiresAt) - Date.now() - days * 86_400_000)).toBeLessThan(60_000);
    await database.shiftClock(`${days * 86_400 - 30} seconds`);
    expect(await holder().open({ secret: made.secret })).toMatchObject({ email: made.email });
    await database.shiftClock(`${days} days`);
    await expectEnded(made, 'expired');
  });

  test.each([0, 31, 1.5, -1])('nobody makes one of %d days', async (days) => {
    await expect(invite(world, 'superAdmin', { days })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const invitation = world.invitations['acme-corp'];
    await expect(api().invitations.renew({ invitation, days })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('one that is over is made anew by another link', async () => {
    const made = await invite(world, 'admin', { days: 1 });
    await database.shiftClock('2 days');
    const renewed = await apiOf(world.people.admin).invitations.renew({ invitation: made.id });
    expect(renewed.id).toBe(made.id);
    expect(await holder().open({ secret: secretOf(renewed) })).toMatchObject({ email: made.email });
    await expectWorthless(made.secret);
  });
});

describe('whoever may make it may end it', () => {
  test('revoked it is dead at once, stays so, and is revoked once', async () => {
    const made = await invite(world, 'admin');
    const other = await makePerson(database.owner, 'admin', [world.customers['acme-corp']]);
    expect(await apiOf(other).invitations.revoke({ invitation: made.id })).toEqual({ revoked: true });
    await expectEnded(made, 'revoked');
    expect(await api().invitations.revoke({ invitation: made.id })).toEqual({ revoked: false });
    await expect(api().invitations.renew({ invitation: made.id })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This invitation has ended. Make another one.',
    });
    await expectEnded(made, 'revoked');
  });

  test('renewed it has another link, and the one before is dead', async () => {
    const made = await invite(world, 'admin');
    let before = made.secret;
    for (let time = 0; time < 3; time += 1) {
      const renewed = await apiOf(world.people.admin).invitations.renew({ invitation: made.id, days: 3 });
      await expectWorthless(before);
      before = secretOf(renewed);
      expect(await holder().open({ secret: before })).toMatchObject({
        email: made.email,
        expiresAt: renewed.expiresAt,
      });
    }
    expect(await stateOf(made.id)).toBe('open');
  });
});

describe('it is worth what its maker may still give', () => {
  const losses: [string, () => Promise<unknown>][] = [
    ['was disabled', () => api().people.disable({ person: admin() })],
    ['became an Operator', () => api().people.changeRole({ person: admin(), role: 'operator' })],
    ['became a Viewer', () => api().people.changeRole({ person: admin(), role: 'viewer' })],
    ['lost the customer', () => api().people.setCustomers({ person: admin(), customers: [] })],
  ];

  test.each(losses)('nothing, once the Admin %s', async (_what, lose) => {
    const [made, other] = [await invite(world, 'admin'), await invite(world, 'superAdmin')];
    await lose();
    await expectEnded(made, 'revoked');
    // Somebody else’s into the same customer is not touched.
    expect(await holder().open({ secret: other.secret })).toMatchObject({ invitedBy: 'The superAdmin' });
  });

  test('nothing, once one of its customers was lost', async () => {
    const both = await makePerson(database.owner, 'admin', Object.values(world.customers));
    const shared = { people: { ...world.people, admin: both } };
    const made = await invite(shared, 'admin', { customers: ['acme-corp', 'other-isp'] });
    const rest = await invite(shared, 'admin');
    const [acme] = (await api().customers.list()).items;
    if (acme === undefined) throw new Error('no customer');
    await api().people.setCustomers({ person: both.personId, customers: [acme.slug] });
    await expectEnded(made, 'revoked');
    expect(await holder().open({ secret: rest.secret })).toMatchObject({ customers: ['acme-corp'] });
  });

  test('a Super Admin who became an Admin gives no role and no customer of before', async () => {
    const former = await makePerson(database.owner, 'superAdmin', []);
    const by = { people: { ...world.people, superAdmin: former } };
    const made = [
      await invite(by, 'superAdmin', { role: 'superAdmin', customers: [] }),
      await invite(by, 'superAdmin', { role: 'admin' }),
      await invite(by, 'superAdmin', { customers: ['other-isp'] }),
    ];
    await api().people.changeRole({ person: former.personId, role: 'admin' });
    const [acme] = (await api().customers.list()).items;
    await api().people.setCustomers({ person: former.personId, customers: acme ? [acme.slug] : [] });
    for (const one of made) await expectEnded(one, 'revoked');
  });

  test('nothing, once the customer was archived, whoever made it', async () => {
    const mighty = await invite(world, 'superAdmin');
    const made = [
      mighty,
      await invite(world, 'admin'),
      await invite(world, 'superAdmin', { customers: ['acme-corp', 'other-isp'] }),
    ];
    const [acme] = (await api().customers.list()).items;
    if (acme === undefined) throw new Error('no customer');
    await api().customers.archive({ customer: acme.slug });
    for (const one of made) await expectEnded(one, 'revoked');
    await expect(api().invitations.renew({ invitation: mighty.id })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('and it does not come back to life with the rights of whoever made it', async () => {
    const made = await invite(world, 'admin');
    await api().people.disable({ person: admin() });
    await api().people.enable({ person: admin() });
    await expectWorthless(made.secret);
    await expect(api().invitations.renew({ invitation: made.id })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('nor with a customer that is brought back', async () => {
    const made = await invite(world, 'superAdmin');
    const [acme] = (await api().customers.list()).items;
    if (acme === undefined) throw new Error('no customer');
    await api().customers.archive({ customer: acme.slug });
    await api().customers.restore({ archived: acme.slug });
    await expectWorthless(made.secret);
  });
});
