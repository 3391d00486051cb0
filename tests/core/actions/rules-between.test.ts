import { describe, expect, test } from 'vitest';
import type { Rule, Values } from '@/core/actions/parameter';
import { brokenBy } from '@/core/actions/rules';

describe('what has to hold between values', () => {
  const explained = 'why';
  const broken = (rule: Rule, values: Values) => brokenBy(rule, values);

  test('one: exactly one of them', () => {
    const rule: Rule = { kind: 'one', of: ['a', 'b', 'c'], explained };
    expect(broken(rule, {})).toBe('a');
    for (const values of [{ a: 'x' }, { c: 'x' }]) expect(broken(rule, values)).toBeNull();
    expect(broken(rule, { a: 'x', c: 'y' })).toBe('c');
  });

  test('beside, not, different', () => {
    const beside: Rule = { kind: 'beside', parameter: 'a', other: 'b', explained };
    expect(broken(beside, { a: 'x' })).toBe('a');
    for (const values of [{}, { b: 'x' }, { a: 'x', b: 'y' }]) expect(broken(beside, values)).toBeNull();
    const not: Rule = { kind: 'not', parameter: 'a', is: ['all', 'none'], explained };
    expect(broken(not, { a: 'none' })).toBe('a');
    for (const values of [{}, { a: 'WAN' }]) expect(broken(not, values)).toBeNull();
    const different: Rule = { kind: 'different', of: ['a', 'b', 'c'], explained };
    expect(broken(different, { a: 'x', b: 'y', c: 'x' })).toBe('c');
    for (const values of [{}, { a: 'x' }, { a: 'x', b: 'y' }]) expect(broken(different, values)).toBeNull();
  });

  test('apart: no address in common, however wide they are', () => {
    const rule: Rule = { kind: 'apart', of: ['a', 'b'], explained };
    for (const b of ['10.0.0.0/24', '10.0.0.128/25', '10.0.0.7', '0.0.0.0/0', '10.0.0.255/16'])
      expect(broken(rule, { a: '10.0.0.0/24', b })).toBe('b');
    for (const b of ['10.0.1.0/24', '9.255.255.255', '2001:db8::/32', '224.0.0.0/3'])
      expect(broken(rule, { a: '10.0.0.0/24', b })).toBeNull();
    expect(broken(rule, { a: '10.0.0.0/24' })).toBeNull();
  });

  test('neighbour: another host in the same network', () => {
    const rule: Rule = { kind: 'neighbour', parameter: 'a', other: 'b', explained };
    for (const a of ['10.255.0.1', '10.255.0.0', '10.255.0.3', '10.255.0.5'])
      expect(broken(rule, { a, b: '10.255.0.1/30' })).toBe('a');
    expect(broken(rule, { a: '10.255.0.2', b: '10.255.0.1/30' })).toBeNull();
    expect(broken(rule, { a: '10.255.0.0', b: '10.255.0.1/31' })).toBeNull();
    expect(broken(rule, { a: '10.255.0.2' })).toBeNull();
  });
});
