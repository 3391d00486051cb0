import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { bearer, refresh, requestKey, settled, signIn } from './calls';
import { type World, world } from './world';

let here: World;
beforeAll(async () => {
  here = await world();
});

const theft = /its refresh token was used twice/;
const entries = async (event: string) => {
  const rows = await here.owner<{ body: string; personal: string }[]>`
    select e.body, p.body as personal from audit.entry e join audit.personal p on p.entry_id = e.id and p.at = e.at
    where e.event = ${event} order by e.at`;
  return rows.map(({ body, personal }) => ({ ...JSON.parse(body), personal: JSON.parse(personal) }));
};

test('each of 200 rotations gives another token, and the one before it never again', async () => {
  const person = await here.person();
  let { refreshToken } = await signIn(person);
  const seen = new Set([refreshToken]);
  for (let turn = 0; turn < 200; turn += 1) {
    const old = refreshToken;
    ({ refreshToken } = await refresh(old));
    expect(seen.has(refreshToken)).toBe(false);
    seen.add(refreshToken);
  }
  expect(await here.alive(person)).toBe(1);
});

test('an old token never yields a new one, however far back it lies', async () => {
  for (const back of [1, 2, 5, 9]) {
    const person = await here.person();
    const chain = [(await signIn(person)).refreshToken];
    for (let turn = 0; turn < 10; turn += 1) chain.push((await refresh(chain.at(-1) ?? '')).refreshToken);
    await expect(refresh(chain.at(-1 - back) ?? '')).rejects.toThrow(theft);
    for (const token of chain) await expect(refresh(token)).rejects.toThrow();
    expect(await here.alive(person)).toBe(0);
  }
});

describe('a hundred at once', () => {
  test('with one request key mint one successor, and every answer carries it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await here.person();
      const { refreshToken } = await signIn(person);
      const key = requestKey();
      const { done, refused } = await settled(Array.from({ length: 100 }, () => refresh(refreshToken, key)));
      expect(refused).toEqual([]);
      expect(new Set(done.map((tokens) => tokens.refreshToken)).size).toBe(1);
      const [live] = await here.owner`select count(*)::int as count from app.refresh_token t
        join app.token_family f on f.id = t.family_id where f.person_id = ${person.id} and t.used_at is null`;
      expect(live?.count).toBe(1);
      expect((await refresh(done[0]?.refreshToken ?? '')).refreshToken).toMatch(/^rt1\./);
    }
  });

  test('with different keys mint at most one, leave no family alive, and are one event', async () => {
    for (let round = 0; round < 10; round += 1) {
      const before = (await entries('auth.refreshReused')).length;
      const person = await here.person();
      const { refreshToken } = await signIn(person);
      const { done, refused } = await settled(Array.from({ length: 100 }, () => refresh(refreshToken)));
      expect(done.length).toBeLessThanOrEqual(1);
      expect(refused.length).toBeGreaterThanOrEqual(99);
      for (const message of refused) expect(message).toMatch(theft);
      expect(await here.alive(person)).toBe(0);
      for (const { refreshToken: minted } of done) await expect(refresh(minted)).rejects.toThrow(theft);
      expect((await entries('auth.refreshReused')).length).toBe(before + 1);
    }
  });
});

test.each([
  ['the thief rotates first, the owner comes later', '203.0.113.66', '192.0.2.10'],
  ['the owner rotates first, the thief comes later', '192.0.2.10', '203.0.113.66'],
])('%s: both are out, both are told, and the entry names family and both addresses', async (_order, first, second) => {
  const person = await here.person();
  const { refreshToken: stolen } = await signIn(person, '192.0.2.10');
  const { refreshToken: next, accessToken } = await refresh(stolen, requestKey(), first);
  await expect(refresh(stolen, requestKey(), second)).rejects.toThrow(theft);
  await expect(refresh(next, requestKey(), first)).rejects.toThrow(theft);
  const caller = await bearer(accessToken);
  await expect(caller.account.signIns()).rejects.toThrow(/session ended/);

  const [family] = await here.owner`select id, revoked_because from app.token_family where person_id = ${person.id}`;
  expect(family?.revoked_because).toBe('refresh token reused');
  const found = (await entries('auth.refreshReused')).filter(({ target }) => target.id === family?.id);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    outcome: 'refused',
    target: { kind: 'signIn' },
    detail: { person: person.id },
    personal: { address: second, otherAddress: first },
  });
});

describe('a lost response', () => {
  test('is answered again, to the same key within 10 seconds, with the same successor', async () => {
    const person = await here.person();
    const { refreshToken } = await signIn(person);
    const key = requestKey();
    const lost = await refresh(refreshToken, key);
    await here.shiftClock('8 seconds');
    const again = await refresh(refreshToken, key);
    await here.shiftClock('0');
    expect(again.refreshToken).toBe(lost.refreshToken);
    expect(await here.alive(person)).toBe(1);
    await refresh(again.refreshToken);
  });

  test('is a theft 10 seconds later, or under another key', async () => {
    for (const [key, wait] of [
      ['same', '11 seconds'],
      ['other', '0'],
    ] as const) {
      const person = await here.person();
      const { refreshToken } = await signIn(person);
      const first = requestKey();
      await refresh(refreshToken, first);
      await here.shiftClock(wait);
      await expect(refresh(refreshToken, key === 'same' ? first : requestKey())).rejects.toThrow(theft);
      await here.shiftClock('0');
      expect(await here.alive(person)).toBe(0);
    }
  });
});

test('a wrong secret for a known selector, or no such selector, ends nobody’s session', async () => {
  const person = await here.person();
  const { refreshToken } = await signIn(person);
  const [, selector] = refreshToken.split('.');
  const guess = () => randomBytes(32).toString('base64url');
  for (let turn = 0; turn < 20; turn += 1)
    await expect(refresh(`rt1.${selector}.${guess()}`)).rejects.toThrow(
      'The refresh token is not valid. Sign in again.',
    );
  await expect(refresh(`rt1.${randomBytes(16).toString('base64url')}.${guess()}`)).rejects.toThrow(/not valid/);
  await expect(refresh('nonsense')).rejects.toThrow(/not valid/);
  expect(await here.alive(person)).toBe(1);
  await refresh(refreshToken);
});

test('the database holds nothing that a refresh token could be made of', async () => {
  const person = await here.person();
  const { refreshToken } = await signIn(person);
  const { refreshToken: next } = await refresh(refreshToken);
  const rows = await here.owner`select t::text as text from app.refresh_token t`;
  const families = await here.owner`select t::text as text from app.token_family t`;
  const log = await here.owner`select body as text from audit.entry union all select body from audit.personal`;
  const dump = [...rows, ...families, ...log].map(({ text }) => String(text)).join('\n');
  for (const token of [refreshToken, next]) {
    const secret = token.split('.')[2] ?? '';
    for (const spelling of [
      secret,
      Buffer.from(secret, 'base64url').toString('hex'),
      Buffer.from(secret).toString('hex'),
    ])
      expect(dump).not.toContain(spelling);
  }
});
