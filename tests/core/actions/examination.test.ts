import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountGroups, clockSkewSeconds, examination, policiesOf } from '@/core/actions/internal';

test('an examination asks for the clock and pings the router by itself, once, and nothing else', () => {
  const { clock, ping } = examination();
  expect([clock.path, ...clock.words]).toEqual(['/system/clock/print', '=.proplist=date,time,gmt-offset']);
  expect([ping.path, ...ping.words]).toEqual(['/tool/ping', '=address=127.0.0.1', '=count=1']);
});

test('which policies accounts have is read from two lists, and nothing but names, groups and policies of them', () => {
  const { users, groups } = accountGroups();
  expect([users.path, ...users.words]).toEqual(['/user/print', '=.proplist=name,group']);
  expect([groups.path, ...groups.words]).toEqual(['/user/group/print', '=.proplist=name,policy']);
});

test('the policies of an account are those that its group grants', () => {
  const users = [{ name: 'a', group: 'g' }, { name: 'b', group: 'gone' }, { name: 'c' }];
  const groups = [
    { name: 'g', policy: 'local,!telnet,read,!write,api' },
    { name: 'h', policy: 'write' },
  ];
  expect(policiesOf('a', users, groups)).toEqual(['local', 'read', 'api']);
  for (const name of ['b', 'c', 'of RADIUS', '']) expect(policiesOf(name, users, groups)).toBeNull();
  expect(policiesOf('a', users, [])).toBeNull();
  expect(policiesOf('a', [], groups)).toBeNull();
  expect(policiesOf('a', users, [{ name: 'g', policy: '' }])).toEqual([]);
});

const now = Date.UTC(2026, 6, 1, 12, 0, 0);
const skew = (fields: Readonly<Record<string, string>>, at = now) => clockSkewSeconds(fields, at);
const clock = (date: string, time: string, offset = '+00:00') => ({ date, time, 'gmt-offset': offset });

describe('how far a clock is ahead', () => {
  test.each([
    ['in UTC', clock('2026-07-01', '12:00:00'), 0],
    ['in the zone of Rome, in summer', clock('2026-07-01', '14:00:00', '+02:00'), 0],
    ['in Kathmandu', clock('2026-07-01', '17:45:00', '+05:45'), 0],
    ['in St. John’s, in summer', clock('2026-07-01', '09:30:00', '-02:30'), 0],
    ['where it is tomorrow', clock('2026-07-02', '02:00:00', '+14:00'), 0],
    ['where it is yesterday', clock('2026-07-01', '00:00:00', '-12:00'), 0],
    ['as RouterOS 6 writes it', clock('jul/01/2026', '14:00:00', '+02:00'), 0],
    ['ahead', clock('2026-07-01', '12:00:37'), 37],
    ['behind', clock('2026-07-01', '11:59:23'), -37],
    ['a day ahead, in a zone', clock('jul/02/2026', '14:00:00', '+02:00'), 86_400],
    ['without summer time where there is one', clock('2026-07-01', '14:00:00', '+01:00'), 3600],
    ['fresh from the factory', clock('1970-01-02', '00:00:00'), -1_782_820_800],
  ])('%s', (_what, fields, seconds) => {
    expect(skew(fields)).toBe(seconds);
  });

  test('a second is none: RouterOS tells whole ones', () => {
    for (const ms of [0, 400, 999, 1400, -400, -1400]) expect(skew(clock('2026-07-01', '12:00:00'), now + ms)).toBe(0);
    expect(skew(clock('2026-07-01', '12:00:00'), now + 2_000)).toBe(-2);
  });

  test.each([
    ['nothing', {}],
    ['no offset', { date: '2026-07-01', time: '12:00:00' }],
    ['no date', { time: '12:00:00', 'gmt-offset': '+00:00' }],
    ['no year', clock('07-01', '12:00:00')],
    ['no time', { date: '2026-07-01', 'gmt-offset': '+00:00' }],
    ['an offset in words', clock('2026-07-01', '12:00:00', 'UTC')],
    ['an offset without its sign', clock('2026-07-01', '12:00:00', '02:00')],
    ['an offset with seconds', clock('2026-07-01', '12:00:00', '+02:00:00')],
    ['a month that is none', clock('xyz/01/2026', '12:00:00')],
    ['an hour that is none', clock('2026-07-01', '24:00:00')],
    ['very much', clock('9'.repeat(100_000), '9'.repeat(100_000), '9'.repeat(100_000))],
  ])('is not known from %s', (_what, fields) => {
    expect(skew(fields)).toBeNull();
  });

  test('whatever a router says of its clock is a number that the database can hold, or none', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((part) => String(part).padStart(2, '0'));
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(two, two, two).map((parts) => parts.join(':')),
    );
    const dates = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.integer({ min: 0, max: 9999 }), two, two)
        .map(([year, ...rest]) => [String(year).padStart(4, '0'), ...rest].join('-')),
    );
    const offsets = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('+', '-'), two, two).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
    );
    const most = 2 ** 31 - 1;
    for (const year of ['0000', '1900', '2100', '9999']) {
      const seconds = skew(clock(`${year}-01-01`, '00:00:00')) ?? Number.NaN;
      expect(Number.isInteger(seconds) && Math.abs(seconds) <= most).toBe(true);
      expect(Math.abs(seconds)).toBeGreaterThan(1_000_000_000);
    }
    fc.assert(
      fc.property(dates, texts, offsets, (date, time, offset) => {
        const seconds = skew(clock(date, time, offset)) ?? 0;
        expect(Number.isInteger(seconds) && Math.abs(seconds) <= most).toBe(true);
      }),
    );
  });
});
