import type { Action, Shown } from '@/core/actions/define';
import type { RunRow } from '@/core/runs';
import type { RecordedRun } from '@/core/session-record';
import { factSheet } from '@/core/shown/fact-sheet';
import { actionIn } from '@/core/shown/run-words';
import { type Column, namedValues, paragraph } from './column';
import type { Told } from './compose';
import { type Block, gap, together } from './flow';
import { gutter, styles, upright, widthOn } from './paper';
import { pingBlocks } from './ping';
import { rawBlocks } from './raw';
import { fits, legend, setTable } from './table';
import { tracerouteBlocks } from './traceroute';

type FactsShown = Extract<Shown, { as: 'facts' }>;

const shownOf = (run: RecordedRun): Action['shown'] | undefined => actionIn(run)?.shown;

/** What came back, as the catalogue says that it is to be shown. */
export function resultBlocks(told: Told, run: RecordedRun, column: Column): Block[] {
  const shown = shownOf(run);
  const rows = shown?.as === 'traceroute' || shown?.as === 'facts' ? run.rows : (told.printed.get(run.id)?.rows ?? []);
  if (rows.length === 0) return nothing(run, column);
  switch (shown?.as) {
    case 'ping':
      return pingBlocks(column, rows);
    case 'traceroute':
      return tracerouteBlocks(column, rows);
    case 'table':
      return tableBlocks(told, run, column);
    case 'facts':
      return factBlocks(column, rows, shown);
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
  const table = tables.get(id)?.table;
  return table !== undefined && !fits(table, widthOn(upright) - gutter);
}

function tableBlocks({ tables }: Told, { id }: RecordedRun, column: Column): Block[] {
  const made = tables.get(id);
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
