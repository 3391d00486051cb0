import { expect, test } from 'vitest';
import { prefixIn, prefixOf } from './second-codec';
import { isAskedFor, type Row } from './second-queries';

test('the second router writes the lengths of the manual', () => {
  const written = [0, 0x7f, 0x80, 256, 0x3fff, 0x4000, 0x1f_ffff, 0x20_0000, 0xfff_ffff, 0x1000_0000, 0xffff_ffff];
  expect(written.map((length) => prefixOf(length).toString('hex'))).toEqual([
    '00',
    '7f',
    '8080',
    '8100',
    'bfff',
    'c04000',
    'dfffff',
    'e0200000',
    'efffffff',
    'f010000000',
    'f0ffffffff',
  ]);
  expect(written.map((length) => prefixIn(prefixOf(length), 0)?.length)).toEqual(written);
});

test.each([
  [
    ['?type=ether', '?type=vlan', '?#|'],
    ['a', 'b'],
  ],
  [['?type=ether', '?running=true'], ['a']],
  [
    ['?type=ether', '?#!'],
    ['b', 'c'],
  ],
  [['?-comment'], ['b', 'c']],
  [['?comment'], ['a']],
  [['?>mtu=900'], ['a', 'b']],
  [['?<mtu=1500'], ['c']],
  [['?=type=vlan'], ['b']],
  // Copies and replacements: the top twice, one below it, nothing but the one at the bottom.
  [['?type=ether', '?#.&'], ['a']],
  [['?type=ether', '?type=vlan', '?#1'], ['a']],
  [['?type=ether', '?type=vlan', '?#1.|!'], []],
] as const)('%j asks for %j', (queries, names) => {
  const rows: Row[] = [
    { name: 'a', type: 'ether', running: 'true', mtu: '1500', comment: 'up' },
    { name: 'b', type: 'vlan', running: 'true', mtu: '1500' },
    { name: 'c', type: 'bridge', running: 'false', mtu: '800' },
  ];
  expect(rows.filter((row) => isAskedFor(row, queries)).map(({ name }) => name)).toEqual(names);
});
