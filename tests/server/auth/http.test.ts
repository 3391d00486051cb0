import { createLocalJWKSet, jwtVerify } from 'jose';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerJwks } from '@/server/api/http/jwks';
import { answerRefresh } from '@/server/api/http/refresh';
import { answerRest } from '@/server/api/http/rest';
import { answerSignOut } from '@/server/api/http/sign-out';
import { answerTrpc } from '@/server/api/http/trpc';
import { verifyAccessToken } from '@/server/auth/access-token';
import { requestKey } from './calls';
import {
  fromPage,
  Jar,
  names,
  refreshPage,
  refreshPath,
  refusal,
  request,
  signInPage,
  signInPath,
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
    const answered = await signInPage(jar, typed());
    expect(answered.status).toBe(200);
    const body = await answered.json();
    expect(Object.keys(body).sort()).toEqual(['accessExpiresAt', 'person', 'refreshExpiresAt']);
    expect(jar.names()).toEqual(Object.values(names).sort());
    for (const name of jar.names()) {
      expect(jar.line(name)).toMatch(/; HttpOnly/);
      expect(jar.line(name)).toMatch(/; Secure/);
      expect(jar.line(name)).toMatch(/; SameSite=Strict/);
      expect(jar.line(name)).not.toMatch(/domain/i);
      if (name !== names.refresh) expect(jar.line(name)).toMatch(/; Path=\/;/);
    }
    expect(jar.line(names.refresh)).toContain(`; Path=${refreshPath};`);
    const token = jar.line(names.access)?.split(/[=;]/)[1] ?? '';
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
    expect(jar.names()).toEqual([names.csrf]);
    for (let turn = 0; turn < 4; turn += 1) await signInPage(jar, { email: person.email, password: 'wrong' });
    expect(await refusal(await signInPage(jar, typed()))).toMatchObject({
      status: 429,
      message: /Try again in \d+ seconds/,
    });
    expect((await refusal(await signInPage(jar, { email: person.email, password, role: 'admin' }))).status).toBe(400);
  });

  test('gets a session of its own at each sign-in, whatever cookies were there before', async () => {
    const jar = new Jar();
    await signInPage(jar, typed());
    const [first, second] = [jar.line(names.access), jar.line(names.refresh)];
    await signInPage(jar, typed());
    expect(jar.line(names.access)).not.toBe(first);
    expect(jar.line(names.refresh)).not.toBe(second);
    expect(await here.alive(person)).toBe(2);
  });

  test('refreshes by cookie and key, and neither token is in a body', async () => {
    const jar = new Jar();
    await signInPage(jar, typed());
    jar.forget(names.access);
    const old = jar.line(names.refresh);
    const answered = await refreshPage(jar);
    expect(answered.status).toBe(200);
    expect(Object.keys(await answered.json()).sort()).toEqual(['accessExpiresAt', 'refreshExpiresAt']);
    expect(jar.line(names.refresh)).not.toBe(old);
    expect(jar.line(names.access)).toMatch(/Max-Age=(900|899);/);
  });

  test('loses its cookies by a refused refresh, and by nothing else', async () => {
    const jar = new Jar();
    await signInPage(jar, typed());
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
    expect(jar.names()).toEqual([names.browser, names.csrf].sort());
    expect(await refusal(await refreshPage(jar))).toMatchObject({ status: 401, message: 'sign in first' });
  });

  test('signs out: the session ends and the cookies go, except what says that it is known', async () => {
    const jar = new Jar();
    await signInPage(jar, typed());
    const expired = fromPage(jar, signOutPath, { headers: { cookie: `${names.access}=expired` } });
    const before = jar.names();
    expect((await refusal(jar.take(await answerSignOut(expired)))).status).toBe(401);
    expect(jar.names()).toEqual(before);
    expect(jar.take(await answerSignOut(fromPage(jar, signOutPath))).status).toBe(200);
    expect(jar.names()).toEqual([names.browser, names.csrf].sort());
    expect(await here.alive(person)).toBe(0);
  });

  test('that brings a name twice brings nothing: one of the two was tossed in', async () => {
    const jar = new Jar();
    await signInPage(jar, typed());
    const cookie = jar.header(refreshPath);
    const doubled = `${cookie}; ${names.refresh}=rt1.${'A'.repeat(22)}.${'A'.repeat(43)}`;
    const asked = fromPage(jar, refreshPath, { headers: { cookie: doubled, 'x-request-key': requestKey() } });
    expect((await refusal(await answerRefresh(asked))).message).toBe('sign in first');
    const listing = fromPage(jar, '/api/v1/account/sign-ins', {
      method: 'GET',
      headers: { cookie: `${cookie}; ${names.access}=x` },
    });
    expect((await refusal(await answerRest(listing))).status).toBe(401);
    expect(await here.alive(person)).toBe(1);
  });
});

test('the public keys are published, and verify what was signed', async () => {
  const answered = await answerJwks(request('/.well-known/jwks.json', { method: 'GET' }));
  expect(answered.headers.get('cache-control')).toBe('public, max-age=60');
  const signedIn = await answerRest(request(signInPath, { body: JSON.stringify({ email: person.email, password }) }));
  const { accessToken } = await signedIn.json();
  const { payload } = await jwtVerify(accessToken, createLocalJWKSet(await answered.json()), {
    issuer: publicUrl,
    audience: 'routeward',
    typ: 'at+jwt',
  });
  expect(payload.sub).toBe(person.id);
});
