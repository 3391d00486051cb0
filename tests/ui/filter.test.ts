import { expect, test } from 'vitest';
import { culpritOf, filterAddress, isUnfinished, parseFilter, readFilter, tokensOf } from '@/ui/devices/filter';

test('typed text is split into free text and one tag', () => {
  expect(parseFilter('  tower  tag:Core 10.20 ')).toEqual({ q: 'tower 10.20', tag: 'core' });
  expect(parseFilter('tag:a tag:b')).toEqual({ tag: 'b' });
  expect(parseFilter('   ')).toEqual({});
});

test('what cannot be a tag stays free text, so that it is named as what found nothing', () => {
  expect(parseFilter('tag:')).toEqual({ q: 'tag:' });
  expect(parseFilter('tag:Ä!')).toEqual({ q: 'tag:Ä!' });
  expect(readFilter({ tag: 'no tag' })).toEqual({ q: 'tag', tag: 'no' });
});

test('a filter survives the way into an address and back', () => {
  const filter = { q: 'a&b=c #1', tag: 'core', after: 'x_-' };
  const { searchParams } = new URL(filterAddress('/devices', filter), 'https://here.invalid');
  expect(readFilter(Object.fromEntries(searchParams))).toEqual(filter);
  expect(filterAddress('/devices', {})).toBe('/devices');
});

test('a parameter named twice counts once, and one of 10,000 letters is cut', () => {
  expect(readFilter({ q: ['one', 'two'] })).toEqual({ q: 'one' });
  expect(readFilter({ q: 'x'.repeat(10_000) }).q).toHaveLength(128);
});

test('of two tokens the one that finds nothing by itself is named', async () => {
  const none = async ({ q, tag }: { q?: string; tag?: string }) => ({ total: tag === 'gone' || q === 'gone' ? 0 : 5 });
  expect(await culpritOf({ q: 'core', tag: 'gone' }, 0, none)).toBe('tag:gone');
  expect(await culpritOf({ q: 'gone', tag: 'core' }, 0, none)).toBe('"gone"');
  expect(await culpritOf({ q: 'here', tag: 'core' }, 0, none)).toBeNull();
  expect(await culpritOf({ q: 'gone', tag: 'gone' }, 3, none)).toBeNull();
});

test('a state is typed as a token and kept as a parameter of its own', () => {
  expect(parseFilter('tower STATUS:NoData')).toEqual({ q: 'tower', state: 'noData' });
  expect(parseFilter('status:down status:up')).toEqual({ state: 'up' });
  expect(parseFilter('status:sideways')).toEqual({ q: 'status:sideways' });
  expect(readFilter({ state: 'down', q: 'tower' })).toEqual({ q: 'tower', state: 'down' });
  expect(readFilter({ state: 'DROP TABLE' })).toEqual({});
  expect(filterAddress('/devices', { state: 'noData' })).toBe('/devices?state=noData');
});

test('a site and a zone are tokens too, in quotation marks where they have several words', () => {
  const filter = { q: 'gw', site: 'Tower 07', zone: 'North' };
  expect(parseFilter('site:"Tower 07" gw ZONE:North')).toEqual(filter);
  expect(tokensOf(filter).map(({ text }) => text)).toEqual(['site:"Tower 07"', 'zone:North', '"gw"']);
  expect(parseFilter(tokensOf({ site: 'Tower 07' })[0]?.text ?? '')).toEqual({ site: 'Tower 07' });
  expect(parseFilter('site:a site:b')).toEqual({ site: 'b' });
  expect(parseFilter('site:"" zone:')).toEqual({ q: 'site:"" zone:' });
  const { searchParams } = new URL(filterAddress('/devices', filter), 'https://here.invalid');
  expect(readFilter(Object.fromEntries(searchParams))).toEqual(filter);
  expect(readFilter({ site: 'a\u0000b', zone: 'x'.repeat(65) })).toEqual({});
});

test('a token that is being typed is not searched for yet', () => {
  for (const text of ['tag:co', 'gw status:', 'site:', 'site:Tow', 'site:"Tower 0', 'a zone:"x y'])
    expect([text, isUnfinished(text)]).toEqual([text, true]);
  for (const text of ['tag:core ', 'site:"Tower 07"', 'site:Hill ', 'tower', 'website'])
    expect([text, isUnfinished(text)]).toEqual([text, false]);
});
