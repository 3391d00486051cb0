import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemOfMail } from '@/core/configuration/mail';
import { AddressOrRange, isAddress, isWithin, Range } from '@/core/configuration/ranges';
import { contactExpires, securityTxt } from '@/core/configuration/security-txt';
import { Changes, proxiesFrom, settingNames, settings, settingsFrom, typedValue } from '@/core/configuration/settings';
import { WebhookUrl } from '@/core/configuration/webhooks';

test('what is usual is what its own schema takes, and a secret has nothing usual', () => {
  for (const name of settingNames) {
    const { usual, schema, isSecret } = settings[name];
    if (usual !== null) expect(schema.safeParse(usual).success, name).toBe(true);
    if (isSecret) expect(usual).toBeNull();
  }
});

test('whatever is kept, what is read is a value of its schema, or the usual one', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...settingNames), fc.jsonValue()), (kept) => {
      const read = settingsFrom(new Map(Object.entries(kept)));
      for (const name of settingNames) {
        const value = read[name];
        expect(value === settings[name].usual || settings[name].schema.safeParse(value).success).toBe(true);
      }
      expect(read['mail.password']).toBeNull();
    }),
  );
});

test('lifetimes cannot be made longer than those of the design', () => {
  const refused = (changes: Record<string, unknown>) => Changes.safeParse(changes).success === false;
  expect(refused({ 'sign-in.idle-hours-admins': 13 })).toBe(true);
  expect(refused({ 'sign-in.idle-hours-others': 169 })).toBe(true);
  expect(refused({ 'sign-in.days': 31 })).toBe(true);
  expect(refused({ 'sign-in.days': 0 })).toBe(true);
});

test('what is typed on a command line is read as the setting has it', () => {
  expect(typedValue('results.days', '30')).toBe(30);
  expect(typedValue('results.days', '3e1')).toBe('3e1');
  expect(typedValue('devices.ranges', '10.20.0.0/16, 10.30.0.0/16')).toEqual(['10.20.0.0/16', '10.30.0.0/16']);
});

test.each([
  ['10.20.30.40/16', '10.20.0.0/16'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8::1/32', '2001:db8::/32'],
])('the range %s is kept as %s', (given, kept) => {
  expect(Range.parse(given)).toBe(kept);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7/28', '192.0.2.0/28'],
  ['2001:DB8::0:7', '2001:db8::7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
])('the proxy %s is kept as %s', (given, kept) => {
  expect(AddressOrRange.parse(given)).toBe(kept);
});

test.each(['localhost', '127.1', '2130706433', '10.0.0.0/33', 'fe80::1%eth0', 'fe80::1%eth0/64', ''])(
  '“%s” is no proxy',
  (given) => {
    expect(AddressOrRange.safeParse(given).success).toBe(false);
  },
);

test('proxies that this version cannot read are none, so that nobody is believed', () => {
  expect(proxiesFrom(['192.0.2.7'])).toEqual(['192.0.2.7']);
  for (const kept of [undefined, null, '192.0.2.7', ['192.0.2.7', 'all'], Array(51).fill('192.0.2.7')])
    expect(proxiesFrom(kept)).toEqual([]);
});

test.each([
  '10.20.0.0',
  '10.20/16',
  '10.20.0.0/33',
  '10.20.0.0/',
  '10.20.0.0/08/8',
  '0x0a.0.0.0/8',
  '010.0.0.0/8',
  '::/129',
  '',
  'all',
])('"%s" is no range', (given) => {
  expect(Range.safeParse(given).success).toBe(false);
});

test('an address lies in a range of its own kind, also in the disguise of the other', () => {
  expect(isWithin('10.20.1.1', ['10.20.0.0/16'])).toBe(true);
  expect(isWithin('10.21.1.1', ['10.20.0.0/16'])).toBe(false);
  expect(isWithin('::ffff:10.20.1.1', ['10.20.0.0/16'])).toBe(true);
  expect(isWithin('2001:db8::1', ['10.20.0.0/16', '2001:db8::/32'])).toBe(true);
  expect(isWithin('0a14:0101::', ['10.20.0.0/16'])).toBe(false);
  expect(isWithin('10.20.1.1', [])).toBe(true);
  expect(isWithin('tower.example.net', ['0.0.0.0/0'])).toBe(false);
  expect(isAddress('10.1')).toBe(false);
});

test('mail without TLS is for this machine alone', () => {
  expect(problemOfMail({ host: 'localhost', security: 'none' })).toBeNull();
  expect(problemOfMail({ host: 'mail.example.net', security: 'none' })).toContain('over TLS alone');
  expect(problemOfMail({ host: '127.0.0.1.example.net', security: 'none' })).toContain('over TLS alone');
});

test('a webhook’s address is https, without an account and without a fragment', () => {
  expect(WebhookUrl.parse('https://hooks.example.net/a?b=c#d')).toBe('https://hooks.example.net/a?b=c');
  for (const url of ['http://example.net/', 'https://a:b@example.net/', 'ftp://example.net/', 'example.net'])
    expect(WebhookUrl.safeParse(url).success, url).toBe(false);
});

test('security.txt has the fields of RFC 9116, each on a line that ends with CR LF, and ends within a year', () => {
  const since = '2026-11-24T12:00:00.000Z';
  expect(securityTxt({ contact: 'mailto:a@example.net', since, publicUrl: 'https://routeward.example.net' })).toBe(
    'Contact: mailto:a@example.net\r\nExpires: 2027-11-23T12:00:00Z\r\nPreferred-Languages: en\r\nCanonical: https://routeward.example.net/.well-known/security.txt\r\n',
  );
  expect(contactExpires(since)).toBe('2027-11-23T12:00:00Z');
});
