import type { RunId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import type { RecordedRun, SessionRecord } from '@/core/session-record';
import { visible } from '@/core/shown/cells';
import { listedRows } from '@/core/shown/parts';
import { actionIn } from '@/core/shown/run-words';
import { fairShare } from './fair-share';

/**
 * What a PDF prints at most, over all runs of a session: about a hundred pages. The characters are what it costs: react-pdf
 * keeps some 450 bytes for each until the last page is written.
 */
const most = { rows: 5_000, characters: 500_000 } as const;

/** The rows of a run that are printed, which are its first, and how many more the record has. */
export interface PrintedRows {
  readonly rows: readonly RunRow[];
  readonly leftOut: number;
}

/** The rows of each run that are printed: small answers whole, so that one large one does not push them out. */
export function printedRows({ runs }: Pick<SessionRecord, 'runs'>): ReadonlyMap<RunId, PrintedRows> {
  const own = runs.map(ownRows);
  const costs = own.map((rows, index) => rows.map((row) => costOf(row, runs[index])));
  const rowShares = fairShare(
    own.map(({ length }) => length),
    most.rows,
  );
  const costShares = fairShare(
    costs.map((one) => one.reduce((sum, cost) => sum + cost, 0)),
    most.characters,
  );
  return new Map(
    runs.map(({ id }, index) => {
      const rows = own[index] ?? [];
      const fitting = firstWithin(costs[index] ?? [], costShares[index] ?? 0);
      const count = Math.min(rowShares[index] ?? 0, fitting);
      return [id, { rows: rows.slice(0, count), leftOut: rows.length - count }];
    }),
  );
}

/** The rows that are there for the reader, if each has its own line; of what is folded into a few lines there are none. */
function ownRows(run: RecordedRun): readonly RunRow[] {
  const shown = actionIn(run)?.shown;
  if (shown?.as === 'traceroute' || shown?.as === 'facts') return [];
  if (shown?.as === 'parts') return listedRows(shown.parts, run.rows);
  return shown?.as === 'table' ? run.rows.filter(({ sentence }) => sentence === shown.sentence) : run.rows;
}

/** A line costs something however short it is. */
const ofEach = 20;

/** About how many characters of a row are printed: with the names of the fields where nobody knows its columns. */
function costOf({ fields }: RunRow, run: RecordedRun | undefined): number {
  const texts = run === undefined || actionIn(run) === null ? Object.entries(fields).flat() : Object.values(fields);
  return texts.reduce((sum, text) => sum + printedLength(text), ofEach);
}

/** What cannot be seen is written out, and longer then. */
const printedLength = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : visible(text).length);

/** How many of the first stay within a sum. */
function firstWithin(costs: readonly number[], sum: number): number {
  let left = sum;
  const end = costs.findIndex((cost) => {
    left -= cost;
    return left < 0;
  });
  return end === -1 ? costs.length : end;
}
