import { beforeAll, describe, expect, test, vi } from 'vitest';
import { roles } from '@/core/access';
import { verifyAccessToken } from '@/server/auth/access-token';
import { endSession } from '@/server/auth/end-sessions';
import { asPerson } from '@/server/db/open';
import { bearer, refresh, signIn } from './calls';
import { type Person, type World, waiting, world } from './world';

let here: World;
beforeAll(async () => {
  here = await world();
});

const hours = (count: number) => count * 3600;
const days = (count: number) => hours(24 * count);

describe('a session ends', () => {
  test.each(roles)('when it was idle for too long: %s', async (role) => {
    const idle = role === 'superAdmin' || role === 'admin' ? hours(12) : days(7);
    for (const [seconds, lives] of [
      [idle - 2, true],
      [idle + 1, false],
    ] as const) {
      const { refreshToken, refreshExpiresAt } = await signIn(await here.person(role));
      expect(Math.abs(Date.parse(refreshExpiresAt) - Date.now() - idle * 1000)).toBeLessThan(5_000);
      await here.shiftClock(`${seconds} seconds`);
      const outcome = await refresh(refreshToken).then(
        () => true,
        () => false,
      );
      await here.shiftClock('0');
      expect([role, seconds, outcome]).toEqual([role, seconds, lives]);
    }
  });

  test('30 days after the sign-in at the latest, however often it is renewed', async () => {
    const person = await here.person('viewer');
    let { refreshToken } = await signIn(person);
    let last = 0;
    for (let hour = 6; hour < 24 * 31; hour += 6) {
      await here.shiftClock(`${hour} hours`);
      const renewed = await refresh(refreshToken).catch(() => undefined);
      if (!renewed) break;
      ({ refreshToken } = renewed);
      last = hour;
    }
    await here.shiftClock('0');
    // Renewed at hour 714 for the last time; at hour 720, thirty days, no more.
    expect(last).toBe(24 * 30 - 6);
    const [row] = await here.owner`select max(t.expires_at) <= max(f.created_at) + interval '30 days' as held
      from app.refresh_token t join app.token_family f on f.id = t.family_id where f.person_id = ${person.id}`;
    expect(row?.held).toBe(true);
  });
});

/** Two people with two sessions each; what ends the first one's must leave the second one's alone. */
async function two() {
  const person = await here.person();
  const other = await here.person();
  const sessions = [await signIn(person), await signIn(person)] as const;
  return { person, other, sessions, others: await signIn(other) };
}

const isDead = async (tokens: { accessToken: string; refreshToken: string }) => {
  const access = await (await bearer(tokens.accessToken)).account.signIns().then(
    () => 'alive',
    (error) => error.message,
  );
  const renewed = await refresh(tokens.refreshToken).then(
    () => 'alive',
    (error) => error.message,
  );
  return { access, renewed };
};
const alive = { access: 'alive', renewed: 'alive' };

describe('dead on the next request', () => {
  test('signing out ends that one session', async () => {
    const { sessions, others } = await two();
    expect(await (await bearer(sessions[0].accessToken)).auth.signOut()).toEqual({ ended: true });
    expect(await isDead(sessions[0])).toEqual({
      access: 'sign in again: session ended',
      renewed: 'This session has ended (signed out). Sign in again.',
    });
    expect(await isDead(sessions[1])).toEqual(alive);
    expect(await isDead(others)).toEqual(alive);
  });

  test('signing out everywhere ends all of one’s own', async () => {
    const { person, sessions, others } = await two();
    expect(await (await bearer(sessions[0].accessToken)).account.signOutEverywhere()).toEqual({ ended: 2 });
    for (const session of sessions) expect((await isDead(session)).access).toBe('sign in again: session ended');
    expect(await here.alive(person)).toBe(0);
    expect(await isDead(others)).toEqual(alive);
  });

  const changes: [string, (person: Person) => Promise<unknown>, string][] = [
    [
      'disabling',
      ({ id }) => here.owner`update app.person set disabled_at = app.now() where id = ${id}`,
      'person disabled',
    ],
    ['another role', ({ id }) => here.owner`update app.person set role = 'viewer' where id = ${id}`, 'role changed'],
    [
      'a new password',
      ({ id }) => here.owner`update app.person set password_hash = 'new' where id = ${id}`,
      'password changed',
    ],
    [
      'the console',
      ({ id }) => here.owner`select auth.end_families(${id}, 'second factor changed')`,
      'second factor changed',
    ],
  ];
  test.each(changes)(
    '%s ends every session of that person, and outdates their access tokens',
    async (_what, change, why) => {
      const { person, sessions, others } = await two();
      await change(person);
      for (const session of sessions) {
        expect(await isDead(session)).toEqual({
          access: 'sign in again: session ended',
          renewed: `This session has ended (${why}). Sign in again.`,
        });
      }
      const [row] = await here.owner`select epoch from app.person where id = ${person.id}`;
      expect(row?.epoch).toBe(2);
      expect(await isDead(others)).toEqual(alive);
    },
  );

  test('deleting a person ends everything of theirs', async () => {
    const { person, sessions, others } = await two();
    await here.owner`delete from app.person where id = ${person.id}`;
    for (const session of sessions) expect(Object.values(await isDead(session))).not.toContain('alive');
    expect(await isDead(others)).toEqual(alive);
  });

  test('a name changed ends nothing', async () => {
    const { person, sessions } = await two();
    await here.owner`update app.person set name = 'Another Name' where id = ${person.id}`;
    for (const session of sessions) expect(await isDead(session)).toEqual(alive);
  });
});

describe('the list of signed-in sessions', () => {
  test('shows the own ones alive, says which one asks, and ends one of them', async () => {
    const { sessions, others } = await two();
    const caller = await bearer(sessions[1].accessToken);
    const { items } = await caller.account.signIns();
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const first = items.find(({ current }) => !current);
    expect(await caller.account.revoke({ signIn: first?.id ?? '' })).toEqual({ ended: true });
    expect((await caller.account.signIns()).items).toHaveLength(1);
    expect((await isDead(sessions[0])).renewed).toBe('This session has ended (ended by its owner). Sign in again.');
    expect(await isDead(sessions[1])).toEqual(alive);
    expect(await isDead(others)).toEqual(alive);
  });

  test('neither shows nor ends another person’s, in the same words as one that does not exist', async () => {
    const { sessions, other, others } = await two();
    const [foreign] = (await (await bearer(others.accessToken)).account.signIns()).items;
    for (const role of ['operator', 'superAdmin'] as const) {
      const caller =
        role === 'operator'
          ? await bearer(sessions[0].accessToken)
          : await bearer((await signIn(await here.person(role))).accessToken);
      for (const signIn of [foreign?.id ?? '', crypto.randomUUID()])
        await expect(caller.account.revoke({ signIn })).rejects.toThrow('no such signed-in session');
    }
    expect(await here.alive(other)).toBe(1);
  });

  test('is safe in the database too: a person’s transaction ends no foreign session', async () => {
    const { sessions, other, others } = await two();
    const [mine, foreign] = await Promise.all([sessions[0], others].map((one) => verifyAccessToken(one.accessToken)));
    if (!mine || !foreign) throw new Error('no principal');
    expect(await asPerson(mine, ({ db }) => endSession(db, foreign.familyId, 'ended by its owner'))).toBe(false);
    expect(await here.alive(other)).toBe(1);
  });
});

test('a sign-in under way while the person is disabled is ended with the rest', async () => {
  const person = await here.person();
  const [hash] = await here.owner`select password_hash as hash from app.person where id = ${person.id}`;
  const disabling = await here.owner.begin(async (signingIn) => {
    await signingIn`select * from auth.finish_sign_in(
      ${person.id}, ${hash?.hash}, '{}', '', '', ${Buffer.alloc(16, 9)}, 'h', null, null)`;
    const disabled = here.owner`update app.person set disabled_at = app.now() where id = ${person.id}`.execute();
    // It waits for the sign-in's lock, and then must see its family.
    await vi.waitFor(() => waiting(here.owner));
    return { disabled };
  });
  await disabling.disabled;
  expect(await here.alive(person)).toBe(0);
});
