import { beforeAll, describe, expect, test } from 'vitest';
import { type Role, roles } from '@/core/access';
import { CustomerSlug, InvitationId } from '@/core/ids';
import type { TestDatabase } from '../../support/database';
import { acceptance, expectWorthless, holder, invite, newAddress, worthless } from '../../support/links';
import { apiOf } from '../../support/runs';
import { makeCustomer, makeWorld, type World } from '../../support/world';
import { world as withKeys } from '../auth/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await withKeys();
  world = await makeWorld(database);
});

const people = async () => [
  ...(await database.owner`select email, role, name, array(select c.slug from app.membership m join app.customer c
      on c.id = m.customer_id where m.person_id = p.id order by 1) as customers from app.person p order by p.id`),
];
const personOf = async (email: string) => (await people()).find((one) => one.email === email);
const invited = async (): Promise<number> =>
  (await database.owner`select count(*)::int as count from app.invitation`)[0]?.count;
const slugsOf = (...slugs: string[]) => slugs.map((slug) => CustomerSlug.parse(slug));

describe('nobody gives more than they have', () => {
  const beyond = { code: 'FORBIDDEN', message: 'You may not invite to this role in these customers.' };
  const refusals: [string, { role?: Role; customers?: string[] }, object][] = [
    ['to the role of an Admin', { role: 'admin' }, beyond],
    ['to the role of a Super Admin', { role: 'superAdmin' }, beyond],
    ['to the role of a Super Admin with no customer', { role: 'superAdmin', customers: [] }, beyond],
    ['with no customer', { customers: [] }, beyond],
    [
      'into another customer',
      { customers: ['other-isp'] },
      { code: 'FORBIDDEN', message: 'customer "other-isp" not in scope' },
    ],
    [
      'into one that is not there',
      { customers: ['no-such-isp'] },
      { code: 'FORBIDDEN', message: 'customer "no-such-isp" not in scope' },
    ],
    [
      'into the own one and another',
      { customers: ['acme-corp', 'other-isp'] },
      { code: 'FORBIDDEN', message: 'customer "other-isp" not in scope' },
    ],
  ];
  test.each(refusals)('an Admin does not invite %s', async (_what, wish, refusal) => {
    const before = await invited();
    await expect(invite(world, 'admin', wish)).rejects.toMatchObject(refusal);
    expect(await invited()).toBe(before);
  });

  test.each(['operator', 'viewer'] as const)(
    'a %s invites nobody, and sees, renews and revokes no invitation',
    async (role) => {
      const refusal = { code: 'FORBIDDEN', message: 'your role may not do this: person.invite' };
      const api = apiOf(world.people[role]).invitations;
      const invitation = world.invitations['acme-corp'];
      for (const to of roles) await expect(invite(world, role, { role: to })).rejects.toMatchObject(refusal);
      await expect(api.list()).rejects.toMatchObject(refusal);
      await expect(api.renew({ invitation })).rejects.toMatchObject(refusal);
      await expect(api.revoke({ invitation })).rejects.toMatchObject(refusal);
    },
  );

  test('a Super Admin invites to every role; into customers, to every one but their own', async () => {
    for (const role of roles) {
      const customers = role === 'superAdmin' ? [] : ['acme-corp', 'other-isp'];
      expect((await invite(world, 'superAdmin', { role, customers })).link).toContain('/invitation#inv1.');
    }
    await expect(invite(world, 'superAdmin', { role: 'superAdmin' })).rejects.toMatchObject(beyond);
  });

  test('an Admin neither sees, renews nor revokes what they could not have made', async () => {
    const theirs = await Promise.all([
      invite(world, 'superAdmin', { role: 'admin' }),
      invite(world, 'superAdmin', { role: 'superAdmin', customers: [] }),
      invite(world, 'superAdmin', { customers: ['acme-corp', 'other-isp'] }),
      invite(world, 'superAdmin', { customers: ['other-isp'] }),
    ]);
    const api = apiOf(world.people.admin).invitations;
    const seen = (await api.list()).items.map(({ id }) => id);
    for (const { id } of [...theirs, { id: InvitationId.parse(crypto.randomUUID()) }]) {
      expect(seen).not.toContain(id);
      const none = { code: 'NOT_FOUND', message: 'no such invitation' };
      await expect(api.renew({ invitation: id })).rejects.toMatchObject(none);
      await expect(api.revoke({ invitation: id })).rejects.toMatchObject(none);
    }
    for (const { secret } of theirs)
      expect(await holder().open({ secret })).toMatchObject({ invitedBy: 'The superAdmin' });
  });
});

describe('whose address it is', () => {
  test('an Admin is told the same of one that belongs to somebody out of reach as of a new one', async () => {
    const { owner } = database;
    const [row] = await owner`select email from app.person where id = ${world.operators['other-isp']}`;
    const [mighty] = await owner`select email from app.person where id = ${world.people.superAdmin.personId}`;
    for (const email of [row?.email, mighty?.email, newAddress(), String(row?.email).toUpperCase()]) {
      const made = await apiOf(world.people.admin).invitations.make({
        email,
        role: 'viewer',
        customers: slugsOf('acme-corp'),
      });
      expect(Object.keys(made).sort()).toEqual(['expiresAt', 'id', 'isMailed', 'link']);
    }
    const states = (await apiOf(world.people.admin).invitations.list()).items.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['open']));
  });

  test('of somebody in reach it is said: they are changed, not invited', async () => {
    const [row] = await database.owner`select email from app.person where id = ${world.operators['acme-corp']}`;
    for (const role of ['admin', 'superAdmin'] as const)
      await expect(invite(world, role, { email: row?.email })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: 'There is somebody with this e-mail already. Change their role or customers instead.',
      });
  });
});

describe('a link works once', () => {
  test('and makes exactly what was invited to', async () => {
    const made = await invite(world, 'superAdmin', { role: 'operator', customers: ['other-isp', 'acme-corp'] });
    const opened = await holder().open({ secret: made.secret });
    expect(opened).toEqual({
      email: made.email,
      role: 'operator',
      customers: ['acme-corp', 'other-isp'],
      invitedBy: 'The superAdmin',
      expiresAt: made.expiresAt,
      hasAccount: false,
    });
    expect(await holder().accept(acceptance(made.secret))).toEqual({ email: made.email });
    expect(await personOf(made.email)).toMatchObject({
      role: 'operator',
      name: 'Nadia Petrova',
      customers: ['acme-corp', 'other-isp'],
    });
    const before = await people();
    await expectWorthless(made.secret);
    expect(await people()).toEqual(before);
  });

  test('of twenty who present it at once one is made', async () => {
    const { secret, email } = await invite(world, 'admin');
    const before = (await people()).length;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => holder().accept(acceptance(secret, `Person ${at}`))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(worthless);
    expect((await people()).length).toBe(before + 1);
    expect(await personOf(email)).toMatchObject({ role: 'viewer', customers: ['acme-corp'] });
  });

  test('two for one address make one person; with the other one they join', async () => {
    const email = newAddress();
    await makeCustomer(database.owner, 'third-isp');
    const links = [
      await invite(world, 'superAdmin', { email }),
      await invite(world, 'superAdmin', { email, customers: ['third-isp'] }),
    ];
    const outcomes = await Promise.allSettled(links.map(({ secret }) => holder().accept(acceptance(secret))));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Sign in, and join') });
    expect((await people()).filter((one) => one.email === email)).toHaveLength(1);
    const left = links[outcomes.findIndex(({ status }) => status === 'rejected')];
    expect(await holder().open({ secret: left?.secret ?? '' })).toMatchObject({ email, hasAccount: true });
  });

  test('somebody made up, half a link and another kind of link open nothing', async () => {
    const { secret } = await invite(world, 'admin');
    await expectWorthless(`inv1.${'A'.repeat(43)}`);
    await expectWorthless(secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A'));
    for (const wrong of [
      '',
      secret.slice(5),
      `rst1.${secret.slice(5)}`,
      `${secret} `,
      secret.slice(0, -1),
      'x'.repeat(5_000),
    ])
      for (const call of [() => holder().open({ secret: wrong }), () => holder().accept(acceptance(wrong))])
        await expect(call()).rejects.toMatchObject({ code: expect.stringMatching(/^(BAD_REQUEST|FORBIDDEN)$/) });
    expect(await holder().open({ secret })).toMatchObject({ role: 'viewer' });
  });

  test('who refuses the policy of passwords keeps the link', async () => {
    const { secret, email } = await invite(world, 'admin');
    for (const password of ['too short', 'passwordpassword', `${email.split('@')[0]} nadia 2026`])
      await expect(holder().accept({ ...acceptance(secret), password })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(holder().accept({ ...acceptance(secret), name: ' ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await personOf(email)).toBeUndefined();
    expect(await holder().open({ secret })).toMatchObject({ email });
  });
});
