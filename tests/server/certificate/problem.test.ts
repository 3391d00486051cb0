import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { describe as described } from '@/server/certificate/describe';
import type { Pair } from '@/server/certificate/pem';
import { hostOf, isFor, plainPair, problemOfPair } from '@/server/certificate/problem';
import { makePair } from '../../support/certificates';

const dayMs = 86_400_000;
const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * dayMs);
const host = 'routeward.example.net';
const problemOf = (pair: Pair, fitting: { host?: string | null; now?: Date } = {}) =>
  problemOfPair(pair, { host, now, ...fitting });

let good: Pair;
let other: Pair;
beforeAll(async () => {
  good = await makePair();
  other = await makePair();
});

test.each(['P-256', 'P-384', 'RSA-2048'] as const)('a certificate with a key of %s is taken', async (algorithm) => {
  const pair = await makePair({ algorithm });
  expect(await problemOf(pair)).toBeNull();
  expect(await problemOf(pair, { host: null })).toBeNull();
});

test.each(['P-521', 'RSA-1024', 'Ed25519'] as const)('one with a key of %s is not', async (algorithm) => {
  const pair = await makePair({ algorithm });
  expect(await problemOf(pair)).toMatch(
    /^The key is .+\. It has to be RSA with at least 2048 bits, or on the curve P-256/,
  );
});

test('nor is one of RSA-PSS, which can make no signature that browsers offer', async () => {
  const { privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(await problemOf({ ...good, key })).toMatch(/^The key is rsa-pss\./);
});

describe('refused in one sentence each', () => {
  test('what is no PEM', async () => {
    expect(await problemOf({ ...good, certificate: 'certificate' })).toMatch(/^The certificate is not PEM/);
    expect(await problemOf({ ...good, certificate: good.certificate.replace('END', 'ENDE') })).toMatch(/is not PEM/);
    expect(await problemOf({ ...good, key: 'key' })).toMatch(/^The key is not one PEM private key/);
    expect(await problemOf({ ...good, key: good.key + other.key })).toMatch(/^The key is not one PEM private key/);
    expect(await problemOf({ ...good, key: good.certificate })).toMatch(/^The key is not one PEM private key/);
  });

  test('what is PEM and nothing inside', async () => {
    const cut = (pem: string) => pem.replace(/\n.{20}/, '\n');
    expect(await problemOf({ ...good, certificate: cut(good.certificate) })).toMatch(/cannot be read\.$/);
    expect(await problemOf({ ...good, certificate: good.certificate + cut(other.certificate) })).toMatch(
      /cannot be read\.$/,
    );
    expect(await problemOf({ ...good, key: cut(good.key) })).toBe('The key cannot be read.');
  });

  test('a private key among the certificates, where it would be shown to nobody and belongs to nobody', async () => {
    expect(await problemOf({ ...good, certificate: good.certificate + good.key })).toMatch(
      /^The chain holds a private key/,
    );
  });

  test('an encrypted key, old and new', async () => {
    const key = createPrivateKey(good.key);
    const sealed = { cipher: 'aes-256-cbc', passphrase: 'a passphrase' };
    for (const type of ['pkcs8', 'sec1'] as const) {
      const encrypted = key.export({ type, format: 'pem', ...sealed }).toString();
      expect(await problemOf({ ...good, key: encrypted }), type).toMatch(/^The key is encrypted\./);
    }
  });

  test('the key of another certificate, and a chain that begins with one', async () => {
    expect(await problemOf({ ...good, key: other.key })).toBe('The key belongs to another certificate.');
    expect(await problemOf({ ...good, certificate: other.certificate + good.certificate })).toMatch(
      /in the wrong order/,
    );
  });

  test('one that has ended, or has not begun', async () => {
    expect(await problemOf(good, { now: later(91) })).toMatch(
      /^The certificate ended on \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
    );
    expect(await problemOf(good, { now: later(-2) })).toMatch(
      /^The certificate is not valid before \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
    );
    expect(await problemOf(good, { now: later(89) })).toBeNull();
  });

  test('one that does not name what people open, with its names and the address', async () => {
    expect(await problemOf(good, { host: 'elsewhere.example.net' })).toBe(
      'The certificate is for routeward.example.net, and people open elsewhere.example.net: every browser would refuse it.',
    );
    const many = await makePair({ names: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}.example.net`) });
    expect(await problemOf(many)).toContain(
      'is for a.example.net, b.example.net, c.example.net, d.example.net, e.example.net and 2 more, ',
    );
    // Its subject alone says `given.example.net`, which no browser reads.
    const nameless = await makePair({ names: [] });
    expect(await problemOf(nameless, { host: 'given.example.net' })).toContain('is for no name at all, ');
  });

  test('one behind it that has ended', async () => {
    const ended = await makePair({ to: later(-0.5) });
    expect(await problemOf({ ...good, certificate: good.certificate + ended.certificate })).toMatch(
      /^One behind the certificate ended on /,
    );
  });

  test('one whose key may not sign, as TLS 1.3 has to', async () => {
    expect(await problemOf(await makePair({ keyUsage: 'sign' }))).toBeNull();
    expect(await problemOf(await makePair({ keyUsage: 'encipherAlone' }))).toMatch(/key usage .* digital signatures/);
  });

  test('one for clients', async () => {
    expect(await problemOf(await makePair({ isForClients: true }))).toMatch(/^The certificate is not for servers/);
  });
});

test('names, wildcards and addresses are compared as browsers do', async () => {
  const pair = await makePair({ names: ['*.example.net', 'w*.example.com', '192.0.2.7', '2001:db8::8'] });
  const certificate = new X509Certificate(pair.certificate);
  const fits = (url: string) => isFor(certificate, hostOf(url));
  for (const url of ['https://a.example.net:8443', 'https://192.0.2.7', 'https://[2001:db8::8]'])
    expect([url, fits(url)]).toEqual([url, true]);
  for (const url of ['a.b.example.net', 'www.example.com', '192.0.2.8', '[2001:db8::7]'].map((at) => `https://${at}`))
    expect([url, fits(url)]).toEqual([url, false]);
  expect(described(pair.certificate)).toMatchObject({
    fingerprint: certificate.fingerprint256,
    names: ['*.example.net', 'w*.example.com', '192.0.2.7', '2001:db8::8'],
    issuer: expect.stringMatching(/^CN=given\.example\.net, O=An authority, OU=/),
  });
});

test('what is kept is the chain and the key, whatever form they came in and whatever stood around them', async () => {
  const key = createPrivateKey(good.key);
  const old = key.export({ type: 'sec1', format: 'pem' }).toString();
  const typed = { certificate: `subject=CN = x\r\n${good.certificate.replaceAll('\n', '\r\n')}`, key: `  ${old}  ` };
  expect(await problemOf(typed)).toBeNull();
  const kept = plainPair(typed);
  expect(kept.certificate).toBe(good.certificate);
  expect(createPrivateKey(kept.key).equals(key)).toBe(true);
  expect(kept.key).toContain('-----BEGIN PRIVATE KEY-----');
});

test('a key with the parameters of its curve before it, as openssl ecparam writes it, is one key', async () => {
  const old = createPrivateKey(good.key).export({ type: 'sec1', format: 'pem' }).toString();
  const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
  expect(await problemOf({ ...good, key: parameters + old })).toBeNull();
});
