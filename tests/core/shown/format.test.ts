import { expect, test } from 'vitest';
import {
  age,
  bitRate,
  browserName,
  byteSize,
  clockTime,
  counted,
  day,
  millisecond,
  milliseconds,
  minute,
  percentage,
  span,
  utcOffset,
} from '@/core/shown/format';

const at = '2026-11-23T14:07:32.123456Z';

test('every time is UTC and ISO, whatever zone the machine is in', () => {
  expect(day(at)).toBe('2026-11-23');
  expect(minute('2026-11-23T23:59:00+02:00')).toBe('2026-11-23 21:59');
  expect(millisecond(at)).toBe('2026-11-23 14:07:32.123');
  expect(clockTime(new Date(at))).toBe('14:07:32');
});

test('the local offset has a sign and minutes', () => {
  expect([0, -120, 330, -345].map(utcOffset)).toEqual(['+00:00', '+02:00', '−05:30', '+05:45']);
});

test('a count has its noun and its groups of three', () => {
  expect([1, 0, 1204].map((count) => counted(count, 'device'))).toEqual(['1 device', '0 devices', '1,204 devices']);
  expect([1, 2].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
});

test('a browser is named from its agent, and what is not known is shown as it came', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
  expect(browserName(chrome)).toBe('Chrome 156 on Linux');
  expect(browserName(`${chrome} Edg/156.0.0.0`)).toBe('Edge 156 on Linux');
  expect(browserName(iphone)).toBe('Safari 19 on iOS');
  expect(browserName('curl/8.9.1')).toBe('curl 8');
  expect(browserName('<script>')).toBe('<script>');
});

test('an age has one unit, a span two', () => {
  expect([-5, 14_000, 840_000, 3 * 3_600_000, 47 * 3_600_000, 49 * 3_600_000].map(age)).toEqual([
    '0 s',
    '14 s',
    '14 m',
    '3 h',
    '47 h',
    '2 d',
  ]);
  expect([0, 12.9, 185, 15_120, 41 * 86_400 + 6 * 3600].map(span)).toEqual([
    '0 s',
    '12 s',
    '3m 05s',
    '4h 12m',
    '41d 6h',
  ]);
});

test('round trips have one decimal below 100, and never a raw float', () => {
  expect([0, 0.01, 0.44, 23.66, 99.96, 1234.5].map(milliseconds)).toEqual([
    '0.0',
    '<0.1',
    '0.4',
    '23.7',
    '100',
    '1,235',
  ]);
  expect([0, 4.24, 5.03, 100, 33.333].map(percentage)).toEqual(['0', '4.2', '5', '100', '33.3']);
});

test('rates and sizes keep three digits and change the unit before a fourth', () => {
  expect([0n, 950n, 95_200_000n, 999_999n, 1_000_000_000n].map(bitRate)).toEqual([
    '0 bps',
    '950 bps',
    '95.2 Mbps',
    '1.00 Mbps',
    '1.00 Gbps',
  ]);
  expect([512n, 1536n, 16_043_213n, 1_048_575n].map(byteSize)).toEqual(['512 B', '1.50 KiB', '15.3 MiB', '1.00 MiB']);
});
