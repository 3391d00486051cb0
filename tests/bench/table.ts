import { cpus } from 'node:os';
import { type Measured, ratioOf } from './compare';

/** A row of the table, and the measurement it came from: `npm run bench -- wire`. */
export interface Row extends Measured {
  readonly from: string;
}

export const heading = [
  '| run | measurement | ours | the other side | ratio | target |',
  '| --- | --- | --- | --- | --- | --- |',
];

/** A row of the Markdown table. What missed its target is bold: a miss is to be seen. */
export function written(row: Row): string {
  const { from, name, unit, ours, peer, theirs, target } = row;
  const ratio = ratioOf(row).toFixed(2);
  const shown = target !== null && ratioOf(row) > target ? `**${ratio}**` : ratio;
  const cells = [`\`${from}\``, name, figure(ours, unit), `${peer}: ${figure(theirs, unit)}`, shown];
  return `| ${cells.join(' | ')} | ${target === null ? '' : `<= ${Number(target.toFixed(2))}`} |`;
}

/** Three digits that count, and no exponent. */
function figure(value: number, unit: Row['unit']): string {
  const [scaled, shown] = unit === 'ms' && value >= 10_000 ? [value / 1000, 's'] : [value, unit];
  return `${Number(scaled.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 6 })} ${shown}`;
}

/** What it was measured on, and when. */
export function circumstances(postgres: string): string {
  const all = cpus();
  const model = all[0]?.model.trim() ?? 'unknown';
  const date = new Date().toISOString().slice(0, 10);
  return `Last on ${date}: ${all.length} cores (${model}), Node ${process.versions.node}, PostgreSQL ${postgres}.`;
}

const [begin, end] = ['<!-- measured: written by `npm run bench -- --readme` -->', '<!-- measured: end -->'];

/**
 * The text with the new rows in its table. Rows of measurements that were not run stay as they are; `order` has the names of
 * all measurements, and rows of others are dropped.
 */
export function withRows(text: string, rows: readonly Row[], { order, on }: { order: readonly string[]; on: string }) {
  const [before, rest] = parted(text, begin);
  const [old, after] = parted(rest, end);
  const fresh = new Set(rows.map(({ from }) => from));
  const kept = old.split('\n').flatMap((line) => {
    const from = /^\| `([\w-]+)` \|/.exec(line)?.[1];
    return from === undefined || fresh.has(from) ? [] : [{ from, line }];
  });
  const all = [...kept, ...rows.map((row) => ({ from: row.from, line: written(row) }))];
  const lines = order.flatMap((name) => all.filter(({ from }) => from === name).map(({ line }) => line));
  return [`${before}${begin}`, '', on, '', ...heading, ...lines, '', `${end}${after}`].join('\n');
}

function parted(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0 || text.includes(mark, at + 1)) throw new Error(`README.md has to hold this line once: ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
