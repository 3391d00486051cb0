import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { previewMinutes } from '@/core/change/change';
import { asCustomer } from '@/server/db/open';
import { sealFor } from '@/server/vault/data-keys';
import { ChangeScene, changesOf, refused } from '../../support/change-scene';
import { digestOf, makeChange, previewOf } from '../../support/changes';
import { testDatabase } from '../../support/database';

/* A change that is refused because it would cut our own way, and the Super Admin who has it go on all the same. */

const database = await testDatabase();
const scene = new ChangeScene(database);
const { owner } = database;
const reason = 'The rule is for the other interface; we come in by the second line.';
const sentence = 'Management arrives from 10.99.0.5 on ether1; rule 7 would drop it before rule 9 accepts it.';

/** What its preview refuses, as the work writes it down. */
async function refusedBy(by: Principal, { device = 0, isLockout = true } = {}) {
  const customer = scene.world.customers['acme-corp'];
  const of = scene.world.devices['acme-corp'][device];
  if (of === undefined) throw new Error('there are three');
  const change = await makeChange(database, { customer, device: of, by: by.personId });
  const digest = digestOf(change);
  const found = {
    ...previewOf('W3'),
    lockout: isLockout ? sentence : null,
    refusals: [{ id: isLockout ? 'ownPath' : 'notFound', step: 0 }],
  } as const;
  await asCustomer(customer, 'test', async ({ db }) => {
    const place = { table: 'change', column: 'preview_sealed', row: change, customerId: customer };
    const sealed = await sealFor(db, place, JSON.stringify(found));
    await db.execute(sql`
      update app.change set state = 'refused', ended_at = app.now(), preview_sealed = ${sealed}, previewed_at = app.now(),
        tier = 'W3', is_lockout = ${isLockout}, digest = ${digest},
        expires_at = app.now() + make_interval(mins => ${previewMinutes}) where id = ${change}`);
  });
  const [row] = await owner`select number from app.change where id = ${change}`;
  return { change, digest, reason, typed: `C-${row?.number}` };
}

test('a Super Admin types its number and says why; it waits for a second person then, and is marked for ever', async () => {
  const { superAdmin, admin, operator } = scene.world.people;
  const one = await refusedBy(superAdmin);
  const api = changesOf(superAdmin);
  expect((await api.get({ change: one.change })).whyNot.override).toBeNull();
  for (const [given, error] of [
    [{ typed: 'C-0' }, refused('BAD_REQUEST', /^typed: C-\d+/)],
    [{ reason: ' ' }, refused('BAD_REQUEST', /^reason: /)],
    [{ digest: '0'.repeat(64) }, refused('CONFLICT', /another one by now/)],
  ] as const)
    await expect(api.override({ ...one, ...given })).rejects.toEqual(error);
  expect(await scene.stateOf(one.change)).toBe('refused');
  const view = await api.override({ ...one, typed: one.typed.toLowerCase() });
  expect(view).toMatchObject({
    ...{ state: 'previewed', digest: one.digest, endedAt: null, overrideReason: reason },
    overriddenBy: { role: 'superAdmin' },
    whyNot: { authorise: expect.stringMatching(/second person/) },
  });
  // Whoever asked for it does not authorise it, and it is what it was.
  const { change, digest } = one;
  await expect(api.authorise({ change, digest })).rejects.toEqual(refused('FORBIDDEN', /second person/));
  await expect(api.override(one)).rejects.toEqual(refused('CONFLICT', /Only what its preview refuses/));
  expect(await changesOf(admin).authorise({ change, digest })).toMatchObject({
    ...{ state: 'authorised', overriddenBy: { role: 'superAdmin' } },
  });
  expect((await changesOf(operator).list({})).items[0]).toMatchObject({ overriddenBy: { role: 'superAdmin' } });
  const entries = await owner`select outcome, body::jsonb -> 'detail' as detail from audit.entry
    where event = 'change.overridden' order by at`;
  expect(entries.filter(({ outcome }) => outcome === 'ok').map(({ detail }) => detail)).toEqual([
    { change, digest, tier: 'W3' },
  ]);
});

test('nobody else does, and nothing is overridden but a lockout, in time', async () => {
  const { superAdmin, admin, operator } = scene.world.people;
  const one = await refusedBy(operator, { device: 1 });
  for (const who of [admin, operator])
    await expect(changesOf(who).override(one)).rejects.toEqual(
      refused('FORBIDDEN', 'your role may not do this: change.override'),
    );
  const other = await refusedBy(operator, { device: 1, isLockout: false });
  await expect(changesOf(superAdmin).override(other)).rejects.toEqual(refused('CONFLICT', /for another reason/));
  const late = await refusedBy(operator, { device: 1 });
  await owner`alter table app.change disable trigger a_change_moves_on`;
  await owner`update app.change set expires_at = app.now() - interval '1 minute' where id = ${late.change}`;
  await owner`alter table app.change enable trigger a_change_moves_on`;
  await expect(changesOf(superAdmin).override(late)).rejects.toEqual(refused('CONFLICT', /more than 60 minutes old/));
});

test('the database holds the same rules, to its owner too', async () => {
  const { superAdmin, admin, operator } = scene.world.people;
  const ruleOf = (statement: string): Promise<string> =>
    owner.unsafe(statement).then(
      () => 'none',
      ({ constraint_name: rule, code }) => rule ?? code,
    );
  const set = (id: string, to: string) => `update app.change set ${to} where id = '${id}'`;
  const overriding = (by: Principal) =>
    `state = 'previewed', overridden_by = '${by.personId}', override_reason = 'So.'`;
  const [one, other] = [
    await refusedBy(operator, { device: 2 }),
    await refusedBy(operator, { device: 2, isLockout: false }),
  ];
  expect(await ruleOf(set(one.change, overriding(admin)))).toBe('change_is_overridden_by_a_super_admin');
  expect(await ruleOf(set(other.change, overriding(superAdmin)))).toBe('change_is_overridden_where_it_would_cut_us');
  expect(await ruleOf(set(one.change, `state = 'previewed', ended_at = null`))).toBe('change_only_moves_on');
  expect(await ruleOf(set(one.change, 'is_lockout = false'))).toBe('change_stays_what_was_previewed');
  expect(await ruleOf(set(one.change, overriding(superAdmin)))).toBe('none');
  for (const to of [
    `override_reason = 'Another one.'`,
    `overridden_by = null, overridden_at = null, override_reason = null`,
  ])
    expect(await ruleOf(set(one.change, to))).toBe('change_is_overridden_once');
  // Where the work itself were to put one forward, nobody could authorise it.
  const customer = scene.world.customers['acme-corp'];
  const device = scene.world.devices['acme-corp'][2];
  if (device === undefined) throw new Error('there are three');
  const third = await makeChange(database, { customer, device, by: operator.personId });
  await owner.unsafe(
    set(
      third,
      `state = 'previewed', preview_sealed = '\\x00', previewed_at = app.now(), tier = 'W3',
    is_lockout = true, digest = '${digestOf('third')}', expires_at = app.now() + interval '1 hour'`,
    ),
  );
  expect(await ruleOf(set(third, `state = 'authorised', authorised_by = '${admin.personId}'`))).toBe(
    'change_lockout_is_refused_or_overridden',
  );
});
