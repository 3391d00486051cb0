import type { Hop } from '../actions/last-round';
import type { PingSample } from '../actions/ping-summary';
import { visible } from './cells';
import { milliseconds, percentage } from './format';

/** A column of what is folded out of rows: on screen and in a file it says the same. */
export interface FoldedColumn<Line> {
  readonly title: string;
  readonly kind: 'number' | 'name' | 'words';
  /** Null: the router did not say, or there was nothing. */
  readonly text: (line: Line) => string | null;
  /** Something is wrong with it. */
  readonly isBad?: (line: Line) => boolean;
}

const or = <Value>(value: Value | null, write: (value: Value) => string): string | null =>
  value === null ? null : write(value);

/** A packet a line. */
export const packetColumns: readonly FoldedColumn<PingSample>[] = [
  { title: 'Seq', kind: 'number', text: ({ seq }) => or(seq, String) },
  { title: 'Host', kind: 'name', text: ({ host }) => or(host, visible) },
  { title: 'Time, ms', kind: 'number', text: ({ ms }) => or(ms, milliseconds) },
  { title: 'TTL', kind: 'number', text: ({ ttl }) => or(ttl, String) },
  { title: 'Status', kind: 'words', text: ({ status }) => or(status, visible) },
];

const hopTime = (title: string, of: (hop: Hop) => number | null): FoldedColumn<Hop> => ({
  title,
  kind: 'number',
  text: (hop) => or(of(hop), milliseconds),
});

const hopStatus: FoldedColumn<Hop> = { title: 'Status', kind: 'words', text: ({ status }) => or(status, visible) };

const ofEveryHop: readonly FoldedColumn<Hop>[] = [
  { title: '#', kind: 'number', text: ({ hop }) => String(hop) },
  { title: 'Address', kind: 'name', text: ({ address }) => (address === null ? 'no answer' : visible(address)) },
  {
    title: 'Loss',
    kind: 'number',
    text: ({ lossPercent }) => or(lossPercent, (loss) => `${percentage(loss)}%`),
    isBad: ({ lossPercent }) => (lossPercent ?? 0) > 0,
  },
  { title: 'Sent', kind: 'number', text: ({ sent }) => or(sent, String) },
  hopTime('Last', ({ last }) => last),
  hopTime('Avg', ({ avg }) => avg),
  hopTime('Best', ({ best }) => best),
  hopTime('Worst', ({ worst }) => worst),
  hopTime('Std dev', ({ stdDev }) => stdDev),
];

/** RouterOS's own columns, a hop a line; the remarks only where there are any. */
export const hopColumns = (hops: readonly Hop[]): readonly FoldedColumn<Hop>[] =>
  hops.some(({ status }) => status !== null) ? [...ofEveryHop, hopStatus] : ofEveryHop;
