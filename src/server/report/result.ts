import type { Read } from '@/core/actions/define';
import type { FactsShown, Part, TableShown } from '@/core/actions/shown';
import type { RunRow } from '@/core/runs';
import type { RecordedRun } from '@/core/session-record';
import { factSheet } from '@/core/shown/fact-sheet';
import { partsIn } from '@/core/shown/parts';
import { actionIn } from '@/core/shown/run-words';
import { type Column, namedValues, paragraph } from './column';
import type { Told } from './compose';
import { type Block, gap, together } from './flow';
import { gutter, styles, upright, widthOn } from './paper';
import { pingBlocks } from './ping';
import { rawBlocks } from './raw';
import { snapshotBlocks } from './snapshot';
import { fits, legend, setTable } from './table';
import { tracerouteBlocks } from './traceroute';

const shownOf = (run: RecordedRun): Read['shown'] | undefined => actionIn(run)?.shown;

/** What came back, as the catalogue says that it is to be shown. */
export function resultBlocks(told: Told, run: RecordedRun, column: Column): Block[] {
  const shown = shownOf(run);
  const rows = isFolded(shown) ? run.rows : (told.printed.get(run.id)?.rows ?? []);
  if (rows.length === 0) return nothing(run, column);
  switch (shown?.as) {
    case 'ping':
      return pingBlocks(column, rows);
    case 'traceroute':
      return tracerouteBlocks(column, rows);
    case 'table':
      return tableBlocks(told, run, { column, shown });
    case 'facts':
      return factBlocks(column, rows, shown);
    case 'snapshot':
      return snapshotBlocks(column, rows);
    case 'parts':
      return partsIn(shown.parts, run.rows).flatMap((part) => partBlocks(told, run, { column, part }));
    case undefined:
      return rawBlocks(column, rows);
  }
}

function nothing({ state }: RecordedRun, column: Column): Block[] {
  if (state !== 'done') return [];
  return paragraph(column, 'The router answered with nothing: no row fits.', styles.small);
}

/** Whether a run's table needs a sheet that lies: then its whole step stands on one. */
export function isWideRun({ tables }: Told, { id }: RecordedRun): boolean {
  return [...(tables.get(id)?.values() ?? [])].some(({ table }) => !fits(table, widthOn(upright) - gutter));
}

/** Of what is folded into a few lines all rows count; of the rest those that are printed. */
const isFolded = (shown: Read['shown'] | undefined): boolean =>
  shown?.as === 'traceroute' || shown?.as === 'facts' || shown?.as === 'parts';

function partBlocks(
  told: Told,
  run: RecordedRun,
  { column, part }: { readonly column: Column; readonly part: Part },
): Block[] {
  const head = paragraph(column, part.title, { ...styles.head, size: 9, leading: 15 });
  const body =
    part.as === 'table' ? tableBlocks(told, run, { column, shown: part }) : factBlocks(column, run.rows, part);
  return [...head, ...body, { ...gap(5), isWide: column.isWide }];
}

function tableBlocks(
  { tables }: Told,
  { id }: RecordedRun,
  { column, shown }: { readonly column: Column; readonly shown: TableShown },
): Block[] {
  const made = tables.get(id)?.get(shown);
  return made === undefined ? [] : [...setTable(column, made.table), ...legend(column, made.meanings)];
}

function factBlocks(column: Column, rows: readonly RunRow[], shown: FactsShown): Block[] {
  return factSheet(rows, shown).flatMap(({ title, lines }) => {
    const [first, ...others] = namedValues(
      column,
      120,
      lines.map(([name, text]) => ({ name, text })),
    );
    const head = paragraph(column, title, { ...styles.head, size: 8.5, leading: 14 });
    const room = { ...gap(5), isWide: column.isWide };
    return [...together([...head, ...(first === undefined ? [] : [first])]), ...others, room];
  });
}
