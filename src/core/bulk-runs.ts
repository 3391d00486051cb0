import type { RunState } from './runs';
import { counted } from './shown/format';

/** How it stands with one device of a bulk run; `refused`: not taken, and nothing was sent. In the order they are counted. */
export const bulkOutcomes = [
  'done',
  'failed',
  'refused',
  'interrupted',
  'unknown',
  'stopped',
  'running',
  'waiting',
] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

export type BulkCounts = Readonly<Record<BulkOutcome, number>>;

export const noneYet: BulkCounts = {
  done: 0,
  failed: 0,
  refused: 0,
  interrupted: 0,
  unknown: 0,
  stopped: 0,
  running: 0,
  waiting: 0,
};

export const outcomeOfRun = (state: RunState): BulkOutcome => (state === 'intended' ? 'waiting' : state);

/** More devices are more than one glance and one queue can hold; whoever has them narrows the filter. */
export const mostBulkDevices = 2_000;

/** Why more than that are not asked. */
export const tooManyForBulk = (): string =>
  `A bulk run takes ${counted(mostBulkDevices, 'device')}: narrow the filter.`;

/** What asking again asks: whatever did not come to an end of its own, but not what a person stopped. */
export const isRepeatable = (outcome: BulkOutcome): boolean =>
  outcome === 'failed' || outcome === 'refused' || outcome === 'interrupted';

/** How many will change no more. */
export const settled = (counts: BulkCounts): number =>
  bulkOutcomes.reduce((sum, one) => sum + (one === 'running' || one === 'waiting' ? 0 : counts[one]), 0);

/** How many asking again would ask. */
export const repeatable = (counts: BulkCounts): number =>
  bulkOutcomes.reduce((sum, one) => sum + (isRepeatable(one) ? counts[one] : 0), 0);
