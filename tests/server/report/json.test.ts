import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionRecord } from '@/core/session-record';
import { JsonRecord } from '@/server/report/json';
import type { RecordWriter } from '@/server/report/writer';
import { logs, ping } from './answers';
import { record, rowsOf, run } from './made-up';

/** As the database hands a record out: runs without rows are not mentioned again, the others in stretches. */
function pieces(writer: RecordWriter, { runs, ...others }: SessionRecord, stretch: number): string[] {
  const head = writer.head({ ...others, runs: runs.map(({ rows: _, ...rest }) => rest) });
  const middle = runs.flatMap(({ id, rows }) =>
    Array.from({ length: Math.ceil(rows.length / stretch) }, (_, index) =>
      writer.rows(id, rows.slice(index * stretch, (index + 1) * stretch)),
    ),
  );
  return [head, ...middle, writer.end()];
}

test('the pieces joined are what JSON.stringify makes of the whole, whatever the rows and however they come', () => {
  const fields = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
  const answers = fc.array(fc.array(fields, { maxLength: 7 }), { maxLength: 6 });
  fc.assert(
    fc.property(answers, fc.integer({ min: 1, max: 4 }), fc.string({ unit: 'binary' }), (all, stretch, title) => {
      const runs = all.map((rows, index) => run(index + 1, { action: 'log.entries', rows: rowsOf(rows) }));
      const made = record(runs);
      const whole = { ...made, session: { ...made.session, title } };
      expect(pieces(new JsonRecord(), whole, stretch).join('')).toBe(JSON.stringify(whole));
    }),
  );
});

test('a record without runs, and one whose runs all came back empty, are whole too', () => {
  const empty = [1, 2].map((number) => run(number, { action: 'if.list' }));
  for (const made of [record([]), record(empty), record([...empty, ping(3, 5)])])
    expect(pieces(new JsonRecord(), made, 2).join('')).toBe(JSON.stringify(made));
});

test('rows of a run that is not in the record, or of one that is over, are refused', () => {
  const [first, second] = [logs(1, ['a']), logs(2, ['b'])];
  const { runs, ...others } = record([first, second]);
  const writer = new JsonRecord();
  writer.head({ ...others, runs: runs.map(({ rows: _, ...rest }) => rest) });
  writer.rows(second.id, second.rows);
  expect(() => writer.rows(first.id, first.rows)).toThrow('out of its order');
});
