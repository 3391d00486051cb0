import { expect, test } from 'vitest';
import { addressOf, freeName, isAccount, isAddress, makePassword } from '@/ui/enrolment/account';
import { notUtf8, readTags, templateAddress, tooLarge } from '@/ui/enrolment/device-file';
import type { Unconfirmed } from '@/ui/enrolment/enrolment';
import { isExamined, isOpen, pauseMs, waits } from '@/ui/enrolment/looks';

test('a password has 24 letters and digits, and no byte makes one likelier than another', () => {
  let next = 0;
  const counting = (bytes: Uint8Array) => {
    for (const index of bytes.keys()) bytes[index] = next++ % 256;
  };
  const drawn = Array.from({ length: 31 }, () => makePassword(counting)).join('');
  expect(drawn).toMatch(/^[A-Za-z0-9]{744}$/);
  // 256 bytes give each of the 62 signs four times; the eight bytes above that are not used.
  const counts = new Map<string, number>();
  for (const sign of drawn) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  expect(counts.size).toBe(62);
  expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2);
  expect(makePassword((bytes) => bytes.fill(255 - 8))).toMatch(/^9{24}$/);
});

test('our address is proposed where the page is opened by one that a router could see', () => {
  expect(addressOf('192.0.2.7')).toBe('192.0.2.7');
  expect(addressOf('[2001:db8::7]')).toBe('2001:db8::7');
  for (const name of ['routeward.example', 'localhost', '127.0.0.1', '[::1]', '999.1.1.1'])
    expect(addressOf(name)).toBe('');
});

test('what stands in a line without quotes is one word of it', () => {
  for (const address of ['192.0.2.7', '192.0.2.0/24', '2001:db8::/32', '1:2:3:4:5:6:7:8'])
    expect(isAddress(address)).toBe(true);
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4/33',
    '1.2.3.4/',
    '::1/129',
    '1.2.3.4 disabled=no',
    '1.2.3.4/8/8',
    ';',
    '$x',
    'a:b',
  ])
    expect(isAddress(text), text).toBe(false);
  expect(isAccount('routeward-read')).toBe(true);
  for (const text of ['', 'two words', 'a;b', '"a"', '-a', 'a\n', 'a'.repeat(52)])
    expect(isAccount(text), text).toBe(false);
});

test('credentials are called by the first name that is free', () => {
  expect(freeName('Reading', [])).toBe('Reading');
  expect(freeName('Reading', ['Reading', 'Reading 2', 'Other'])).toBe('Reading 3');
});

test('a file is refused by its size and its letters before it is sent', () => {
  expect(tooLarge(900_000)).toBeNull();
  expect(tooLarge(900_001)).toBe('The file has 901 kB; at most 900 kB go at a time. Split it.');
  expect(notUtf8('S\u00e3o')).toBeNull();
  expect(notUtf8('S\ufffdo')).toMatch(/not UTF-8/);
  expect(decodeURIComponent(templateAddress)).toBe(
    'data:text/csv;charset=utf-8,name,address,port,site,tags,fingerprint,credentials\r\n',
  );
  expect(readTags(' core, tower;ap  x ')).toEqual(['core', 'tower', 'ap', 'x']);
  expect(readTags('')).toEqual([]);
});

const device = (facts: Partial<Unconfirmed>): Unconfirmed => ({
  // safe: only compared here.
  id: 'd1' as Unconfirmed['id'],
  ...{ name: 'spare', address: '192.0.2.9', port: 8729, site: null, pin: null, shownPin: null },
  ...{ faultCode: null, faultReason: null, triedAt: null },
  ...facts,
});
const [early, later] = ['2026-11-24T20:00:00.000Z', '2026-11-24T20:00:05.000Z'];

test('while a first look is to come one asks often, for what shows nothing seldom, and else not at all', () => {
  const none = new Map<string, string | null>();
  const seen = device({ triedAt: early, faultCode: 'notConfirmed', shownPin: 'a1' });
  const blind = device({ triedAt: early, faultCode: 'unreachable' });
  expect(pauseMs([seen, device({})], none)).toBe(3_000);
  expect(pauseMs([seen, blind], none)).toBe(30_000);
  expect(pauseMs([seen], none)).toBeNull();
  // Asked again, it waits until it was tried since.
  expect(waits(blind, new Map([['d1', early]]))).toBe(true);
  expect(waits({ ...blind, triedAt: later }, new Map([['d1', early]]))).toBe(false);
});

test('what was confirmed and not tried since is not to be confirmed again', () => {
  expect(isOpen(device({}))).toBe(true);
  expect(isOpen(device({ pin: 'a1', shownPin: 'b2' }))).toBe(true);
  expect(isOpen(device({ pin: 'b2', shownPin: 'b2' }))).toBe(false);
});

test('only what was examined after somebody asked for it is what that person waits for', () => {
  for (const [examinedAt, is] of [
    [null, false],
    [early, false],
    [later, true],
  ] as const)
    expect(isExamined({ examinedAt }, later)).toBe(is);
});
