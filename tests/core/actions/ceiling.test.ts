import { expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { Counted } from '@/core/actions/ceiling';
import { compile } from '@/core/actions/compile';

const ceiling = { place: 0, rows: 20_000, unless: 'protocol' };

test('a table above its ceiling is refused with both numbers and the way out, at the ceiling it is read', () => {
  const counted = new Counted();
  counted.take(0, { ret: '20000' });
  expect(counted.against(ceiling)).toBeNull();
  counted.take(0, { ret: '20001' });
  expect(counted.against(ceiling)).toBe(
    'The router has 20,001 rows in this table; more than 20,000 are gone through only with a protocol given.',
  );
  expect(counted.against(undefined)).toBeNull();
});

test('only a number counts, and only that of the place that is named', () => {
  const counted = new Counted();
  counted.take(1, { ret: '999999' });
  for (const ret of ['many', '-1', '', '1e9']) counted.take(0, { ret });
  counted.take(0, { protocol: 'tcp' });
  expect(counted.against(ceiling)).toBeNull();
  counted.take(0, { ret: '18446744073709551615' });
  expect(counted.against(ceiling)).toContain('18,446,744,073,709,551,615');
});

test('the sentence bears its ceiling until the parameter is given that lifts it', () => {
  const router = onlyVersion('7.20.8');
  const ceilings = (values: Record<string, string>) =>
    compile('fw.connections', values, router).map((sentence) => sentence.ceiling);
  expect(ceilings({ src: '10.0.0.9' })).toEqual([undefined, ceiling]);
  expect(ceilings({ src: '10.0.0.9', protocol: 'tcp' })).toEqual([undefined, undefined]);
});
