import { describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { createCaller } from '@/server/api/root';
import { ChangeScene, changesOf, refused } from '../../support/change-scene';
import { digestOf, move } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { contextFor, makePerson } from '../../support/world';

/* What waits for whom, and what becomes of it where it is not wanted. */

const database = await testDatabase();
const scene = new ChangeScene(database);

describe('what waits for somebody', () => {
  const forMe = async (who: Principal, customer?: string) => {
    const { items, forMe } = await changesOf(who).list({
      waitingFor: 'me',
      ...(customer === undefined ? {} : { customer }),
    });
    expect(forMe).toBe(items.length);
    return items.map(({ id }) => id);
  };
  const counted = async (who: Principal) =>
    (await createCaller(contextFor(who)).shell()).customers.map(({ slug, changesForMe }) => [slug, changesForMe]);

  test('is what they may authorise, by when it expires; and it is the same rule that the change itself tells', async () => {
    const { operator, admin, superAdmin, viewer } = scene.world.people;
    const made: string[] = [];
    for (const [asker, tier, device] of [
      [operator, 'W2', 0],
      [operator, 'W3', 1],
      [admin, 'W2', 2],
      [admin, 'W3', 0],
      [superAdmin, 'W3', 1],
    ] as const) {
      made.push((await scene.waiting(asker, { tier, device })).change);
      await database.shiftClock(`${made.length} minutes`);
    }
    await scene.ask(operator);
    for (const who of [operator, admin, superAdmin]) {
      const told = await Promise.all(
        made.map(async (change) => (await changesOf(who).get({ change })).whyNot.authorise),
      );
      expect(await forMe(who)).toEqual(made.filter((_, index) => told[index] === null));
      expect(await forMe(who, 'acme-corp')).toEqual(await forMe(who));
    }
    expect(await forMe(operator)).toEqual(made.slice(0, 1));
    expect(await forMe(admin)).toEqual([made[0], made[1], made[2], made[4]]);
    expect(await counted(admin)).toEqual([['acme-corp', 4]]);
    expect(await counted(superAdmin)).toEqual([
      ['acme-corp', 4],
      ['other-isp', 0],
    ]);
    expect(await counted(viewer)).toEqual([['acme-corp', 0]]);
    await changesOf(admin).authorise({ change: String(made[0]), digest: digestOf(String(made[0])) });
    await database.owner`update app.device set archived_at = now() where id = ${scene.device(1)}`;
    expect(await forMe(admin)).toEqual([made[2]]);
    await database.shiftClock('2 hours');
    expect([await forMe(admin), await counted(admin)]).toEqual([[], [['acme-corp', 0]]]);
  });

  test('where each change takes a second person, not what they asked for themselves', async () => {
    await database.owner`update app.customer set change_policy = 'secondPerson' where slug = 'acme-corp'`;
    const { operator, admin, superAdmin } = scene.world.people;
    const theirs = await scene.waiting(operator);
    const own = await scene.waiting(admin, { device: 1 });
    expect(await Promise.all([operator, admin, superAdmin].map((who) => forMe(who)))).toEqual([
      [],
      [theirs.change],
      [theirs.change, own.change],
    ]);
    const sentence = 'Each change of this customer takes a second person: an Admin who did not ask authorises it.';
    for (const [who, one] of [
      [operator, theirs],
      [admin, own],
    ] as const) {
      const { takesTwo, whyNot } = await changesOf(who).get({ change: one.change });
      expect([takesTwo, whyNot.authorise]).toEqual([true, sentence]);
      await expect(changesOf(who).authorise(one)).rejects.toEqual(refused('FORBIDDEN', sentence));
    }
    expect(await changesOf(admin).authorise(theirs)).toMatchObject({ state: 'authorised' });
  });

  test('nothing of a customer out of reach', async () => {
    await scene.waiting(scene.world.people.operator);
    const stranger = await makePerson(database.owner, 'admin', [scene.world.customers['other-isp']]);
    expect([await forMe(stranger), await counted(stranger)]).toEqual([[], [['other-isp', 0]]]);
  });
});

describe('what somebody else asked for is rejected', () => {
  test('by an Admin, with a reason that whoever asked reads; after that it is over', async () => {
    const { operator, admin } = scene.world.people;
    const { change, digest } = await scene.waiting(operator);
    expect((await changesOf(admin).get({ change })).whyNot.reject).toBeNull();
    const reason = ' The customer wants it\r\nafter the holidays. ';
    await changesOf(admin).reject({ change, reason });
    const told = await changesOf(operator).get({ change });
    expect(told).toMatchObject({ state: 'rejected', rejectedBy: { name: 'The admin', role: 'admin' } });
    expect(told.reason).toBe('The customer wants it\nafter the holidays.');
    const over = refused('CONFLICT', 'It was rejected. Ask for it anew.');
    await expect(changesOf(admin).authorise({ change, digest })).rejects.toEqual(over);
    await expect(changesOf(admin).reject({ change, reason })).rejects.toEqual(over);
    await expect(changesOf(operator).withdraw({ change })).rejects.toEqual(over);
    const [entry] = await database.owner`select body::jsonb as body from audit.entry
      where event = 'change.rejected' and outcome = 'ok' order by at desc limit 1`;
    // The reason is on the change: an entry is for ever, and a reason may name a subscriber.
    expect(entry?.body.detail).toEqual({ change, tier: 'W2' });
  });

  test('not by an Operator, not by whoever asked, not without a word, and not when it is too old', async () => {
    const { operator, admin } = scene.world.people;
    const { change } = await scene.waiting(admin);
    const reason = 'Not today.';
    await expect(changesOf(operator).reject({ change, reason })).rejects.toEqual(
      refused('FORBIDDEN', 'your role may not do this: change.authorise'),
    );
    expect((await changesOf(operator).get({ change })).whyNot.reject).toMatch(/rejected by an Admin/);
    await expect(changesOf(admin).reject({ change, reason })).rejects.toEqual(
      refused('FORBIDDEN', 'You asked for it yourself: withdraw it.'),
    );
    const { superAdmin } = scene.world.people;
    for (const nothing of ['', ' \n', 'x'.repeat(501)])
      await expect(changesOf(superAdmin).reject({ change, reason: nothing })).rejects.toEqual(
        refused('BAD_REQUEST', /^reason: /),
      );
    await database.shiftClock('61 minutes');
    await expect(changesOf(superAdmin).reject({ change, reason })).rejects.toEqual(refused('CONFLICT', /60 minutes/));
    expect(await scene.stateOf(change)).toBe('previewed');
  });

  test('or authorised: of both at the same moment one happens', async () => {
    const { operator, admin, superAdmin } = scene.world.people;
    for (let round = 0; round < 5; round += 1) {
      const { change, digest } = await scene.waiting(operator);
      const [authorised, rejected] = await Promise.allSettled([
        changesOf(admin).authorise({ change, digest }),
        changesOf(superAdmin).reject({ change, reason: 'Not today.' }),
      ]);
      expect([authorised.status, rejected.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      const isAuthorised = authorised.status === 'fulfilled';
      expect(await scene.stateOf(change)).toBe(isAuthorised ? 'authorised' : 'rejected');
      if (isAuthorised) await move(scene.acme, change, 'applying', 'verified');
    }
  });
});
