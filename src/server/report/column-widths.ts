import { fairShare } from './fair-share';
import { styles } from './paper';
import type { TableColumn, TableRow } from './table';

/** Prose gets at least so many characters a column, whatever else there is. */
const leastProse = 20;

/**
 * How many characters of so many points each column gets. Without `room` what they want; with it, prose gives way first,
 * and the widest before the others.
 */
export function columnWidths(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  ...[unit, room]: [unit: number, room?: number]
): number[] {
  const wanted = columns.map(({ title }, index) => {
    // A title is of other letters, which are about as wide.
    const head = Math.ceil((title.length * styles.head.size * 0.58) / unit);
    return rows.reduce((widest, { cells }) => Math.max(widest, cells[index]?.text.length ?? 0), head);
  });
  if (room === undefined) return wanted;
  const isProse = columns.map(({ kind }) => kind === 'prose');
  const [prose, names] = [true, false].map((kind) => wanted.filter((_, index) => isProse[index] === kind));
  if (prose === undefined || names === undefined) return wanted;
  const forProse = Math.max(room - sum(names), Math.min(sum(prose), leastProse * prose.length));
  const given = { prose: fairShare(prose, forProse), names: fairShare(names, room - Math.min(forProse, sum(prose))) };
  return isProse.map((one) => Math.max(1, (one ? given.prose : given.names).shift() ?? 1));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
