import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import type { TestDatabase } from '../../support/database';
import { acceptance, holder, invite } from '../../support/links';
import { apiOf } from '../../support/runs';
import { makeCustomer, makePerson, makeWorld, type World } from '../../support/world';
import { world as withKeys } from '../auth/world';
import { Meetings, type Side } from './meetings';
import { openPerson } from './ways';

let database: TestDatabase;
let world: World;
let meetings: Meetings;

beforeAll(async () => {
  database = await withKeys();
  meetings = new Meetings(database);
  return () => meetings.end();
});
beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const meeting = (one: Side, two: Side) => meetings.meeting(one, two);
const bySuperAdmin = (statement: string, me: World = world): Side => ({
  open: openPerson(me, 'superAdmin'),
  statement,
});
const byAdmin = (statement: string): Side => ({ open: openPerson(world, 'admin'), statement });
const assign = (person: string, ...customers: string[]): string =>
  `select before, after, ended from auth.set_customers('${person}', array[${customers.map((id) => `'${id}'`).join(', ')}]::uuid[], null)`;
const archive = (customer: string): string => `select auth.archive_customer('${customer}') as names`;

const assignedTo = async (customer: CustomerId): Promise<number> => {
  const [row] = await database.owner`select count(*)::int as count from app.membership where customer_id = ${customer}`;
  return row?.count;
};
const activeSuperAdmins = async (): Promise<number> => {
  const [row] = await database.owner`
    select count(*)::int as count from app.person where role = 'superAdmin' and disabled_at is null`;
  return row?.count;
};

describe('a Super Admin stays', () => {
  const stays = { constraint_name: 'a_super_admin_stays' };

  test('whoever asks, the owner of the tables too', async () => {
    const { personId } = world.people.superAdmin;
    // One that is disabled is none.
    const gone = await makePerson(database.owner, 'superAdmin', []);
    await database.owner`update app.person set disabled_at = now() where id = ${gone.personId}`;
    const { owner } = database;
    await expect(owner`update app.person set role = 'admin' where id = ${personId}`).rejects.toMatchObject(stays);
    await expect(owner`update app.person set disabled_at = now() where id = ${personId}`).rejects.toMatchObject(stays);
    await expect(owner`update app.person set disabled_at = now(), role = 'viewer'`).rejects.toMatchObject(stays);
    await expect(owner`delete from app.person where id = ${personId}`).rejects.toMatchObject(stays);
    await owner`delete from app.person where id = ${gone.personId}`;
    expect(await activeSuperAdmins()).toBe(1);
  });

  test('also when one statement would take them all', async () => {
    await Promise.all([0, 1, 2].map(() => makePerson(database.owner, 'superAdmin', [])));
    const { owner } = database;
    await expect(owner`update app.person set role = 'viewer' where role = 'superAdmin'`).rejects.toMatchObject(stays);
    await expect(owner`update app.person set disabled_at = now()`).rejects.toMatchObject(stays);
    await expect(owner`delete from app.person where role = 'superAdmin'`).rejects.toMatchObject(stays);
    expect(await activeSuperAdmins()).toBe(4);
  });

  test('of two who take it from each other the later one is refused, whatever they do', async () => {
    const { owner } = database;
    const deeds = {
      demote: (id: string) => `select * from auth.change_role('${id}', 'viewer')`,
      disable: (id: string) => `select auth.disable_person('${id}')`,
    };
    const ways = [
      ['demote', 'demote'],
      ['disable', 'disable'],
      ['demote', 'disable'],
      ['disable', 'demote'],
    ] as const;
    for (const [mine, theirs] of ways) {
      const me = world.people.superAdmin;
      const rival = await makePerson(owner, 'superAdmin', []);
      const [earlier, later] = await meeting(
        bySuperAdmin(deeds[mine](rival.personId)),
        bySuperAdmin(deeds[theirs](me.personId), { ...world, people: { ...world.people, superAdmin: rival } }),
      );
      expect(earlier).toBeTypeOf('object');
      expect([mine, theirs, later]).toEqual([mine, theirs, 'rights_are_those_of_now']);
      expect(await activeSuperAdmins()).toBe(1);
    }
  });

  test('through the API at the same moment, twenty times', async () => {
    let me: Principal = world.people.superAdmin;
    for (let round = 0; round < 20; round += 1) {
      const rival: Principal = await makePerson(database.owner, 'superAdmin', []);
      const mine =
        round % 2 === 0
          ? apiOf(me).people.disable({ person: rival.personId })
          : apiOf(me).people.changeRole({ person: rival.personId, role: 'admin' });
      const theirs = apiOf(rival).people.changeRole({ person: me.personId, role: 'viewer' });
      const { done, codes } = await settledIn(['CONFLICT', 'UNAUTHORIZED'], [mine, theirs]);
      expect([done, codes]).toEqual([1, []]);
      expect(await activeSuperAdmins()).toBe(1);
      const [left] = await database.owner`select id from app.person where role = 'superAdmin' and disabled_at is null`;
      if (left?.id === rival.personId) me = rival;
    }
  });
});

/** How many calls were done, and the codes of the others that are none of those a person may be answered. */
async function settledIn(fair: readonly string[], calls: readonly Promise<unknown>[]) {
  const outcomes = await Promise.allSettled(calls);
  const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason.code)] : []));
  return { done: outcomes.length - codes.length, codes: codes.filter((code) => !fair.includes(code)) };
}

describe('nobody is assigned to an archived customer', () => {
  test('an assignment that comes second is refused, one that comes first is taken back', async () => {
    const [customer, operator] = [world.customers['acme-corp'], world.operators['acme-corp']];
    const [gone, assigned] = await meeting(bySuperAdmin(archive(customer)), byAdmin(assign(operator, customer)));
    expect(gone).toEqual({ names: ['The admin', 'The operator', 'The operator', 'The viewer'] });
    expect(assigned).toBe('customers_are_in_reach');
    expect(await assignedTo(customer)).toBe(0);

    const more = await makeCustomer(database.owner, 'third-isp');
    const [done, archived] = await meeting(bySuperAdmin(assign(operator, more)), bySuperAdmin(archive(more)));
    expect(done).toMatchObject({ after: ['third-isp'] });
    expect(archived).toEqual({ names: ['The operator'] });
    expect(await assignedTo(more)).toBe(0);
  });

  test('nor by an invitation that is accepted meanwhile', async () => {
    const customer = world.customers['acme-corp'];
    const make = (link: string) =>
      `select id from auth.invite('new@example.net', 'viewer', array['${customer}']::uuid[], sha256('${link}'::bytea), 7)`;
    const accept = (link: string) => `select id from auth.accept_invitation(sha256('${link}'::bytea), 'New', 'hash')`;
    const stranger = (statement: string): Side => ({ open: ['set local role routeward_stranger'], statement });
    await meetings.alone(bySuperAdmin(make('one')));
    const [, accepted] = await meeting(bySuperAdmin(archive(customer)), stranger(accept('one')));
    expect(accepted).toEqual({});
    await meetings.alone(bySuperAdmin(`select auth.restore_customer('${customer}')`));
    await meetings.alone(bySuperAdmin(make('two')));
    const [made, archived] = await meeting(stranger(accept('two')), bySuperAdmin(archive(customer)));
    expect(made).toMatchObject({ id: expect.any(String) });
    expect(archived).toEqual({ names: ['New'] });
    expect(await assignedTo(customer)).toBe(0);
  });

  test('through the API at the same moment, ten times', async () => {
    const { superAdmin } = world.people;
    for (let round = 0; round < 10; round += 1) {
      const slug = `isp-${round}`;
      const customer = await makeCustomer(database.owner, slug);
      const { secret } = await invite(world, 'superAdmin', { customers: [slug] });
      const found = (await apiOf(superAdmin).customers.list()).items.find((one) => one.slug === slug)?.slug;
      if (found === undefined) throw new Error(`${slug} is not there`);
      const wanted = { person: world.operators['acme-corp'], customers: [found] };
      const archiving = apiOf(superAdmin).customers.archive({ customer: found });
      const joining = [apiOf(superAdmin).people.setCustomers(wanted), holder().accept(acceptance(secret))];
      expect((await settledIn(['CONFLICT', 'FORBIDDEN'], [...joining, archiving])).codes).toEqual([]);
      expect(await archiving).toMatchObject({ takenOff: expect.any(Array) });
      expect(await assignedTo(customer)).toBe(0);
    }
  });
});

test('of two who finish the setup at the same moment the later one makes nobody', async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  await database.owner`insert into app.setup_token (secret_hash, expires_at) values (sha256('token'), app.now() + interval '1 minute')`;
  const finish = (email: string): Side => ({
    open: ['set local role routeward_stranger'],
    statement: `select auth.set_up(sha256('token'), '${email}', 'First', 'hash', 'https://first.example') as id`,
  });
  const [earlier, later] = await meeting(finish('first@example.net'), finish('second@example.net'));
  expect([earlier, later]).toEqual([{ id: expect.any(String) }, { id: null }]);
  expect([...(await database.owner`select email from app.person`)]).toEqual([{ email: 'first@example.net' }]);
});
