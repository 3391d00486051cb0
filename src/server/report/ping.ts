import { type PingSample, type PingSummary, pingSummary } from '@/core/actions/ping-summary';
import type { RunRow } from '@/core/runs';
import { milliseconds, number, percentage } from '@/core/shown/format';
import { pictureBox, pingPicture } from '@/core/shown/ping-picture';
import type { Column } from './column';
import { type Block, block, box, gap, type Line, type Mark, stroke } from './flow';
import { type Ink, styles } from './paper';
import { type Cell, fitsWell, setTable, type Table, type TableColumn } from './table';

const chart = { left: 44, height: 84 } as const;
const widestBar = 8;
/** So few that each is seen by itself. */
const mostPoints = 60;

/** Round trips from left to right, lost packets as red bars, the count of both below, and the packets one by one. */
export function pingBlocks(column: Column, rows: readonly RunRow[]): Block[] {
  const summary = pingSummary(rows.map(({ fields }) => fields));
  return [
    picture(column, summary.samples),
    counters(column, summary),
    { ...gap(8), isWide: column.isWide },
    ...packets(column, summary.samples),
  ];
}

function picture({ x, width, type, isWide }: Column, samples: readonly PingSample[]): Block {
  const { lines, losses, topMs } = pingPicture(samples, 0);
  const [left, top] = [x + chart.left, 4];
  const scaleX = (width - chart.left) / pictureBox.width;
  const scaleY = chart.height / pictureBox.height;
  const place = ([px, py]: readonly [number, number]) => [left + px * scaleX, top + py * scaleY] as const;
  const grid = [0, 0.5, 1].map((share) => stroke([left, top + share * chart.height], width - chart.left, 'rule'));
  const lost = losses.map(({ x: from, width: wide }) => {
    // A bar as wide as a fifth of the chart would say more than one packet is.
    const bar = Math.min(Math.max(0.8, wide * scaleX), widestBar);
    return box([left + from * scaleX + (wide * scaleX - bar) / 2, top], [bar, chart.height], 'fail');
  });
  const trips: Mark[] = lines.map((path) => ({ points: pointsOf(path).map(place), ink: 'series', width: 1 }));
  const points = trips.flatMap((trip) =>
    samples.length <= mostPoints || trip.points.length === 1 ? trip.points.map(point) : [],
  );
  const style = styles.scale;
  const labels = [`${number(topMs)} ms`, number(topMs / 2), '0'].map((text, index): Line => {
    const right = left - 6 - type.widthOf(text, style);
    return { x: right, y: top + (index / 2) * chart.height - style.leading / 2, text, style };
  });
  return block({
    height: chart.height + 14,
    lines: labels,
    marks: [...grid, ...lost, ...trips, ...points],
    keepsNext: true,
    isWide,
  });
}

const point = ([x, y]: readonly [number, number]): Mark => box([x - 1.2, y - 1.2], [2.4, 2.4], 'series');

/** The points of a path that `pingPicture` draws: `M5 20L15 30…`, or `M5 20h4` for a packet by itself, which gets a point. */
function pointsOf(path: string): (readonly [number, number])[] {
  const [drawn = '', along] = path.slice(1).split('h');
  const points = drawn.split('L').map((point) => {
    const [x = 0, y = 0] = point.split(' ').map(Number);
    return [x, y] as const;
  });
  const [first] = points;
  return along === undefined || first === undefined ? points : [first];
}

const ms = (value: number | null): string => (value === null ? '—' : milliseconds(value));

function counters({ x, width, type, isWide }: Column, summary: PingSummary): Block {
  const { sent, received, lossPercent, minMs, avgMs, maxMs } = summary;
  const values: readonly (readonly [string, string, Ink])[] = [
    ['sent', number(sent), 'ink'],
    ['received', number(received), 'ink'],
    ['loss', lossPercent === null ? '—' : `${percentage(lossPercent)} %`, (lossPercent ?? 0) > 0 ? 'fail' : 'ink'],
    ['min', `${ms(minMs)} ms`, 'ink'],
    ['avg', `${ms(avgMs)} ms`, 'ink'],
    ['max', `${ms(maxMs)} ms`, 'ink'],
  ];
  const step = (width - chart.left) / values.length;
  const lines = values.flatMap(([name, value, ink], index): Line[] => {
    const left = x + chart.left + index * step;
    return [
      { x: left, y: 0, text: name, style: styles.label },
      { x: left + type.widthOf(`${name} `, styles.label) + 3, y: 0, text: value, style: { ...styles.code, ink } },
    ];
  });
  return block({ height: 13, lines, isWide });
}

/** Between packets that stand side by side. */
const spacer = { title: '', kind: 'name' } as const;
const blank: Cell = { text: '', ink: 'ink' };

/** As many packets side by side as there is room for: a ping of five minutes is a page and not five. */
function packets(column: Column, samples: readonly PingSample[]): Block[] {
  const optional = {
    // Mostly there is one, and the parameters say which.
    hasHost: new Set(samples.map(({ host }) => host)).size > 1,
    hasStatus: samples.some(({ status }) => status !== null),
  };
  const cells = samples.map((sample) =>
    cellsOf(sample, optional).map(({ text, ink }) => ({ text: column.type.printable(text, { face: 'mono' }), ink })),
  );
  const columns: readonly TableColumn[] = [
    ...['Seq', 'Time, ms', 'TTL'].map((title) => ({ title, kind: 'number' }) as const),
    ...(optional.hasHost ? [{ title: 'Host', kind: 'name' } as const] : []),
    ...(optional.hasStatus ? [{ title: 'Status', kind: 'name' } as const] : []),
    spacer,
  ];
  const abreast = (count: number): Table => ({
    columns: Array.from({ length: count }, () => columns).flat(),
    rows: Array.from({ length: Math.ceil(cells.length / count) }, (_, index) => ({
      cells: cells.slice(index * count, (index + 1) * count).flatMap((one) => [...one, blank]),
    })),
  });
  const tables = (samples.length < 8 ? [1] : [4, 3, 2, 1]).map(abreast);
  const table = tables.find((one) => fitsWell(one, column.width)) ?? tables.at(-1);
  return table === undefined ? [] : setTable(column, table);
}

function cellsOf(
  { seq, ms: time, ttl, host, status }: PingSample,
  { hasHost, hasStatus }: { readonly hasHost: boolean; readonly hasStatus: boolean },
): Cell[] {
  const ink: Ink = time === null ? 'fail' : 'ink';
  const texts = [
    seq === null ? '—' : String(seq),
    ms(time),
    ttl === null ? '—' : String(ttl),
    ...(hasHost ? [host ?? '—'] : []),
    ...(hasStatus ? [status ?? ''] : []),
  ];
  return texts.map((text) => ({ text, ink }));
}
