import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { writeTallies } from '@/server/audit/refusals';
import { hashBrowserSecret } from '@/server/auth/known-browser';
import { throttleKeys } from '@/server/auth/throttle-keys';
import { asJob } from '@/server/db/open';
import { bearer, settled, signIn, stranger } from './calls';
import { type Person, password, type World, waiting, world } from './world';

let here: World;
beforeAll(async () => {
  here = await world();
});

const wrong = 'E-mail or password is wrong.';
const guess = ({ email }: Person, address: string) =>
  stranger(address).auth.signIn({ email, password: 'not the password at all' });
const throttled = () => here.owner<{ key: string; failures: number }[]>`select key, failures from app.sign_in_throttle`;

/** A new address each time, as a net of stolen machines has. */
let lastAddress = 0;
const elsewhere = () => {
  lastAddress += 1;
  return `198.18.${lastAddress >> 8}.${lastAddress & 255}`;
};

test('the right password opens a session whose tokens work, and leaves its entry', async () => {
  const person = await here.person('admin');
  const before = await here.owner`select count(*)::int as count from audit.entry where event = 'auth.signedIn'`;
  const { accessToken, person: who, browser } = await signIn(person, elsewhere());
  expect(who).toEqual({ id: person.id, email: person.email, name: 'Test Person', role: 'admin' });
  expect(browser).toBeNull();
  expect((await (await bearer(accessToken)).account.signIns()).items).toHaveLength(1);
  const after = await here.owner`select count(*)::int as count from audit.entry where event = 'auth.signedIn'`;
  expect(Number(after[0]?.count)).toBe(Number(before[0]?.count) + 1);
});

test('the e-mail is taken in whatever case and with spaces around it', async () => {
  const { email } = await here.person();
  const typed = `  ${email.toUpperCase()} `;
  expect((await stranger(elsewhere()).auth.signIn({ email: typed, password })).person.email).toBe(email);
});

test('a wrong password, an unknown person, a disabled one and one without a password get the same answer', async () => {
  const disabled = await here.person();
  await here.owner`update app.person set disabled_at = app.now() where id = ${disabled.id}`;
  const without = await here.person();
  await here.owner`update app.person set password_hash = null where id = ${without.id}`;
  const answers = await settled([
    guess(await here.person(), elsewhere()),
    stranger(elsewhere()).auth.signIn({ email: 'nobody@example.net', password }),
    signIn(disabled, elsewhere()),
    signIn(without, elsewhere()),
  ]);
  expect(answers.done).toEqual([]);
  expect(new Set(answers.refused)).toEqual(new Set([wrong]));
});

test('the audit says whose account was guessed at, and the answer says nothing of it', async () => {
  const person = await here.person();
  const address = elsewhere();
  await writeTallies('before');
  for (let time = 0; time < 2; time += 1) await expect(guess(person, address)).rejects.toThrow(wrong);
  await expect(guess({ ...person, email: 'nobody@example.net' }, address)).rejects.toThrow(wrong);
  await writeTallies('after');
  const counted = await here.owner`select body::jsonb -> 'target' as target, body::jsonb -> 'detail' as detail
    from audit.entry where body::jsonb ->> 'request' = 'after' order by body::jsonb -> 'detail' ->> 'total'`;
  expect(counted).toMatchObject([
    { target: null, detail: { event: 'auth.signedIn', code: 'unauthenticated', total: 1 } },
    {
      target: { kind: 'person', id: person.id },
      detail: { event: 'auth.signedIn', code: 'unauthenticated', total: 2 },
    },
  ]);
});

test('a password changed while it was being looked at opens nothing', async () => {
  const person = await here.person();
  const [row] = await here.owner`select password_hash as hash from app.person where id = ${person.id}`;
  await here.owner`update app.person set password_hash = 'another' where id = ${person.id}`;
  const opened = await here.owner`select * from auth.finish_sign_in(${person.id}, ${row?.hash}, '{}', '', '',
    ${Buffer.alloc(16, 1)}, 'hash', null, null)`;
  expect(opened).toHaveLength(0);
  expect(await here.alive(person)).toBe(0);
});

describe('the throttle', () => {
  test('lets an account be guessed at five times, from however many addresses, and says how long to wait', async () => {
    const person = await here.person();
    const { refused } = await settled(Array.from({ length: 20 }, () => guess(person, elsewhere())));
    expect(refused.filter((message) => message === wrong)).toHaveLength(5);
    const waits = refused.filter((message) => message !== wrong);
    for (const message of waits) expect(message).toMatch(/^Too many attempts\. Try again in (30|2\d) seconds\.$/);
    await expect(signIn(person, elsewhere())).rejects.toThrow(/Too many attempts/);
  });

  test('judges a guess that waited for another one by the time it is its turn', async () => {
    const { email } = await here.person();
    const charge = (by: Pick<typeof here.owner, 'unsafe'>) =>
      by.unsafe('select wait_seconds as wait from auth.begin_sign_in($1, array[]::text[], null)', [email]);
    const { second } = await here.owner.begin(async (first) => {
      await charge(first);
      const second = charge(here.owner).execute();
      await vi.waitFor(() => waiting(here.owner));
      // Later than the second began.
      await charge(first);
      return { second };
    });
    expect((await second)[0]?.wait).toBe(0);
  });

  test('waits longer with each further failure, up to 15 minutes, and so allows some hundred guesses a day', async () => {
    const person = await here.person();
    const waits: number[] = [];
    let guesses = 0;
    let clock = 0;
    while (clock < 86_400) {
      await here.shiftClock(`${clock} seconds`);
      const [row] = await here.owner<{ wait: number }[]>`
        select wait_seconds as wait from auth.begin_sign_in(${person.email}, array[${`address:day${clock}`}], null)`;
      const wait = row?.wait ?? 0;
      if (wait === 0) guesses += 1;
      else waits.push(wait);
      clock += wait;
    }
    await here.shiftClock('0');
    expect(waits.slice(0, 7)).toEqual([30, 60, 120, 240, 480, 900, 900]);
    expect(new Set(waits.slice(5))).toEqual(new Set([900]));
    expect(guesses).toBe(104);
  });

  test('lets one address guess at fifty accounts, and a /64 at a hundred', async () => {
    const ask = async (address: string) => {
      const [row] = await here.owner<{ wait: number }[]>`select wait_seconds as wait
        from auth.begin_sign_in(${`${crypto.randomUUID()}@example.net`}, ${throttleKeys(address)}, null)`;
      return row?.wait === 0;
    };
    const allowed = async (addressOf: (at: number) => string) => {
      let count = 0;
      for (let at = 0; at < 150; at += 1) if (await ask(addressOf(at))) count += 1;
      return count;
    };
    expect(await allowed(() => '203.0.113.5')).toBe(50);
    expect(await allowed(() => '2001:db8:1:1::7')).toBe(50);
    expect(await allowed((at) => `2001:db8:2:2::${at.toString(16)}`)).toBe(100);
    // The neighbour is not the one who guessed.
    expect(await ask('203.0.113.6')).toBe(true);
    expect(await ask('2001:db8:2:3::1')).toBe(true);
  });

  test('gives the account a fresh start and the address its attempt back when the password was right', async () => {
    const person = await here.person();
    const address = elsewhere();
    await settled([guess(person, address), guess(person, address), guess(person, address)]);
    await signIn(person, address);
    const left = (await throttled()).filter(({ key }) => key === `address:${address}`);
    expect(left.map(({ failures }) => failures)).toEqual([3]);
    const { refused } = await settled(Array.from({ length: 6 }, () => guess(person, address)));
    expect(refused.filter((message) => message === wrong)).toHaveLength(5);
  });

  test('a hundred sign-ins with the right password from one office all count as none', async () => {
    const address = elsewhere();
    for (let at = 0; at < 60; at += 1) {
      const person = await here.person();
      await here.owner`select * from auth.begin_sign_in(${person.email}, array[${`address:${address}`}], null)`;
      const [hash] = await here.owner`select password_hash as hash from app.person where id = ${person.id}`;
      await here.owner`select * from auth.finish_sign_in(${person.id}, ${hash?.hash}, array[${`address:${address}`}], '', '',
        ${Buffer.from(crypto.randomUUID().replaceAll('-', ''), 'hex')}, 'hash', null, null)`;
    }
    const [left] = (await throttled()).filter(({ key }) => key === `address:${address}`);
    expect(left?.failures).toBe(0);
  });

  test('never locks the owner out of a browser they once signed in with, and throttles that browser by itself', async () => {
    const person = await here.person();
    const at = stranger(elsewhere());
    const { browser } = await at.auth.signIn({ email: person.email, password, browser: null });
    await settled(Array.from({ length: 12 }, () => guess(person, elsewhere())));
    await expect(signIn(person, elsewhere())).rejects.toThrow(/Too many attempts/);

    const again = await at.auth.signIn({ email: person.email, password, browser });
    expect(again.browser).not.toBe(browser);
    const somebody = await here.person();
    const theirs = (await at.auth.signIn({ email: somebody.email, password, browser: null })).browser;
    // The old secret is worth nothing any more, nor is another person's or an invented one.
    for (const other of [browser, theirs, 'A'.repeat(43), null])
      await expect(at.auth.signIn({ email: person.email, password, browser: other })).rejects.toThrow(
        /Too many attempts/,
      );
    const typos = Array.from({ length: 8 }, () =>
      at.auth.signIn({ email: person.email, password: 'mistyped', browser: again.browser }),
    );
    const { refused } = await settled(typos);
    expect(refused.filter((message) => message === wrong)).toHaveLength(5);
  });

  test('keeps neither the e-mail nor the browser’s secret as they were typed', async () => {
    const person = await here.person();
    const { browser } = await stranger(elsewhere()).auth.signIn({ email: person.email, password, browser: null });
    await settled([
      guess(person, elsewhere()),
      stranger(elsewhere()).auth.signIn({ email: person.email, password: 'mistyped', browser }),
      stranger(elsewhere()).auth.signIn({ email: 'my secret password', password: 'x' }),
    ]);
    const keys = (await throttled()).map(({ key }) => key).join('\n');
    expect(keys).not.toContain(person.email);
    expect(keys).not.toContain('my secret password');
    expect(keys).not.toContain(browser ?? 'none');
    expect(keys).not.toContain(hashBrowserSecret(browser)?.toString('hex'));
  });
});

test('what a day of guesses left is purged', async () => {
  await here.owner`select auth.begin_sign_in(i || '@example.net', array['address:purge' || i], null) from generate_series(1, 500) i`;
  await here.shiftClock('25 hours');
  await asJob('purge', ({ db }) => db.execute(sql`select auth.purge()`));
  await here.shiftClock('0');
  expect((await throttled()).filter(({ key }) => key.startsWith('address:purge'))).toEqual([]);
});
