import { expect, test } from 'vitest';
import type { Column } from '@/core/actions/shown';
import { cell, columnsIn, isOn, othersIn, visible } from '@/core/shown/cells';

const column = (reads: Column['reads'], unit?: string): Column => ({
  field: 'x',
  title: 'X',
  reads,
  ...(unit ? { unit } : {}),
});
const shown = (reads: Column['reads'], text: string, unit?: string) => cell(column(reads, unit), { x: text });

test('values are written for people, and keep three digits at most', () => {
  expect(shown('bytes', '1604321')).toBe('1.53 MiB');
  expect(shown('bits', '95200000')).toBe('95.2 Mbps');
  expect(shown('counter', '18446744073709551615')).toBe('18,446,744,073,709,551,615');
  expect(shown('duration', '9ms445us')).toBe('9.4 ms');
  expect(shown('duration', '1w4d23h26m9s')).toBe('11d 23h');
  expect(shown('percent', '12', '%')).toBe('12 %');
  expect(shown('number', '1500', 'MHz')).toBe('1500 MHz');
  expect(shown('boolean', 'true')).toBe('yes');
  expect(shown('list', 'system,info,account')).toBe('system, info, account');
});

test('what does not read as expected is shown as it came, never as nothing and never as a number', () => {
  expect(shown('bytes', 'lots')).toBe('lots');
  expect(shown('duration', '0s')).toBe('0 s');
  expect(shown('duration', '0ms')).toBe('0.0 ms');
  expect(shown('duration', 'never')).toBe('never');
  expect(shown('percent', '4000')).toBe('4000');
  expect(cell(column('text'), {})).toBeNull();
  expect(cell(column('text'), { x: '' })).toBeNull();
});

test('text that could make one line look like another is written out', () => {
  expect(visible('a\u202eb\u0000c\nd')).toBe('a‹U+202E›b‹U+0000›c‹U+000A›d');
  expect(shown('text', 'ether1\u2066')).toBe('ether1‹U+2066›');
  expect(visible('<b>1</b> Ülenurme ✓')).toBe('<b>1</b> Ülenurme ✓');
});

test('an older name of a field stands in for it; a name of JavaScript is no field', () => {
  expect(cell({ ...column('text'), orElse: 'y' }, { y: 'old' })).toBe('old');
  expect(cell({ ...column('text'), field: 'constructor' }, {})).toBeNull();
  expect(isOn('toString', {})).toBe(false);
});

test('a column that no row has is not drawn, and rare fields are not hidden', () => {
  const columns = [column('text'), { ...column('text'), field: 'y' }];
  expect(columnsIn(columns, [{ x: 'a' }, { x: '' }]).map(({ field }) => field)).toEqual(['x']);
  expect(othersIn(['vrf', 'l2mtu'], { vrf: 'main', l2mtu: '' })).toBe('vrf=main');
});
