import { expect, test } from 'vitest';
import { changedWords } from '@/core/shown/changed-words';
import type { SnapshotChange } from '@/core/shown/snapshot-changes';

const menu = '/interface';
const removed = (line: string): SnapshotChange => ({ menu, kind: 'removed', line });
const added = (line: string): SnapshotChange => ({ menu, kind: 'added', line });

/** `- add name=a *mtu=1500*`: what only this line has between stars. */
const drawn = (changes: readonly SnapshotChange[]): string[] =>
  changedWords(changes).map(({ kind, words, isCompared }) =>
    [
      kind === 'added' ? '+' : '-',
      ...words.map(({ text, isSame }) => (isCompared && !isSame ? `*${text}*` : text)),
    ].join(' '),
  );

test('the two lines of a changed row stand together, the one that went first, and only what differs is marked', () => {
  expect(
    drawn([
      added('add comment="to Rovereto, new fibre" disabled=false mtu=1500 name=sfp1'),
      added('add disabled=false mtu=1500 name=sfp9'),
      removed('add comment="uplink \\"two\\"" disabled=false mtu=1500 name=sfp1'),
    ]),
  ).toEqual([
    '+ add disabled=false mtu=1500 name=sfp9',
    '- add *comment="uplink \\"two\\""* disabled=false mtu=1500 name=sfp1',
    '+ add *comment="to Rovereto, new fibre"* disabled=false mtu=1500 name=sfp1',
  ]);
});

test('a line is compared with the closest, and with none of which less than half is the same', () => {
  expect(
    drawn([
      removed('add a=1 b=1 name=one'),
      removed('add a=1 b=2 name=two'),
      added('add a=1 b=3 name=two'),
      added('add x=1 y=1 name=three'),
    ]),
  ).toEqual([
    '- add a=1 b=1 name=one',
    '- add a=1 *b=2* name=two',
    '+ add a=1 *b=3* name=two',
    '+ add x=1 y=1 name=three',
  ]);
});

test('no line is lost, none is told twice and no word is another, whatever a router says and however much', () => {
  const hostile = ['', '"', 'a="', 'a="b\\', 'a="b c"d"e f" g', '   ', 'set "\\""'];
  for (const many of [1, 40]) {
    const lines = Array.from({ length: many }, () => hostile).flat();
    const changes = lines.flatMap((line) => [removed(line), added(`${line} x`)]);
    const told = changedWords(changes).map(({ kind, words }) => `${kind}${words.map(({ text }) => text).join('')}`);
    const given = changes.map(({ kind, line }) => `${kind}${line}`);
    const bare = (texts: readonly string[]) => texts.map((text) => text.replace(/\s/g, '')).toSorted();
    expect(bare(told)).toEqual(bare(given));
  }
});
