import { describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { ChangeScene, changesOf, refused, template, values } from '../../support/change-scene';
import { move } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makePerson } from '../../support/world';

/* Who decides on a change, on what exactly, how often, and until when. */

const database = await testDatabase();
const scene = new ChangeScene(database);
const nobody = '00000000-0000-4000-8000-00000000dead';

describe('who may authorise', () => {
  const cases = [
    ['operator', 'operator', 'W2', null],
    ['admin', 'admin', 'W2', null],
    ['superAdmin', 'superAdmin', 'W2', null],
    ['operator', 'admin', 'W2', null],
    ['operator', 'superAdmin', 'W3', null],
    ['operator', 'admin', 'W3', null],
    ['admin', 'superAdmin', 'W3', null],
    ['superAdmin', 'admin', 'W3', null],
    ['admin', 'operator', 'W2', /Somebody else asked for it/],
    ['operator', 'operator', 'W3', /takes an Admin/],
    ['admin', 'admin', 'W3', /takes a second person/],
    ['superAdmin', 'superAdmin', 'W3', /takes a second person/],
    ['operator', 'viewer', 'W2', /your role may not do this: template.deploy/],
  ] as const;
  test.each(cases)('what the %s asked for, the %s, of %s', async (asker, signer, tier, why) => {
    const { change, digest } = await scene.waiting(scene.world.people[asker], { tier });
    const me = scene.world.people[signer];
    if (signer !== 'viewer') {
      const told = (await changesOf(me).get({ change })).whyNot.authorise;
      expect(told).toEqual(why === null ? null : expect.stringMatching(why));
    }
    const tried = changesOf(me).authorise({ change, digest });
    if (why === null) expect(await tried).toMatchObject({ state: 'authorised', authorisedBy: { role: signer } });
    else await expect(tried).rejects.toEqual(refused('FORBIDDEN', why));
    expect(await scene.stateOf(change)).toBe(why === null ? 'authorised' : 'previewed');
  });

  test('nobody of another customer, in the same words as what is not there; and a Viewer learns nothing at all', async () => {
    const { change, digest } = await scene.waiting(scene.world.people.operator);
    const stranger = await makePerson(database.owner, 'admin', [scene.world.customers['other-isp']]);
    for (const [who, id] of [
      [stranger, change],
      [scene.world.people.admin, nobody],
    ] as const) {
      const api = changesOf(who);
      for (const tried of [
        () => api.get({ change: id }),
        () => api.authorise({ change: id, digest }),
        () => api.withdraw({ change: id }),
        () => api.revert({ change: id }),
        () => api.watch({ change: id }),
      ])
        await expect(tried()).rejects.toEqual(refused('NOT_FOUND', 'no such change'));
    }
    for (const slug of ['acme-corp', 'no-such-isp'])
      await expect(changesOf(stranger).list({ customer: slug })).rejects.toEqual(
        refused('FORBIDDEN', `customer "${slug}" not in scope`),
      );
    expect((await changesOf(stranger).list({})).items).toEqual([]);
    expect((await changesOf(stranger).list({ device: scene.device(0) })).items).toEqual([]);
    const viewer = changesOf(scene.world.people.viewer);
    for (const tried of [
      () => viewer.list({}),
      () => viewer.get({ change }),
      () => viewer.watch({ change }),
      () => viewer.withdraw({ change }),
      () => viewer.ask({ device: scene.device(0), template, values }),
      () => apiOf(scene.world.people.viewer).templates.list(),
      () => apiOf(scene.world.people.viewer).templates.get({ template }),
    ])
      await expect(tried()).rejects.toEqual(refused('FORBIDDEN', 'your role may not do this: template.deploy'));
  });

  test('nobody who lost the customer, the role or the account between asking and authorising', async () => {
    const { owner } = database;
    const losses: ((who: Principal) => Promise<unknown>)[] = [
      ({ personId }) => owner`delete from app.membership where person_id = ${personId}`,
      ({ personId }) => owner`update app.person set role = 'viewer', epoch = epoch + 1 where id = ${personId}`,
      ({ personId }) => owner`update app.person set disabled_at = now() where id = ${personId}`,
      ({ familyId }) => owner`delete from app.token_family where id = ${familyId}`,
    ];
    for (const lose of losses) {
      const who = await makePerson(owner, 'operator', [scene.acme]);
      const { change, digest } = await scene.waiting(who);
      await lose(who);
      await expect(changesOf(who).authorise({ change, digest })).rejects.toMatchObject({
        code: expect.stringMatching(/^(NOT_FOUND|UNAUTHORIZED)$/),
      });
      await expect(changesOf(who).withdraw({ change })).rejects.toThrow();
      expect(await scene.stateOf(change)).toBe('previewed');
    }
  });
});

describe('exactly what was previewed is authorised', () => {
  test('no other digest, in no other case, and not the one of another change', async () => {
    const { operator } = scene.world.people;
    const [{ change, digest }, other] = [await scene.waiting(operator), await scene.waiting(operator, { device: 1 })];
    const altered = digest.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    const sentence = 'The preview is another one by now. Look at it before you authorise it.';
    for (const [tried, error] of [
      [altered, refused('CONFLICT', sentence)],
      [other.digest, refused('CONFLICT', sentence)],
      [digest.toUpperCase(), refused('BAD_REQUEST', /^digest: /)],
      [digest.slice(0, 16), refused('BAD_REQUEST', /^digest: /)],
      [`${digest}\n`, refused('BAD_REQUEST', /^digest: /)],
      ['', refused('BAD_REQUEST', /^digest: /)],
    ] as const)
      await expect(changesOf(operator).authorise({ change, digest: tried })).rejects.toEqual(error);
    expect([await scene.stateOf(change), await scene.stateOf(other.change)]).toEqual(['previewed', 'previewed']);
  });

  test('once: an authorisation that was used, or whose change is over, is worth nothing', async () => {
    const { operator, admin } = scene.world.people;
    const { change, digest } = await scene.waiting(operator);
    await changesOf(operator).authorise({ change, digest });
    const again = (who: Principal) => changesOf(who).authorise({ change, digest });
    for (const who of [operator, admin])
      await expect(again(who)).rejects.toEqual(refused('CONFLICT', 'It is authorised already.'));
    await expect(changesOf(operator).withdraw({ change })).rejects.toEqual(
      refused('CONFLICT', 'It is authorised already.'),
    );
    await move(scene.acme, change, 'applying');
    await expect(again(operator)).rejects.toEqual(refused('CONFLICT', /being made/));
    await move(scene.acme, change, 'verified');
    await expect(again(operator)).rejects.toEqual(refused('CONFLICT', 'It was made already.'));
    const [row] = await database.owner`select authorised_by from app.change where id = ${change}`;
    expect(row?.authorised_by).toBe(operator.personId);
  });

  test('and only for an hour, whether or not somebody has swept by then', async () => {
    const { operator } = scene.world.people;
    const { change, digest } = await scene.waiting(operator);
    await database.shiftClock('59 minutes 50 seconds');
    expect((await changesOf(operator).get({ change })).whyNot.authorise).toBeNull();
    await database.shiftClock('60 minutes 1 second');
    const sentence = 'Its preview is more than 60 minutes old. Ask for it anew.';
    expect((await changesOf(operator).get({ change })).whyNot.authorise).toBe(sentence);
    await expect(changesOf(operator).authorise({ change, digest })).rejects.toEqual(refused('CONFLICT', sentence));
    expect(await scene.stateOf(change)).toBe('previewed');
  });

  test('of a device that is still in use', async () => {
    const { operator } = scene.world.people;
    const { change, digest } = await scene.waiting(operator);
    await database.owner`update app.device set archived_at = now() where id = ${scene.device(0)}`;
    await expect(changesOf(operator).authorise({ change, digest })).rejects.toEqual(
      refused('CONFLICT', 'router-00001 is archived.'),
    );
  });

  test('one device is changed by one change at a time', async () => {
    const { operator } = scene.world.people;
    const [first, second, elsewhere] = [
      await scene.waiting(operator),
      await scene.waiting(operator),
      await scene.waiting(operator, { device: 1 }),
    ];
    await changesOf(operator).authorise(first);
    const sentence = 'Another change of this device is under way. Wait until it has ended.';
    await expect(changesOf(operator).authorise(second)).rejects.toEqual(refused('CONFLICT', sentence));
    await changesOf(operator).authorise(elsewhere);
    await move(scene.acme, first.change, 'applying', 'verified');
    expect(await changesOf(operator).authorise(second)).toMatchObject({ state: 'authorised' });
  });
});

describe('at the same moment', () => {
  const outcomes = (results: readonly PromiseSettledResult<unknown>[]) => ({
    done: results.filter(({ status }) => status === 'fulfilled').length,
    codes: [...new Set(results.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code)] : [])))],
  });

  test('of twenty who authorise a change one does, and its entry is the only one', async () => {
    const { operator, admin, superAdmin } = scene.world.people;
    const { change, digest } = await scene.waiting(operator);
    const signers = Array.from({ length: 20 }, (_, index) => [operator, admin, superAdmin][index % 3] ?? operator);
    const results = await Promise.allSettled(signers.map((who) => changesOf(who).authorise({ change, digest })));
    expect(outcomes(results)).toEqual({ done: 1, codes: ['CONFLICT'] });
    const entries = await database.owner`select from audit.entry
      where event = 'change.authorised' and outcome = 'ok' and body::jsonb #>> '{detail,change}' = ${change}`;
    expect(entries).toHaveLength(1);
  });

  test('of an authorisation and a withdrawal one happens', async () => {
    const { operator, admin } = scene.world.people;
    for (let round = 0; round < 5; round += 1) {
      const { change, digest } = await scene.waiting(operator);
      const results = await Promise.allSettled([
        changesOf(admin).authorise({ change, digest }),
        changesOf(operator).withdraw({ change }),
      ]);
      expect(outcomes(results)).toEqual({ done: 1, codes: ['CONFLICT'] });
      const isAuthorised = results[0].status === 'fulfilled';
      expect(await scene.stateOf(change)).toBe(isAuthorised ? 'authorised' : 'withdrawn');
      if (isAuthorised) await move(scene.acme, change, 'applying', 'verified');
    }
  });

  test('of two changes of one device one is authorised', async () => {
    const { operator, admin } = scene.world.people;
    const each = [
      await scene.waiting(operator),
      await scene.waiting(operator),
      await scene.waiting(admin),
      await scene.waiting(admin),
    ];
    const results = await Promise.allSettled(each.map((one) => changesOf(admin).authorise(one)));
    expect(outcomes(results)).toEqual({ done: 1, codes: ['CONFLICT'] });
    expect(await database.owner`select from app.change where state = 'authorised'`).toHaveLength(1);
  });

  test('of ten who take a change back one does', async () => {
    const { operator } = scene.world.people;
    const { change, digest } = await scene.waiting(operator);
    await changesOf(operator).authorise({ change, digest });
    await move(scene.acme, change, 'applying', 'verified');
    const { admin, superAdmin } = scene.world.people;
    const people = Array.from({ length: 10 }, (_, index) => [operator, admin, superAdmin][index % 3] ?? operator);
    const results = await Promise.allSettled(people.map((who) => changesOf(who).revert({ change })));
    expect(outcomes(results)).toEqual({ done: 1, codes: ['CONFLICT'] });
    expect(await database.owner`select from app.change where reverts_id = ${change}`).toHaveLength(1);
  });
});

test('only whoever asked withdraws, while it waits', async () => {
  const { operator, admin, superAdmin } = scene.world.people;
  const change = await scene.ask(operator);
  for (const who of [admin, superAdmin])
    await expect(changesOf(who).withdraw({ change })).rejects.toEqual(
      refused('FORBIDDEN', 'Only whoever asked for it may withdraw it.'),
    );
  expect(await changesOf(operator).withdraw({ change })).toMatchObject({ state: 'withdrawn' });
  await expect(changesOf(operator).withdraw({ change })).rejects.toEqual(refused('CONFLICT', 'It was withdrawn.'));
});
