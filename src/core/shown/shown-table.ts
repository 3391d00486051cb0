import { lastRound } from '../actions/last-round';
import { pingSummary } from '../actions/ping-summary';
import type { FactsShown, Part, Shown, TableShown } from '../actions/shown';
import type { RunRow } from '../runs';
import { cell, othersIn, visible } from './cells';
import { factSheet } from './fact-sheet';
import { number } from './format';
import { partsIn } from './parts';
import { lettersOf, resultTable } from './result-table';
import type { SnapshotChange } from './snapshot-changes';
import { snapshotText } from './snapshot-text';
import { type FoldedColumn, hopColumns, packetColumns } from './tool-columns';
import type { View } from './views';

/** What is shown, letter for letter: a head and lines of as many cells. Null where the screen has a dash or nothing. */
export interface ShownTable {
  /** What it is called among several; null where it is alone. */
  readonly title: string | null;
  readonly head: readonly string[];
  readonly lines: readonly (readonly (string | null)[])[];
}

/** What a view shows of a run's rows. A chart stands for the table behind it. */
export function shownTables(shown: Shown | undefined, rows: readonly RunRow[], view: View): readonly ShownTable[] {
  if (view === 'Raw' || shown === undefined) return [rawTable(rows)];
  const fields = rows.map((row) => row.fields);
  switch (shown.as) {
    case 'ping':
      return [foldedTable(packetColumns, pingSummary(fields).samples)];
    case 'traceroute': {
      const hops = lastRound(fields);
      return [foldedTable(hopColumns(hops), hops)];
    }
    case 'table':
    case 'facts':
      return [listed(null, shown, rows)];
    case 'snapshot':
      return [textTable(snapshotText(rows))];
    case 'parts':
      return partsIn(shown.parts, rows).map((part: Part) => listed(part.title, part, rows));
  }
}

/** The difference of two snapshots, as it is listed. */
export const changesTable = (changes: readonly SnapshotChange[]): ShownTable => ({
  title: null,
  head: ['Change', 'Menu', 'Line'],
  lines: changes.map(({ kind, menu, line }) => [kind, menu, visible(line)]),
});

const foldedTable = <Line>(columns: readonly FoldedColumn<Line>[], lines: readonly Line[]): ShownTable => ({
  title: null,
  head: columns.map(({ title }) => title),
  lines: lines.map((line) => columns.map(({ text }) => text(line))),
});

const listed = (title: string | null, shown: TableShown | FactsShown, rows: readonly RunRow[]): ShownTable =>
  shown.as === 'table' ? rowsTable(title, shown, rows) : factsTable(title, shown, rows);

function rowsTable(title: string | null, shown: TableShown, rows: readonly RunRow[]): ShownTable {
  const { rows: own, columns, flags, hasOthers } = resultTable(rows, shown);
  const titles = ['#', ...(flags.length > 0 ? ['Flags'] : []), ...columns.map((column) => column.title)];
  return {
    title,
    head: distinct(hasOthers ? [...titles, 'Other'] : titles),
    lines: own.map((fields, index) => [
      number(index),
      ...(flags.length > 0 ? [lettersOf(flags, fields)] : []),
      ...columns.map((column) => cell(column, fields)),
      ...(hasOthers ? [othersIn(shown.others, fields)] : []),
    ]),
  };
}

/** A file names its columns: of two with the same title, as versions of RouterOS may make them, the later is `Router ID 2`. */
const distinct = (titles: readonly string[]): readonly string[] =>
  titles.map((title, place) => {
    const before = titles.slice(0, place).filter((other) => other === title).length;
    return before === 0 ? title : `${title} ${before + 1}`;
  });

const factsTable = (title: string | null, shown: FactsShown, rows: readonly RunRow[]): ShownTable => ({
  title,
  head: ['Group', 'Name', 'Value'],
  lines: factSheet(rows, shown).flatMap((group) => group.lines.map(([name, text]) => [group.title, name, text])),
});

/** Every field that any row has, in the order they first came. */
function rawTable(rows: readonly RunRow[]): ShownTable {
  const names = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  return {
    title: null,
    head: ['After, s', ...names.map(visible)],
    lines: rows.map(({ afterMs, fields }) => [
      (afterMs / 1000).toFixed(3),
      ...names.map((name) => (Object.hasOwn(fields, name) ? visible(fields[name] ?? '') : null)),
    ]),
  };
}

/** A line of the text a line, under its menu. */
function textTable(text: string): ShownTable {
  let menu = '';
  const lines = text.split('\n').flatMap((line) => {
    if (line.startsWith(' ')) return [[menu, visible(line.trim())]];
    menu = line;
    return [];
  });
  return { title: null, head: ['Menu', 'Line'], lines };
}
