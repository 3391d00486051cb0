import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/database';
import { makePerson } from '../../support/world';
import { ChangeBench, only } from './change-bench';
import { authorise, breakGlass, reject, withdraw } from './change-ways';
import { codeOf, openJob, openPerson, openWork } from './ways';

/* Who decides on a change is held by the database, whoever asks it and with whatever code. */

const bench = new ChangeBench(await testDatabase());

describe('who authorises is held by the database', () => {
  test('a W3 of one’s own by nobody: no role, no code, not the owner of the tables', async () => {
    for (const role of ['admin', 'superAdmin'] as const) {
      const id = await bench.previewed(role, 'W3');
      expect([role, await bench.ruleOf(openPerson(bench.world, role), only(authorise(bench.by(role)), id))]).toEqual([
        role,
        'change_w3_takes_two_people',
      ]);
      expect(await bench.ruleOfOwner(only(authorise(bench.by(role)), id))).toBe('change_w3_takes_two_people');
      const other = role === 'admin' ? 'superAdmin' : 'admin';
      expect(await bench.ruleOf(openPerson(bench.world, other), only(authorise(bench.by(other)), id))).toBeNull();
    }
    const id = await bench.previewed('operator', 'W3');
    const rule = 'change_of_another_takes_an_admin';
    expect(await bench.ruleOf(openPerson(bench.world, 'operator'), only(authorise(bench.by('operator')), id))).toBe(
      rule,
    );
    expect(await bench.ruleOf(openPerson(bench.world, 'admin'), only(authorise(bench.by('admin')), id))).toBeNull();
  });

  test('what nothing undoes by no Operator, and as a W3 by nobody', async () => {
    const { owner } = bench.database;
    const bare = async (by: 'operator' | 'admin', tier: 'W2' | 'W3') => {
      const id = await bench.asked(by);
      await owner`update app.change set state = 'previewed', preview_sealed = '\\x00', previewed_at = app.now(), guard = 'none',
        tier = ${tier}, digest = ${'0'.repeat(64)}, expires_at = app.now() + interval '1 hour' where id = ${id}`;
      return id;
    };
    const own = await bare('operator', 'W2');
    const rule = 'change_without_a_guard_takes_an_admin';
    expect(await bench.ruleOf(openPerson(bench.world, 'operator'), only(authorise(bench.by('operator')), own))).toBe(
      rule,
    );
    expect(await bench.ruleOfOwner(only(authorise(bench.by('operator')), own))).toBe(rule);
    expect(await bench.ruleOfOwner(only("update app.change set guard = 'safeMode'", own))).toBe(
      'change_stays_what_was_previewed',
    );
    const risky = await bare('operator', 'W3');
    expect(await bench.ruleOf(openPerson(bench.world, 'admin'), only(authorise(bench.by('admin')), risky))).toBe(
      'change_w3_has_a_guard',
    );
    expect(await bench.ruleOfOwner(only(authorise(bench.by('admin')), risky))).toBe('change_w3_has_a_guard');
    expect(await bench.ruleOf(openPerson(bench.world, 'admin'), only(authorise(bench.by('admin')), own))).toBeNull();
  });

  test('that of another by no Operator, and nothing by a Viewer or in the name of somebody else', async () => {
    const id = await bench.previewed('admin');
    const rule = 'change_of_another_takes_an_admin';
    expect(await bench.ruleOf(openPerson(bench.world, 'operator'), only(authorise(bench.by('operator')), id))).toBe(
      rule,
    );
    expect(await bench.ruleOfOwner(only(authorise(bench.by('operator')), id))).toBe(rule);
    expect(await bench.ruleOfOwner(only(authorise(bench.by('viewer')), id))).toBe('change_is_authorised_by_who_may');
    for (const [me, name] of [
      ['operator', 'admin'],
      ['admin', 'superAdmin'],
      ['superAdmin', 'admin'],
    ] as const)
      expect([me, await codeOf(bench.app, openPerson(bench.world, me), only(authorise(bench.by(name)), id))]).toEqual([
        me,
        '42501',
      ]);
    for (const role of ['admin', 'superAdmin'] as const)
      expect(await bench.ruleOf(openPerson(bench.world, role), only(authorise(bench.by(role)), id))).toBeNull();
  });

  test('by nobody who is disabled, and by nobody any more when the preview is too old', async () => {
    const id = await bench.previewed();
    await bench.database.owner`update app.person set disabled_at = now() where id = ${bench.by('operator')}`;
    expect(await bench.ruleOfOwner(only(authorise(bench.by('operator')), id))).toBe('change_is_authorised_by_who_may');
    await bench.database.owner`update app.person set disabled_at = null where id = ${bench.by('operator')}`;
    expect(await bench.ruleOfOwner(only(authorise(bench.by('operator')), id))).toBeNull();
    await bench.database.shiftClock('61 minutes');
    expect(await bench.ruleOfOwner(only(authorise(bench.by('operator')), id))).toBe('change_is_authorised_in_time');
  });

  test('neither the work of a customer nor a job authorises or withdraws', async () => {
    await bench.previewed();
    for (const open of [openWork(bench.world), openJob])
      for (const statement of [authorise(bench.by('operator')), withdraw(bench.by('operator'))])
        expect(await codeOf(bench.app, open, statement)).toBe('42501');
    for (const [open, rule] of [
      [openWork(bench.world), 'change_is_authorised_by_who_may'],
      [openJob, 'change_is_authorised_by_who_may'],
    ] as const)
      expect(await bench.ruleOf(open, `update app.change set state = 'authorised'`)).toBe(rule);
    for (const open of [openWork(bench.world), openJob])
      expect(await bench.ruleOf(open, `update app.change set state = 'withdrawn'`)).toBe(
        'change_is_withdrawn_by_who_asked',
      );
  });

  test('who it was, in which role and when is written by the database, as the tables have it', async () => {
    const id = await bench.previewed();
    await bench.database.owner`update app.person set name = 'Marco Okafor' where id = ${bench.by('operator')}`;
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), id));
    const [row] = await bench.database.owner`select authorised_name as name, authorised_role as role,
      authorised_at between app.now() - interval '1 minute' and app.now() as is_now from app.change where id = ${id}`;
    expect(row).toEqual({ name: 'Marco Okafor', role: 'operator', is_now: true });
  });

  test('a second change of the same device by nobody while one is under way or may yet undo itself', async () => {
    const [first, second] = [await bench.previewed(), await bench.previewed()];
    const rule = 'change_of_a_device_is_one_at_a_time';
    const tried = () => bench.ruleOfOwner(only(authorise(bench.by('operator')), second));
    const set = (to: string) => bench.database.owner.unsafe(only(`update app.change set ${to}`, first));
    await set(`state = 'authorised', authorised_by = '${bench.by('operator')}'`);
    expect(await tried()).toBe(rule);
    await set(`state = 'applying'`);
    expect(await tried()).toBe(rule);
    await set(`state = 'unknown', ended_at = now(), look_at = now()`);
    expect(await tried()).toBe(rule);
    await set(`state = 'reverted', look_at = null`);
    expect(await tried()).toBeNull();
  });
});

describe('where each change of a customer takes a second person', () => {
  const strict = () =>
    bench.database.owner`update app.customer set change_policy = 'secondPerson' where slug = 'acme-corp'`;

  test('nobody authorises the own, of whatever tier, not even the owner of the tables', async () => {
    await strict();
    for (const tier of ['W1', 'W2'] as const)
      for (const role of ['operator', 'admin', 'superAdmin'] as const) {
        const id = await bench.previewed(role, tier);
        const rule = 'change_takes_a_second_person';
        const statement = only(authorise(bench.by(role)), id);
        expect([role, await bench.ruleOf(openPerson(bench.world, role), statement)]).toEqual([role, rule]);
        expect(await bench.ruleOfOwner(statement)).toBe(rule);
        const other = role === 'admin' ? 'superAdmin' : 'admin';
        expect(await bench.ruleOf(openPerson(bench.world, other), only(authorise(bench.by(other)), id))).toBeNull();
      }
  });

  test('what was authorised before that was decided is not begun any more', async () => {
    const mayBegin = async (who: 'operator' | 'admin', tier: string, isDirect = false) => {
      const [row] = await bench.database
        .owner`select app.may_authorise(${bench.by(who)}, ${bench.world.customers['acme-corp']},
        ${bench.by('operator')}, ${tier}, ${isDirect}, false) as may`;
      return row?.may;
    };
    expect([await mayBegin('operator', 'W2'), await mayBegin('operator', 'W3')]).toEqual([true, false]);
    // Whoever was an Admin when they authorised a write action of their own may be none by now.
    expect([await mayBegin('operator', 'W2', true), await mayBegin('admin', 'W2', true)]).toEqual([false, true]);
    await strict();
    expect([await mayBegin('operator', 'W2'), await mayBegin('admin', 'W2')]).toEqual([false, true]);
  });

  test('only a Super Admin decides that, and only one of the two', async () => {
    const loose = `update app.customer set change_policy = 'standard'`;
    for (const open of [
      openPerson(bench.world, 'admin'),
      openPerson(bench.world, 'operator'),
      openWork(bench.world),
      openJob,
    ])
      expect(await codeOf(bench.app, open, loose)).toBe('42501');
    expect(await bench.ruleOf(openPerson(bench.world, 'superAdmin'), loose)).toBeNull();
    expect(await bench.ruleOfOwner(`update app.customer set change_policy = 'nobody'`)).toBe(
      'customer_change_policy_is_known',
    );
  });
});

describe('the glass is broken', () => {
  test('by a Super Admin over the own W3, and over any of the own where a customer takes two; by nobody else', async () => {
    const id = await bench.previewed('superAdmin', 'W3');
    expect(
      await bench.ruleOf(openPerson(bench.world, 'superAdmin'), only(breakGlass(bench.by('superAdmin')), id)),
    ).toBeNull();
    const rule = 'change_glass_is_broken_by_a_super_admin';
    for (const role of ['admin', 'operator'] as const) {
      const theirs = only(breakGlass(bench.by(role)), await bench.previewed(role, role === 'admin' ? 'W3' : 'W2'));
      expect(await bench.ruleOf(openPerson(bench.world, role), theirs)).toBe(rule);
      expect(await bench.ruleOfOwner(theirs)).toBe(rule);
    }
    for (const open of [openWork(bench.world), openJob, openPerson(bench.world, 'admin')])
      expect(await codeOf(bench.app, open, only(breakGlass(bench.by('superAdmin')), id))).toBe('42501');
    const other = await makePerson(bench.database.owner, 'superAdmin', []);
    await bench.database.owner`update app.person set disabled_at = now() where id = ${other.personId}`;
    expect(await bench.ruleOfOwner(only(breakGlass(other.personId), id))).toBe('change_is_authorised_by_who_may');
    const own = only(breakGlass(bench.by('superAdmin')), await bench.previewed('superAdmin'));
    expect(await bench.ruleOfOwner(own)).toBe('change_glass_is_broken_where_it_is_in_the_way');
    await bench.database.owner`update app.customer set change_policy = 'secondPerson'`;
    expect(await bench.ruleOfOwner(own)).toBeNull();
  });

  test('never over what somebody else asked for, never too late, never without a reason, never afterwards', async () => {
    const theirs = await bench.previewed('admin', 'W3');
    const by = bench.by('superAdmin');
    expect(await bench.ruleOfOwner(only(breakGlass(by), theirs))).toBe('change_glass_is_broken_where_it_is_in_the_way');
    const id = await bench.previewed('superAdmin', 'W3');
    const set = (to: string) => bench.ruleOfOwner(only(`update app.change set ${to}`, id));
    const broken = `state = 'authorised', authorised_by = '${by}', is_break_glass = true`;
    for (const reason of ['null', `' '`, `repeat('x', 501)`])
      expect([reason, await set(`${broken}, reason = ${reason}`)]).toEqual([
        reason,
        'change_has_a_reason_where_it_takes_one',
      ]);
    expect(await set(`is_break_glass = true, reason = 'Before.'`)).toBe('change_glass_is_broken_by_whoever_authorises');
    await bench.database.shiftClock('61 minutes');
    expect(await bench.ruleOfOwner(only(breakGlass(by), id))).toBe('change_is_authorised_in_time');
    await bench.database.shiftClock('0');
    await bench.database.owner.unsafe(only(breakGlass(by), id));
    for (const to of ['is_break_glass = false, reason = null', `reason = 'Another one.'`])
      expect([to, await set(to)]).toEqual([to, 'change_is_decided_once']);
  });

  test('and whoever is no Super Admin any more by then has it not begun', async () => {
    const mayBegin = async (who: 'superAdmin' | 'admin') => {
      const [row] = await bench.database
        .owner`select app.may_authorise(${bench.by(who)}, ${bench.world.customers['acme-corp']},
        ${bench.by(who)}, 'W3', false, true) as may`;
      return row?.may;
    };
    expect([await mayBegin('superAdmin'), await mayBegin('admin')]).toEqual([true, false]);
  });
});

describe('what somebody else asked for is rejected', () => {
  test('by whoever could authorise it, and by nobody else, not even in the tables', async () => {
    const id = await bench.previewed();
    for (const role of ['admin', 'superAdmin'] as const)
      expect(await bench.ruleOf(openPerson(bench.world, role), only(reject(bench.by(role)), id))).toBeNull();
    const other = await makePerson(bench.database.owner, 'operator', [bench.world.customers['acme-corp']]);
    for (const [who, rule] of [
      [other.personId, 'change_is_rejected_by_an_admin'],
      [bench.by('viewer'), 'change_is_rejected_by_an_admin'],
    ] as const)
      expect(await bench.ruleOfOwner(only(reject(who), id))).toBe(rule);
    for (const role of ['admin', 'superAdmin'] as const)
      expect(
        await bench.ruleOf(openPerson(bench.world, role), only(reject(bench.by(role)), await bench.previewed(role))),
      ).toBe('change_is_rejected_by_another');
    for (const open of [openWork(bench.world), openJob, openPerson(bench.world, 'superAdmin')])
      expect(await codeOf(bench.app, open, only(reject(bench.by('admin')), id))).toBe('42501');
    await bench.database.owner`update app.person set disabled_at = now() where id = ${bench.by('admin')}`;
    expect(await bench.ruleOfOwner(only(reject(bench.by('admin')), id))).toBe('change_is_rejected_by_an_admin');
  });

  test('with a reason, in time, once; and who it was is written by the database', async () => {
    const id = await bench.previewed();
    const rule = 'change_has_a_reason_where_it_takes_one';
    const set = (to: string) => bench.ruleOfOwner(only(`update app.change set ${to}`, id));
    const rejected = `state = 'rejected', rejected_by = '${bench.by('admin')}'`;
    for (const reason of ['null', `''`, `E' \\n'`, `repeat('x', 501)`])
      expect([reason, await set(`${rejected}, reason = ${reason}`)]).toEqual([reason, rule]);
    expect(await set(`reason = 'Without a decision.'`)).toBe(rule);
    expect(await set(`${rejected}, reason = repeat('x', 500)`)).toBeNull();
    await bench.database.shiftClock('61 minutes');
    expect(await bench.ruleOfOwner(only(reject(bench.by('admin')), id))).toBe('change_is_rejected_in_time');
    await bench.database.shiftClock('0');
    await bench.database.owner.unsafe(only(reject(bench.by('admin')), id));
    const [row] = await bench.database
      .owner`select rejected_name as name, rejected_role as role, reason, ended_at is not null as is_over
      from app.change where id = ${id}`;
    expect(row).toEqual({ name: 'The admin', role: 'admin', reason: 'Not today.', is_over: true });
    for (const to of [`reason = 'Another one.'`, `rejected_by = '${bench.by('superAdmin')}'`])
      expect([to, await set(to)]).toEqual([to, 'change_is_decided_once']);
  });
});
