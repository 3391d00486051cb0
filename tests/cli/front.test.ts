import { once } from 'node:events';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { limits } from '@/cli/front/limits';
import { until } from '@/cli/until';
import { type Answer, ask1, ask2, frontKey, rawAnswer, type Standing, session2, standing } from './front';

const ok = (_request: unknown, response: { end: (text: string) => void }) => response.end('fine');
const versions = [
  ['HTTP/1.1', ask1],
  ['HTTP/2', ask2],
] as const;
const secured = [
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
];

function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  const { requestId } = JSON.parse(answer.body);
  expect(JSON.parse(answer.body)).toEqual({ code, message: expect.stringMatching(/\.$/), requestId });
  expect(answer.headers['x-request-id']).toBe(requestId);
  for (const name of secured) expect(answer.headers).toHaveProperty(name);
}

describe.each(versions)('%s', (_version, ask) => {
  test('web is told the true address and our own request id, whatever the client claims', async () => {
    const front = await standing(ok);
    const forged = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-port': '1',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
      'x-request-id': 'forged',
      'x-routeward-front': 'forged',
      'x-routeward-person': 'forged',
      'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy',
      'x-nextjs-data': '1',
      'x-matched-path': '/admin',
      'next-action': 'abc',
      accept: 'text/html',
      rsc: '1',
    };
    const answer = await ask(front, { headers: forged });
    expect(answer.status).toBe(200);
    const [seen] = front.asked;
    const host = `127.0.0.1:${front.port}`;
    expect(seen?.headers).toEqual({
      accept: 'text/html',
      rsc: '1',
      connection: 'keep-alive',
      host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': host,
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-routeward-front': frontKey,
    });
    expect(answer.headers['x-request-id']).toBe(seen?.headers['x-request-id']);
  });

  test('each answer carries the security headers; what web says itself stands', async () => {
    const front = await standing((_request, response) => {
      response.setHeader('content-security-policy', "default-src 'self'");
      response.setHeader('x-powered-by', 'Next.js');
      response.setHeader('x-request-id', 'of-web');
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.writeHead(302, { location: '/login' }).end();
    });
    const answer = await ask(front);
    expect(answer.status).toBe(302);
    for (const name of secured) expect(answer.headers).toHaveProperty(name);
    expect(answer.headers['content-security-policy']).toBe("default-src 'self'");
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(answer.headers['x-request-id']).not.toBe('of-web');
  });

  test('a body over 1 MiB is 413, with and without a length, and web never gets the whole of it', async () => {
    let received = 0;
    const front = await standing((incoming, response) => {
      incoming.on('data', (chunk) => {
        received += chunk.length;
      });
      incoming.on('end', () => response.end('all of it'));
    });
    const body = Buffer.alloc(limits.bodyBytes + 1);
    const declared = { method: 'POST', headers: { 'content-length': body.length }, body };
    expectRefusal(await ask(front, declared), 413, 'tooLarge');
    expect(front.asked).toHaveLength(0);
    expectRefusal(await ask(front, { method: 'POST', body }), 413, 'tooLarge');
    expect(received).toBeLessThanOrEqual(limits.bodyBytes);
    expect((await ask(front, { method: 'POST', body: body.subarray(1) })).body).toBe('all of it');
  });

  test('oversize headers are 431: one long, many short, and far too long for the parser', async () => {
    const front = await standing(ok);
    expectRefusal(await ask(front, { headers: { 'x-long': 'a'.repeat(limits.headerBytes) } }), 431, 'tooLarge');
    const many = Object.fromEntries(Array.from({ length: limits.headers + 1 }, (_, at) => [`x-${at}`, '1']));
    expectRefusal(await ask(front, { headers: many }), 431, 'tooLarge');
    expect(front.asked).toHaveLength(0);
  });

  test('an unknown method is 405, an address too long 414', async () => {
    const front = await standing(ok);
    expectRefusal(await ask(front, { method: 'TRACE' }), 405, 'invalid');
    expectRefusal(await ask(front, { path: `/${'a'.repeat(limits.urlBytes)}` }), 414, 'tooLarge');
    expect(front.asked).toHaveLength(0);
  });

  test('without web it is 503, and works again when web is back', async () => {
    const front = await standing(ok);
    front.front.setUpstream(null);
    const away = await ask(front);
    expectRefusal(away, 503, 'unavailable');
    expect(away.headers['retry-after']).toBe('2');
    front.front.setUpstream(`${front.webSocket}.gone`); // Nothing listens there: web died and nobody has said so yet.
    expectRefusal(await ask(front), 503, 'unavailable');
    expect(front.asked).toHaveLength(0);
    front.front.setUpstream(front.webSocket);
    expect((await ask(front)).body).toBe('fine');
  });

  test('the demo answers to names of this machine alone: a foreign Host is 421', async () => {
    const front = await standing(ok, { onlyLoopbackNames: true });
    const name = ask === ask2 ? ':authority' : 'host';
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1:8080']) {
      expectRefusal(await ask(front, { headers: { [name]: host } }), 421, 'invalid');
    }
    for (const host of ['localhost', 'localhost:1', '127.0.0.1:8080', '[::1]:8080']) {
      expect((await ask(front, { headers: { [name]: host } })).status).toBe(200);
    }
    const beyond = { [name]: '127.0.0.1:99999', 'sec-fetch-mode': 'navigate' };
    expectRefusal(await ask(front, { headers: beyond }), 400, 'invalid');
    const page = await ask(front, {
      headers: { [name]: '127.0.0.1:8080', 'sec-fetch-mode': 'navigate' },
      path: '/a?b=c',
    });
    expect([page.status, page.headers.location]).toEqual([307, 'http://localhost:8080/a?b=c']);
  });
});

test('strict transport security is said with a given certificate only', async () => {
  const given = await ask1(await standing(ok, { isGiven: true }));
  expect(given.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
});

test('HTTP/2: the answer to a body that grows too large arrives whole and is not cut afterwards', async () => {
  // A body is read, as web reads it: what nobody takes is counted no further than the socket between them holds.
  const front = await standing((incoming, response) =>
    incoming.method === 'GET' ? response.end('fine') : incoming.resume(),
  );
  const session = session2(front);
  const stream = session.request({ ':path': '/', ':method': 'POST' });
  const failures: unknown[] = [];
  stream.on('error', (error) => failures.push(error));
  stream.write(Buffer.alloc(limits.bodyBytes + 1));
  const [headers] = await once(stream, 'response');
  expect(headers[':status']).toBe(413);
  expect(JSON.parse(await text(stream))).toMatchObject({ code: 'tooLarge' });
  // Whatever the front still had to say on this connection has arrived before this answer.
  expect(await text(session.request({ ':path': '/' }))).toBe('fine');
  stream.end();
  await once(stream, 'close');
  expect({ code: stream.rstCode, failures }).toEqual({ code: 0, failures: [] });
});

describe('streams', () => {
  /** Says one event at once and the next when it is told to; tells when its client has gone. */
  async function events(): Promise<{ front: Standing; say: (word: string) => void; isGone: () => boolean }> {
    let say: (word: string) => void = () => undefined;
    let gone = false;
    const front = await standing((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      say = (word) => response.write(`data: ${word}\n\n`);
      response.on('close', () => {
        gone = true;
      });
    });
    return { front, say: (word) => say(word), isGone: () => gone };
  }

  test('events pass one by one, unbuffered; a client that leaves ends the request upstream (HTTP/2)', async () => {
    const { front, say, isGone } = await events();
    const stream = session2(front).request({ ':path': '/events' });
    const [headers] = await once(stream, 'response');
    expect(headers['content-type']).toBe('text/event-stream');
    for (const word of ['one', 'two', 'three']) {
      say(word);
      expect(String((await once(stream, 'data'))[0])).toBe(`data: ${word}\n\n`);
    }
    stream.close();
    expect(await until(isGone, 10_000)).toBe(true);
  });

  test('the same over HTTP/1.1', async () => {
    const { front, say, isGone } = await events();
    const asking = request({
      host: '127.0.0.1',
      port: front.port,
      ca: front.certificate.certificate,
      agent: false,
    }).end();
    const [answer] = await once(asking, 'response');
    for (const word of ['one', 'two', 'three']) {
      say(word);
      expect(String((await once(answer, 'data'))[0])).toBe(`data: ${word}\n\n`);
    }
    answer.on('error', () => undefined);
    asking.destroy();
    expect(await until(isGone, 10_000)).toBe(true);
  });

  test('when web dies in the middle the client sees a broken answer, not a short one', async () => {
    const front = await standing((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('only this');
      setImmediate(() => response.destroy());
    });
    await expect(ask1(front)).rejects.toThrow(/aborted/);
    const stream = session2(front).request({ ':path': '/' });
    await expect(text(stream)).rejects.toThrow(/NGHTTP2_/);
  });

  test('draining cuts event streams, so that stopping does not wait for them', async () => {
    const { front, isGone } = await events();
    const stream = session2(front).request({ ':path': '/events' });
    stream.on('error', () => undefined);
    await once(stream, 'response');
    await front.front.drain();
    expect(await until(isGone, 10_000)).toBe(true);
  });
});

describe('what two programs could read differently is refused', () => {
  const start = 'POST / HTTP/1.1\r\nHost: localhost\r\n';
  test.each([
    ['length and encoding', `${start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${start}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`],
    ['an encoding that is not chunked', `${start}Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n`],
    ['a space before the colon', `${start}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['a folded header', `${start}X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n`],
    ['a length with a sign', `${start}Content-Length: +5\r\n\r\nhello`],
    ['a chunk with a bad size', `${start}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n`],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: localhost\n\n'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a whole address', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a/b@c\r\nConnection: close\r\n\r\n'],
  ])('%s: 400, with our headers, the connection is closed and web gets no whole request', async (_shape, bytes) => {
    const front = await standing(ok);
    const answer = await rawAnswer(front, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/x-request-id: [0-9a-f-]{36}\r\n/i);
    expect(answer).toMatch(/content-security-policy: default-src 'none'/i);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answer).toContain('"code":"invalid"');
    expect(front.asked.filter(({ complete }) => complete)).toEqual([]);
  });

  test('headers beyond the parser are 431 with our headers too', async () => {
    const front = await standing(ok);
    const answer = await rawAnswer(
      front,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(limits.parserHeaderBytes)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"code":"tooLarge"');
  });

  test('a request that never ends is 408 and its connection is closed', async () => {
    const front = await standing(ok);
    Object.assign(front.front.server, { headersTimeout: 300, requestTimeout: 300 });
    const answer = await rawAnswer(front, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(front.asked).toHaveLength(0);
  });
});
