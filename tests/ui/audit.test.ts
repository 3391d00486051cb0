import { expect, test } from 'vitest';
import { parseAuditQuery } from '@/core/audit/query';
import { auditAddress, entryAddress, queryAddress, readAuditAddress, readQuery } from '@/ui/audit/filter';

const paramsOf = (address: string) =>
  Object.fromEntries(
    [...new URL(address, 'https://x').searchParams.keys()].map((name) => [
      name,
      new URL(address, 'https://x').searchParams.getAll(name),
    ]),
  );

test('the address is the query, both ways', () => {
  for (const q of [
    '',
    'outcome:refused',
    'event:run.started "two words" & = % + ü',
    'address:2001:db8::/32 target:device/x',
  ]) {
    const address = auditAddress({ q });
    expect(readAuditAddress(paramsOf(address))).toEqual({ q });
  }
  expect(auditAddress({ q: 'outcome:refused', after: 'abc' })).toBe('/audit?q=outcome:refused&after=abc');
  expect(queryAddress(parseAuditQuery('tower outcome:ok'))).toBe('/audit?q=outcome:ok+tower');
  expect(readAuditAddress(paramsOf('/audit?before=b&after=a'))).toEqual({ q: '', before: 'b' });
});

test('the form without script sends the query in two parts, and an older address has fields of its own: all is one query', () => {
  expect(readAuditAddress(paramsOf('/audit?q=outcome:ok&q=tower')).q).toBe('outcome:ok tower');
  expect(readAuditAddress(paramsOf('/audit?event=device.renamed&outcome=ok')).q).toBe(
    'outcome:ok event:device.renamed',
  );
});

test('a query that cannot be read says which token is wrong', () => {
  expect(readQuery('outcome:good')).toMatchObject({ query: null, fault: expect.stringContaining('outcome:good') });
});

test('an entry has an address of its own', () => {
  expect(entryAddress({ at: '2026-11-24T14:07:32.123456Z', id: 'x' })).toBe('/audit/2026-11-24T14%3A07%3A32.123456Z/x');
});
