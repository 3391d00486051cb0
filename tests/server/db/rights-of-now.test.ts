import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson, makeWorld, type World } from '../../support/world';
import { Meetings, type Side } from './meetings';
import { openPerson } from './ways';

let database: TestDatabase;
let world: World;
let meetings: Meetings;

beforeAll(async () => {
  database = await testDatabase();
  meetings = new Meetings(database);
  return () => meetings.end();
});
beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const by = (role: 'superAdmin' | 'admin', statement: string): Side => ({ open: openPerson(world, role), statement });
const acme = () => world.customers['acme-corp'];
const admin = () => world.people.admin.personId;
const assign = (person: string, customers: string, shown = 'null') =>
  `select before, after from auth.set_customers('${person}', ${customers}::uuid[], ${shown})`;
const hash = (of = 'link') => `sha256('${of}'::bytea)`;
const invite = () =>
  `select id from auth.invite('new@example.net', 'viewer', array['${acme()}']::uuid[], ${hash()}, 7)`;
const accept: Side = {
  open: ['set local role routeward_stranger'],
  statement: `select id from auth.accept_invitation(${hash()}, 'New', 'hash')`,
};
const made = { id: expect.any(String) };

/** What takes the right to invite into acme-corp from its Admin. */
const losses: [string, () => string][] = [
  ['disabled', () => `select auth.disable_person('${admin()}')`],
  ['demoted', () => `select before from auth.change_role('${admin()}', 'operator')`],
  ['taken off the customer', () => assign(admin(), `'{}'`)],
  ['left without it, because it is archived', () => `select auth.archive_customer('${acme()}')`],
];
/** What gives the right back. */
const regains = async (): Promise<void> => {
  for (const statement of [
    `select auth.enable_person('${admin()}')`,
    `select auth.restore_customer('${acme()}')`,
    `select before from auth.change_role('${admin()}', 'admin')`,
    assign(admin(), `array['${acme()}']`),
  ])
    expect(await meetings.alone(by('superAdmin', statement))).toBeTypeOf('object');
};
const isThere = async (): Promise<boolean> =>
  (await database.owner`select from app.person where email = 'new@example.net'`).length === 1;

describe.each(losses)('of an Admin who is being %s', (_loss, lose) => {
  test('an invitation that is accepted meanwhile makes nobody', async () => {
    expect(await meetings.alone(by('admin', invite()))).toEqual(made);
    const [, accepted] = await meetings.meeting(by('superAdmin', lose()), accept);
    expect(accepted).toEqual({});
    expect(await isThere()).toBe(false);
  });

  test('one that is accepted first has made somebody, and nobody waits for ever', async () => {
    await meetings.alone(by('admin', invite()));
    const [accepted, lost] = await meetings.meeting(accept, by('superAdmin', lose()));
    expect(accepted).toEqual(made);
    expect(lost).toBeTypeOf('object');
  });

  test('one that is made meanwhile is refused', async () => {
    const [, later] = await meetings.meeting(by('superAdmin', lose()), by('admin', invite()));
    expect(later).toBe('invitation_is_within_the_inviter');
    await regains();
    expect(await meetings.alone(accept)).toEqual({});
  });

  test('nor is one made anew meanwhile: it is dead for good', async () => {
    await meetings.alone(by('admin', invite()));
    const [row] = await database.owner`select id from app.invitation where secret_hash = sha256('link'::bytea)`;
    const renew = by('admin', `select auth.renew_invitation('${row?.id}', ${hash('other')}, 7)`);
    const [, later] = await meetings.meeting(by('superAdmin', lose()), renew);
    expect(later).toBe('invitation_has_not_ended');
    await regains();
    for (const link of [hash(), hash('other')])
      expect(await meetings.alone({ ...accept, statement: accept.statement.replace(hash(), link) })).toEqual({});
    expect(await isThere()).toBe(false);
  });

  test('one that was made just before is dead for good too', async () => {
    const [invited, lost] = await meetings.meeting(by('admin', invite()), by('superAdmin', lose()));
    expect(invited).toEqual(made);
    expect(lost).toBeTypeOf('object');
    await regains();
    expect(await meetings.alone(accept)).toEqual({});
    expect(await isThere()).toBe(false);
  });
});

test('one that is being revoked or made anew makes nobody by its old link', async () => {
  const deeds = [
    (id: string) => `select auth.revoke_invitation('${id}')`,
    (id: string) => `select auth.renew_invitation('${id}', ${hash('other')}, 7)`,
  ];
  for (const deed of deeds) {
    await database.owner`delete from app.invitation`;
    await meetings.alone(by('admin', invite()));
    const [row] = await database.owner`select id from app.invitation`;
    const [, accepted] = await meetings.meeting(by('admin', deed(String(row?.id))), accept);
    expect(accepted).toEqual({});
  }
});

describe('whoever has been demoted or disabled since their transaction began', () => {
  const link = `'\\x${'ab'.repeat(32)}'`;
  const deeds = (person: string): string[] => [
    `select before from auth.change_role('${person}', 'superAdmin')`,
    `select auth.disable_person('${person}')`,
    `select auth.enable_person('${person}')`,
    `select auth.sign_ins_of('${person}')`,
    `select auth.end_sign_ins('${person}', null)`,
    `select auth.make_reset('${person}', ${link}, 24)`,
    `select auth.archive_customer('${acme()}')`,
    `select auth.restore_customer('${acme()}')`,
    assign(person, `array['${acme()}']`),
  ];

  test('does nothing more that is for Super Admins', async () => {
    const person = world.people.viewer.personId;
    for (const deed of deeds(person)) {
      const rival = await makePerson(database.owner, 'superAdmin', []);
      const theirs = openPerson({ ...world, people: { ...world.people, superAdmin: rival } }, 'superAdmin');
      const demote = by('superAdmin', `select before from auth.change_role('${rival.personId}', 'admin')`);
      const [done, overtaken] = await meetings.overtaken(demote, { open: theirs, statement: deed });
      expect(done).toEqual({ before: 'superAdmin' });
      expect([deed, overtaken]).toEqual([deed, 'rights_are_those_of_now']);
    }
  });

  test.each(losses)('as an Admin %s assigns nobody and invites nobody', async (_loss, lose) => {
    const assigned = by('admin', assign(world.operators['acme-corp'], `array['${acme()}']`));
    const [, first] = await meetings.overtaken(by('superAdmin', lose()), assigned);
    // Who reaches nobody any more is told of nobody.
    expect([{}, 'rights_are_those_of_now']).toContainEqual(first);
    await regains();
    const [row] = await database.owner`select epoch from app.person where id = ${admin()}`;
    const [family] =
      await database.owner`insert into app.token_family (person_id, address, agent, expires_at, idle_seconds)
      values (${admin()}, '192.0.2.7', 'tests', now() + interval '1 day', 43200) returning id`;
    const again = { ...world.people.admin, epoch: row?.epoch, familyId: family?.id };
    const open = openPerson({ ...world, people: { ...world.people, admin: again } }, 'admin');
    const [, second] = await meetings.overtaken(by('superAdmin', lose()), { open, statement: invite() });
    expect(second).toBe('invitation_is_within_the_inviter');
  });
});

describe('customers set as they were shown', () => {
  const shown = (...slugs: string[]) => `array[${slugs.map((slug) => `'${slug}'`).join(', ')}]::text[]`;
  const set = (seen: string) => assign(world.operators['acme-corp'], `array['${acme()}']`, seen);

  test('are taken where they are so, in whatever order they were read, and refused where they are not any more', async () => {
    const { personId } = await makePerson(database.owner, 'operator', Object.values(world.customers));
    const both = (seen: string) => assign(personId, `array['${acme()}', '${world.customers['other-isp']}']`, seen);
    for (const seen of [shown('acme-corp', 'other-isp'), shown('other-isp', 'acme-corp'), 'null'])
      expect([seen, await meetings.alone(by('superAdmin', both(seen)))]).toMatchObject([
        seen,
        { after: ['acme-corp', 'other-isp'] },
      ]);
    for (const seen of [shown(), shown('acme-corp'), shown('acme-corp', 'other-isp', 'third-isp')])
      expect([seen, await meetings.alone(by('superAdmin', both(seen)))]).toEqual([
        seen,
        'customers_are_as_they_were_shown',
      ]);
  });

  test('by two at once are the first one’s', async () => {
    const person = world.operators['acme-corp'];
    const none = assign(person, `'{}'`, shown('acme-corp'));
    const [done, later] = await meetings.meeting(by('superAdmin', none), by('superAdmin', set(shown('acme-corp'))));
    expect([done, later]).toEqual([{ before: ['acme-corp'], after: [] }, 'customers_are_as_they_were_shown']);
  });
});
