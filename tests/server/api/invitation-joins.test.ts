import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@/core/access';
import { CustomerSlug } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import type { TestDatabase } from '../../support/database';
import { acceptance, expectWorthless, holder, invite, newAddress, secretOf, worthless } from '../../support/links';
import { apiOf } from '../../support/runs';
import { placesOf } from '../../support/secrets';
import { contextFor, entriesOf, makePerson, makeWorld, type World } from '../../support/world';
import { world as withKeys } from '../auth/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await withKeys();
  world = await makeWorld(database);
});

const people = async () => [
  ...(await database.owner`select email, role, array(select c.slug from app.membership m join app.customer c
      on c.id = m.customer_id where m.person_id = p.id order by 1) as customers from app.person p order by p.id`),
];
const personOf = async (email: string) => (await people()).find((one) => one.email === email);
const slugsOf = (...slugs: string[]) => slugs.map((slug) => CustomerSlug.parse(slug));

describe('joining with an account', () => {
  const joiner = async (role: Role, ...slugs: ('acme-corp' | 'other-isp')[]) => {
    const me = await makePerson(
      database.owner,
      role,
      slugs.map((slug) => world.customers[slug]),
    );
    const [row] = await database.owner`select email from app.person where id = ${me.personId}`;
    return { me, email: String(row?.email) };
  };
  const join = (me: Parameters<typeof apiOf>[0], secret: string) => apiOf(me).invitations.join({ secret });

  test('gives the customers of the invitation once, and keeps those there were', async () => {
    const { me, email } = await joiner('viewer', 'other-isp');
    const { secret } = await invite(world, 'admin', { email });
    expect(await join(me, secret)).toEqual({ customers: ['acme-corp'] });
    expect(await personOf(email)).toMatchObject({ role: 'viewer', customers: ['acme-corp', 'other-isp'] });
    await expect(join(me, secret)).rejects.toMatchObject(worthless);
    await expectWorthless(secret);
  });

  test('is for the address that was invited, whoever has the link, and gives no other role', async () => {
    const { me, email } = await joiner('viewer', 'other-isp');
    const stranger = await invite(world, 'superAdmin', { customers: ['acme-corp'] });
    const higher = await invite(world, 'admin', { email, role: 'operator' });
    const before = await people();
    await expect(join(me, stranger.secret)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This invitation is for another e-mail address than yours.',
    });
    await expect(join(me, higher.secret)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('another role'),
    });
    expect(await people()).toEqual(before);
    // What was refused is not spent.
    expect(await holder().open({ secret: stranger.secret })).toMatchObject({ hasAccount: false });
    expect(await holder().open({ secret: higher.secret })).toMatchObject({ hasAccount: true });
    await expect(holder().accept(acceptance(higher.secret))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await people()).toEqual(before);
  });

  test('takes somebody who is signed in', async () => {
    const { email } = await joiner('viewer', 'other-isp');
    const { secret } = await invite(world, 'admin', { email });
    await expect(createCaller(contextFor(null)).invitations.join({ secret })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});

describe('the trace of an invitation', () => {
  test('into one customer belongs to it: an Admin of it finds it; into two or none to nobody', async () => {
    const admin = await makePerson(database.owner, 'admin', [world.customers['acme-corp']]);
    const makes: [Role, string[], string | null][] = [
      ['viewer', ['acme-corp'], world.customers['acme-corp']],
      ['viewer', ['acme-corp', 'other-isp'], null],
      ['superAdmin', [], null],
    ];
    for (const [role, slugs, customer] of makes) {
      const context = contextFor(world.people.superAdmin);
      const { id } = await createCaller(context).invitations.make({
        email: newAddress(),
        role,
        customers: slugsOf(...slugs),
      });
      const entries = await entriesOf(database.owner, context.origin.requestId);
      expect(entries).toMatchObject([
        { event: 'invitation.made', outcome: 'ok', customer, detail: { invitation: id, role, customers: slugs } },
      ]);
      const { items } = await apiOf(admin).audit.list({ event: 'invitation.made' });
      const found = items.filter(({ requestId }) => requestId === context.origin.requestId);
      expect(found).toHaveLength(customer === null ? 0 : 1);
    }
  });

  test('each deed leaves one entry with what it was done to, and a refusal one', async () => {
    const { id, email, secret } = await invite(world, 'admin');
    const target = { kind: 'invitation', id };
    const customer = world.customers['acme-corp'];
    const left = async (context: ReturnType<typeof contextFor>) => entriesOf(database.owner, context.origin.requestId);
    const [renewing, revoking, accepting, opening, refused] = [
      contextFor(world.people.admin),
      contextFor(world.people.admin),
      contextFor(null),
      contextFor(null),
      contextFor(world.people.admin),
    ];
    await createCaller(opening).invitations.open({ secret });
    expect(await left(opening)).toMatchObject([
      { event: 'invitation.opened', outcome: 'ok', target, actor: { kind: 'stranger' } },
    ]);
    const renewed = await createCaller(renewing).invitations.renew({ invitation: id });
    expect(await left(renewing)).toMatchObject([{ event: 'invitation.renewed', outcome: 'ok', target, customer }]);
    await createCaller(accepting).invitations.accept(acceptance(secretOf(renewed)));
    const [person] = await database.owner`select id from app.person where email = ${email}`;
    expect(await left(accepting)).toMatchObject([
      {
        event: 'invitation.accepted',
        outcome: 'ok',
        target: { kind: 'person', id: person?.id },
        detail: { invitation: id },
      },
    ]);
    await createCaller(revoking).invitations.revoke({ invitation: id });
    expect(await left(revoking)).toMatchObject([{ event: 'invitation.revoked', outcome: 'ok', target, customer }]);
    const foreign = createCaller(refused).invitations.revoke({ invitation: world.invitations['other-isp'] });
    await expect(foreign).rejects.toThrow('no such invitation');
    expect(await left(refused)).toMatchObject([
      { event: 'invitation.revoked', outcome: 'refused', target: null, customer: null },
    ]);
  });
});

test('whose address it is stands in the invitation and, once there is a person, there; the log holds none', async () => {
  const { owner } = database;
  const { id, email, secret } = await invite(world, 'admin');
  const renewed = await apiOf(world.people.admin).invitations.renew({ invitation: id });
  await holder().open({ secret: secretOf(renewed) });
  await expectWorthless(secret);
  expect(await placesOf(owner, email)).toEqual(['app.invitation']);
  await holder().accept(acceptance(secretOf(renewed)));
  await apiOf(world.people.admin).invitations.revoke({ invitation: id });
  expect(await placesOf(owner, email)).toEqual(['app.invitation', 'app.person']);
});
