import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunRow, RunState } from '@/core/runs';
import { type HeldRuns, isBehind, positionsOf, withRows, withRun } from '@/ui/live/held-runs';
import type { RunView } from '@/ui/live/views';

const id = '7f4df1de-6f5a-4a3b-9a70-0f3f6b8f1c11';
const since = '2026-11-24T00:00:00.000Z';

const row = (number: number): RunRow => ({ afterMs: number * 1000, sentence: 0, fields: { seq: String(number) } });
const rows = (from: number, to: number): RunRow[] => Array.from({ length: to - from }, (_, at) => row(from + at));

function view(state: RunState, part: Partial<RunView> = {}): RunView {
  // safe: a view in the shape of the answer; the ids are text that the door would have branded.
  return {
    id,
    device: id,
    action: 'tool.ping',
    params: {},
    state,
    by: { name: 'Marco', role: 'operator' },
    requestedAt: '2026-11-24T00:00:01.000Z',
    startedAt: null,
    endedAt: null,
    sent: null,
    rows: 0,
    isTruncated: false,
    isStopping: false,
    fault: null,
    ...part,
  } as RunView;
}

const empty: HeldRuns = new Map();
const numbers = (held: HeldRuns): unknown[] => (held.get(id)?.rows ?? []).map(({ fields }) => fields.seq);
const counted = (to: number): string[] => rows(0, to).map(({ fields }) => fields.seq ?? '');

test('rows that come in order, repeated and overlapping are held once each', () => {
  let held = withRows(empty, id, 0, rows(0, 3));
  held = withRows(held, id, 0, rows(0, 3));
  held = withRows(held, id, 1, rows(1, 5));
  held = withRows(held, id, 5, rows(5, 6));
  expect(numbers(held)).toEqual(counted(6));
});

test('however a server cuts, repeats and reorders, no row is missing and none is doubled once the gap is asked for', () => {
  const cuts = fc.array(fc.tuple(fc.nat(40), fc.nat(12)), { maxLength: 30 });
  fc.assert(
    fc.property(cuts, (pieces) => {
      let held = withRun(empty, view('done', { rows: 50 }));
      for (const [first, length] of pieces) held = withRows(held, id, first, rows(first, Math.min(50, first + length)));
      expect(numbers(held)).toEqual(counted(held.get(id)?.rows.length ?? 0));
      const have = held.get(id)?.rows.length ?? 0;
      expect(held.get(id) && isBehind(held.get(id) ?? { run: null, rows: [], isTorn: false })).toBe(
        have < 50 || held.get(id)?.isTorn,
      );
      held = withRows(held, id, have, rows(have, 50));
      expect(numbers(held)).toEqual(counted(50));
      expect(isBehind(held.get(id) ?? { run: null, rows: [], isTorn: true })).toBe(false);
    }),
  );
});

test('rows after a gap are not shown as if they followed: they are asked for', () => {
  const held = withRows(withRows(empty, id, 0, rows(0, 2)), id, 4, rows(4, 6));
  expect(numbers(held)).toEqual(counted(2));
  expect(held.get(id)?.isTorn).toBe(true);
  expect(numbers(withRows(held, id, 2, rows(2, 6)))).toEqual(counted(6));
});

test('rows may come before the run that they belong to', () => {
  const held = withRun(withRows(empty, id, 0, rows(0, 2)), view('running', { rows: 2 }));
  expect(held.get(id)?.run?.state).toBe('running');
  expect(numbers(held)).toEqual(counted(2));
});

test('an answer that was overtaken on its way does not wake a run that has ended', () => {
  const ended = withRun(empty, view('stopped', { rows: 4 }));
  expect(withRun(ended, view('running', { rows: 2 }))).toBe(ended);
  expect(withRun(ended, view('intended'))).toBe(ended);
  const stopping = withRun(empty, view('running', { isStopping: true }));
  expect(withRun(stopping, view('running'))).toBe(stopping);
});

test('a run that goes is left to the stream; one that ended without all its rows is asked for', () => {
  const going = withRun(empty, view('running', { rows: 3 })).get(id);
  const over = withRun(empty, view('done', { rows: 3 })).get(id);
  expect([going, over].map((one) => one && isBehind(one))).toEqual([false, true]);
});

test('a stream goes on from the rows that are held, and is not asked for old runs that nobody opened', () => {
  const other = '9c1d9a52-54a0-4d67-8a3b-000000000000';
  let held = withRows(withRun(empty, view('running', { rows: 2 })), id, 0, rows(0, 2));
  // safe: an id as the door would have branded it.
  held = withRun(held, view('done', { id: other as RunView['id'], rows: 9, requestedAt: '2026-11-23T23:00:00.000Z' }));
  expect(positionsOf(held, since)).toEqual({ [id]: 2 });
});
