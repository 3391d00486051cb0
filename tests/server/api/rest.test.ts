import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { httpStatus } from '@/core/errors';
import { openApiDocument } from '@/server/api/http/openapi';
import { answerRest } from '@/server/api/http/rest';
import { answerTrpc } from '@/server/api/http/trpc';
import { appRouter } from '@/server/api/root';
import { issueAccessToken } from '@/server/auth/access-token';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { type TestDatabase, testDatabase } from '../../support/database';
import { doorsOf } from '../../support/matrix';
import { makeDevices, makeWorld, type World } from '../../support/world';

const origin = 'https://routeward.example.net';

let database: TestDatabase;
let world: World;
let token: string;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  await makeDevices(database.owner, world.customers['acme-corp'], 0);
  const keys = mkdtempSync(join(tmpdir(), 'routeward-keys-'));
  process.env.ROUTEWARD_KEYS_DIRECTORY = keys;
  await rotateSigningKey(keys, new Date());
  token = (await issueAccessToken(world.people.admin)).token;
  return () => rmSync(keys, { recursive: true });
});

interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const ask = (path: string, { method = 'GET', body, headers = {} }: Asked = {}): Request =>
  new Request(`${origin}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      'x-request-id': 'request-1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });

const rest = async (path: string, asked: Asked = {}) => {
  const response = await answerRest(
    ask(path, { ...asked, headers: { authorization: `Bearer ${token}`, ...asked.headers } }),
  );
  return { status: response.status, body: await response.json() };
};

describe('REST', () => {
  test('a customer’s devices, and the two that are out of scope in the same words', async () => {
    expect(await rest('/api/v1/devices?customer=acme-corp')).toMatchObject({
      status: 200,
      body: { total: 3, next: null },
    });
    for (const customer of ['other-isp', 'no-such-isp'])
      expect(await rest(`/api/v1/devices?customer=${customer}`)).toEqual({
        status: 403,
        body: { code: 'forbidden', message: `customer "${customer}" not in scope`, requestId: 'request-1' },
      });
  });

  test('pages by `after` meet every device once', async () => {
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await rest(`/api/v1/devices?customer=acme-corp&limit=1${after && `&after=${after}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      after = body.next;
    }
    expect(after).toBeNull();
    expect(seen.sort()).toEqual([...world.devices['acme-corp']].sort());
  });

  test('a body’s "false" is no boolean, before and after any other call', async () => {
    const body = JSON.stringify({ devices: world.devices['acme-corp'], tag: 'x', on: 'false' });
    for (let call = 0; call < 2; call += 1) {
      expect(await rest('/api/v1/devices/tags', { method: 'POST', body })).toMatchObject({
        status: 400,
        body: { code: 'invalid' },
      });
      await rest('/api/v1/devices?customer=acme-corp&limit=2');
    }
  });

  const nul = Buffer.from('{"name":"\\u0000","id":"00000000-0000-4000-8000-000000000000"}').toString('base64url');
  const bad: [string, string, Asked, keyof typeof httpStatus][] = [
    ['an unknown route', '/api/v1/nothing', {}, 'notFound'],
    ['a known route by another method', '/api/v1/devices', { method: 'DELETE' }, 'notFound'],
    ['a field that is not described', '/api/v1/devices?customer=acme-corp&role=admin', {}, 'invalid'],
    ['a field named twice', '/api/v1/devices?customer=acme-corp&customer=other-isp', {}, 'invalid'],
    ['a missing field', '/api/v1/devices', {}, 'invalid'],
    ['a limit that is no number', '/api/v1/devices?customer=acme-corp&limit=many', {}, 'invalid'],
    ['a limit beyond the cap', '/api/v1/devices?customer=acme-corp&limit=501', {}, 'invalid'],
    ['a made-up place to go on from', '/api/v1/devices?customer=acme-corp&after=eyJ4IjoxfQ', {}, 'invalid'],
    ['a slug that is none', '/api/v1/devices?customer=Acme%20Corp', {}, 'invalid'],
    ['an id that is none', '/api/v1/devices/42', {}, 'invalid'],
    ['an address that is no UTF-8', '/api/v1/devices/%ff', {}, 'invalid'],
    ['a body that is no JSON', '/api/v1/devices/tags', { method: 'POST', body: '{' }, 'invalid'],
    ['a body that is no object', '/api/v1/devices/tags', { method: 'POST', body: '[]' }, 'invalid'],
    [
      'a body of two megabytes',
      '/api/v1/devices/tags',
      { method: 'POST', body: `{"tag":"${'x'.repeat(2_000_000)}"}` },
      'tooLarge',
    ],
    [
      'a form',
      '/api/v1/devices/tags',
      { method: 'POST', body: 'tag=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'unsupported',
    ],
    [
      'a name with a control character',
      '/api/v1/devices/{own}',
      { method: 'PATCH', body: '{"name":"a\\u0000b"}' },
      'invalid',
    ],
    [
      'a name that turns the direction of what follows',
      '/api/v1/devices/{own}',
      { method: 'PATCH', body: '{"name":"a\\u202eb"}' },
      'invalid',
    ],
    [
      'a name with half a character',
      '/api/v1/devices/{own}',
      { method: 'PATCH', body: '{"name":"a\\ud800"}' },
      'invalid',
    ],
    ['a search for NUL', '/api/v1/devices?customer=acme-corp&q=%00', {}, 'invalid'],
    ['a place with NUL in it', `/api/v1/devices?customer=acme-corp&after=${nul}`, {}, 'invalid'],
    ['an empty name', '/api/v1/devices/{own}', { method: 'PATCH', body: '{"name":"  "}' }, 'invalid'],
    ['a name that is a number', '/api/v1/devices/{own}', { method: 'PATCH', body: '{"name":7}' }, 'invalid'],
  ];
  test.each(bad)('%s gets one clear error', async (_name, path, asked, code) => {
    const own = world.devices['acme-corp'][0] ?? '';
    const { status, body } = await rest(path.replace('{own}', own), asked);
    expect(body).toEqual({ code, message: expect.stringMatching(/\S/), requestId: 'request-1' });
    expect(status).toBe(httpStatus[code]);
  });

  test('two devices of a customer cannot have one name', async () => {
    const [first, second] = world.devices['acme-corp'];
    await rest(`/api/v1/devices/${first}`, { method: 'PATCH', body: '{"name":"the only one"}' });
    expect(await rest(`/api/v1/devices/${second}`, { method: 'PATCH', body: '{"name":"the only one"}' })).toMatchObject(
      {
        status: 409,
        body: { code: 'conflict', message: 'this customer has another device named "the only one"' },
      },
    );
  });
});

describe('without a session', () => {
  test.each(['no token', 'garbage', 'a cookie of another name'])('every door says 401 with %s', async (kind) => {
    const headers: Record<string, string> =
      kind === 'garbage' ? { authorization: 'Bearer garbage' } : kind === 'no token' ? {} : { cookie: 'session=x' };
    for (const { path, meta } of doorsOf(appRouter)) {
      if (meta.permission === null || meta.openapi === undefined) continue;
      const { method = 'GET', path: route = '/' } = meta.openapi;
      const address = `/api/v1${route.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')}`;
      const response = await answerRest(ask(address, { method, headers: { ...headers, origin } }));
      expect([path, response.status, (await response.json()).code]).toEqual([path, 401, 'unauthenticated']);
    }
  });

  test('an Authorization header that is no bearer is not made up for by a cookie', async () => {
    const cookie = `__Host-routeward-access=${token}`;
    const withCookie = await answerRest(ask('/api/v1/customers', { headers: { cookie } }));
    expect(withCookie.status).toBe(200);
    const mixed = await answerRest(ask('/api/v1/customers', { headers: { cookie, authorization: 'Basic eDp5' } }));
    expect(mixed.status).toBe(401);
  });
});

describe('another site', () => {
  const path = () => `/api/v1/devices/${world.devices['acme-corp'][0]}`;
  const forged: [string, Record<string, string>][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin', {}],
    ['a null origin', { origin: 'null' }],
    ['a sibling site', { origin, 'sec-fetch-site': 'same-site' }],
    ['a cross-site fetch', { origin, 'sec-fetch-site': 'cross-site' }],
  ];
  test.each(forged)('cannot use the cookie with %s', async (_name, headers) => {
    const cookie = `__Host-routeward-access=${token}`;
    const asked = { method: 'PATCH', body: '{"name":"forged"}', headers: { cookie, ...headers } };
    const response = await answerRest(ask(path(), asked));
    expect([response.status, (await response.json()).code]).toEqual([403, 'forbidden']);
    expect(await database.owner`select from app.device where name = 'forged'`).toHaveLength(0);
  });

  test('but our own by another name is none: the host that the front saw', async () => {
    const elsewhere = 'https://10.0.0.7:8443';
    const forwarded = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': '10.0.0.7:8443',
      'sec-fetch-site': 'same-origin',
    };
    const cookie = `__Host-routeward-access=${token}`;
    const asked = {
      method: 'PATCH',
      body: '{"name":"by address"}',
      headers: { cookie, origin: elsewhere, ...forwarded },
    };
    expect((await answerRest(ask(path(), asked))).status).toBe(200);
    const other = { ...asked, headers: { ...asked.headers, origin: 'https://10.0.0.8:8443' } };
    expect((await answerRest(ask(path(), other))).status).toBe(403);
  });

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/octet-stream', ''])(
    'cannot send %s',
    async (type) => {
      for (const answered of [answerRest, answerTrpc]) {
        const request = new Request(`${origin}/api/trpc/account.signOutEverywhere`, {
          method: 'POST',
          body: new Uint8Array([123, 125]),
          headers: {
            cookie: `__Host-routeward-access=${token}`,
            origin,
            ...(type === '' ? {} : { 'content-type': type }),
          },
        });
        expect((await answered(request)).status).toBe(415);
      }
      const [alive] =
        await database.owner`select count(*)::int as count from app.token_family where revoked_at is null`;
      expect(alive?.count).toBeGreaterThan(0);
    },
  );
});

describe('tRPC', () => {
  const call = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) => {
    const response = await answerTrpc(ask(`/api/trpc/${path}`, { headers }));
    return { status: response.status, body: await response.json() };
  };

  test('answers the same doors, with the same errors', async () => {
    const input = encodeURIComponent(JSON.stringify({ customer: 'other-isp' }));
    expect(await call(`devices.list?input=${input}`)).toMatchObject({
      status: 403,
      body: {
        error: { data: { code: 'forbidden', message: 'customer "other-isp" not in scope', requestId: 'request-1' } },
      },
    });
  });

  test('an error holds no stack and no path', async () => {
    const { body } = await call('devices.list?input=%7B%7D', {});
    expect(Object.keys(body.error.data).sort()).toEqual(['code', 'message', 'requestId']);
  });

  test('sign-in is not among them, alone or in a batch', async () => {
    for (const path of ['auth.signIn', 'customers.list,auth.signIn?batch=1', 'auth%2EsignIn'])
      expect(await call(path)).toMatchObject({ status: 404, body: { code: 'notFound' } });
  });

  test('an address that is no UTF-8 is the caller’s mistake', async () => {
    expect(await call('%ff')).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  test('a batch has ten calls at most', async () => {
    expect(await call(`${Array(11).fill('customers.list').join(',')}?batch=1`)).toMatchObject({ status: 413 });
  });
});

test('openapi.json describes every door with a route, in one error shape', () => {
  // safe: only its paths and schemas are looked at.
  const document = openApiDocument(origin) as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, { required?: string[] }> };
  };
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = doorsOf(appRouter).flatMap(({ meta }) =>
    meta.openapi ? [`${meta.openapi.method} ${meta.openapi.path}`] : [],
  );
  // A download is no call with an answer in JSON, so it is described by hand.
  const files = [
    '/sessions/{session}/report',
    '/bulk-runs/{bulkRun}/report',
    '/audit/export',
    '/audit/exports/{export}/file',
  ];
  expect(described.sort()).toEqual([...routes, ...files.map((path) => `GET ${path}`)].sort());
  for (const [name, schema] of Object.entries(document.components.schemas))
    if (name.startsWith('error.')) expect(schema.required).toEqual(['code', 'message', 'requestId']);
  expect(JSON.stringify(document)).not.toContain('undefined');
});

test('whatever is changed can be changed over REST: who reads the document meets every input that is stored', () => {
  const changes = doorsOf(appRouter).filter(({ isMutation }) => isMutation);
  expect(changes.length).toBeGreaterThan(40);
  expect(changes.filter(({ meta }) => meta.openapi === undefined).map(({ path }) => path)).toEqual([]);
});
