import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerNextAuth } from '@/server/api/http/next-auth';
import { answerRefresh } from '@/server/api/http/refresh';
import { answerSignOut } from '@/server/api/http/sign-out';
import { requestKey } from './calls';
import {
  callback,
  csrfToken,
  fromPage,
  Jar,
  names,
  refreshPage,
  refreshPath,
  refusal,
  request,
  signInPage,
  signOutPath,
} from './requests';
import { type Person, password, publicUrl, type World, world } from './world';

let here: World;
let person: Person;
const typed = () => ({ email: person.email, password });
beforeAll(async () => {
  here = await world();
});
beforeEach(async () => {
  person = await here.person();
  await here.owner`delete from app.sign_in_throttle`;
});

describe('another site’s page', () => {
  const types = [
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/octet-stream',
    'application/json; charset=utf-7',
    'application/jsonx',
    '',
  ];
  const sites: Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'https://sub.routeward.test', 'sec-fetch-site': 'same-site' },
    { origin: 'https://routeward.test.evil.test', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://routeward.test' },
    { origin: publicUrl, 'sec-fetch-site': 'cross-site' },
    { origin: publicUrl, 'sec-fetch-site': 'none' },
    {},
  ];

  test('makes a browser refresh, sign out or sign in by no form and from no origin', async () => {
    const jar = new Jar();
    await signInPage(jar, typed());
    const token = await csrfToken(jar);
    const targets: [string, (sent: Request) => Promise<Response>, string, Record<string, string>][] = [
      [refreshPath, answerRefresh, '{}', { 'x-request-key': requestKey() }],
      [signOutPath, answerSignOut, '{}', {}],
      [callback, answerNextAuth, JSON.stringify({ email: person.email, password, csrfToken: token }), {}],
    ];
    let sent = 0;
    for (const [path, answers, body, more] of targets) {
      const cookie = jar.header(path);
      for (const type of types) {
        const headers = { cookie, origin: publicUrl, 'sec-fetch-site': 'same-origin', ...more, 'content-type': type };
        expect([path, type, (await refusal(await answers(request(path, { body, headers })))).status]).toEqual([
          path,
          type,
          415,
        ]);
        sent += 1;
      }
      for (const site of sites) {
        const given = request(path, { body, headers: { cookie, ...more, ...site } });
        expect([path, site, (await refusal(await answers(given))).status]).toEqual([path, site, 403]);
        sent += 1;
      }
    }
    expect(sent).toBe(45);
    expect(await here.alive(person)).toBe(1);
    expect((await refreshPage(jar)).status).toBe(200);
  });

  test('signs nobody in as somebody else: without the page’s own token there is no sign-in', async () => {
    const jar = new Jar();
    const token = await csrfToken(jar);
    const other = await csrfToken(new Jar());
    for (const csrfToken of [other, '', `${token}0`]) {
      const body = JSON.stringify({ email: person.email, password, csrfToken });
      expect(await refusal(await answerNextAuth(fromPage(jar, callback, { body })))).toMatchObject({ status: 403 });
    }
    const tossed = fromPage(jar, callback, {
      body: JSON.stringify({ email: person.email, password, csrfToken: 'a'.repeat(64) }),
      headers: { cookie: `${names.csrf}=${'a'.repeat(64)}%7C${'b'.repeat(64)}` },
    });
    expect((await refusal(await answerNextAuth(tossed))).status).toBe(403);
    expect(await here.alive(person)).toBe(0);
    expect(await here.owner`select 1 from app.sign_in_throttle`).toHaveLength(0);
  });
});

test('of next-auth two calls are reachable, and everything else it could do is not there', async () => {
  const paths = [
    '',
    'csrf',
    'csrf/',
    'csrf/x',
    'CSRF',
    'csrf%2f',
    'providers',
    'session',
    'signin',
    'signin/credentials',
    'signout',
    'error',
    'verify-request',
    '_log',
    'callback',
    'callback/credentials',
    'callback/credentials/x',
    'callback/email',
    'callback/google',
    'callback//credentials',
    '../auth/session',
  ];
  const reached: string[] = [];
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      const body = ['GET', 'HEAD'].includes(method) ? null : '{}';
      const answered = await answerNextAuth(request(`/api/auth/${path}`, { method, body }));
      if (answered.status !== 404) reached.push(`${method} ${path} ${answered.status}`);
      else expect(answered.headers.getSetCookie()).toEqual([]);
    }
  }
  // Without a body there is nothing to sign in with; that it is looked at is what makes it reachable.
  expect(reached).toEqual(['GET csrf 200', 'POST callback/credentials 400']);
});
