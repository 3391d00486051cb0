import { expect, test } from 'vitest';
import { ask1, ask2, frontKey, rawAnswer, type Standing, standing } from './front';

/** A second request hidden in a body; its last header waits for the next person's request line to complete it. */
const hidden = 'GET /hidden HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.66\r\nX-A: ';
const methods = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PUT', 'PATCH'];

const head = (method: string, headers: string) => `${method} /first HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`;

const shapes: Readonly<Record<string, (front: Standing, method: string) => Promise<unknown>>> = {
  'a chunked body': (front, method) =>
    rawAnswer(
      front,
      `${head(method, 'Transfer-Encoding: chunked\r\nConnection: close')}${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
    ),
  'a length that belongs to the connection': (front, method) =>
    rawAnswer(
      front,
      `${head(method, `Content-Length: ${hidden.length}\r\nConnection: close, Content-Length`)}${hidden}`,
    ),
  'a body with its length': (front, method) =>
    rawAnswer(front, `${head(method, `Content-Length: ${hidden.length}\r\nConnection: close`)}${hidden}`),
  'HTTP/2 data without a length': (front, method) => ask2(front, { path: '/first', method, body: hidden }),
};

const cases = Object.keys(shapes).flatMap((shape) => methods.map((method) => [method, shape] as const));

test.each(cases)('%s with %s hides no request in front of the next person’s', async (method, shape) => {
  // It answers without reading, as Next does for a page, and keeps the connection.
  const front = await standing((_request, response) => response.end('fine'));
  await shapes[shape]?.(front, method);
  for (const path of ['/honest/1', '/honest/2', '/honest/3'])
    expect(await ask1(front, { path })).toMatchObject({ status: 200, body: 'fine' });
  const told = front.asked.map(({ url }) => url);
  expect(told.filter((url) => url !== '/first')).toEqual(['/honest/1', '/honest/2', '/honest/3']);
  for (const { headers } of front.asked)
    expect([headers['x-forwarded-for'], headers['x-routeward-front']]).toEqual(['127.0.0.1', frontKey]);
});
