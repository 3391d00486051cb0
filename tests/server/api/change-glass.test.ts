import { expect, test } from 'vitest';
import { ChangeScene, changesOf, refused } from '../../support/change-scene';
import { testDatabase } from '../../support/database';
import { givePassword, superAdminsPassword as password } from '../../support/matrix-world';

/* The rule of two people, broken on purpose. */

const database = await testDatabase();
const scene = new ChangeScene(database);
const reason = 'The tower is down and nobody else answers.';

test('a Super Admin shows that it is they, says why, and has the own W3 made; it is marked for ever', async () => {
  const { superAdmin, operator } = scene.world.people;
  await givePassword(database, superAdmin.personId);
  const one = await scene.waiting(superAdmin, { tier: 'W3' });
  expect((await changesOf(superAdmin).get({ change: one.change })).whyNot).toMatchObject({
    breakGlass: null,
    authorise: expect.stringMatching(/second person/),
  });
  const api = changesOf(superAdmin);
  for (const [given, error] of [
    [
      { password: 'not this one at all', reason },
      refused('FORBIDDEN', 'This is not your own password. Nothing was done.'),
    ],
    [{ password: '', reason }, refused('BAD_REQUEST', /^password: /)],
    [{ password, reason: ' ' }, refused('BAD_REQUEST', /^reason: /)],
    [{ password, reason, digest: '0'.repeat(64) }, refused('CONFLICT', /another one by now/)],
  ] as const)
    await expect(api.breakGlass({ ...one, ...given })).rejects.toEqual(error);
  expect(await scene.stateOf(one.change)).toBe('previewed');
  expect(await api.breakGlass({ ...one, password, reason })).toMatchObject({
    state: 'authorised',
    isBreakGlass: true,
    reason,
  });
  const [line] = (await changesOf(operator).list({})).items;
  expect(line).toMatchObject({ isBreakGlass: true, authorisedBy: { role: 'superAdmin' } });
  const entries = await database.owner`select outcome, body::jsonb -> 'detail' as detail from audit.entry
    where event = 'change.glassBroken' order by at`;
  expect(entries.map(({ outcome }) => outcome)).toEqual([...Array(4).fill('refused'), 'ok']);
  expect(entries.at(-1)?.detail).toEqual({ change: one.change, digest: one.digest, tier: 'W3' });
  expect(JSON.stringify(entries)).not.toContain('tower');
});

test('nobody else does, and not over what somebody else asked for or what takes no second person', async () => {
  const { superAdmin, admin, operator } = scene.world.people;
  await givePassword(database, superAdmin.personId);
  const [own, theirs] = [await scene.waiting(admin, { tier: 'W3' }), await scene.waiting(operator, { device: 1 })];
  for (const who of [admin, operator])
    await expect(changesOf(who).breakGlass({ ...own, password, reason })).rejects.toEqual(
      refused('FORBIDDEN', 'your role may not do this: change.override'),
    );
  const sentence = 'It takes no second person beside you: authorise it.';
  for (const one of [own, theirs, await scene.waiting(superAdmin)])
    await expect(changesOf(superAdmin).breakGlass({ ...one, password, reason })).rejects.toEqual(
      refused('CONFLICT', sentence),
    );
  await database.owner`update app.customer set change_policy = 'secondPerson' where slug = 'acme-corp'`;
  const strict = await scene.waiting(superAdmin, { device: 2 });
  expect(await changesOf(superAdmin).breakGlass({ ...strict, password, reason })).toMatchObject({ isBreakGlass: true });
});
