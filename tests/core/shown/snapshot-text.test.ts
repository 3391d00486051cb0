import { expect, test } from 'vitest';
import { snapshotMenus } from '@/core/actions/families/snapshot-menus';
import { reads } from '@/core/actions/index';
import { changeCounts, notCompared, snapshotChanges } from '@/core/shown/snapshot-changes';
import { snapshotText, unread } from '@/core/shown/snapshot-text';

const list = '/ip/firewall/address-list';
const place = snapshotMenus.findIndex(({ path }) => path === list);
const dns = { sentence: snapshotMenus.findIndex(({ path }) => path === '/ip/dns'), fields: { servers: '1.1.1.1' } };
/** An address list of so many rows, which begins with that address. */
const listed = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({
    sentence: place,
    fields: { list: 'blocked', address: `10.${(from + at) >> 16}.${((from + at) >> 8) & 255}.${(from + at) & 255}` },
  }));
const textOf = (count: number, from = 0) => snapshotText([...listed(count, from), dns]);

test('the cap in the text is that at which the reading ends', () => {
  const caps = reads
    .filter(({ id }) => id === 'cfg.snapshot')
    .flatMap(({ sentences }) => sentences.map(({ rowCap }) => rowCap));
  expect(new Set(caps)).toEqual(new Set([20_000]));
  expect(unread).toContain('20000 rows');
});

test('a menu that was not read to the end says so in the place of its rows, and the others stand', () => {
  expect(textOf(20_000)).toBe(`${list}\n  ${unread}\n/ip/dns\n  set servers=1.1.1.1\n`);
  const whole = textOf(19_999);
  expect(whole).not.toContain(unread);
  expect(whole.match(/^ {2}add /gm)).toHaveLength(19_999);
});

test('rows that the router made itself are read too, so they count', () => {
  const made = listed(20_000).map(({ sentence, fields }) => ({ sentence, fields: { ...fields, dynamic: 'true' } }));
  expect(snapshotText(made.slice(1))).toBe('');
  expect(snapshotText(made)).toBe(`${list}\n  ${unread}\n`);
});

test('which rows came first is no change, byte for byte; nor are they compared with those of a menu that is whole', () => {
  expect(textOf(20_000, 7)).toBe(textOf(20_000));
  expect(snapshotChanges(textOf(20_000), textOf(20_000, 7))).toEqual([]);
  const [whole, cut] = [textOf(3), textOf(20_000)];
  expect(snapshotChanges(whole, cut)).toEqual([{ menu: list, kind: 'added', line: unread }]);
  expect(snapshotChanges(cut, whole)).toEqual([{ menu: list, kind: 'removed', line: unread }]);
  expect(changeCounts(snapshotChanges(whole, cut))).toEqual({ [list]: { added: 1, removed: 0 } });
  for (const pair of [
    [cut, cut],
    [whole, cut],
    [cut, whole],
  ] as const)
    expect(notCompared(...pair)).toEqual([list]);
  expect(notCompared(whole, whole)).toEqual([]);
});

test('what changed in another menu is told all the same', () => {
  const before = snapshotText(listed(20_000));
  expect(snapshotChanges(before, textOf(20_000))).toEqual([
    { menu: '/ip/dns', kind: 'added', line: 'set servers=1.1.1.1' },
  ]);
});

test('no router can write that a menu was not read', () => {
  for (const comment of [unread, `\n  ${unread}\n`, `"\n  ${unread}`]) {
    const text = snapshotText([{ sentence: place, fields: { address: unread, comment, list: `\r\n  ${unread}` } }]);
    expect(text.split('\n').map((line) => line.trim())).not.toContain(unread);
    expect(notCompared(text, text)).toEqual([]);
  }
});
