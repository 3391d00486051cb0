import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit } from '@/core/actions/admit';
import { isSecretName } from '@/core/actions/redaction';

const only = (...fields: string[]) => ({ fields });
const message = (text: string) => admit(only('message'), { message: text }).message ?? '';

test('only the fields that were asked for are let in', () => {
  expect(admit(only('name', 'type'), { name: 'ether1', type: 'ether', 'private-key': 'x', serial: 'y' })).toEqual({
    name: 'ether1',
    type: 'ether',
  });
});

test('a field that is not in the answer is not made up, whatever objects inherit', () => {
  expect(Object.keys(admit(only('constructor', 'toString', 'name'), {}))).toEqual([]);
});

test('a router that calls its fields __proto__ or constructor changes no object', () => {
  const fields: Record<string, string> = JSON.parse('{"__proto__": "x", "constructor": "y", "name": "z"}');
  expect(Object.entries(admit(only('name'), fields))).toEqual([['name', 'z']]);
  expect(Object.entries(admit(only('__proto__', 'constructor'), fields))).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
  expect(Object.getPrototypeOf(admit(only('__proto__'), fields))).toBe(Object.prototype);
});

test.each([
  'password',
  'secret',
  'ipsec-secret',
  'private-key',
  'pre-shared-key',
  'preshared-key',
  'wpa2-pre-shared-key',
  'wpa-pre-shared-key',
  'security.passphrase',
  'passphrase',
  'static-key-0',
  'authentication-password',
  'tcp-md5-key',
  'auth-key',
  'sim-pin',
])('a field called %s is masked whatever it holds', (name) => {
  expect(admit(only(name), { [name]: 'correct horse' })).toEqual({ [name]: '[redacted]' });
  expect(admit(only(name), { [name]: '' })).toEqual({ [name]: '' });
});

test.each([
  'public-key',
  'name',
  'message',
  'packet-mark',
  'key-size',
  'secrets',
  'mac-address',
  'routing-mark',
  'spin',
])('%s is no name of a secret', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  ['set password=hunter2 by admin', 'set password=[redacted] by admin'],
  ['wpa2-pre-shared-key="two words", ok', 'wpa2-pre-shared-key=[redacted], ok'],
  ['Passphrase: abc', 'Passphrase: [redacted]'],
  ['secret="never closed', 'secret=[redacted]'],
  ['fetch https://joe:pw@example.net/x', 'fetch https://joe:[redacted]@example.net/x'],
  ['Authorization: Bearer abcdefghijkl', 'Authorization: Bearer [redacted]'],
  [
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- rest',
    '-----BEGIN RSA PRIVATE KEY-----[redacted] rest',
  ],
  ['-----BEGIN PRIVATE KEY-----\nMIIE', '-----BEGIN PRIVATE KEY-----[redacted]'],
])('in the middle of a text too: %j', (text, clean) => {
  expect(message(text)).toBe(clean);
});

test('what is no secret stays as the router wrote it', () => {
  for (const text of [
    'login failure for user admin from 192.0.2.7 via ssh',
    'user admin changed password',
    'ether1 link up (speed 1G, full duplex)',
  ])
    expect(message(text)).toBe(text);
});

test('one value is at most 4,096 characters, and says that it was cut', () => {
  expect(message('x'.repeat(4096))).toBe('x'.repeat(4096));
  const cut = message('x'.repeat(4097));
  expect(cut).toHaveLength(4096);
  expect(cut.endsWith('x [cut]')).toBe(true);
  expect(message(`${'x'.repeat(4080)} password=hunter2hunter2`)).not.toContain('hunter');
  expect(message('pin password=a '.repeat(400)).length).toBeLessThanOrEqual(4096);
});

test('nothing is let in that a database refuses or that fools a reader', () => {
  expect(message('a\u0000b\u001b[31mc\u202ed\ud800e')).toBe('a\ufffdb\ufffd[31mc\ufffdd\ufffde');
  expect(message('tab\tand line\nstay, ä € 🛰 too')).toBe('tab\tand line\nstay, ä € 🛰 too');
});

test('any text at all is taken, quickly and within bounds', () => {
  const pieces = fc.constantFrom(
    'password',
    '=',
    '"',
    '\\',
    '-',
    'a',
    ' ',
    '://',
    ':',
    '@',
    '-----BEGIN ',
    'PRIVATE KEY-----',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 3000 }), (parts) => {
      expect(message(parts.join('')).length).toBeLessThanOrEqual(4096);
    }),
    { numRuns: 200, seed: 20_260_101 },
  );
});
