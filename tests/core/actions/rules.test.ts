import { describe, expect, test } from 'vitest';
import type { Rule, Values } from '@/core/actions/parameter';
import { brokenBy } from '@/core/actions/rules';

describe('rules', () => {
  const explained = 'why';
  const broken = (rule: Rule, values: Values) => brokenBy(rule, values);

  test('any: at least one, of which an empty list is none', () => {
    const rule: Rule = { kind: 'any', of: ['a', 'b'], explained };
    expect(broken(rule, {})).toBe('a');
    expect(broken(rule, { c: 'x', b: [] })).toBe('a');
    for (const value of ['x', 0, false, ['x']]) expect(broken(rule, { b: value })).toBeNull();
  });

  test('together: all or none, and the first that is missing is named', () => {
    const rule: Rule = { kind: 'together', of: ['a', 'b', 'c'], explained };
    expect(broken(rule, {})).toBeNull();
    expect(broken(rule, { a: 'x', b: 0, c: false })).toBeNull();
    expect(broken(rule, { b: 'x' })).toBe('a');
    expect(broken(rule, { a: 'x', c: 'x' })).toBe('b');
    expect(broken(rule, { a: 'x', b: 'x', c: [] })).toBe('c');
  });

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

  test('network: no wider than so, and one address never is', () => {
    const rule: Rule = { kind: 'network', parameter: 'a', shortest: 22, explained };
    for (const value of ['10.0.0.0/22', '10.0.0.0/32', '10.0.0.1', '2001:db8::/32', '2001:db8::1', 'no network/1'])
      expect(broken(rule, { a: value })).toBeNull();
    for (const value of ['10.0.0.0/21', '0.0.0.0/0', '::/0', '2001::/16']) expect(broken(rule, { a: value })).toBe('a');
    expect(broken(rule, {})).toBeNull();
  });

  test('network: of a list each', () => {
    const rule: Rule = { kind: 'network', parameter: 'a', shortest: 22, explained };
    expect(broken(rule, { a: ['10.0.0.0/22', '10.1.0.1'] })).toBeNull();
    expect(broken(rule, { a: ['10.0.0.0/22', '0.0.0.0/0'] })).toBe('a');
  });

  test('family: of a list each', () => {
    const rule: Rule = { kind: 'family', parameter: 'a', family: 'f', explained };
    expect(broken(rule, { f: '4', a: ['10.0.0.0/22', '10.1.0.1'] })).toBeNull();
    expect(broken(rule, { f: '4', a: ['10.0.0.0/22', '2001:db8::1'] })).toBe('a');
    expect(broken(rule, { f: '6', a: '2001:db8::/32' })).toBeNull();
    expect(broken(rule, { f: '6', a: '10.0.0.1' })).toBe('a');
  });

  test('with: wanted where another value is this one, and in this form', () => {
    const rule = { kind: 'with', parameter: 'a', where: 'w', is: 'x', explained } as const;
    expect(broken(rule, { w: 'x' })).toBe('a');
    expect(broken(rule, { w: 'x', a: [] })).toBe('a');
    expect(broken(rule, { w: 'x', a: ['10.0.0.1'] })).toBeNull();
    expect(broken(rule, { w: 'y' })).toBeNull();
    expect(broken(rule, {})).toBeNull();
    const forms = { ipv4: '10.0.0.1', ipv6: '2001:db8::1', host: 'a.example' } as const;
    for (const form of ['ipv4', 'ipv6', 'host'] as const)
      for (const [of, value] of Object.entries(forms)) {
        expect(broken({ ...rule, form }, { w: 'x', a: value })).toBe(of === form ? null : 'a');
        expect(broken({ ...rule, form }, { w: 'y', a: value })).toBeNull();
      }
    expect(broken({ ...rule, form: 'ipv4' }, { w: 'x' })).toBe('a');
  });

  test('only: where another value is one of these', () => {
    const rule = { kind: 'only', parameter: 'a', where: 'w', is: ['x', 'y'], explained } as const;
    for (const w of ['x', 'y']) expect(broken(rule, { w, a: 'v' })).toBeNull();
    for (const values of [{ w: 'z', a: 'v' }, { a: 'v' }, { w: 'xy', a: false }, { w: ['x'], a: 'v' }])
      expect(broken(rule, values)).toBe('a');
    expect(broken(rule, { w: 'z' })).toBeNull();
    expect(broken(rule, { w: 'z', a: [] })).toBeNull();
    expect(broken({ ...rule, asNetwork: true }, { w: 'z', a: '10.0.0.1' })).toBeNull();
    expect(broken({ ...rule, asNetwork: true }, { w: 'z', a: '10.0.0.0/8' })).toBe('a');
  });
});
