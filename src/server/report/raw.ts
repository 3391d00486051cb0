import type { RunRow } from '@/core/runs';
import { type Column, setLines } from './column';
import { type Block, together } from './flow';
import { styles } from './paper';

/** Rows of an action that this version does not have, each as it came: `+1.204 s  seq=0 host=1.1.1.1`. */
export const rawBlocks = (column: Column, rows: readonly RunRow[]): Block[] =>
  rows.flatMap((row) => {
    const style = { ...styles.code, size: 7.75, leading: 11 };
    const lines = setLines(column, column.type.lines(lineOf(row), style, column.width), style);
    return lines.length <= 8 ? together(lines) : lines;
  });

const lineOf = ({ afterMs, fields }: RunRow): string =>
  `+${(afterMs / 1000).toFixed(3)} s  ${Object.entries(fields)
    .map(([name, value]) => `${name}=${/^[\w./:,+-]+$/.test(value) ? value : `"${value.replaceAll('"', '\\"')}"`}`)
    .join(' ')}`;
