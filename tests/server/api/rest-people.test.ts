import { beforeAll, expect, test } from 'vitest';
import { answerRest } from '@/server/api/http/rest';
import { issueAccessToken } from '@/server/auth/access-token';
import type { TestDatabase } from '../../support/database';
import { invite, newAddress, passphrase, secretOf } from '../../support/links';
import { makeWorld, type World } from '../../support/world';
import { publicUrl, world as withKeys } from '../auth/world';

let database: TestDatabase;
let world: World;
let token: string;

beforeAll(async () => {
  database = await withKeys();
  world = await makeWorld(database);
  token = (await issueAccessToken(world.people.superAdmin)).token;
});

type Headers = Record<string, string>;
const ask = async (
  method: string,
  path: string,
  body?: object,
  headers: Headers = { authorization: `Bearer ${token}` },
) => {
  const type: Headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const request = new Request(`${publicUrl}/api/v1${path}`, {
    method,
    ...sent,
    headers: { 'x-request-id': 'r', ...type, ...headers },
  });
  const response = await answerRest(request);
  return { status: response.status, body: await response.json() };
};
const asStranger = (path: string, body: object) => ask('POST', path, body, {});

test('somebody is invited, accepts, is assigned, changed, disabled and enabled by REST alone', async () => {
  const email = newAddress();
  const made = await ask('POST', '/invitations', { email, role: 'operator', customers: ['acme-corp'], days: 3 });
  expect(made).toMatchObject({ status: 200, body: { link: expect.stringContaining(`${publicUrl}/invitation#inv1.`) } });
  const secret = secretOf(made.body);
  expect(await asStranger('/invitations/open', { secret })).toMatchObject({
    status: 200,
    body: { email, hasAccount: false },
  });
  const accepted = await asStranger('/invitations/accept', { secret, name: 'Nadia Petrova', password: passphrase });
  expect(accepted).toEqual({ status: 200, body: { email } });
  const { body: everybody } = await ask('GET', '/people');
  const { id } = everybody.items.find((one: { email: string }) => one.email === email);
  expect(await ask('GET', `/people/${id}`)).toMatchObject({
    status: 200,
    body: { customers: ['acme-corp'], role: 'operator' },
  });
  expect(await ask('POST', `/people/${id}/customers`, { customers: ['other-isp'] })).toMatchObject({
    body: { customers: ['other-isp'] },
  });
  expect(await ask('POST', `/people/${id}/role`, { role: 'viewer' })).toEqual({ status: 200, body: { ended: 0 } });
  const signedIn = await asStranger('/auth/sign-in', { email, password: passphrase });
  expect(signedIn).toMatchObject({ status: 200, body: { person: { role: 'viewer' } } });
  expect((await ask('GET', `/people/${id}/sign-ins`)).body.items).toHaveLength(1);
  expect(await ask('POST', `/people/${id}/sign-ins/end`)).toEqual({ status: 200, body: { ended: 1 } });
  expect(
    await ask('GET', '/customers', undefined, { authorization: `Bearer ${signedIn.body.accessToken}` }),
  ).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
  expect(await ask('POST', `/people/${id}/disable`)).toEqual({ status: 200, body: { ended: 0 } });
  expect(await ask('POST', `/people/${id}/reset`)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await ask('POST', `/people/${id}/enable`)).toEqual({ status: 200, body: { enabled: true } });
  const reset = secretOf((await ask('POST', `/people/${id}/reset`)).body);
  expect(await asStranger('/auth/reset/open', { secret: reset })).toMatchObject({ status: 200, body: { email } });
  expect(await asStranger('/auth/reset', { secret: reset, password: 'walnut ferry eleven amber' })).toMatchObject({
    status: 200,
  });
});

test('an invitation is renewed and revoked, with a body or without one', async () => {
  const { id } = await invite(world, 'superAdmin');
  expect(await ask('POST', `/invitations/${id}/renew`)).toMatchObject({ status: 200, body: { id } });
  expect(await ask('DELETE', `/invitations/${id}`)).toEqual({ status: 200, body: { revoked: true } });
  expect(await ask('DELETE', `/invitations/${id}`, {})).toEqual({ status: 200, body: { revoked: false } });
  expect((await ask('GET', '/invitations')).body.items[0]).toMatchObject({ id, state: 'revoked' });
});

test('a customer is created, changed, archived and restored by its short name, also one called archived', async () => {
  for (const slug of ['third-isp', 'archived']) {
    const whole = { slug, name: slug, stripe: 2, timeZone: 'UTC' };
    expect(await ask('POST', '/customers', whole)).toMatchObject({ status: 200, body: { slug } });
    expect(await ask('PATCH', `/customers/${slug}`, { isProbed: false })).toMatchObject({
      status: 200,
      body: { isProbed: false },
    });
    expect(await ask('PATCH', `/customers/${slug}`, { slug: 'x' })).toMatchObject({ status: 400 });
    expect(await ask('POST', `/customers/${slug}/archive`)).toEqual({ status: 200, body: { takenOff: [] } });
    expect((await ask('GET', '/customers/archived')).body.items).toMatchObject([{ slug }]);
    expect(await ask('POST', `/customers/archived/${slug}/restore`)).toMatchObject({ status: 200, body: { slug } });
  }
});

test('what only comes from our own page’s browser comes from no other site: nobody is made by one', async () => {
  const { secret, email } = await invite(world, 'superAdmin');
  const foreign = { cookie: 'x=y', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const accept = { secret, name: 'Nadia Petrova', password: passphrase };
  expect(await ask('POST', '/invitations/accept', accept, foreign)).toMatchObject({ status: 403 });
  expect(await database.owner`select from app.person where email = ${email}`).toHaveLength(0);
});
