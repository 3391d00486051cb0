import { expect, test } from 'vitest';
import { figuresOf, regionIn, withFigures } from './figures';
import { read } from './tree';

const readme = read('README.md').text;

test('the README’s figures of the catalogue are those of the catalogue: npm run figures', () => {
  expect(regionIn(readme)).toBe(figuresOf(readme));
});

test('that law bites', () => {
  const old = withFigures(readme, regionIn(readme).replace('81: 48 reads', '80: 47 reads'));
  expect(regionIn(old)).not.toBe(figuresOf(old));
});
