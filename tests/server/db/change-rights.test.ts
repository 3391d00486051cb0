import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tier } from '@/core/actions/define';
import { type ChangeState, changeStates } from '@/core/change/change';
import type { ChangeId } from '@/core/ids';
import { connect, type Sql } from '@/server/db/connection';
import { changeBasics, digestOf, makeChange, moves } from '../../support/changes';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makePerson, makeWorld, type World } from '../../support/world';
import { authorise, withdraw } from './change-ways';
import { codeOf, openJob, openPerson, openWork } from './ways';

/* What the database itself holds of a change, whoever asks it and with whatever code. */

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  app = connect(database.appUrl, 1);
  return () => app.end();
});
beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
});

type Asker = keyof World['people'];

async function asked(by: Asker = 'operator', device = 0): Promise<ChangeId> {
  const of = world.devices['acme-corp'][device];
  if (of === undefined) throw new Error('there are three');
  return makeChange(database, { customer: world.customers['acme-corp'], device: of, by: world.people[by].personId });
}

async function previewed(by: Asker = 'operator', tier: Tier = 'W2', device = 0): Promise<ChangeId> {
  const id = await asked(by, device);
  await database.owner`update app.change set state = 'previewed', preview_sealed = '\\x00', previewed_at = app.now(),
    tier = ${tier}, digest = ${digestOf(id)}, expires_at = app.now() + interval '1 hour' where id = ${id}`;
  return id;
}

/** The rule that a statement breaks, as this role or as the owner of the tables; null where it goes through. */
async function ruleOf(open: readonly string[], statement: string): Promise<string | null> {
  let rule: string | null = null;
  await app
    .begin(async (sql) => {
      for (const one of open) await sql.unsafe(one);
      await sql.unsafe(statement);
      throw new Error('taken back');
    })
    .catch((error: { constraint_name?: string; message: string }) => {
      if (error.message !== 'taken back') rule = error.constraint_name || error.message;
    });
  return rule;
}

async function ruleOfOwner(statement: string): Promise<string | null> {
  return database.owner
    .begin(async (sql) => {
      await sql.unsafe(statement);
      throw new Error('taken back');
    })
    .then(
      () => null,
      (error: { constraint_name?: string; message: string }) =>
        error.message === 'taken back' ? null : error.constraint_name || error.message,
    );
}

const by = (who: Asker) => world.people[who].personId;
const only = (statement: string, id: string) => `${statement} where id = '${id}'`;

describe('a change only moves on', () => {
  /** Brought there as it gets there in life. */
  async function inState(state: ChangeState): Promise<ChangeId> {
    const id = await asked();
    for (const statement of moves(state, { id, by: by('operator') })) await database.owner.unsafe(statement);
    const [row] = await database.owner`select state from app.change where id = ${id}`;
    expect(row?.state).toBe(state);
    return id;
  }

  const onward: Readonly<Record<ChangeState, readonly ChangeState[]>> = {
    previewing: ['previewed', 'failed', 'unneeded', 'refused', 'withdrawn'],
    previewed: ['authorised', 'withdrawn', 'expired'],
    authorised: ['applying', 'failed'],
    applying: ['verified', 'reverted', 'failed', 'unknown'],
    // Failed: it was begun, and its stages say that nothing was sent.
    unknown: ['verified', 'reverted', 'failed'],
    ...{ verified: [], reverted: [], failed: [], unneeded: [], refused: [], withdrawn: [], expired: [] },
  };

  test.each(changeStates)(
    'from %s to where it may, and nowhere else, not even for the owner of the tables',
    async (from) => {
      const id = await inState(from);
      const allowed: ChangeState[] = [];
      for (const to of changeStates.filter((state) => state !== from)) {
        const rule = await ruleOfOwner(only(`update app.change set ${changeBasics(to, by('operator'), from)}`, id));
        if (rule === null) allowed.push(to);
        else expect([to, rule]).toEqual([to, 'change_only_moves_on']);
      }
      expect(allowed.toSorted()).toEqual([...onward[from]].toSorted());
    },
  );

  test('what was asked for, what was previewed and who authorised it stay as they were, also for the owner', async () => {
    const id = await previewed();
    const other = await makePerson(database.owner, 'admin', [world.customers['acme-corp']]);
    for (const [to, rule] of [
      [`params = '{"name":"luca"}'`, 'change_stays_what_was_asked_for'],
      [`template_id = 'subscriber.resume'`, 'change_stays_what_was_asked_for'],
      [`device_id = '${world.devices['acme-corp'][1]}'`, 'change_stays_what_was_asked_for'],
      [`asked_by = '${other.personId}'`, 'change_stays_what_was_asked_for'],
      ['number = 9', 'change_stays_what_was_asked_for'],
      [`digest = '${digestOf('another')}'`, 'change_stays_what_was_previewed'],
      [`tier = 'W1'`, 'change_stays_what_was_previewed'],
      [`expires_at = expires_at + interval '1 hour'`, 'change_stays_what_was_previewed'],
    ] as const)
      expect([to, await ruleOfOwner(only(`update app.change set ${to}`, id))]).toEqual([to, rule]);
    await database.owner.unsafe(only(authorise(by('operator')), id));
    for (const to of [`authorised_by = '${other.personId}'`, 'is_break_glass = true'])
      expect([to, await ruleOfOwner(only(`update app.change set ${to}`, id))]).toEqual([
        to,
        'change_is_authorised_once',
      ]);
  });

  test('a stage is only added, in the name of the work and of nobody else', async () => {
    const id = await asked();
    const insert = `insert into app.change_stage (change_id, number, customer_id, stage)
      values ('${id}', 1, '${world.customers['acme-corp']}', 'begun')`;
    for (const role of ['admin', 'operator', 'viewer', 'superAdmin'] as const)
      expect(await codeOf(app, openPerson(world, role), insert)).toBe('42501');
    expect(await ruleOf(openWork(world), insert)).toBeNull();
    await database.owner.unsafe(insert);
    expect(await ruleOfOwner(`update app.change_stage set stage = 'armed'`)).toMatch(/stages are only added/);
  });
});

describe('who authorises is held by the database', () => {
  test('a W3 of one’s own by nobody: no role, no code, not the owner of the tables', async () => {
    for (const role of ['admin', 'superAdmin'] as const) {
      const id = await previewed(role, 'W3');
      expect([role, await ruleOf(openPerson(world, role), only(authorise(by(role)), id))]).toEqual([
        role,
        'change_w3_takes_two_people',
      ]);
      expect(await ruleOfOwner(only(authorise(by(role)), id))).toBe('change_w3_takes_two_people');
      const other = role === 'admin' ? 'superAdmin' : 'admin';
      expect(await ruleOf(openPerson(world, other), only(authorise(by(other)), id))).toBeNull();
    }
    const id = await previewed('operator', 'W3');
    const rule = 'change_of_another_takes_an_admin';
    expect(await ruleOf(openPerson(world, 'operator'), only(authorise(by('operator')), id))).toBe(rule);
    expect(await ruleOf(openPerson(world, 'admin'), only(authorise(by('admin')), id))).toBeNull();
  });

  test('that of another by no Operator, and nothing by a Viewer or in the name of somebody else', async () => {
    const id = await previewed('admin');
    const rule = 'change_of_another_takes_an_admin';
    expect(await ruleOf(openPerson(world, 'operator'), only(authorise(by('operator')), id))).toBe(rule);
    expect(await ruleOfOwner(only(authorise(by('operator')), id))).toBe(rule);
    expect(await ruleOfOwner(only(authorise(by('viewer')), id))).toBe('change_is_authorised_by_who_may');
    for (const [me, name] of [
      ['operator', 'admin'],
      ['admin', 'superAdmin'],
      ['superAdmin', 'admin'],
    ] as const)
      expect([me, await codeOf(app, openPerson(world, me), only(authorise(by(name)), id))]).toEqual([me, '42501']);
    for (const role of ['admin', 'superAdmin'] as const)
      expect(await ruleOf(openPerson(world, role), only(authorise(by(role)), id))).toBeNull();
  });

  test('by nobody who is disabled, and by nobody any more when the preview is too old', async () => {
    const id = await previewed();
    await database.owner`update app.person set disabled_at = now() where id = ${by('operator')}`;
    expect(await ruleOfOwner(only(authorise(by('operator')), id))).toBe('change_is_authorised_by_who_may');
    await database.owner`update app.person set disabled_at = null where id = ${by('operator')}`;
    expect(await ruleOfOwner(only(authorise(by('operator')), id))).toBeNull();
    await database.shiftClock('61 minutes');
    expect(await ruleOfOwner(only(authorise(by('operator')), id))).toBe('change_is_authorised_in_time');
  });

  test('neither the work of a customer nor a job authorises or withdraws', async () => {
    await previewed();
    for (const open of [openWork(world), openJob])
      for (const statement of [authorise(by('operator')), withdraw(by('operator'))])
        expect(await codeOf(app, open, statement)).toBe('42501');
    for (const [open, rule] of [
      [openWork(world), 'change_is_authorised_by_who_may'],
      [openJob, 'change_is_authorised_by_who_may'],
    ] as const)
      expect(await ruleOf(open, `update app.change set state = 'authorised'`)).toBe(rule);
    for (const open of [openWork(world), openJob])
      expect(await ruleOf(open, `update app.change set state = 'withdrawn'`)).toBe('change_is_withdrawn_by_who_asked');
  });

  test('who it was, in which role and when is written by the database, as the tables have it', async () => {
    const id = await previewed();
    await database.owner`update app.person set name = 'Marco Okafor' where id = ${by('operator')}`;
    await database.owner.unsafe(only(authorise(by('operator')), id));
    const [row] = await database.owner`select authorised_name as name, authorised_role as role,
      authorised_at between app.now() - interval '1 minute' and app.now() as is_now from app.change where id = ${id}`;
    expect(row).toEqual({ name: 'Marco Okafor', role: 'operator', is_now: true });
  });

  test('a second change of the same device by nobody while one is under way or may yet undo itself', async () => {
    const [first, second] = [await previewed(), await previewed()];
    const rule = 'change_of_a_device_is_one_at_a_time';
    const tried = () => ruleOfOwner(only(authorise(by('operator')), second));
    const set = (to: string) => database.owner.unsafe(only(`update app.change set ${to}`, first));
    await set(`state = 'authorised', authorised_by = '${by('operator')}'`);
    expect(await tried()).toBe(rule);
    await set(`state = 'applying'`);
    expect(await tried()).toBe(rule);
    await set(`state = 'unknown', ended_at = now(), look_at = now()`);
    expect(await tried()).toBe(rule);
    await set(`state = 'reverted', look_at = null`);
    expect(await tried()).toBeNull();
  });
});

describe('what is withdrawn and taken back', () => {
  test('only whoever asked withdraws, and only before somebody has authorised', async () => {
    const id = await previewed();
    const rule = 'change_is_withdrawn_by_who_asked';
    for (const role of ['admin', 'superAdmin'] as const)
      expect(await ruleOf(openPerson(world, role), only(withdraw(by(role)), id))).toBe(rule);
    expect(await codeOf(app, openPerson(world, 'admin'), only(withdraw(by('operator')), id))).toBe('42501');
    expect(await ruleOf(openPerson(world, 'operator'), only(withdraw(by('operator')), id))).toBeNull();
    await database.owner.unsafe(only(authorise(by('operator')), id));
    expect(await ruleOfOwner(only(withdraw(by('operator')), id))).toBe('change_only_moves_on');
  });

  const insertRevert = (
    id: string,
    { device = 0, params = '{"name":"maria"}', template = 'subscriber.suspend' } = {},
  ) =>
    `insert into app.change (customer_id, device_id, template_id, template_version, params, reverts_id, asked_by)
      values ('${world.customers['acme-corp']}', '${world.devices['acme-corp'][device]}', '${template}', 1, '${params}', '${id}',
        '${by('operator')}')`;

  test('only what was made is taken back: on the same device, as the same, and once', async () => {
    const id = await previewed();
    const open = openPerson(world, 'operator');
    const made = 'change_takes_back_what_was_made';
    expect(await ruleOf(open, insertRevert(id))).toBe(made);
    await database.owner.unsafe(only(authorise(by('operator')), id));
    for (const to of [`state = 'applying'`, `state = 'verified', ended_at = now()`])
      await database.owner.unsafe(only(`update app.change set ${to}`, id));
    for (const other of [{ device: 1 }, { params: '{"name":"luca"}' }, { template: 'subscriber.resume' }])
      expect(await ruleOf(open, insertRevert(id, other))).toBe(made);
    await database.owner.unsafe(insertRevert(id));
    expect(await ruleOf(open, insertRevert(id))).toBe('change_is_taken_back_once');
    await database.owner`update app.change set state = 'withdrawn', withdrawn_by = asked_by where reverts_id = ${id}`;
    expect(await ruleOf(open, insertRevert(id))).toBeNull();
  });

  test('an erased customer’s go with it, also those that take another one back', async () => {
    const id = await previewed();
    await database.owner.unsafe(only(authorise(by('operator')), id));
    for (const to of [`state = 'applying'`, `state = 'verified', ended_at = now()`])
      await database.owner.unsafe(only(`update app.change set ${to}`, id));
    await database.owner`insert into app.change_stage (change_id, number, customer_id, stage)
      values (${id}, 1, ${world.customers['acme-corp']}, 'begun')`;
    await database.owner.unsafe(insertRevert(id));
    const customer = world.customers['acme-corp'];
    await database.owner`update app.customer set archived_at = now(), erased_at = now(), erased_counts = '{}' where id = ${customer}`;
    for (let gone = 1; gone > 0; ) {
      const [row] = await database.owner`select app.erase_some(${customer}, 1) as gone`;
      gone = Number(row?.gone);
    }
    expect(await database.owner`select from app.change where customer_id = ${customer}`).toHaveLength(0);
    const [row] = await database.owner`select erased_counts ->> 'change' as changes,
      erased_counts ->> 'change_stage' as stages from app.customer where id = ${customer}`;
    expect(row).toEqual({ changes: '2', stages: '1' });
  });

  test('whoever does not reach the customer is not even told whether the device is in use', async () => {
    await database.owner`update app.device set archived_at = now() where id = ${String(world.devices['other-isp'][0])}`;
    const insert = (device: number) =>
      `insert into app.change (customer_id, device_id, template_id, template_version, params, asked_by) values
        ('${world.customers['other-isp']}', '${world.devices['other-isp'][device]}', 'subscriber.suspend', 1, '{}', '${by('admin')}')`;
    const told = await Promise.all([0, 1].map((device) => ruleOf(openPerson(world, 'admin'), insert(device))));
    expect(new Set(told)).toEqual(new Set(['a change of a customer out of reach']));
    expect(await ruleOf(openPerson(world, 'superAdmin'), insert(0).replace(by('admin'), by('superAdmin')))).toBe(
      'change_is_of_a_device_in_use',
    );
  });
});
