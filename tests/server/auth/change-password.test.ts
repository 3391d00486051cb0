import { beforeAll, expect, test } from 'vitest';
import { answerPasswordChange } from '@/server/api/http/change-password';
import { settled, stranger } from './calls';
import { fromPage, Jar, names, refusal, request, signInPage } from './requests';
import { password, type World, world } from './world';

let here: World;
beforeAll(async () => {
  here = await world();
});

const path = '/api/v1/auth/change-password';
const newPassword = 'walnut ferry eleven amber';
const bodyOf = (email: string, more: object = {}) => JSON.stringify({ email, password, newPassword, ...more });

test('our own page changes the password, also while somebody else guesses at the account', async () => {
  const { email } = await here.person();
  const jar = new Jar();
  expect((await signInPage(jar, { email, password })).status).toBe(200);
  expect(jar.names()).toContain(names.browser);
  const guess = (at: number) => stranger(`198.18.7.${at}`).auth.signIn({ email, password: 'not it at all' });
  await settled(Array.from({ length: 8 }, (_, at) => guess(at)));

  const elsewhere = await answerPasswordChange(request(path, { body: bodyOf(email) }));
  expect(await refusal(elsewhere)).toMatchObject({ status: 429, code: 'tooMany' });
  const answered = await answerPasswordChange(fromPage(jar, path, { body: bodyOf(email) }));
  expect([answered.status, await answered.json()]).toEqual([200, { changed: true }]);
  expect((await stranger('198.18.7.99').auth.signIn({ email, password: newPassword })).person.email).toBe(email);
});

test('another site changes none, nor does a form, and no secret of a browser is taken from the body', async () => {
  const { email } = await here.person();
  const jar = new Jar();
  await signInPage(jar, { email, password });
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const refusals: [Request, object][] = [
    [fromPage(jar, path, { body: bodyOf(email), headers: foreign }), { status: 403, code: 'forbidden' }],
    [
      fromPage(jar, path, { body: `email=${email}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      { status: 415, code: 'unsupported' },
    ],
    [fromPage(jar, path, { body: bodyOf(email, { browser: 'A'.repeat(43) }) }), { status: 400, code: 'invalid' }],
    [fromPage(jar, path, { body: bodyOf(email, { role: 'superAdmin' }) }), { status: 400, code: 'invalid' }],
    [
      fromPage(jar, path, { body: bodyOf(email, { password: 'not it at all' }) }),
      { status: 401, code: 'unauthenticated' },
    ],
    [fromPage(jar, path, { body: bodyOf(email, { newPassword: 'too short' }) }), { status: 400, code: 'invalid' }],
  ];
  for (const [sent, refused] of refusals)
    expect(await refusal(await answerPasswordChange(sent))).toMatchObject(refused);
  expect((await stranger('198.18.8.1').auth.signIn({ email, password })).person.email).toBe(email);
});
