import { beforeAll, describe, expect, test } from 'vitest';
import { createCaller } from '@/server/api/root';
import { writeTallies } from '@/server/audit/refusals';
import { throttleKeys } from '@/server/auth/throttle-keys';
import { secretOf } from '../../support/links';
import { apiOf } from '../../support/runs';
import { placesOf } from '../../support/secrets';
import { contextFor, entriesOf, makePerson } from '../../support/world';
import { bearer, refresh, settled, signIn, stranger } from './calls';
import { type Person, password, type World, world } from './world';

let here: World;
let superAdmin: Awaited<ReturnType<typeof makePerson>>;
beforeAll(async () => {
  here = await world();
  superAdmin = await makePerson(here.owner, 'superAdmin', []);
});

const wrong = 'E-mail or password is wrong.';
const next = 'walnut ferry eleven amber';

let lastAddress = 0;
/** A new address each time, so that no test throttles another. */
const elsewhere = () => {
  lastAddress += 1;
  return `198.19.${lastAddress >> 8}.${lastAddress & 255}`;
};
const change = ({ email }: Person, { old = password, to = next, from = elsewhere() } = {}) =>
  stranger(from).auth.changePassword({ email, password: old, newPassword: to });
const people = () => apiOf(superAdmin).people;
const resetFor = async ({ id }: Person) => secretOf(await people().makeReset({ person: id }));
const reset = (secret: string, to = next) => stranger(elsewhere()).auth.resetPassword({ secret, password: to });
const signInWith = ({ email }: Person, typed: string) => stranger(elsewhere()).auth.signIn({ email, password: typed });

/** Whether either token of a sign-in still works. */
async function works({ accessToken, refreshToken }: Awaited<ReturnType<typeof signIn>>): Promise<boolean> {
  const { done } = await settled<unknown>([(await bearer(accessToken)).account.signIns(), refresh(refreshToken)]);
  return done.length > 0;
}

/** What is refused of a password, whoever wants it. */
const weak: [string, string][] = [
  ['gravel nine', 'Use at least 15 characters. A few words in a row are easy to remember.'],
  ['passwordpassword', 'This password is on the lists that attackers try first. Use another one.'],
  ['abababababababab', 'This password repeats a few characters. Use another one.'],
  [
    'routeward password 2026',
    'This password is made of words that are tried first (the product, your name, "password"). Use other words.',
  ],
];

describe('changing one’s own password', () => {
  test('ends every signed-in session of theirs, this one too, and nobody else’s', async () => {
    const [person, other] = [await here.person(), await here.person()];
    const sessions = [await signIn(person, elsewhere()), await signIn(person, elsewhere())];
    const others = await signIn(other, elsewhere());
    expect(await change(person)).toEqual({ changed: true });
    for (const session of sessions) expect(await works(session)).toBe(false);
    expect(await works(others)).toBe(true);
    await expect(signInWith(person, password)).rejects.toThrow(wrong);
    expect((await signInWith(person, next)).person.id).toBe(person.id);
  });

  test('takes the old one: a wrong one, an unknown person and a disabled one get the same answer', async () => {
    const disabled = await here.person();
    await here.owner`update app.person set disabled_at = app.now() where id = ${disabled.id}`;
    const unknown = { ...(await here.person()), email: 'nobody@example.net' };
    const answers = await settled([
      change(await here.person(), { old: 'not it at all' }),
      change(unknown),
      change(disabled),
    ]);
    expect(answers).toEqual({ done: [], refused: [wrong, wrong, wrong] });
  });

  test('counts a wrong old password among the guesses at the account, and a right one among none', async () => {
    const person = await here.person();
    const { refused } = await settled(Array.from({ length: 8 }, () => change(person, { old: 'not it at all' })));
    expect(refused.filter((message) => message === wrong)).toHaveLength(5);
    expect(refused.filter((message) => message.startsWith('Too many attempts'))).toHaveLength(3);
    // Nobody gets further by the sign-in, nor by the right password.
    await expect(signInWith(person, password)).rejects.toThrow(/Too many attempts/);
    await expect(change(person)).rejects.toThrow(/Too many attempts/);

    const [another, address] = [await here.person(), elsewhere()];
    await settled([1, 2, 3].map(() => change(another, { old: 'not it at all', from: address })));
    await change(another, { from: address });
    const keys = await here.owner`select failures from app.sign_in_throttle where key = any (${throttleKeys(address)})`;
    expect(keys.map(({ failures }) => failures)).toEqual([3]);
    const again = await settled(Array.from({ length: 6 }, () => change(another, { old: 'not it at all' })));
    expect(again.refused.filter((message) => message === wrong)).toHaveLength(5);
  });

  test('says what is wrong with a new one before anything is counted', async () => {
    const person = await here.person();
    for (let time = 0; time < 3; time += 1)
      for (const [typed, sentence] of weak)
        await expect(change(person, { to: typed })).rejects.toMatchObject({ code: 'BAD_REQUEST', message: sentence });
    const own = change(person, { to: 'Test Person 2026 test' });
    await expect(own).rejects.toMatchObject({ code: 'BAD_REQUEST', message: weak[3]?.[1] });
    expect((await signInWith(person, password)).person.id).toBe(person.id);
  });

  test('of two at once with the same old password one is done', async () => {
    const person = await here.person();
    const news = ['first ferry eleven amber', 'second ferry eleven amber', 'third ferry eleven amber'];
    const outcomes = await Promise.allSettled(news.map((to) => change(person, { to })));
    const done = news.filter((_, at) => outcomes[at]?.status === 'fulfilled');
    expect(done).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.message).toBe(wrong);
    const opened = await settled(news.map((typed) => signInWith(person, typed)));
    expect(opened.done).toHaveLength(1);
    expect((await signInWith(person, done[0] ?? '')).person.id).toBe(person.id);
  });

  test('is not locked by somebody else’s guesses in a browser its owner once signed in with, and in no other', async () => {
    const [person, other] = [await here.person(), await here.person()];
    const signedIn = (who: Person) => stranger(elsewhere()).auth.signIn({ email: who.email, password, browser: null });
    const [{ browser: own }, { browser: theirs }] = [await signedIn(person), await signedIn(other)];
    await settled(Array.from({ length: 8 }, () => change(person, { old: 'not it at all' })));
    const typed = { email: person.email, password, newPassword: next };
    for (const browser of [theirs, 'A'.repeat(43), null, undefined])
      await expect(
        stranger(elsewhere()).auth.changePassword(browser === undefined ? typed : { ...typed, browser }),
      ).rejects.toThrow(/Too many attempts/);
    const again = Array.from({ length: 8 }, () => {
      const guess = { ...typed, password: 'not it at all', browser: theirs };
      return stranger(elsewhere()).auth.changePassword({ ...guess, email: other.email });
    });
    expect((await settled(again)).refused.filter((message) => message === wrong)).toHaveLength(5);
    expect(await stranger(elsewhere()).auth.changePassword({ ...typed, browser: own })).toEqual({ changed: true });
  });

  test('makes every browser unknown, and a link to a new password worthless', async () => {
    const person = await here.person();
    await stranger(elsewhere()).auth.signIn({ email: person.email, password, browser: null });
    const secret = await resetFor(person);
    await change(person);
    expect(await here.owner`select from app.known_browser where person_id = ${person.id}`).toHaveLength(0);
    await expect(reset(secret)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a link to a new password', () => {
  const worthless = { code: 'FORBIDDEN', message: 'This link is not valid, or not any more. Ask for a new one.' };
  const expectWorthless = async (secret: string) => {
    await expect(stranger(elsewhere()).auth.openReset({ secret })).rejects.toMatchObject(worthless);
    await expect(reset(secret)).rejects.toMatchObject(worthless);
  };

  test('says for whom it is, sets the password once, and ends what was signed in', async () => {
    const [person, other] = [await here.person(), await here.person()];
    const [session, others] = [await signIn(person, elsewhere()), await signIn(other, elsewhere())];
    await settled(Array.from({ length: 6 }, () => signInWith(person, 'not it at all')));
    const made = await people().makeReset({ person: person.id });
    const secret = secretOf(made);
    expect(await stranger().auth.openReset({ secret })).toEqual({
      email: person.email,
      name: 'Test Person',
      expiresAt: made.expiresAt,
    });
    // The link alone changes nothing.
    expect(await works(session)).toBe(true);
    expect(await reset(secret)).toEqual({ email: person.email });
    expect(await works(session)).toBe(false);
    expect(await works(others)).toBe(true);
    // And whoever was throttled by guesses is not any more.
    expect((await signInWith(person, next)).person.id).toBe(person.id);
    await expectWorthless(secret);
    expect((await signInWith(person, next)).person.id).toBe(person.id);
  });

  test('of ten who present it at once serves one', async () => {
    const person = await here.person();
    const secret = await resetFor(person);
    const news = Array.from({ length: 10 }, (_, at) => `ferry eleven amber walnut ${at}`);
    const outcomes = await Promise.allSettled(news.map((to) => reset(secret, to)));
    const done = news.filter((_, at) => outcomes[at]?.status === 'fulfilled');
    expect(done).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(worthless);
    expect((await signInWith(person, done[0] ?? '')).person.id).toBe(person.id);
  });

  test('works for 24 hours and not a second longer', async () => {
    const person = await here.person();
    const secret = await resetFor(person);
    await here.shiftClock('23 hours 59 minutes');
    expect(await stranger().auth.openReset({ secret })).toMatchObject({ email: person.email });
    await here.shiftClock('24 hours');
    await expectWorthless(secret);
    await here.shiftClock('0');
  });

  test('is dead as soon as another one is made', async () => {
    const person = await here.person();
    const [before, after] = [await resetFor(person), await resetFor(person)];
    await expectWorthless(before);
    expect(await reset(after)).toEqual({ email: person.email });
  });

  test('is dead once the person is disabled, also when they are enabled again; a disabled one gets none', async () => {
    const person = await here.person();
    const secret = await resetFor(person);
    await people().disable({ person: person.id });
    await expectWorthless(secret);
    await expect(people().makeReset({ person: person.id })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This person is disabled. Enable them first.',
    });
    await people().enable({ person: person.id });
    await expectWorthless(secret);
    expect(await here.owner`select from app.password_reset where person_id = ${person.id}`).toHaveLength(0);
  });

  test('is dead once the person gets another role, or is signed out everywhere by a Super Admin', async () => {
    const person = await here.person();
    const secret = await resetFor(person);
    await people().changeRole({ person: person.id, role: 'viewer' });
    await expectWorthless(secret);
    const another = await resetFor(person);
    await people().endSignIns({ person: person.id });
    await expectWorthless(another);
  });

  test('is not spent by a password that is refused', async () => {
    const person = await here.person();
    const secret = await resetFor(person);
    for (const [typed, sentence] of [...weak, ['Test Person 2026 test', weak[3]?.[1] ?? '']])
      await expect(reset(secret, typed)).rejects.toMatchObject({ code: 'BAD_REQUEST', message: sentence });
    expect(await reset(secret)).toEqual({ email: person.email });
  });

  test('made up, cut or of another kind opens nothing', async () => {
    const secret = await resetFor(await here.person());
    await expectWorthless(`rst1.${'A'.repeat(43)}`);
    for (const other of ['', secret.slice(5), `inv1.${secret.slice(5)}`, `${secret}x`])
      await expect(reset(other)).rejects.toMatchObject({ code: expect.stringMatching(/^(BAD_REQUEST|FORBIDDEN)$/) });
  });
});

test('each leaves one entry that says whose password it was, and a wrong one is counted with them', async () => {
  const person = await here.person();
  const target = { kind: 'person', id: person.id };
  const [changing, opening, setting] = [contextFor(null), contextFor(null), contextFor(null)];
  await createCaller(changing).auth.changePassword({ email: person.email, password, newPassword: next });
  const secret = await resetFor(person);
  await createCaller(opening).auth.openReset({ secret });
  await createCaller(setting).auth.resetPassword({ secret, password });
  for (const [context, event] of [
    [changing, 'auth.passwordChanged'],
    [opening, 'auth.resetOpened'],
    [setting, 'auth.passwordReset'],
  ] as const)
    expect(await entriesOf(here.owner, context.origin.requestId)).toMatchObject([
      { event, outcome: 'ok', target, customer: null, actor: { kind: 'stranger' } },
    ]);
  await writeTallies('before');
  for (let time = 0; time < 2; time += 1)
    await settled([change(person, { old: 'not it at all', from: '198.51.100.77' })]);
  const request = crypto.randomUUID();
  await writeTallies(request);
  expect(await entriesOf(here.owner, request)).toMatchObject([
    { target, detail: { event: 'auth.passwordChanged', code: 'unauthenticated', total: 2 } },
  ]);
});

test('a thief of the whole database finds no password, and no link that works', async () => {
  const person = await here.person();
  await signIn(person, elsewhere());
  const secrets = [await resetFor(person), await resetFor(await here.person())];
  const { invitations } = apiOf(superAdmin);
  const invited = secretOf(await invitations.make({ email: 'thief@example.net', role: 'admin', customers: [] }));
  await settled<unknown>([
    change(person, { old: 'a guess that is long' }),
    reset(`rst1.${'B'.repeat(43)}`),
    change(person),
  ]);
  const [row] = await here.owner`select encode(secret_hash, 'base64') as hash from app.password_reset limit 1`;
  // What is stored of a link is not what opens it.
  await expect(reset(`rst1.${Buffer.from(row?.hash, 'base64').toString('base64url')}`)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await writeTallies(crypto.randomUUID());
  const typed = [password, next, 'a guess that is long', `rst1.${'B'.repeat(43)}`];
  const bare = [...secrets, invited].map((secret) => secret.slice(5));
  const bytes = bare.map((secret) => Buffer.from(secret, 'base64url').toString('hex'));
  expect(await placesOf(here.owner, ...typed, ...secrets, invited, ...bare, ...bytes)).toEqual([]);
});
