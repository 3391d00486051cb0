import type { RunId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import type { RecordHead } from '@/core/session-record';

/**
 * Writes a record piece by piece, so that nobody holds the whole of it: `head` once, `rows` for each stretch of a run's
 * rows, the runs in the head's order and each run's rows in theirs, and `end`. The pieces joined are the document.
 */
export interface RecordWriter {
  head(head: RecordHead): string;
  rows(run: RunId, rows: readonly RunRow[]): string;
  end(): string;
}
