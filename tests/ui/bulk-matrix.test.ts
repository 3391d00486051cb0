import { describe, expect, test } from 'vitest';
import { bulkOutcomes } from '@/core/bulk-runs';
import type { SummaryColumn } from '@/core/shown/summary';
import { arranged, countsOf, type MatrixView, readView, viewAddress } from '@/ui/bulk/matrix';
import type { BulkDevice } from '@/ui/live/views';

const first: MatrixView = { outcome: null, sort: null, isDescending: false, page: 1 };

const device = (name: string, over: Partial<BulkDevice> = {}): BulkDevice => ({
  // safe: what is arranged asks nothing of an id.
  device: name as BulkDevice['device'],
  name,
  site: null,
  outcome: 'done',
  run: null,
  refusal: null,
  startedAt: null,
  endedAt: null,
  isStopping: false,
  isTruncated: false,
  fault: null,
  summary: null,
  ...over,
});

const version: SummaryColumn = {
  key: 'version',
  title: 'RouterOS',
  isNumeric: false,
  text: ({ version: text }) => String(text),
  order: ({ version: text }) => text ?? null,
};

const names = (devices: readonly BulkDevice[]) => devices.map(({ name }) => name);

describe('the address of a view', () => {
  test.each([
    ['/b', first],
    ['/b?outcome=failed', { ...first, outcome: 'failed' }],
    ['/b?sort=avgMs&order=descending&page=3', { ...first, sort: 'avgMs', isDescending: true, page: 3 }],
  ] as const)('%s brings the same view back', (address, view) => {
    expect(viewAddress('/b', view)).toBe(address);
    expect(readView(new URLSearchParams(address.slice(3)))).toEqual(view);
  });

  test('that nobody here wrote shows everything', () => {
    for (const page of ['0', '-1', 'x', '1e9', '1.5'])
      expect(readView(new URLSearchParams({ page, outcome: 'splendid', order: 'up' }))).toEqual(first);
  });
});

describe('the devices of a matrix', () => {
  test('stand with what needs somebody before the rest, and by name within it', () => {
    const all = bulkOutcomes.toReversed().flatMap((outcome) => [device(`a-${outcome}`, { outcome })]);
    const inOrder = arranged([...all, device('b-done')], first, []).map(({ outcome }) => outcome);
    expect(inOrder.slice(0, 4)).toEqual(['failed', 'refused', 'interrupted', 'unknown']);
    expect(inOrder.slice(-2)).toEqual(['done', 'done']);
  });

  test('of one outcome are those alone', () => {
    const devices = [device('a'), device('b', { outcome: 'failed' })];
    expect(names(arranged(devices, { ...first, outcome: 'failed' }, []))).toEqual(['b']);
    expect(countsOf(devices)).toMatchObject({ done: 1, failed: 1, refused: 0 });
  });

  test('are sorted by what a column means, and who has nothing there comes last both ways', () => {
    const devices = [
      device('none'),
      device('new', { summary: { version: '7.20.8' } }),
      device('old', { summary: { version: '7.9' } }),
    ];
    const by = (isDescending: boolean) =>
      names(arranged(devices, { ...first, sort: 'version', isDescending }, [version]));
    expect(by(false)).toEqual(['old', 'new', 'none']);
    expect(by(true)).toEqual(['new', 'old', 'none']);
  });

  test('are sorted by how long they took', () => {
    const took = (name: string, seconds: number) =>
      device(name, { startedAt: '2026-11-24T10:00:00.000Z', endedAt: `2026-11-24T10:00:0${seconds}.000Z` });
    const devices = [device('never'), took('slow', 9), took('fast', 1)];
    expect(names(arranged(devices, { ...first, sort: 'took' }, []))).toEqual(['fast', 'slow', 'never']);
  });
});
