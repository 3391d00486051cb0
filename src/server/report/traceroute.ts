import { type Hop, lastRound } from '@/core/actions/last-round';
import type { RunRow } from '@/core/runs';
import { milliseconds, number, percentage } from '@/core/shown/format';
import { hopBar, hopScaleMs } from '@/core/shown/hop-scale';
import { type Column, paragraph } from './column';
import { type Block, box, type Mark, stroke } from './flow';
import { type Ink, styles } from './paper';
import { type Cell, setTable, type Table } from './table';

const barWidth = 96;
/** A router names at most 30; another that sends thousands fills no report. */
const mostHops = 64;

/** The hops in RouterOS's own columns, each with its best, average and worst on a scale that all have in common. */
export function tracerouteBlocks(column: Column, rows: readonly RunRow[]): Block[] {
  const all = lastRound(rows.map(({ fields }) => fields));
  const hops = all.slice(0, mostHops);
  const topMs = hopScaleMs(hops);
  const hasStatus = hops.some(({ status }) => status !== null);
  const table: Table = {
    columns: [
      { title: '#', kind: 'number' },
      { title: 'Address', kind: 'name' },
      ...['Loss', 'Sent', 'Last', 'Avg', 'Best', 'Worst', 'Std dev'].map((title) => ({
        title,
        kind: 'number' as const,
      })),
      ...(hasStatus ? [{ title: 'Status', kind: 'prose' } as const] : []),
    ],
    rows: hops.map((hop) => ({
      cells: cellsOf(hop, hasStatus).map(({ text, ink }) => ({
        text: column.type.printable(text, { face: 'mono' }),
        ink,
      })),
    })),
    drawing: {
      title: `0–${number(topMs)} ms: best–avg–worst`,
      width: barWidth,
      draw: (row) => bar(hops[row], topMs),
    },
  };
  const more = all.length - hops.length;
  const style = styles.small;
  return [
    ...setTable(column, table),
    ...(more === 0
      ? []
      : paragraph(column, `${number(more)} more hops are left out; the CSV and the JSON hold them.`, style)),
  ];
}

function cellsOf(
  { hop, address, lossPercent, sent, last, avg, best, worst, stdDev, status }: Hop,
  hasStatus: boolean,
): Cell[] {
  const ink: Ink = 'ink';
  const times = [last, avg, best, worst, stdDev].map((ms) => ({ text: ms === null ? '—' : milliseconds(ms), ink }));
  return [
    { text: number(hop), ink: 'faint' },
    address === null ? { text: 'no answer', ink: 'faint' } : { text: address, ink },
    { text: lossPercent === null ? '—' : `${percentage(lossPercent)}%`, ink: (lossPercent ?? 0) > 0 ? 'fail' : ink },
    { text: sent === null ? '—' : number(sent), ink },
    ...times,
    ...(hasStatus ? [{ text: status ?? '', ink }] : []),
  ];
}

/** The span from best to worst, the average as a line across it. */
function bar(hop: Hop | undefined, topMs: number): readonly Mark[] {
  const line = stroke([0, 6], barWidth, 'rule');
  const one = hop === undefined ? null : hopBar(hop, topMs, barWidth);
  if (one === null) return [line];
  return [
    line,
    box([one.best, 3.5], [Math.max(0.8, one.worst - one.best), 5], 'span'),
    {
      points: [
        [one.avg, 2],
        [one.avg, 10],
      ],
      ink: 'series',
      width: 1.4,
    },
  ];
}
