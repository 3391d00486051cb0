import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionRecord } from '@/core/session-record';
import { csvCell } from '@/core/shown/csv';
import { CsvRecord } from '@/server/report/csv';
import { failed, logs, ping, rules } from './answers';
import { device, operator, record, rowsOf, run, step } from './made-up';

function written({ runs, ...others }: SessionRecord): string {
  const writer = new CsvRecord();
  const head = writer.head({ ...others, runs: runs.map(({ rows: _, ...rest }) => rest) });
  const middle = runs.flatMap(({ id, rows }) => (rows.length === 0 ? [] : [writer.rows(id, rows)]));
  return [head, ...middle, writer.end()].join('');
}

/** A reader as RFC 4180 asks for, in which everything that is not quite right is an error. */
function parsed(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, plain, end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

/** Each line by the names in the first. */
function table(made: SessionRecord): Readonly<Record<string, string>>[] {
  const [names = [], ...lines] = parsed(written(made).slice(1));
  expect(new Set(names).size).toBe(names.length);
  return lines.map((cells) => {
    expect(cells).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

test('a step is a line, and below a run stand its rows', () => {
  const note = step('note', { text: 'It is the uplink,\n"sfp-sfpplus1".' });
  const lines = table(record([ping(1, 2), failed(2)], [note]));
  expect(lines.map(({ step, kind, row }) => [step, kind, row])).toEqual([
    ['1', 'opened', ''],
    ['2', 'deviceAdded', ''],
    ['3', 'run', ''],
    ['3', 'run', '0'],
    ['3', 'run', '1'],
    ['4', 'run', ''],
    ['5', 'note', ''],
  ]);
  const [opened, , asked, first, , refused, noted] = lines;
  expect(opened).toMatchObject({ who: operator.name, role: 'operator', from: '198.51.100.7' });
  expect(asked).toMatchObject({ action: 'tool.ping', state: 'done', device: device.name });
  expect(asked?.sent).toBe('/tool/ping address=1.1.1.1 count=2 size=56 interval=1s');
  expect(first).toMatchObject({ after_ms: '9', sentence: '0', 'fields.seq': '0', 'fields.time': '9ms100us' });
  expect(refused).toMatchObject({ state: 'failed', text: 'trap: no such command prefix' });
  expect(noted?.text).toBe('It is the uplink,\n"sfp-sfpplus1".');
});

test('the columns are known before the first row: those of the catalogue, and the rest as JSON in the last', () => {
  const known = rules(1, 1);
  const old = run(2, { action: 'old.thing', rows: rowsOf([{ 'a b': '1', chain: 'x' }]) });
  const [names = []] = parsed(written(record([known, old])).slice(1));
  expect(names.at(-1)).toBe('fields');
  // RouterOS has fields of the names of our own columns: neither hides the other.
  expect(names.filter((name) => name === 'action' || name === 'fields.action')).toEqual(['action', 'fields.action']);
  const [, , , rule, , thing] = table(record([known, old]));
  expect(rule).toMatchObject({ action: 'fw.rules', 'fields.action': 'accept', fields: '' });
  expect(thing).toMatchObject({ 'fields.chain': 'x', fields: '{"a b":"1"}' });
});

test('no cell is a formula, and a number stays one', () => {
  const formulas = ['=1+1', '+SUM(A1)', '-2+3', '@SUM(A1)', '=HYPERLINK("javascript:alert(1)")', '＝1', '--67'];
  for (const text of formulas) expect(parsed(`${csvCell(text)}\r\n`)).toEqual([[`'${text}`]]);
  for (const text of ['-67', '+1.5', '0', '192.0.2.1', '—', ' =1'])
    expect(parsed(`${csvCell(text)}\r\n`)).toEqual([[text]]);
  const [, , , first] = table(record([logs(1, ['=cmd|calc'])]));
  expect(first?.['fields.message']).toBe("'=cmd|calc");
});

test('whatever a router says, the lines stay what they were, and a control character is seen', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (messages) => {
      const lines = table(record([logs(1, messages)]));
      expect(lines).toHaveLength(3 + messages.length);
      for (const { 'fields.message': cell = '' } of lines) {
        expect(cell).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(cell).not.toMatch(/^[=@\t\r]/);
      }
    }),
  );
});

test('it begins with a byte order mark, without which Excel takes UTF-8 for something else', () => {
  expect(written(record([])).startsWith('\uFEFFstep,at,kind,who,')).toBe(true);
});
