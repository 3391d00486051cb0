import { describe, expect, test } from 'vitest';
import { bucketAt, bucketsFor } from '@/core/audit/buckets';
import { shareDone } from '@/core/audit/exports';
import { momentIn } from '@/core/audit/moment';
import { auditQueryText, emptyQuery, parseAuditQuery, tokensOf, withoutToken, withToken } from '@/core/audit/query';
import { auditEvents, outcomes } from '@/core/events';

const person = '0b1d7c7e-53a4-4f0f-8a5e-2b9f0c6d1e02';

describe('a query', () => {
  test('is read token by token, and what is left is words', () => {
    expect(
      parseAuditQuery(
        `outcome:refused event:run.started actor:${person} customer:acme-corp address:10.0.0.0/8 target:device/${person} since:24h until:2026-11-24T14:07 Tower "gw 07"`,
      ),
    ).toEqual({
      ...emptyQuery,
      outcome: ['refused'],
      event: ['run.started'],
      actor: [person],
      customer: ['acme-corp'],
      address: ['10.0.0.0/8'],
      target: [`device/${person}`],
      since: ['24h'],
      until: ['2026-11-24T14:07'],
      words: ['tower', 'gw 07'],
    });
  });

  test('has one text: read again it is the same query, whatever is in it', () => {
    const values = {
      outcome: outcomes,
      event: auditEvents.slice(0, 5),
      category: ['read', 'change'],
      actor: [person, 'stranger'],
      customer: ['acme-corp', 'none'],
      target: ['device/x', 'run/y'],
      address: ['2001:db8::/32'],
      request: ['7d8e9f00-1122'],
      since: ['7d'],
      until: ['2026-11-24'],
    } as const;
    let query = parseAuditQuery('two words "one word" "event:like this" "event:x"');
    for (const [field, all] of Object.entries(values))
      for (const value of all) query = withToken(query, field as keyof typeof values, value); // safe: its own keys.
    const text = auditQueryText(query);
    expect(parseAuditQuery(text)).toEqual(query);
    expect(auditQueryText(parseAuditQuery(text))).toBe(text);
    expect(
      tokensOf(query)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(text);
  });

  test('takes a value once, and of a time, an address or a request the last', () => {
    expect(parseAuditQuery('outcome:ok outcome:ok').outcome).toEqual(['ok']);
    expect(parseAuditQuery('since:1h since:2h address:10.0.0.1 address:10.0.0.2')).toMatchObject({
      since: ['2h'],
      address: ['10.0.0.2'],
    });
  });

  test('loses a token that is taken out, and keeps the others', () => {
    const query = parseAuditQuery('outcome:ok outcome:failed tower');
    expect(auditQueryText(withoutToken(query, 'outcome', 'ok'))).toBe('outcome:failed tower');
    expect(auditQueryText(withoutToken(query, 'outcome'))).toBe('tower');
    expect(auditQueryText(withoutToken(query, 'words', 'tower'))).toBe('outcome:ok outcome:failed');
  });

  test.each([
    ['outcome:good', 'outcome:good: one of ok, refused'],
    ['event:run.begun', 'event:run.begun: no such event'],
    ['category:all', 'category:all: one of'],
    ['actor:marco', 'actor:marco: a person’s id'],
    ['customer:ACME', 'customer:ACME: a customer’s short name'],
    ['target:device', 'target:device: write kind/id'],
    ['address:10.1', 'address:10.1: an IPv4'],
    ['address:10.0.0.0/33', 'address:10.0.0.0/33: an IPv4'],
    ['address:2130706433', 'address:2130706433: an IPv4'],
    ['since:yesterday', 'since:yesterday: a time such as'],
    ['until:2026-02-30', 'until:2026-02-30: a time such as'],
    ['request:', 'request:: write a value'],
    ['colour:red', 'colour:red: no such filter'],
    ['a b c d e f', 'f: at most 5 words'],
    [`"${'x'.repeat(2_001)}"`, 'the query: at most 2000 characters'],
  ])('%s is refused, and the token is named', (text, words) => {
    expect(() => parseAuditQuery(text)).toThrow(words);
  });
});

describe('a moment', () => {
  const now = Date.UTC(2026, 10, 24, 12);
  test.each([
    ['2026-11-24', '2026-11-24T00:00:00Z'],
    ['2026-11-24T14:07', '2026-11-24T14:07:00Z'],
    ['2026-11-24T14:07:32.123456Z', '2026-11-24T14:07:32.123456Z'],
    ['24h', '2026-11-23T12:00:00.000Z'],
    ['-30m', '2026-11-24T11:30:00.000Z'],
    ['2w', '2026-11-10T12:00:00.000Z'],
    ['2026-02-30', null],
    ['2026-11-24T25:00', null],
    ['24', null],
    ['', null],
  ])('%s is %s', (text, at) => {
    expect(momentIn(text, now)).toBe(at);
  });
});

describe('bars', () => {
  test('cover the whole range, are at most as many as asked for, and begin where a clock would', () => {
    for (const length of [0, 1, 999, 61_000, 3_600_000, 86_400_000, 90 * 86_400_000, 4_000 * 86_400_000]) {
      const since = Date.UTC(2026, 10, 24, 12, 34, 56, 789);
      const buckets = bucketsFor(since, since + length);
      expect(buckets.count).toBeGreaterThan(0);
      expect(buckets.count).toBeLessThanOrEqual(60);
      expect(buckets.from).toBeLessThanOrEqual(since);
      expect(Date.parse(bucketAt(buckets, buckets.count))).toBeGreaterThanOrEqual(since + length);
      expect(buckets.from % Math.min(buckets.widthMs, 86_400_000)).toBe(0);
    }
  });
});

test('an export is as far as the way from now to the oldest entry that it has come', () => {
  expect(shareDone({ from: 100, to: 0, at: 75 })).toBe(0.25);
  expect(shareDone({ from: 100, to: 0, at: null })).toBe(0);
  expect(shareDone({ from: 100, to: null, at: 50 })).toBe(0);
  expect(shareDone({ from: 100, to: 0, at: -5 })).toBe(1);
});
