import type { Looks, RowChange } from './predict';
import type { Fields } from './step';

/**
 * How a router stands to a change: as the change would have it (`after`), as it was (`before`), or neither: somebody changed
 * the same since, or a part of it was made.
 */
export type Standing = 'after' | 'before' | 'neither';

/**
 * Reads a change back from `looks`, the same as were read for it. Rows that were set decide; where there are none, those that
 * were removed do.
 */
export function standing(changes: readonly RowChange[], looks: Looks): Standing {
  const set = changes.filter(({ deed }) => deed === 'set');
  const rows = set.length > 0 ? set : changes.filter(({ deed }) => deed === 'remove');
  if (rows.every((row) => isAs('after', row, looks))) return 'after';
  return rows.every((row) => isAs('before', row, looks)) ? 'before' : 'neither';
}

/** Whether all of it was made: rows that were removed are gone too. */
export const isMade = (changes: readonly RowChange[], looks: Looks): boolean =>
  changes.every((row) => row.deed === 'keep' || isAs('after', row, looks));

const foundOf = ({ step, row }: RowChange, looks: Looks): Fields | null =>
  looks[step]?.find((found) => found['.id'] === row) ?? null;

/** Only what the change is about counts: that somebody else gave the row another comment says nothing of it. */
function isAs(wanted: 'before' | 'after', row: RowChange, looks: Looks): boolean {
  const { before, after, [wanted]: fields } = row;
  const found = foundOf(row, looks);
  if (fields === null || after === null || found === null) return (fields === null) === (found === null);
  return Object.keys(after).every((name) => before[name] === after[name] || found[name] === fields[name]);
}
