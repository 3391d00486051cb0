import { expect, test } from 'vitest';
import { readPreferences, writePreferences } from '@/ui/preferences';
import { restLine, restText } from '@/ui/rest-line';

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
