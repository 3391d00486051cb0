import { expect, test } from 'vitest';
import { SiteName, ZoneName } from '@/core/site-names';
import { placeNameIn } from '@/core/sites';

test.each([
  ...['Tower 07', ' north valley ', 'x', 'x'.repeat(64), ` ${'x'.repeat(64)} `, 'Büro', '𝔘'.repeat(64)],
  ...['', ' ', 'x'.repeat(65), '𝔘'.repeat(65), 'a\nb', ' a\n', 'a\u0000', '\u202ea', 'a\u2028', '\ud800'],
])('of %j the filter makes the name that the doors take, or none', (text) => {
  for (const schema of [SiteName, ZoneName]) {
    const taken = schema.safeParse(text);
    expect(placeNameIn(text)).toBe(taken.success ? taken.data : null);
  }
});

test('there are names, and what is none', () => {
  expect(placeNameIn(' Tower 07 ')).toBe('Tower 07');
  expect(placeNameIn('\u202eTower')).toBeNull();
});
