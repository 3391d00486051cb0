import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Pair } from '@/server/certificate/pem';
import { type Delivery, deliver, type Ways } from '@/server/post/deliver';
import { mintWebhookSecret, signedHeaders } from '@/server/post/signature';
import { resolveAddress } from '@/server/routeros/address';
import { localCertificate, startHookServer } from './receivers';

let certificate: Pair;

beforeAll(async () => {
  certificate = await localCertificate();
});

const here: Ways['resolve'] = async () => ({ ip: '127.0.0.1' });
const ways = (): Ways => ({ resolve: here, trusted: certificate.certificate });
const deliveryTo = (url: string): Delivery => ({
  id: 'd1e1b1c8-0000-4000-8000-000000000001',
  url,
  secret: mintWebhookSecret(),
  body: '{"type":"device.wentDown","name":"tower-07 ✓"}',
});

test('a delivery is signed as Standard Webhooks asks: the specification’s own example', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const headers = signedHeaders(secret, {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    body: '{"test": 2432232314}',
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('what arrives is the very text, under a signature that the receiver can check', async () => {
  const { url, called } = await startHookServer(certificate, { status: 204 });
  const delivery = deliveryTo(url);
  await deliver(delivery, ways());
  const [{ headers, body, path }] = called as [(typeof called)[0]]; // safe: it was delivered.
  expect([path, body, headers['content-type']]).toEqual(['/hook', delivery.body, 'application/json']);
  const key = Buffer.from(delivery.secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key)
    .update(`${delivery.id}.${headers['webhook-timestamp']}.${body}`)
    .digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
});

test('a redirect is not followed, and is no success', async () => {
  const other = await startHookServer(certificate, { status: 204 });
  const { url } = await startHookServer(certificate, { status: 307, headers: { location: other.url } });
  await expect(deliver(deliveryTo(url), ways())).rejects.toThrow(/answered 307/);
  expect(other.called).toEqual([]);
});

test.each([400, 404, 410, 500, 503])('an answer %i is no success', async (status) => {
  const { url } = await startHookServer(certificate, { status });
  await expect(deliver(deliveryTo(url), ways())).rejects.toThrow(`answered ${status}`);
});

test('a certificate that nobody trusts gets nothing', async () => {
  const { url, called } = await startHookServer(certificate, { status: 204 });
  await expect(deliver(deliveryTo(url), { resolve: here })).rejects.toThrow(/not reached: self-signed certificate/);
  expect(called).toEqual([]);
});

test('the name is looked up once, by the rule: this machine, its link and its metadata service are nowhere to post to', async () => {
  const { url, called } = await startHookServer(certificate, { status: 204 });
  const lookup = async (name: string) => [{ address: name === 'localhost' ? '127.0.0.1' : '169.254.169.254' }];
  const resolve: Ways['resolve'] = (host) => resolveAddress(host, { own: ['192.0.2.1'], lookup });
  const places = [url, 'https://metadata.example.net/', 'https://[::1]/', 'https://192.0.2.1/', 'https://127.0.0.1/'];
  for (const place of places)
    await expect(deliver(deliveryTo(place), { ...ways(), resolve })).rejects.toThrow(/is not connected to/);
  expect(called).toEqual([]);
});

test('a name that nobody answers for keeps a delivery no longer than the whole of it may take', async () => {
  const resolve: Ways['resolve'] = () => new Promise(() => undefined);
  const delivery = deliveryTo('https://hooks.example.net/');
  await expect(deliver(delivery, { resolve, wholeMs: 50 })).rejects.toThrow('not looked up in time');
});
