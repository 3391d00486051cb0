import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerJwks } from '@/server/api/http/jwks';
import { answerNextAuth } from '@/server/api/http/next-auth';
import { answerRefresh } from '@/server/api/http/refresh';
import { answerRest } from '@/server/api/http/rest';
import { answerSignOut } from '@/server/api/http/sign-out';
import { answerTrpc } from '@/server/api/http/trpc';
import { verifyAccessToken } from '@/server/auth/access-token';
import { requestKey } from './calls';
import { fromPage, Jar, request } from './requests';
import { type Person, password, publicUrl, type World, world } from './world';

let here: World;
let person: Person;
beforeAll(async () => {
  here = await world();
});
beforeEach(async () => {
  person = await here.person();
  await here.owner`delete from app.sign_in_throttle`;
});

const signInPath = '/api/v1/auth/sign-in';
const refreshPath = '/api/v1/auth/refresh';
const signOutPath = '/api/v1/auth/sign-out';
const callback = '/api/auth/callback/credentials';
const access = '__Host-routeward-access';
const refresh = '__Secure-routeward-refresh';
const browser = '__Host-routeward-browser';
const csrf = '__Host-routeward-csrf';

const Refusal = z.strictObject({ code: z.string(), message: z.string(), requestId: z.literal('request-7') });
const refusal = async (response: Response) => ({ status: response.status, ...Refusal.parse(await response.json()) });

async function csrfToken(jar: Jar): Promise<string> {
  const answered = jar.take(await answerNextAuth(fromPage(jar, '/api/auth/csrf', { method: 'GET' })));
  return z.object({ csrfToken: z.string() }).parse(await answered.json()).csrfToken;
}

/** What the sign-in page does. */
async function signInPage(jar: Jar, typed: object = { email: person.email, password }): Promise<Response> {
  const body = JSON.stringify({ ...typed, csrfToken: await csrfToken(jar) });
  return jar.take(await answerNextAuth(fromPage(jar, callback, { body })));
}

const refreshPage = async (jar: Jar, key = requestKey()) =>
  jar.take(await answerRefresh(fromPage(jar, refreshPath, { headers: { 'x-request-key': key } })));

describe('a program', () => {
  test('signs in, refreshes and signs out with tokens in bodies, and never gets a cookie', async () => {
    const signedIn = await answerRest(request(signInPath, { body: JSON.stringify({ email: person.email, password }) }));
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers.get('cache-control')).toBe('no-store');
    const tokens = await signedIn.json();
    const body = JSON.stringify({ refreshToken: tokens.refreshToken, requestKey: requestKey() });
    const refreshed = await answerRefresh(request(refreshPath, { body }));
    const next = await refreshed.json();
    expect(Object.keys(next).sort()).toEqual(['accessExpiresAt', 'accessToken', 'refreshExpiresAt', 'refreshToken']);
    const headers = { authorization: `Bearer ${next.accessToken}` };
    const signedOut = await answerSignOut(request(signOutPath, { headers }));
    expect(await signedOut.json()).toEqual({ ended: true });
    expect(await here.alive(person)).toBe(0);
    expect((await refusal(await answerSignOut(request(signOutPath, { headers })))).status).toBe(401);
    for (const { headers: given } of [signedIn, refreshed, signedOut]) expect(given.getSetCookie()).toEqual([]);
  });

  test.each([
    ['an unknown field', { email: 'a@b.c', password: 'x', role: 'superAdmin' }],
    ['a field of the wrong type', { email: ['a@b.c'], password: 'x' }],
    ['a field missing', { email: 'a@b.c' }],
    ['a list', []],
    ['a text', 'email'],
    ['null', null],
  ])('is told 400 for %s', async (_what, body) => {
    expect(await refusal(await answerRest(request(signInPath, { body: JSON.stringify(body) })))).toMatchObject({
      status: 400,
      code: 'invalid',
    });
  });

  test('cannot sign in by tRPC, so no batch of five thousand guesses is one request', async () => {
    const batch = (count: number) =>
      `/api/trpc/${Array.from({ length: count }, () => 'auth.signIn').join(',')}?batch=1`;
    for (const [count, status] of [
      [1, 404],
      [5, 404],
      [5000, 413],
    ] as const) {
      const calls = Array.from({ length: count }, () => ({ email: person.email, password: 'guess' }));
      const body = JSON.stringify(Object.fromEntries(calls.entries()));
      expect((await refusal(await answerTrpc(request(batch(count), { body })))).status).toBe(status);
    }
    expect(await here.owner`select 1 from app.sign_in_throttle`).toHaveLength(0);
  });
});

describe('a browser', () => {
  test('signs in by next-auth and keeps three cookies that no script reads', async () => {
    const jar = new Jar();
    const answered = await signInPage(jar);
    expect(answered.status).toBe(200);
    const body = await answered.json();
    expect(Object.keys(body).sort()).toEqual(['accessExpiresAt', 'person', 'refreshExpiresAt']);
    expect(jar.names()).toEqual([access, browser, csrf, refresh].sort());
    for (const name of jar.names()) {
      expect(jar.line(name)).toMatch(/; HttpOnly/);
      expect(jar.line(name)).toMatch(/; Secure/);
      expect(jar.line(name)).toMatch(/; SameSite=Strict/);
      expect(jar.line(name)).not.toMatch(/domain/i);
      if (name !== refresh) expect(jar.line(name)).toMatch(/; Path=\/;/);
    }
    expect(jar.line(refresh)).toContain(`; Path=${refreshPath};`);
    const token = jar.line(access)?.split(/[=;]/)[1] ?? '';
    expect(await verifyAccessToken(token)).toMatchObject({ personId: person.id, role: 'operator' });
    const listed = await answerRest(fromPage(jar, '/api/v1/account/sign-ins', { method: 'GET' }));
    expect((await listed.json()).items).toHaveLength(1);
  });

  test('is told what is wrong in our own words, and gets no session', async () => {
    const jar = new Jar();
    expect(await refusal(await signInPage(jar, { email: person.email, password: 'wrong' }))).toMatchObject({
      status: 401,
      message: 'E-mail or password is wrong.',
    });
    expect(jar.names()).toEqual([csrf]);
    for (let turn = 0; turn < 4; turn += 1) await signInPage(jar, { email: person.email, password: 'wrong' });
    expect(await refusal(await signInPage(jar))).toMatchObject({ status: 429, message: /Try again in \d+ seconds/ });
    expect((await refusal(await signInPage(jar, { email: person.email, password, role: 'admin' }))).status).toBe(400);
  });

  test('gets a session of its own at each sign-in, whatever cookies were there before', async () => {
    const jar = new Jar();
    await signInPage(jar);
    const [first, second] = [jar.line(access), jar.line(refresh)];
    await signInPage(jar);
    expect(jar.line(access)).not.toBe(first);
    expect(jar.line(refresh)).not.toBe(second);
    expect(await here.alive(person)).toBe(2);
  });

  test('refreshes by cookie and key, and neither token is in a body', async () => {
    const jar = new Jar();
    await signInPage(jar);
    jar.forget(access);
    const old = jar.line(refresh);
    const answered = await refreshPage(jar);
    expect(answered.status).toBe(200);
    expect(Object.keys(await answered.json()).sort()).toEqual(['accessExpiresAt', 'refreshExpiresAt']);
    expect(jar.line(refresh)).not.toBe(old);
    expect(jar.line(access)).toMatch(/Max-Age=(900|899);/);
  });

  test('loses its cookies by a refused refresh, and by nothing else', async () => {
    const jar = new Jar();
    await signInPage(jar);
    const kept = jar.names();
    const malformed = fromPage(jar, refreshPath, { headers: { 'x-request-key': 'short' } });
    expect((await refusal(jar.take(await answerRefresh(malformed)))).status).toBe(400);
    const foreign = fromPage(jar, refreshPath, {
      headers: { 'x-request-key': requestKey(), 'sec-fetch-site': 'cross-site' },
    });
    expect((await refusal(jar.take(await answerRefresh(foreign)))).status).toBe(403);
    expect(jar.names()).toEqual(kept);

    await here.owner`revoke execute on function auth.find_refresh_secret(bytea) from routeward_stranger`;
    const broken = await refreshPage(jar);
    await here.owner`grant execute on function auth.find_refresh_secret(bytea) to routeward_stranger`;
    expect((await refusal(broken)).status).toBe(500);
    expect(jar.names()).toEqual(kept);
    expect((await refreshPage(jar)).status).toBe(200);

    await here.owner`select auth.end_families(${person.id}, 'role changed')`;
    expect(await refusal(await refreshPage(jar))).toMatchObject({
      status: 401,
      message: 'This session has ended (role changed). Sign in again.',
    });
    expect(jar.names()).toEqual([browser, csrf].sort());
    expect(await refusal(await refreshPage(jar))).toMatchObject({ status: 401, message: 'sign in first' });
  });

  test('signs out: the session ends and the cookies go, except what says that it is known', async () => {
    const jar = new Jar();
    await signInPage(jar);
    const expired = fromPage(jar, signOutPath, { headers: { cookie: `${access}=expired` } });
    const before = jar.names();
    expect((await refusal(jar.take(await answerSignOut(expired)))).status).toBe(401);
    expect(jar.names()).toEqual(before);
    expect(jar.take(await answerSignOut(fromPage(jar, signOutPath))).status).toBe(200);
    expect(jar.names()).toEqual([browser, csrf].sort());
    expect(await here.alive(person)).toBe(0);
  });

  test('that brings a name twice brings nothing: one of the two was tossed in', async () => {
    const jar = new Jar();
    await signInPage(jar);
    const cookie = jar.header(refreshPath);
    const doubled = `${cookie}; ${refresh}=rt1.${'A'.repeat(22)}.${'A'.repeat(43)}`;
    const asked = fromPage(jar, refreshPath, { headers: { cookie: doubled, 'x-request-key': requestKey() } });
    expect((await refusal(await answerRefresh(asked))).message).toBe('sign in first');
    const listing = fromPage(jar, '/api/v1/account/sign-ins', {
      method: 'GET',
      headers: { cookie: `${cookie}; ${access}=x` },
    });
    expect((await refusal(await answerRest(listing))).status).toBe(401);
    expect(await here.alive(person)).toBe(1);
  });
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
    await signInPage(jar);
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
      headers: { cookie: `${csrf}=${'a'.repeat(64)}%7C${'b'.repeat(64)}` },
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

test('the public keys are published, and verify what was signed', async () => {
  const answered = await answerJwks(request('/.well-known/jwks.json', { method: 'GET' }));
  expect(answered.headers.get('cache-control')).toBe('public, max-age=60');
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  const signedIn = await answerRest(request(signInPath, { body: JSON.stringify({ email: person.email, password }) }));
  const { accessToken } = await signedIn.json();
  const { payload } = await jwtVerify(accessToken, createLocalJWKSet(await answered.json()), {
    issuer: publicUrl,
    audience: 'routeward',
    typ: 'at+jwt',
  });
  expect(payload.sub).toBe(person.id);
});
