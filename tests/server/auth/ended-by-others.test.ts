import { beforeAll, describe, expect, test } from 'vitest';
import { CustomerSlug } from '@/core/ids';
import { apiOf } from '../../support/runs';
import { makeCustomer, makePerson } from '../../support/world';
import { bearer, refresh, signIn } from './calls';
import { type Person, type World, world } from './world';

let here: World;
let superAdmin: Awaited<ReturnType<typeof makePerson>>;
const acme = CustomerSlug.parse('acme-corp');

beforeAll(async () => {
  here = await world();
  superAdmin = await makePerson(here.owner, 'superAdmin', []);
  await makeCustomer(here.owner, acme);
});

const people = () => apiOf(superAdmin).people;
const why = (because: string) => `This session has ended (${because}). Sign in again.`;

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}
const answer = (call: Promise<unknown>) =>
  call.then(
    () => 'alive',
    (error: Error) => error.message,
  );
/** What either token of a sign-in is answered; the access token is within its fifteen minutes. */
const answersTo = async ({ accessToken, refreshToken }: Tokens) => ({
  access: await answer((await bearer(accessToken)).account.signIns()),
  renewed: await answer(refresh(refreshToken)),
});
const alive = { access: 'alive', renewed: 'alive' };

const deeds: [string, (person: Person) => Promise<unknown>, string][] = [
  ['disabled', ({ id }) => people().disable({ person: id }), 'person disabled'],
  ['given another role', ({ id }) => people().changeRole({ person: id, role: 'viewer' }), 'role changed'],
  ['given a mightier role', ({ id }) => people().changeRole({ person: id, role: 'superAdmin' }), 'role changed'],
  ['assigned to a customer', ({ id }) => people().setCustomers({ person: id, customers: [acme] }), 'customers changed'],
  ['signed out', ({ id }) => people().endSignIns({ person: id }), 'ended by a Super Admin'],
];

describe('with tokens that would be valid for minutes', () => {
  test.each(deeds)(
    'somebody %s is out with the next call, wherever they are signed in, and nobody else is',
    async (_what, deed, because) => {
      const [person, other] = [await here.person(), await here.person()];
      const [sessions, others] = [[await signIn(person), await signIn(person)], await signIn(other)];
      expect(await deed(person)).toMatchObject({ ended: 2 });
      for (const session of sessions)
        expect(await answersTo(session)).toEqual({ access: 'sign in again: session ended', renewed: why(because) });
      expect(await answersTo(others)).toEqual(alive);
      expect(await here.alive(person)).toBe(0);
    },
  );

  test('somebody whose role and customers are set to what they are stays signed in', async () => {
    const person = await here.person('operator');
    const session = await signIn(person);
    expect(await people().changeRole({ person: person.id, role: 'operator' })).toEqual({ ended: 0 });
    expect(await people().setCustomers({ person: person.id, customers: [] })).toEqual({ customers: [], ended: 0 });
    expect(await people().enable({ person: person.id })).toEqual({ enabled: false });
    await people().makeReset({ person: person.id });
    expect(await answersTo(session)).toEqual(alive);
  });

  test('one sign-in that a Super Admin ends is out, the other one of the same person stays', async () => {
    const person = await here.person();
    const [first, second] = [await signIn(person), await signIn(person)];
    const { items } = await (await bearer(first.accessToken)).account.signIns();
    const own = items.find(({ current }) => current);
    if (own === undefined) throw new Error('no current session');
    expect(await people().endSignIns({ person: person.id, signIn: own.id })).toEqual({ ended: 1 });
    expect(await answersTo(first)).toEqual({
      access: 'sign in again: session ended',
      renewed: why('ended by a Super Admin'),
    });
    expect(await answersTo(second)).toEqual(alive);
  });

  test('somebody taken off a customer that is archived sees it no more with the same token', async () => {
    const person = await here.person('operator');
    const slug = CustomerSlug.parse('third-isp');
    const customer = await makeCustomer(here.owner, slug);
    await here.owner`insert into app.membership (person_id, customer_id) values (${person.id}, ${customer})`;
    const { accessToken } = await signIn(person);
    const list = async () => (await bearer(accessToken)).devices.list({ customer: slug });
    expect(await list()).toMatchObject({ total: 0 });
    await apiOf(superAdmin).customers.archive({ customer: slug });
    await expect(list()).rejects.toThrow('customer "third-isp" not in scope');
    await apiOf(superAdmin).customers.restore({ archived: slug });
    await expect(list()).rejects.toThrow('customer "third-isp" not in scope');
  });

  test('a sign-in that was begun before the person was disabled, or got another role, opens nothing after', async () => {
    const person = await here.person();
    const [row] = await here.owner`select password_hash as hash from app.person where id = ${person.id}`;
    await people().disable({ person: person.id });
    const opened = await here.owner`select * from auth.finish_sign_in(${person.id}, ${row?.hash}, '{}', '', '',
      ${Buffer.alloc(16, 3)}, 'hash', null, null)`;
    expect(opened).toHaveLength(0);
    expect(await here.alive(person)).toBe(0);
  });
});
