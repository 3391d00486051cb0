import { describe, expect, test } from 'vitest';
import type { ChangeId } from '@/core/ids';
import { move } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { makePerson } from '../../support/world';
import { type Asker, ChangeBench, only } from './change-bench';
import { authorise } from './change-ways';
import { codeOf, openPerson } from './ways';

/* Who is on call, what they authorise alone, and who reviews it, is held by the database, whoever asks it and with whatever code. */

const database = await testDatabase();
const { owner } = database;
const bench = new ChangeBench(database);

const onCall = (by: string): string => `${authorise(by)}, is_on_call = true, reason = 'It cannot wait.'`;
const review = (by: string, rest = `review_verdict = 'inOrder'`): string =>
  `update app.change set reviewed_by = '${by}', ${rest}`;
const naming = (who: string, until: string): string =>
  `update app.customer set on_call_id = '${who}', on_call_until = ${until} where slug = 'acme-corp'`;
const inHours = (hours: number): string => `app.now() + interval '${hours} hours'`;
const name = (who: Asker, hours = 8) => owner.unsafe(naming(bench.by(who), inHours(hours)));

/** One that waits for its decision, with what would undo it. */
async function waiting(
  by: Asker,
  { guard = 'safeMode', tier = 'W3', device = 0, isUndone = true } = {},
): Promise<ChangeId> {
  const id = await bench.asked(by, device);
  await owner`update app.change set state = 'previewed', preview_sealed = '\\x00', previewed_at = app.now(), guard = ${guard},
    is_undone = ${isUndone && guard === 'safeMode'}, tier = ${tier}, digest = ${'0'.repeat(64)}, expires_at = app.now() + interval '1 hour' where id = ${id}`;
  return id;
}

/** One of the Admin's that was authorised on call, and has ended. */
async function made(device = 0): Promise<ChangeId> {
  const id = await waiting('admin', { device });
  await owner.unsafe(only(onCall(bench.by('admin')), id));
  await move(bench.world.customers['acme-corp'], id, 'applying', 'verified');
  return id;
}

describe('on call', () => {
  test('is one Admin of the customer who is named by a Super Admin, for a week at most', async () => {
    const foreign = await makePerson(owner, 'admin', [bench.world.customers['other-isp']]);
    const rule = 'customer_on_call_is_an_admin_of_it';
    for (const who of [bench.by('operator'), bench.by('viewer'), bench.by('superAdmin'), foreign.personId])
      expect(await bench.ruleOfOwner(naming(who, inHours(8)))).toBe(rule);
    const admin = bench.by('admin');
    for (const until of [inHours(169), inHours(-1), `'infinity'`])
      expect([until, await bench.ruleOfOwner(naming(admin, until))]).toEqual([
        until,
        'customer_on_call_is_for_a_week_at_most',
      ]);
    expect(await bench.ruleOfOwner(naming(admin, 'null'))).toBe('customer_on_call_is_somebody_until_a_time');
    expect(await codeOf(bench.app, openPerson(bench.world, 'admin'), naming(admin, inHours(8)))).toBe('42501');
    expect(await bench.ruleOf(openPerson(bench.world, 'superAdmin'), naming(admin, inHours(168)))).toBeNull();
    const named = `${naming(admin, inHours(8)).replace(' where', `, on_call_name = 'Somebody else' where`)}`;
    expect(await codeOf(bench.app, openPerson(bench.world, 'superAdmin'), named)).toBe('42501');
  });

  test('ends with its time, and for good with the role, the account, the membership and the customer', async () => {
    const standing = async () => {
      const [row] =
        await owner`select app.on_call_standing(${bench.by('admin')}, ${bench.world.customers['acme-corp']}) as it`;
      return row?.it;
    };
    const admin = bench.by('admin');
    await name('admin');
    expect(await standing()).toBe('onCall');
    await database.shiftClock('9 hours');
    expect(await standing()).toBe('none');
    await database.shiftClock('0');
    for (const [lost, back] of [
      [
        `update app.person set role = 'operator' where id = '${admin}'`,
        `update app.person set role = 'admin' where id = '${admin}'`,
      ],
      [
        `update app.person set disabled_at = now() where id = '${admin}'`,
        `update app.person set disabled_at = null where id = '${admin}'`,
      ],
      [
        `delete from app.membership where person_id = '${admin}'`,
        `insert into app.membership (person_id, customer_id) values ('${admin}', '${bench.world.customers['acme-corp']}')`,
      ],
      [`update app.customer set archived_at = now()`, `update app.customer set archived_at = null`],
    ] as const) {
      await name('admin');
      expect(await standing()).toBe('onCall');
      for (const statement of [lost, back]) await owner.unsafe(statement);
      expect([lost, await standing()]).toEqual([lost, 'none']);
    }
  });
});

describe('alone, whoever is on call', () => {
  test('authorises the own W3 that safe mode undoes; the owner of the tables cannot have it otherwise', async () => {
    const by = bench.by('admin');
    const own = await waiting('admin');
    expect(await bench.ruleOfOwner(only(onCall(by), own))).toBe('change_on_call_is_authorised_by_who_is');
    await name('admin');
    expect(await bench.ruleOf(openPerson(bench.world, 'admin'), only(onCall(by), own))).toBeNull();
    expect(await bench.ruleOfOwner(only(authorise(by), own))).toBe('change_w3_takes_two_people');
    const rule = 'change_on_call_is_within_its_bounds';
    for (const [other, what] of [
      [await waiting('admin', { guard: 'timer' }), 'a timer'],
      [await waiting('admin', { isUndone: false }), 'what safe mode does not undo, a reboot'],
      [await waiting('admin', { tier: 'W2' }), 'a W2'],
      [await waiting('operator'), 'that of another'],
    ] as const)
      expect([what, await bench.ruleOfOwner(only(onCall(by), other))]).toEqual([what, rule]);
    const bare = await waiting('admin', { guard: 'none' });
    expect(await bench.ruleOfOwner(only(onCall(by), bare))).toMatch(
      /^change_(w3_has_a_guard|on_call_is_within_its_bounds)$/,
    );
    expect(await bench.ruleOfOwner(only('update app.change set is_undone = true', bare))).toBe(
      'change_stays_what_was_previewed',
    );
    const glass = `${onCall(by)}, is_break_glass = true`;
    expect(await bench.ruleOfOwner(only(glass, own))).toBe('change_glass_is_broken_by_a_super_admin');
    for (const reason of ['null', `' '`])
      expect(await bench.ruleOfOwner(only(`${authorise(by)}, is_on_call = true, reason = ${reason}`, own))).toBe(
        'change_has_a_reason_where_it_takes_one',
      );
  });

  test('not what was overridden, not too late, and nobody else in their name', async () => {
    await name('admin');
    const by = bench.by('admin');
    const overridden = await waiting('admin');
    await owner.unsafe(
      only(
        `alter table app.change disable trigger user; update app.change set is_lockout = true,
      overridden_by = '${bench.by('superAdmin')}', overridden_at = now(), override_reason = 'So.'`,
        overridden,
      ),
    );
    await owner.unsafe('alter table app.change enable trigger user');
    expect(await bench.ruleOfOwner(only(onCall(by), overridden))).toBe('change_on_call_is_within_its_bounds');
    const own = await waiting('admin');
    for (const who of ['operator', 'superAdmin'] as const)
      expect(await codeOf(bench.app, openPerson(bench.world, who), only(onCall(by), own))).toBe('42501');
    await database.shiftClock('61 minutes');
    expect(await bench.ruleOfOwner(only(onCall(by), own))).toBe('change_is_authorised_in_time');
  });

  test('has it marked for ever, with the end of the next day where the customer is as the time for its review', async () => {
    await owner`update app.customer set time_zone = 'Pacific/Auckland'`;
    await name('admin');
    const id = await made();
    const [row] = await owner`select is_on_call, authorised_role as role,
      (review_due_at at time zone 'Pacific/Auckland')::text as due,
      ((app.now() at time zone 'Pacific/Auckland')::date + 2)::timestamp::text as expected from app.change where id = ${id}`;
    expect(row).toEqual({ is_on_call: true, role: 'admin', due: row?.expected, expected: row?.expected });
    for (const to of ['is_on_call = false, review_due_at = null, reason = null', `review_due_at = 'infinity'`])
      expect(await bench.ruleOfOwner(only(`update app.change set ${to}`, id))).toBe('change_is_decided_once');
  });

  test('authorises no other while one is overdue for its review, at whichever customer', async () => {
    await name('admin', 168);
    const first = await made();
    await database.shiftClock('71 hours');
    const next = await waiting('admin', { device: 1 });
    const tried = () => bench.ruleOfOwner(only(onCall(bench.by('admin')), next));
    expect(await tried()).toBe('change_on_call_waits_for_reviews');
    await owner.unsafe(only(review(bench.by('superAdmin')), first));
    expect(await tried()).toBeNull();
  });
});

describe('a review', () => {
  test('is by another Admin or a Super Admin, in their own name, and by nobody else', async () => {
    await name('admin');
    const id = await made();
    expect(await bench.ruleOfOwner(only(review(bench.by('admin')), id))).toBe('change_is_reviewed_by_another');
    expect(await bench.ruleOfOwner(only(review(bench.by('operator')), id))).toBe('change_is_reviewed_by_an_admin');
    for (const [who, named] of [
      ['admin', 'superAdmin'],
      ['superAdmin', 'admin'],
    ] as const)
      expect(await bench.ruleOf(openPerson(bench.world, who), only(review(bench.by(named)), id))).not.toBeNull();
    expect(
      await bench.ruleOf(openPerson(bench.world, 'superAdmin'), only(review(bench.by('superAdmin')), id)),
    ).toBeNull();
    // Row security finds them no such row.
    await bench.app.begin(async (sql) => {
      for (const statement of openPerson(bench.world, 'operator')) await sql.unsafe(statement);
      expect((await sql.unsafe(only(review(bench.by('operator')), id))).count).toBe(0);
    });
  });

  test('is once, moves nothing else, and says what is not in order', async () => {
    await name('admin');
    const id = await made();
    const by = bench.by('superAdmin');
    const as = (rest: string) => bench.ruleOf(openPerson(bench.world, 'superAdmin'), only(review(by, rest), id));
    expect(await as(`review_verdict = 'notInOrder'`)).toBe('change_review_says_what_is_not_in_order');
    expect(await as(`review_verdict = 'fine'`)).toBe('change_review_says_what_is_not_in_order');
    expect(await as(`review_remark = 'Only this.'`)).toBe('change_is_reviewed_as_a_whole');
    expect(await as(`review_verdict = 'inOrder', is_on_call = false`)).toBe('change_is_decided_once');
    expect(await as(`review_verdict = 'inOrder', reason = 'Another.'`)).toBe('change_is_decided_once');
    await owner.unsafe(only(review(by), id));
    for (const to of [
      `review_verdict = 'notInOrder', review_remark = 'No.'`,
      'reviewed_by = null, reviewed_at = null, review_verdict = null',
    ])
      expect(await bench.ruleOfOwner(only(`update app.change set ${to}`, id))).toBe('change_is_reviewed_once');
  });

  test('is of what was authorised on call and has ended, and settles no outcome', async () => {
    await name('admin');
    const by = bench.by('superAdmin');
    const rule = 'change_is_reviewed_when_it_has_ended';
    const waits = await waiting('admin', { device: 1 });
    expect(await bench.ruleOfOwner(only(review(by), waits))).toBe(rule);
    const id = await waiting('admin');
    const both = `${onCall(bench.by('admin'))}, reviewed_by = '${by}', review_verdict = 'inOrder'`;
    expect(await bench.ruleOfOwner(only(both, id))).not.toBeNull();
    await owner.unsafe(only(onCall(bench.by('admin')), id));
    expect(await bench.ruleOfOwner(only(review(by), id))).toBe(rule);
    await move(bench.world.customers['acme-corp'], id, 'applying', 'unknown');
    await owner`update app.change set look_at = now() + interval '1 minute' where id = ${id}`;
    expect(await bench.ruleOfOwner(only(review(by), id))).toBe(rule);
    await owner`update app.change set look_at = null where id = ${id}`;
    const settled = only(review(by, `review_verdict = 'inOrder', state = 'verified'`), id);
    expect(await bench.ruleOf(openPerson(bench.world, 'superAdmin'), settled)).toBe(rule);
    expect(await bench.ruleOf(openPerson(bench.world, 'superAdmin'), only(review(by), id))).toBeNull();
  });
});
