import type { RunRow } from '@/core/runs';
import { actionIn } from '@/core/shown/run-words';
import { csvOf, fileName, jsonOf, type ShownFormat } from '@/core/shown/shown-file';
import { changesTable, type ShownTable, shownTables } from '@/core/shown/shown-table';
import { snapshotChanges } from '@/core/shown/snapshot-changes';
import { snapshotText } from '@/core/shown/snapshot-text';
import type { View } from '@/core/shown/views';
import type { RunView } from '../live/views';
import { previousSnapshot } from './previous-snapshot';

export interface ResultShown {
  readonly run: RunView;
  /** Those that are drawn: a paused panel is saved as it stands. */
  readonly rows: readonly RunRow[];
  readonly view: View;
  readonly device: string | undefined;
}

/** What is shown, as a file: its name, and its text. */
export async function resultFile(shown: ResultShown, format: ShownFormat): Promise<readonly [string, string]> {
  const { run, device } = shown;
  const tables = await tablesOf(shown);
  const of = { action: run.action, device: device ?? null, at: run.requestedAt };
  return [fileName(of, format), format === 'csv' ? csvOf(tables) : jsonOf(of, tables)];
}

/** A difference is shown with what was before, which is fetched as its view fetches it. */
async function tablesOf({ run, rows, view }: ResultShown): Promise<readonly ShownTable[]> {
  const shown = actionIn(run)?.shown;
  if (shown?.as !== 'snapshot' || view !== 'Diff') return shownTables(shown, rows, view);
  const previous = await previousSnapshot(run);
  return [changesTable(previous === null ? [] : snapshotChanges(snapshotText(previous.rows), snapshotText(rows)))];
}
