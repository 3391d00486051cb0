import { describe, expect, test } from 'vitest';
import { type ChangeState, changeStates } from '@/core/change/change';
import type { ChangeId } from '@/core/ids';
import { changeBasics, digestOf, moves } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { makePerson } from '../../support/world';
import { ChangeBench, only } from './change-bench';
import { authorise, withdraw } from './change-ways';
import { codeOf, openPerson, openWork } from './ways';

/* What the database itself holds of a change, whoever asks it and with whatever code. */

const bench = new ChangeBench(await testDatabase());

describe('a change only moves on', () => {
  /** Brought there as it gets there in life. */
  async function inState(state: ChangeState): Promise<ChangeId> {
    const id = await bench.asked();
    for (const statement of moves(state, { id, by: bench.by('operator') }))
      await bench.database.owner.unsafe(statement);
    const [row] = await bench.database.owner`select state from app.change where id = ${id}`;
    expect(row?.state).toBe(state);
    return id;
  }

  const onward: Readonly<Record<ChangeState, readonly ChangeState[]>> = {
    previewing: ['previewed', 'failed', 'unneeded', 'refused', 'withdrawn'],
    previewed: ['authorised', 'withdrawn', 'rejected', 'expired'],
    authorised: ['applying', 'failed'],
    applying: ['verified', 'reverted', 'failed', 'unknown'],
    // Failed: it was begun, and its stages say that nothing was sent.
    unknown: ['verified', 'reverted', 'failed'],
    ...{ verified: [], reverted: [], failed: [], unneeded: [], refused: [], withdrawn: [], rejected: [], expired: [] },
  };

  test.each(changeStates)(
    'from %s to where it may, and nowhere else, not even for the owner of the tables',
    async (from) => {
      const id = await inState(from);
      const allowed: ChangeState[] = [];
      for (const to of changeStates.filter((state) => state !== from)) {
        const rule = await bench.ruleOfOwner(
          only(`update app.change set ${changeBasics(to, bench.by('operator'), from)}`, id),
        );
        if (rule === null) allowed.push(to);
        else expect([to, rule]).toEqual([to, 'change_only_moves_on']);
      }
      expect(allowed.toSorted()).toEqual([...onward[from]].toSorted());
    },
  );

  test('what was asked for, what was previewed and who authorised it stay as they were, also for the owner', async () => {
    const id = await bench.previewed();
    const other = await makePerson(bench.database.owner, 'admin', [bench.world.customers['acme-corp']]);
    for (const [to, rule] of [
      [`params_of = '${other.personId}', params_sealed = null`, 'change_stays_what_was_asked_for'],
      [`template_id = 'subscriber.resume'`, 'change_stays_what_was_asked_for'],
      [`device_id = '${bench.world.devices['acme-corp'][1]}'`, 'change_stays_what_was_asked_for'],
      [`asked_by = '${other.personId}'`, 'change_stays_what_was_asked_for'],
      ['number = 9', 'change_stays_what_was_asked_for'],
      [`digest = '${digestOf('another')}'`, 'change_stays_what_was_previewed'],
      [`tier = 'W1'`, 'change_stays_what_was_previewed'],
      [`expires_at = expires_at + interval '1 hour'`, 'change_stays_what_was_previewed'],
    ] as const)
      expect([to, await bench.ruleOfOwner(only(`update app.change set ${to}`, id))]).toEqual([to, rule]);
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), id));
    for (const to of [`authorised_by = '${other.personId}'`, `is_break_glass = true, reason = 'Later.'`])
      expect([to, await bench.ruleOfOwner(only(`update app.change set ${to}`, id))]).toEqual([
        to,
        'change_is_decided_once',
      ]);
  });

  test('a stage is only added, in the name of the work and of nobody else', async () => {
    const id = await bench.asked();
    const insert = `insert into app.change_stage (change_id, number, customer_id, stage)
      values ('${id}', 1, '${bench.world.customers['acme-corp']}', 'begun')`;
    for (const role of ['admin', 'operator', 'viewer', 'superAdmin'] as const)
      expect(await codeOf(bench.app, openPerson(bench.world, role), insert)).toBe('42501');
    expect(await bench.ruleOf(openWork(bench.world), insert)).toBeNull();
    await bench.database.owner.unsafe(insert);
    expect(await bench.ruleOfOwner(`update app.change_stage set stage = 'armed'`)).toMatch(/stages are only added/);
  });
});

describe('what is withdrawn and taken back', () => {
  test('only whoever asked withdraws, and only before somebody has authorised', async () => {
    const id = await bench.previewed();
    const rule = 'change_is_withdrawn_by_who_asked';
    for (const role of ['admin', 'superAdmin'] as const)
      expect(await bench.ruleOf(openPerson(bench.world, role), only(withdraw(bench.by(role)), id))).toBe(rule);
    expect(await codeOf(bench.app, openPerson(bench.world, 'admin'), only(withdraw(bench.by('operator')), id))).toBe(
      '42501',
    );
    expect(
      await bench.ruleOf(openPerson(bench.world, 'operator'), only(withdraw(bench.by('operator')), id)),
    ).toBeNull();
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), id));
    expect(await bench.ruleOfOwner(only(withdraw(bench.by('operator')), id))).toBe('change_only_moves_on');
  });

  const insertRevert = (id: string, { device = 0, params = 'null', template = 'subscriber.suspend' } = {}) =>
    `insert into app.change (customer_id, device_id, template_id, template_version, params_sealed, reverts_id, asked_by)
      values ('${bench.world.customers['acme-corp']}', '${bench.world.devices['acme-corp'][device]}', '${template}', 1, ${params}, '${id}',
        '${bench.by('operator')}')`;

  test('only what was made is taken back: on the same device, as the same, and once', async () => {
    const id = await bench.previewed();
    const open = openPerson(bench.world, 'operator');
    const made = 'change_takes_back_what_was_made';
    expect(await bench.ruleOf(open, insertRevert(id))).toBe(made);
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), id));
    for (const to of [`state = 'applying'`, `state = 'verified', ended_at = now()`])
      await bench.database.owner.unsafe(only(`update app.change set ${to}`, id));
    for (const other of [{ device: 1 }, { template: 'subscriber.resume' }])
      expect(await bench.ruleOf(open, insertRevert(id, other))).toBe(made);
    const holding = 'change_holds_its_params_or_another_does';
    expect(await bench.ruleOf(open, insertRevert(id, { params: `'\\x00'` }))).toBe(holding);
    await bench.database.owner.unsafe(insertRevert(id));
    expect(await bench.ruleOf(open, insertRevert(id))).toBe('change_is_taken_back_once');
    await bench.database
      .owner`update app.change set state = 'withdrawn', withdrawn_by = asked_by where reverts_id = ${id}`;
    expect(await bench.ruleOf(open, insertRevert(id))).toBeNull();
  });

  test('what may have been made in part is taken back once nobody looks at it any more', async () => {
    const id = await bench.previewed();
    const open = openPerson(bench.world, 'operator');
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), id));
    const later = `state = 'unknown', ended_at = now(), look_at = now() + interval '1 minute'`;
    for (const to of [`state = 'applying'`, later])
      await bench.database.owner.unsafe(only(`update app.change set ${to}`, id));
    expect(await bench.ruleOf(open, insertRevert(id))).toBe('change_takes_back_what_was_made');
    await bench.database.owner`update app.change set look_at = null where id = ${id}`;
    expect(await bench.ruleOf(open, insertRevert(id))).toBeNull();
    // What another one made since is that one's.
    const again = await bench.previewed();
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), again));
    for (const to of [`state = 'applying'`, `state = 'verified', ended_at = now() + interval '1 second'`])
      await bench.database.owner.unsafe(only(`update app.change set ${to}`, again));
    expect(await bench.ruleOf(open, insertRevert(id))).toBe('change_takes_back_what_was_made');
  });

  test('a write action is asked for by Admins, whoever lets an Operator through', async () => {
    const insert = (who: 'admin' | 'operator') =>
      `insert into app.change (customer_id, device_id, template_id, template_version, is_direct, params_sealed, asked_by)
        values ('${bench.world.customers['acme-corp']}', '${bench.world.devices['acme-corp'][0]}', 'dns.set', 1, true, '\\x00',
          '${bench.by(who)}')`;
    expect(await bench.ruleOf(openPerson(bench.world, 'operator'), insert('operator'))).toBe(
      'change_that_is_direct_takes_an_admin',
    );
    expect(await bench.ruleOf(openPerson(bench.world, 'admin'), insert('admin'))).toBeNull();
    const id = await bench.previewed();
    // As one whose rights were taken since they asked.
    await bench.database.owner.unsafe(`alter table app.change disable trigger a_change_moves_on`);
    await bench.database.owner.unsafe(only('update app.change set is_direct = true', id));
    await bench.database.owner.unsafe(`alter table app.change enable trigger a_change_moves_on`);
    expect(await bench.ruleOfOwner(only(authorise(bench.by('operator')), id))).toBe(
      'change_that_is_direct_takes_an_admin',
    );
    expect(await bench.ruleOfOwner(only('update app.change set is_direct = false', id))).toBe(
      'change_stays_what_was_asked_for',
    );
  });

  test('an erased customer’s go with it, also those that take another one back', async () => {
    const id = await bench.previewed();
    await bench.database.owner.unsafe(only(authorise(bench.by('operator')), id));
    for (const to of [`state = 'applying'`, `state = 'verified', ended_at = now()`])
      await bench.database.owner.unsafe(only(`update app.change set ${to}`, id));
    await bench.database.owner`insert into app.change_stage (change_id, number, customer_id, stage)
      values (${id}, 1, ${bench.world.customers['acme-corp']}, 'begun')`;
    await bench.database.owner.unsafe(insertRevert(id));
    const customer = bench.world.customers['acme-corp'];
    await bench.database
      .owner`update app.customer set archived_at = now(), erased_at = now(), erased_counts = '{}' where id = ${customer}`;
    for (let gone = 1; gone > 0; ) {
      const [row] = await bench.database.owner`select app.erase_some(${customer}, 1) as gone`;
      gone = Number(row?.gone);
    }
    expect(await bench.database.owner`select from app.change where customer_id = ${customer}`).toHaveLength(0);
    const [row] = await bench.database.owner`select erased_counts ->> 'change' as changes,
      erased_counts ->> 'change_stage' as stages from app.customer where id = ${customer}`;
    expect(row).toEqual({ changes: '2', stages: '1' });
  });

  test('whoever does not reach the customer is not even told whether the device is in use', async () => {
    await bench.database
      .owner`update app.device set archived_at = now() where id = ${String(bench.world.devices['other-isp'][0])}`;
    const insert = (device: number) =>
      `insert into app.change (customer_id, device_id, template_id, template_version, params_sealed, asked_by) values
        ('${bench.world.customers['other-isp']}', '${bench.world.devices['other-isp'][device]}', 'subscriber.suspend', 1, '\\x00', '${bench.by('admin')}')`;
    const told = await Promise.all(
      [0, 1].map((device) => bench.ruleOf(openPerson(bench.world, 'admin'), insert(device))),
    );
    expect(new Set(told)).toEqual(new Set(['a change of a customer out of reach']));
    expect(
      await bench.ruleOf(
        openPerson(bench.world, 'superAdmin'),
        insert(0).replace(bench.by('admin'), bench.by('superAdmin')),
      ),
    ).toBe('change_is_of_a_device_in_use');
  });
});
