import { describe, expect, test } from 'vitest';
import { subjectsIn } from '@/core/lookup/subjects-in';

const kindsOf = (text: string) => subjectsIn(text).map(({ kind, text }) => `${kind} ${text}`);

describe('what a text may stand for', () => {
  test.each([
    ['00:0c:42:1a:2b:3c', 'mac 00:0C:42:1A:2B:3C'],
    ['00-0C-42-1A-2B-3C', 'mac 00:0C:42:1A:2B:3C'],
    ['000c.421a.2b3c', 'mac 00:0C:42:1A:2B:3C'],
    ['000C421A2B3C', 'mac 00:0C:42:1A:2B:3C'],
    [' 10.20.1.7 ', 'ip 10.20.1.7'],
    ['2001:DB8:0:0::7', 'ip 2001:db8::7'],
  ])('%s is one thing, as RouterOS writes it', (typed, subject) => {
    expect(kindsOf(typed)).toEqual([subject]);
  });

  test.each([
    ['120', ['vlan 120', 'name 120']],
    ['vlan 120', ['vlan 120', 'name vlan 120']],
    ['VLAN120', ['vlan 120', 'name VLAN120']],
    ['7', ['vlan 7']],
    ['0042', ['vlan 42', 'name 0042']],
  ])('%s may be a VLAN and part of a name', (typed, subjects) => {
    expect(kindsOf(typed)).toEqual(subjects);
  });

  test.each([
    ['maria', ['name maria']],
    ['Čapek', ['name Čapek']],
    ['4095', ['name 4095']],
    ['10.20.1.256', ['name 10.20.1.256']],
    ['00:0c:42:1a:2b', ['name 00:0c:42:1a:2b']],
    ['00:0c-42:1a:2b:3c', ['name 00:0c-42:1a:2b:3c']],
    ['10.0.0.0/8', ['name 10.0.0.0/8']],
  ])('%s is no more than part of a name', (typed, subjects) => {
    expect(kindsOf(typed)).toEqual(subjects);
  });

  test.each(['', '  ', 'ab', '0', 'a\nb\nc', 'a\u0000bc', '\u202eabc', 'x'.repeat(101)])(
    '%j is nothing that routers are asked for',
    (typed) => {
      expect(subjectsIn(typed)).toEqual([]);
    },
  );
});
