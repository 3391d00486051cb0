import { describe, expect, test } from 'vitest';
import { readIds, readOf } from '@/core/actions/index';
import type { RunRow } from '@/core/runs';
import { digestOf, summaryColumns } from '@/core/shown/summary';

type Id = Parameters<typeof readOf>[0];
const row = (fields: RunRow['fields'], sentence = 0): RunRow => ({ afterMs: 1, sentence, fields });

function summaryOf(id: Id, rows: readonly RunRow[]) {
  const digest = digestOf(readOf(id));
  for (const one of rows) digest.take(one);
  return digest.summary();
}

const texts = (id: Id, rows: readonly RunRow[]) =>
  summaryColumns(readOf(id)).map(({ title, text }) => [title, text(summaryOf(id, rows) ?? {})]);

describe('what an answer comes down to', () => {
  test('of a ping: how many packets, how many lost, and how long on average', () => {
    const rows = [
      row({ seq: '0', host: '1.1.1.1', time: '10ms', sent: '1', received: '1', 'packet-loss': '0' }),
      row({
        seq: '1',
        host: '1.1.1.1',
        status: 'timeout',
        sent: '2',
        received: '1',
        'packet-loss': '50',
        'avg-rtt': '10ms',
      }),
    ];
    expect(texts('tool.ping', rows)).toEqual([
      ['Sent', '2'],
      ['Received', '1'],
      ['Loss, %', '50'],
      ['Avg, ms', '10.0'],
    ]);
  });

  test('of facts: the main ones, which sort as the sizes they are', () => {
    const rows = [
      row({ 'board-name': 'RB5009', version: '7.20.8', uptime: '1d2h', 'cpu-load': '7', 'free-memory': '1048576' }),
    ];
    expect(texts('sys.overview', rows)).toEqual([
      ['Model', 'RB5009'],
      ['RouterOS', '7.20.8'],
      ['Up for', '1d 2h'],
      ['CPU load', '7 %'],
      ['Memory free', '1.00 MiB'],
    ]);
    const uptime = summaryColumns(readOf('sys.overview')).find(({ title }) => title === 'Up for');
    expect(uptime?.order(summaryOf('sys.overview', rows) ?? {})).toBe(93_600_000);
  });

  test('of a table: how many rows of its own, none included', () => {
    expect(texts('ip.routes', [row({ 'dst-address': '10.0.0.0/8' }), row({ 'dst-address': '10.1.0.0/16' })])).toEqual([
      ['Rows', '2'],
    ]);
    expect(summaryOf('ip.routes', [])).toEqual({ rows: 0 });
    expect(summaryOf('tool.ping', [])).toBeNull();
  });

  test('of whatever a hostile router says fits a line: short, visible, and made without throwing', () => {
    const odd = row({
      'board-name': `\u202E${'x'.repeat(40_000)}`,
      version: '\u0000',
      uptime: 'for ever',
      'cpu-load': '-1',
    });
    const shown = texts('sys.overview', [odd]).map(([, text]) => text ?? '');
    expect(shown.filter((text) => text.includes('\u202E') || text.includes('\u0000') || text.length > 200)).toEqual([]);
  });

  test('every action of the catalogue has columns, each under a key of its own', () => {
    for (const id of readIds) {
      const keys = summaryColumns(readOf(id)).map(({ key }) => key);
      expect([id, keys.length > 0, new Set(keys).size]).toEqual([id, true, keys.length]);
    }
  });
});
