import type { RunRow } from '@/core/runs';
import { snapshotText } from '@/core/shown/snapshot-text';
import { type Column, setLines } from './column';
import type { Block } from './flow';
import { styles } from './paper';

/** The configuration as text, menus with their rows below them. */
export function snapshotBlocks(column: Column, rows: readonly RunRow[]): Block[] {
  const style = { ...styles.code, size: 7.25, leading: 10 };
  return snapshotText(rows)
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => setLines(column, column.type.lines(line, style, column.width), style));
}
