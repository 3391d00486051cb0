import type { Column, Flag, TableShown } from '../actions/shown';
import type { RunRow } from '../runs';
import { columnsIn, isOn, othersIn } from './cells';

type Fields = RunRow['fields'];

/** The rows of a run as a table: which columns and flags there is anything to show for. */
export interface ResultTable {
  readonly rows: readonly Fields[];
  readonly columns: readonly Column[];
  readonly flags: readonly Flag[];
  /** Whether any row has one of the rare fields, which share a last column. */
  readonly hasOthers: boolean;
}

/** A column, a flag, a last column that no row has is left out. */
export function resultTable(rows: readonly RunRow[], shown: TableShown): ResultTable {
  const own = rows.filter(({ sentence }) => sentence === shown.sentence).map(({ fields }) => fields);
  return {
    rows: own,
    columns: columnsIn(shown.columns, own),
    flags: shown.flags.filter(({ field }) => own.some((fields) => isOn(field, fields))),
    hasOthers: own.some((fields) => othersIn(shown.others, fields) !== ''),
  };
}

/** The flag letters of a row, as RouterOS's own print has them. */
export const lettersOf = (flags: readonly Flag[], fields: Fields): string =>
  flags
    .filter(({ field }) => isOn(field, fields))
    .map(({ letter }) => letter)
    .join('');
