import type { TableShown } from '@/core/actions/shown';
import type { DeviceId, RunId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import type { RecordedDevice, RecordedRun, SessionRecord } from '@/core/session-record';
import { partsIn } from '@/core/shown/parts';
import { actionIn } from '@/core/shown/run-words';
import { coverBlocks } from './cover';
import type { Block } from './flow';
import { type PrintedRows, printedRows } from './printed-rows';
import type { ReportCover } from './report-job';
import { type RowsTable, rowsTable } from './rows-table';
import { stepBlocks } from './step';
import type { Typesetter } from './typesetter';

/** What every part of the report may need to look up. */
export interface Told {
  readonly type: Typesetter;
  readonly record: SessionRecord;
  readonly cover: ReportCover;
  readonly devices: ReadonlyMap<DeviceId, RecordedDevice>;
  readonly runs: ReadonlyMap<RunId, RecordedRun>;
  readonly printed: ReadonlyMap<RunId, PrintedRows>;
  /** The tables of each run that has any, by what the catalogue says of them. */
  readonly tables: ReadonlyMap<RunId, ReadonlyMap<TableShown, RowsTable>>;
}

/** The whole report: what it says of itself, then the steps in their order. */
export function compose(type: Typesetter, record: SessionRecord, cover: ReportCover): Block[] {
  const printed = printedRows(record);
  const told: Told = {
    type,
    record,
    cover,
    devices: new Map(record.devices.map((device) => [device.id, device])),
    runs: new Map(record.runs.map((run) => [run.id, run])),
    printed,
    tables: tablesOf(type, record, printed),
  };
  // The steps first: the cover says how many characters could not be printed.
  const steps = record.steps.flatMap((step) => stepBlocks(told, step));
  return [...coverBlocks(told), ...steps];
}

function tablesOf(type: Typesetter, { runs }: SessionRecord, printed: Told['printed']): Told['tables'] {
  return new Map(
    runs.map((run) => {
      const rows = printed.get(run.id)?.rows ?? [];
      return [run.id, new Map(tablesIn(run, rows).map((shown) => [shown, rowsTable(type, rows, shown)]))];
    }),
  );
}

function tablesIn(run: RecordedRun, rows: readonly RunRow[]): readonly TableShown[] {
  const shown = actionIn(run)?.shown;
  if (shown?.as === 'table') return [shown];
  return shown?.as === 'parts' ? partsIn(shown.parts, rows).filter((part) => part.as === 'table') : [];
}
