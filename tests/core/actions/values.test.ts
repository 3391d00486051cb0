import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockMoment, momentOf, routerTime } from '@/core/actions/router-time';
import { bits, boolean, bytes, counter, durationMs, list, number, percent } from '@/core/actions/values';

test.each([
  ['9ms445us', 9.445],
  ['445us', 0.445],
  ['0ms', 0],
  ['1s', 1000],
  ['1s500ms', 1500],
  ['1w4d23h26m9s', 1_034_769_000],
  ['26m', 1_560_000],
  ['00:00:01', 1000],
  ['00:00:00.250', 250],
  ['1d02:03:04', 93_784_000],
  ['2w3d04:05:06', 1_483_506_000],
])('%s lasts %d ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test.each(['', 'ms', '5', '-1s', '1s1m', '1 s', '1:00', '00:60:00', '1e9s', 'timeout', 'never', '9999999999s', '1s\n'])(
  '%j is no duration',
  (text) => {
    expect(durationMs(text)).toBeNull();
  },
);

test('a counter keeps every digit', () => {
  expect(counter('18446744073709551615')).toBe(18_446_744_073_709_551_615n);
  for (const text of ['', '-1', '1.5', '1e3', '0x1', ' 1', '9'.repeat(21)]) expect(counter(text)).toBeNull();
});

test('booleans come in two spellings', () => {
  expect(['true', 'yes', 'false', 'no', 'True', ''].map(boolean)).toEqual([true, true, false, false, null, null]);
});

test('a percentage is between nothing and all', () => {
  expect(['12', '12%', '0.5%', '100', '101', '-1', '%', ''].map(percent)).toEqual([
    12,
    12,
    0.5,
    100,
    null,
    null,
    null,
    null,
  ]);
});

test('sizes and rates come bare and with units', () => {
  expect(['1048576', '15.5MiB', '2GiB', '1KB', ''].map(bytes)).toEqual([
    1_048_576n,
    16_252_928n,
    2_147_483_648n,
    null,
    null,
  ]);
  expect(['1000', '95.2Mbps', '10kbps', '1constructor'].map(bits)).toEqual([1000n, 95_200_000n, 10_000n, null]);
});

test('a list is its parts', () => {
  expect(list('system,error, critical;;')).toEqual(['system', 'error', 'critical']);
  expect(list('')).toEqual([]);
});

const now = clockMoment({ date: '2026-03-01', time: '12:00:00' });
const at = (text: string, clock = now) => {
  const time = routerTime(text);
  const moment = time === null ? null : momentOf(time, clock);
  return moment === null ? null : new Date(moment).toISOString().slice(0, 19);
};

test('a log time in any of its forms has its place on the clock of the router', () => {
  expect(at('2026-02-28 23:59:59')).toBe('2026-02-28T23:59:59');
  expect(at('feb/28/2026 23:59:59')).toBe('2026-02-28T23:59:59');
  expect(at('02-28 10:00:00')).toBe('2026-02-28T10:00:00');
  expect(at('feb/28 10:00:00')).toBe('2026-02-28T10:00:00');
  expect(at('11:59:00')).toBe('2026-03-01T11:59:00');
});

test('what the entry leaves out lies in the past: yesterday, last year', () => {
  expect(at('23:00:00')).toBe('2026-02-28T23:00:00');
  expect(at('dec/31 10:00:00')).toBe('2025-12-31T10:00:00');
  expect(at('12:00:30')).toBe('2026-03-01T12:00:30');
});

test('without a clock only a whole date has a place', () => {
  expect(at('2026-02-28 23:59:59', null)).toBe('2026-02-28T23:59:59');
  expect(at('11:59:00', null)).toBeNull();
  expect(at('feb/28 10:00:00', null)).toBeNull();
  expect(clockMoment({ date: 'mar/01/2026', time: '12:00:00' })).toBe(now);
  expect(clockMoment({})).toBeNull();
});

test.each([
  '',
  'now',
  '25:00:00',
  '12:61:00',
  'foo/01 12:00:00',
  '2026-13-01 12:00:00',
  '2026-02-28T12:00:00',
  'a b 12:00:00',
])('%j is no log time', (text) => {
  expect(routerTime(text)).toBeNull();
});

test('no reader throws, whatever a router says', () => {
  const readers = [
    durationMs,
    counter,
    number,
    boolean,
    percent,
    bytes,
    bits,
    list,
    routerTime,
    (text: string) => clockMoment({ date: text, time: text }),
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('1', '9', 'w', 'd', 'm', 's', 'ms', ':', '.', '-', '/', ' ', 'jan', '%', 'MiB', ','), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (said) => {
      for (const read of readers) {
        const value: unknown = read(said);
        expect(typeof value === 'number' && !Number.isFinite(value)).toBe(false);
      }
    }),
    { numRuns: 10_000, seed: 20_260_101 },
  );
});
