import type { Column, TableShown } from '@/core/actions/shown';
import type { RunRow } from '@/core/runs';
import { cell, isNumeric, isOn, othersIn, rawCell } from '@/core/shown/cells';
import { number } from '@/core/shown/format';
import { lettersOf, resultTable } from '@/core/shown/result-table';
import type { Ink } from './paper';
import type { Cell, Table, TableColumn, TableRow } from './table';
import type { Typesetter } from './typesetter';

export interface RowsTable {
  readonly table: Table;
  /** What each flag letter means. */
  readonly meanings: readonly string[];
}

/**
 * Rows as RouterOS's own print shows them: a comment above its row behind `;;;`, then the number, the flag letters and the
 * columns that any row has, and below it the rare fields.
 */
export function rowsTable(type: Typesetter, rows: readonly RunRow[], shown: TableShown): RowsTable {
  const { rows: own, columns: all, flags } = resultTable(rows, shown);
  const columns = all.filter(({ field }) => field !== 'comment');
  const printed = (text: string, ink: Ink): Cell => ({ text: type.printable(text, { face: 'mono' }), ink });
  const setRow = (fields: RunRow['fields'], index: number): TableRow => {
    const ink: Ink = isOn(shown.faintIf, fields) ? 'faint' : 'ink';
    const comment = columns.length < all.length ? rawCell({ field: 'comment' }, fields) : null;
    const others = othersIn(shown.others, fields);
    const letters = flags.length > 0 ? [lettersOf(flags, fields)] : [];
    const cells = [number(index), ...letters, ...columns.map((column) => cell(column, fields) ?? '—')];
    return {
      cells: cells.map((text) => printed(text, ink)),
      ...(comment === null ? {} : { above: printed(`;;; ${comment}`, ink) }),
      ...(others === '' ? {} : { below: printed(others, ink) }),
    };
  };
  return {
    table: {
      columns: [
        { title: '#', kind: 'number' },
        ...(flags.length > 0 ? [{ title: 'Flags', kind: 'name' } as const] : []),
        ...columns.map((column) => ({ title: column.title, kind: kindOf(column) })),
      ],
      rows: own.map(setRow),
    },
    meanings: flags.map(({ letter, meaning }) => `${letter} ${meaning}`),
  };
}

function kindOf(column: Column): TableColumn['kind'] {
  if (isNumeric(column)) return 'number';
  return column.reads === 'list' || column.field === 'message' ? 'prose' : 'name';
}
