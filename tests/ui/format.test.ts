import { expect, test } from 'vitest';
import { browserName, clockTime, counted, day, millisecond, minute, utcOffset } from '@/ui/format';
import { readPreferences, writePreferences } from '@/ui/preferences';
import { restLine, restText } from '@/ui/rest-line';

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

test('preferences survive their cookie, and a cookie that somebody made up falls back to the defaults', () => {
  const kept = { theme: 'dark', density: 'comfortable', singleKeys: false } as const;
  expect(readPreferences(writePreferences(kept))).toEqual(kept);
  const usual = { theme: 'system', density: 'compact', singleKeys: true };
  expect([undefined, '', '"><script>', 'neon.huge'].map(readPreferences)).toEqual([usual, usual, usual, usual]);
});

test('the console line is the request itself: parameters encoded, absent ones left out', () => {
  const line = restLine('/api/v1/devices', { customer: 'acme-corp', q: 'a&b', tag: undefined, limit: 100 });
  expect(restText(line)).toBe('GET /api/v1/devices?customer=acme-corp&q=a%26b&limit=100');
  expect(restText(restLine('/api/v1/customers'))).toBe('GET /api/v1/customers');
});
