import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressedAssets } from '@/cli/compressed-assets';

const script = 'console.log("a page’s script");'.repeat(40);
let root: string;
let port: number;
let close: () => void;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'routeward-assets-'));
  const chunks = join(root, '.next/brotli/chunks');
  mkdirSync(chunks, { recursive: true });
  for (const name of ['page.js', 'gone.js']) writeFileSync(join(chunks, name), brotliCompressSync(script));
  writeFileSync(join(root, 'secret.js'), 'not for anybody');
  const serves = compressedAssets(root);
  rmSync(join(chunks, 'gone.js'));
  // Whatever it leaves is answered as Next would, by another.
  const server = createServer((asked, answer) => serves(asked, answer) || answer.end('somebody else'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port; // safe: it listens on a port.
  close = () => server.close();
});
afterAll(() => {
  close();
  rmSync(root, { recursive: true });
});

async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const [answer] = await once(request({ port, path, method, headers, agent: false }).end(), 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}
const page = '/_next/static/chunks/page.js';
const br = { 'accept-encoding': 'gzip, deflate, br, zstd' };

test('whoever takes Brotli gets the script as it was compressed, to keep for a year', async () => {
  const { status, headers, body } = await ask(`${page}?v=1`, br);
  expect(status).toBe(200);
  expect(brotliDecompressSync(body).toString()).toBe(script);
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  const asked = await ask(page, br, 'HEAD');
  expect(asked.headers['content-length']).toBe(String(body.length));
  expect(asked.body).toHaveLength(0);
});

test.each([
  ['who does not take it', page, { 'accept-encoding': 'gzip' }],
  ['who weighs it, perhaps with nothing', page, { 'accept-encoding': 'gzip, br;q=0' }],
  ['who says nothing of it', page, {}],
  ['what was not compressed', '/_next/static/chunks/other.js', br],
  ['what lies outside of the folder', '/_next/static/../../secret.js', br],
  ['the same, written otherwise', '/_next/static/%2e%2e/%2e%2e/secret.js', br],
])('%s is left to Next', async (_what, path, headers) => {
  expect((await ask(path, headers)).body.toString()).toBe('somebody else');
});

test('a deed is not answered with a script', async () => {
  expect((await ask(page, br, 'POST')).body.toString()).toBe('somebody else');
});

test('a file that went away while the product ran is not found, and nothing else happens', async () => {
  const { status, headers } = await ask('/_next/static/chunks/gone.js', br);
  expect(status).toBe(404);
  expect(headers['content-encoding']).toBeUndefined();
  expect((await ask(page, br)).status).toBe(200);
});

test('a range that makes no sense is answered, not died of', async () => {
  for (const range of ['bytes=5-3', 'bytes=-', 'bytes=99999-', 'x'])
    expect([200, 206, 416]).toContain((await ask(page, { ...br, range })).status);
});
