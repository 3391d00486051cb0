import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '@/core/access';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson, makeWorld, type World } from '../../support/world';
import * as steps from './steps';
import { attempt, openJob, openPerson, openWork } from './ways';

/*
 * The functions of people, invitations and customers as the application's login could call them, without the product's
 * queries: in each role they give and change what the rules say and nothing else.
 */

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  app = connect(database.appUrl, 1);
  return () => app.end();
});

const everybody = ['superAdmin', 'admin', 'operator', 'viewer'] as const;
const outcomeOf = (open: readonly string[], statement: string) => steps.outcomeOf(app, open, statement);

/** What a statement answers; it is taken back. */
async function answerOf(open: readonly string[], statement: string): Promise<Record<string, unknown>[]> {
  let rows: Record<string, unknown>[] = [];
  await attempt(app, open, async (sql) => {
    rows = [...(await sql.unsafe(statement))];
  });
  return rows;
}

const uuids = (...ids: string[]): string => `array[${ids.map((id) => `'${id}'`).join(', ')}]::uuid[]`;
const link = (byte = 'ab'): string => `'\\x${byte.repeat(32)}'`;
const acme = () => world.customers['acme-corp'];
const other = () => world.customers['other-isp'];
const invite = (role: string, customers: string, email = 'new@example.net') =>
  `select * from auth.invite('${email}', '${role}', ${customers}, ${link()}, 7)`;
const assign = (person: string, ...customers: string[]) =>
  `select before, after, ended from auth.set_customers('${person}', ${uuids(...customers)}, null)`;
const beyond = '23514 invitation_is_within_the_inviter';

/** An invitation that is not of the world. */
async function invitation(role: Role, ...customers: string[]): Promise<string> {
  const [row] = await database.owner`
    insert into app.invitation (email, role, customers, secret_hash, made_by, made_at, expires_at)
    values (${`${crypto.randomUUID()}@example.net`}, ${role}, ${customers}::uuid[],
      sha256(gen_random_uuid()::text::bytea), ${world.people.superAdmin.personId}, app.now(), app.now() + interval '1 day')
    returning id`;
  return String(row?.id);
}

describe.each(['operator', 'viewer'] as const)('a %s', (role) => {
  const open = () => openPerson(world, role);

  test('sees nobody and no invitation', async () => {
    for (const which of ['null', `'${world.people[role].personId}'`])
      expect(await answerOf(open(), `select * from auth.people_in_reach(${which})`)).toEqual([]);
    expect(await answerOf(open(), 'select * from auth.invitations_in_reach(null)')).toEqual([]);
  });

  test('invites nobody, to no role and into no customer', async () => {
    for (const to of [...everybody, 'nobody'])
      for (const customers of [uuids(acme()), uuids(other()), uuids(), 'null'])
        expect([to, customers, await outcomeOf(open(), invite(to, customers))]).toEqual([to, customers, beyond]);
  });

  test('makes no link anew, revokes none, and assigns nobody, not even themselves', async () => {
    const which = world.invitations['acme-corp'];
    const renewed = await answerOf(open(), `select auth.renew_invitation('${which}', ${link()}, 7) as at`);
    expect(renewed).toEqual([{ at: null }]);
    expect(await answerOf(open(), `select auth.revoke_invitation('${which}') as is`)).toEqual([{ is: false }]);
    for (const person of [world.people[role].personId, world.operators['acme-corp'], world.operators['other-isp']])
      expect(await answerOf(open(), assign(person, acme()))).toEqual([]);
  });
});

describe('an Admin', () => {
  const open = () => openPerson(world, 'admin');

  test('invites Operators and Viewers into the own customers, and nothing beyond', async () => {
    for (const role of ['operator', 'viewer'])
      expect(await outcomeOf(open(), invite(role, uuids(acme())))).toBe('taken');
    const nobodys = uuids(crypto.randomUUID());
    const mixed = uuids(acme(), other());
    for (const role of ['operator', 'viewer'])
      for (const customers of [uuids(other()), mixed, uuids(), nobodys, 'array[null]::uuid[]'])
        expect([role, customers, await outcomeOf(open(), invite(role, customers))]).toEqual([role, customers, beyond]);
    for (const role of ['admin', 'superAdmin', 'nobody'])
      for (const customers of [uuids(acme()), uuids()])
        expect([role, customers, await outcomeOf(open(), invite(role, customers))]).toEqual([role, customers, beyond]);
  });

  test('invites into no archived customer', async () => {
    const [gone] = await database.owner`insert into app.customer (slug, name, archived_at)
      values ('gone-isp', 'gone-isp', now()) returning id`;
    await database.owner`insert into app.membership values (${world.people.admin.personId}, ${gone?.id})`;
    expect(await outcomeOf(open(), invite('viewer', uuids(gone?.id)))).toBe(beyond);
    expect(await outcomeOf(open(), assign(world.operators['acme-corp'], gone?.id))).toBe(
      '23514 customers_are_in_reach',
    );
    expect(await outcomeOf(openPerson(world, 'superAdmin'), invite('viewer', uuids(gone?.id)))).toBe(beyond);
    await database.owner`delete from app.customer where id = ${gone?.id}`;
  });

  test('sees whoever shares a customer, of each the shared customers alone, and nothing of where they are signed in', async () => {
    const { owner } = database;
    const both = await makePerson(owner, 'operator', [acme(), other()]);
    const seen = await answerOf(open(), 'select id, customers, last_used_at, sign_ins from auth.people_in_reach(null)');
    const { admin, operator, viewer } = world.people;
    const expected = [admin.personId, operator.personId, viewer.personId, world.operators['acme-corp'], both.personId];
    expect(seen.map(({ id }) => id).sort()).toEqual(expected.sort());
    for (const { customers, last_used_at, sign_ins } of seen)
      expect([customers, last_used_at, sign_ins]).toEqual([['acme-corp'], null, null]);
    for (const person of [world.people.superAdmin.personId, world.operators['other-isp']])
      expect(await answerOf(open(), `select * from auth.people_in_reach('${person}')`)).toEqual([]);
    await owner`delete from app.person where id = ${both.personId}`;
  });

  test('sees, renews and revokes the invitations of Operators and Viewers that lie within the own customers', async () => {
    const mine = [world.invitations['acme-corp'], await invitation('operator', acme())];
    const beyondReach = [
      world.invitations['other-isp'],
      await invitation('admin', acme()),
      await invitation('superAdmin'),
      await invitation('viewer', acme(), other()),
      await invitation('viewer'),
    ];
    const seen = await answerOf(open(), 'select id from auth.invitations_in_reach(null)');
    expect(seen.map(({ id }) => id).sort()).toEqual(mine.sort());
    for (const which of beyondReach) {
      expect(await answerOf(open(), `select * from auth.invitations_in_reach('${which}')`)).toEqual([]);
      const renewed = await answerOf(open(), `select auth.renew_invitation('${which}', ${link()}, 7) as at`);
      expect(renewed).toEqual([{ at: null }]);
      expect(await answerOf(open(), `select auth.revoke_invitation('${which}') as is`)).toEqual([{ is: false }]);
    }
    for (const which of mine)
      expect(await answerOf(open(), `select auth.revoke_invitation('${which}') as is`)).toEqual([{ is: true }]);
  });

  test('assigns Operators and Viewers to the own customers, and leaves their others as they are', async () => {
    const both = await makePerson(database.owner, 'viewer', [acme(), other()]);
    await attempt(app, open(), async (sql) => {
      const [done] = await sql.unsafe(assign(both.personId));
      expect(done).toEqual({ before: ['acme-corp'], after: [], ended: 1 });
    });
    const [left] =
      await database.owner`select count(*)::int as count from app.membership where person_id = ${both.personId}`;
    expect(left?.count).toBe(2);
    expect(await answerOf(open(), assign(both.personId, acme()))).toMatchObject([{ ended: 0 }]);
    for (const wanted of [[other()], [acme(), other()], [crypto.randomUUID()]])
      expect(await outcomeOf(open(), assign(both.personId, ...wanted))).toBe('23514 customers_are_in_reach');
    await database.owner`delete from app.person where id = ${both.personId}`;
  });

  test('assigns neither themselves nor another Admin, and nobody out of reach', async () => {
    const colleague = await makePerson(database.owner, 'admin', [acme()]);
    for (const person of [world.people.admin.personId, colleague.personId])
      for (const wanted of [[], [acme()], [acme(), other()]])
        expect(await outcomeOf(open(), assign(person, ...wanted))).toBe('23514 admin_is_assigned_by_super_admins');
    for (const person of [world.people.superAdmin.personId, world.operators['other-isp'], crypto.randomUUID()])
      expect(await answerOf(open(), assign(person, acme()))).toEqual([]);
    await database.owner`delete from app.person where id = ${colleague.personId}`;
  });
});

const superAdminsAlone = (person: string): string[] => [
  `select * from auth.change_role('${person}', 'superAdmin')`,
  `select auth.disable_person('${person}')`,
  `select auth.enable_person('${person}')`,
  `select * from auth.sign_ins_of('${person}')`,
  `select auth.end_sign_ins('${person}', null)`,
  `select auth.make_reset('${person}', ${link()}, 24)`,
  `select auth.archive_customer('${acme()}')`,
  `select auth.restore_customer('${acme()}')`,
];

test('what Super Admins alone do, nobody else does: by grant, and by who it is where the role was taken', async () => {
  const others = [...(['admin', 'operator', 'viewer'] as const).map((role) => openPerson(world, role))];
  const nobody = ['set local role routeward_everything'];
  const { personId, familyId, epoch } = world.people.admin;
  const pretender = [...nobody, `select app.enter_person('${personId}', '${familyId}', 'admin', ${epoch})`];
  for (const statement of superAdminsAlone(world.people.viewer.personId)) {
    for (const open of [...others, openWork(world), openJob, ['set local role routeward_stranger'], nobody, pretender])
      expect([statement, await outcomeOf(open, statement)]).toEqual([statement, '42501']);
    expect([statement, await outcomeOf(openPerson(world, 'superAdmin'), statement)]).toEqual([statement, 'taken']);
  }
});

test('whoever took the Super Admins’ role without being one sees and assigns nobody', async () => {
  const open = ['set local role routeward_everything'];
  expect(await answerOf(open, 'select * from auth.people_in_reach(null)')).toEqual([]);
  expect(await answerOf(open, 'select * from auth.invitations_in_reach(null)')).toEqual([]);
  expect(await answerOf(open, assign(world.operators['acme-corp'], acme()))).toEqual([]);
  expect(await outcomeOf(open, invite('viewer', uuids(acme())))).toBe(beyond);
});

test('a Super Admin assigns no Super Admin and invites none into a customer', async () => {
  const open = openPerson(world, 'superAdmin');
  const { personId } = world.people.superAdmin;
  expect(await outcomeOf(open, assign(personId, acme()))).toBe('23514 super_admin_needs_no_customer');
  expect(await outcomeOf(open, invite('superAdmin', uuids(acme())))).toBe(beyond);
  expect(await outcomeOf(open, invite('superAdmin', uuids()))).toBe('taken');
});

test('a stranger gets nothing for a hash that is of no link, and sets up nothing that is set up', async () => {
  const open = ['set local role routeward_stranger'];
  const { personId } = world.people.viewer;
  await database.owner`insert into app.setup_token (secret_hash, expires_at) values (${Buffer.alloc(32, 7)}, now() + interval '1 hour')`;
  for (const statement of [
    `select * from auth.open_invitation(${link()})`,
    `select * from auth.accept_invitation(${link()}, 'X', 'hash')`,
    `select * from auth.open_reset(${link()})`,
    `select * from auth.use_reset(${link()}, 'hash')`,
  ])
    expect([statement, await answerOf(open, statement)]).toEqual([statement, []]);
  const [refused] = await answerOf(
    open,
    `select auth.name_of('${personId}', 'hash') as name, auth.name_of('${personId}', null) as bare,
      auth.set_up(${link('07')}, 'x@example.net', 'X', 'hash', 'https://x.example') as person, auth.opens_setup(${link('07')}) as opens`,
  );
  expect(refused).toEqual({ name: null, bare: null, person: null, opens: false });
  await database.owner`delete from app.setup_token`;
});

test('a link to a new password sets none when its time is over, or the person is disabled by whomever', async () => {
  const open = ['set local role routeward_stranger'];
  const { owner } = database;
  const { personId } = await makePerson(owner, 'viewer', []);
  await owner`insert into app.password_reset values (${personId}, ${Buffer.alloc(32, 9)}, now() + interval '1 hour')`;
  const outcomes = async () => [
    (await answerOf(open, `select * from auth.open_reset(${link('09')})`)).length,
    (await answerOf(open, `select * from auth.use_reset(${link('09')}, 'hash')`)).length,
  ];
  expect(await outcomes()).toEqual([1, 1]);
  await owner`update app.person set disabled_at = now() where id = ${personId}`;
  expect(await outcomes()).toEqual([0, 0]);
  await owner`update app.person set disabled_at = null where id = ${personId}`;
  await owner`update app.password_reset set expires_at = now() where person_id = ${personId}`;
  expect(await outcomes()).toEqual([0, 0]);
});

test('nobody makes a person, changes one, or assigns one but by them', async () => {
  const { personId } = world.people.viewer;
  for (const open of [...everybody.map((role) => openPerson(world, role)), openWork(world), openJob])
    for (const statement of [
      `insert into app.person (email, name, role) values ('x@example.net', 'X', 'superAdmin')`,
      `update app.person set role = 'superAdmin' where id = '${personId}'`,
      `update app.person set email = 'x@example.net' where id = '${personId}'`,
      `insert into app.membership (person_id, customer_id) values ('${personId}', '${other()}')`,
      'delete from app.membership',
    ])
      expect([statement, await outcomeOf(open, statement)]).toEqual([statement, '42501']);
});
