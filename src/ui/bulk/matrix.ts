import { type BulkCounts, type BulkOutcome, bulkOutcomes, noneYet } from '@/core/bulk-runs';
import type { Summary, SummaryColumn } from '@/core/shown/summary';
import type { BulkDevice } from '../live/views';

/** What of a matrix is on the screen, as the address says it. */
export interface MatrixView {
  readonly outcome: BulkOutcome | null;
  /** A column's key; null: by outcome, what needs somebody first. */
  readonly sort: string | null;
  readonly isDescending: boolean;
  /** From 1. */
  readonly page: number;
}

/** So many rows are drawn at once: a matrix of a thousand devices would be a page of twenty thousand nodes. */
export const rowsAPage = 100;

export function readView(search: Pick<URLSearchParams, 'get'>): MatrixView {
  const page = Number(search.get('page') ?? '1');
  return {
    outcome: bulkOutcomes.find((one) => one === search.get('outcome')) ?? null,
    sort: search.get('sort'),
    isDescending: search.get('order') === 'descending',
    page: Number.isInteger(page) && page > 0 && page < 1000 ? page : 1,
  };
}

/** The address of a view: what is as at first is left out. */
export function viewAddress(path: string, { outcome, sort, isDescending, page }: MatrixView): string {
  const search = new URLSearchParams();
  if (outcome !== null) search.set('outcome', outcome);
  if (sort !== null) search.set('sort', sort);
  if (isDescending) search.set('order', 'descending');
  if (page > 1) search.set('page', String(page));
  return search.size > 0 ? `${path}?${search}` : path;
}

export function countsOf(devices: readonly BulkDevice[]): BulkCounts {
  const counts = { ...noneYet };
  for (const { outcome } of devices) counts[outcome] += 1;
  return counts;
}

/** How long it took in milliseconds; null before it ended, and where nothing was sent. */
export const tookMs = ({ startedAt, endedAt }: Pick<BulkDevice, 'startedAt' | 'endedAt'>): number | null =>
  startedAt === null || endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));

type Key = string | number | null;

/** What a device is sorted by; the columns of the action have keys of their own. */
function keyOf(device: BulkDevice, sort: string | null, columns: readonly SummaryColumn[]): Key {
  if (sort === 'name') return device.name;
  if (sort === 'site') return device.site;
  if (sort === 'took') return tookMs(device);
  const column = columns.find(({ key }) => key === sort);
  if (column !== undefined) return device.summary === null ? null : column.order(device.summary satisfies Summary);
  return urgency.indexOf(device.outcome);
}

/** What needs somebody, what is not over, and then the rest. */
const urgency: readonly BulkOutcome[] = [
  'failed',
  'refused',
  'interrupted',
  'unknown',
  'stopped',
  'running',
  'waiting',
  'done',
];

/** The devices of a view in its order, all of them: what is equal stays in the order of names, and nothing comes last. */
export function arranged(
  devices: readonly BulkDevice[],
  { outcome, sort, isDescending }: MatrixView,
  columns: readonly SummaryColumn[],
): readonly BulkDevice[] {
  const shown = devices.filter((device) => outcome === null || device.outcome === outcome);
  const keyed = shown.map((device) => ({ device, key: keyOf(device, sort, columns) }));
  const turn = isDescending ? -1 : 1;
  return keyed
    .toSorted((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return turn * compared(a.key, b.key);
    })
    .map(({ device }) => device);
}

function compared(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  // A version is read number by number: 7.9 before 7.20.
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
