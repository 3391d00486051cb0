import type { BulkOutcome } from '@/core/bulk-runs';
import type { RunId } from '@/core/ids';
import { byteOrderMark, csvCell } from '@/core/shown/csv';
import { actionIn } from '@/core/shown/run-words';
import { type Summary, summaryColumns } from '@/core/shown/summary';

/** A device of the matrix, as a line needs it. Times are ISO 8601, UTC. */
export interface BulkLine {
  readonly name: string;
  readonly site: string | null;
  readonly outcome: BulkOutcome;
  readonly run: RunId | null;
  readonly refusal: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
  readonly summary: Summary | null;
}

const own = ['device', 'site', 'outcome', 'fault', 'words', 'started_at', 'ended_at', 'duration_ms', 'run'] as const;

/** The matrix as a spreadsheet opens it (RFC 4180): one line a device, the action's own columns last. */
export function bulkCsv(asked: { readonly action: string }, lines: readonly BulkLine[]): string {
  const action = actionIn(asked);
  const columns = action === null ? [] : summaryColumns(action);
  const head = [...own, ...columns.map(({ title }) => title)];
  const cells = lines.map((line) => [
    ...ownCells(line),
    ...columns.map(({ order, text, isNumeric }) => {
      if (line.summary === null) return '';
      // A figure as a program reads it: without groups of digits and without a unit.
      return String((isNumeric ? order(line.summary) : text(line.summary)) ?? '');
    }),
  ]);
  return byteOrderMark + [head, ...cells].map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

function ownCells({ name, site, outcome, fault, refusal, startedAt, endedAt, run }: BulkLine): readonly string[] {
  const ms = startedAt === null || endedAt === null ? '' : String(Date.parse(endedAt) - Date.parse(startedAt));
  const words = fault?.message ?? refusal ?? '';
  return [name, site ?? '', outcome, fault?.code ?? '', words, startedAt ?? '', endedAt ?? '', ms, run ?? ''];
}
