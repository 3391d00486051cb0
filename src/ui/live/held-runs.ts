import { hasEnded, type RunRow, type RunState } from '@/core/runs';
import type { RunView } from './views';

/** A run as far as this screen has heard of it. */
export interface HeldRun {
  /** Null: rows came before the run itself did. */
  readonly run: RunView | null;
  /** From the first one on, without a gap. */
  readonly rows: readonly RunRow[];
  /** Rows came that do not follow on these: those between have to be asked for. */
  readonly isTorn: boolean;
}

/** By the run's id. */
export type HeldRuns = ReadonlyMap<string, HeldRun>;

const nothing: HeldRun = { run: null, rows: [], isTorn: false };

const withHeld = (held: HeldRuns, id: string, change: (before: HeldRun) => HeldRun): HeldRuns => {
  const before = held.get(id) ?? nothing;
  const after = change(before);
  return after === before ? held : new Map(held).set(id, after);
};

/** Takes in what a run is now. An answer that was overtaken on its way changes nothing. */
export const withRun = (held: HeldRuns, run: RunView): HeldRuns =>
  withHeld(held, run.id, (before) => (before.run !== null && isOlder(run, before.run) ? before : { ...before, run }));

/** Takes in rows of which the first has the number `first`. Those that are there already count once. */
export const withRows = (held: HeldRuns, id: string, first: number, rows: readonly RunRow[]): HeldRuns =>
  withHeld(held, id, (before) => {
    const have = before.rows.length;
    if (first > have) return before.isTorn ? before : { ...before, isTorn: true };
    const fresh = rows.slice(have - first);
    return fresh.length === 0 && !before.isTorn
      ? before
      : { ...before, rows: fresh.length === 0 ? before.rows : [...before.rows, ...fresh], isTorn: false };
  });

/** Whether rows are missing that no live view will bring by itself. */
export const isBehind = ({ run, rows, isTorn }: HeldRun): boolean =>
  isTorn || (run !== null && hasEnded(run.state) && rows.length < run.rows);

const order: Readonly<Record<RunState, number>> = {
  intended: 0,
  running: 1,
  done: 2,
  failed: 2,
  stopped: 2,
  interrupted: 2,
  unknown: 2,
};

function isOlder(one: RunView, known: RunView): boolean {
  const [was, is] = [order[known.state], order[one.state]];
  return is < was || (is === was && (one.rows < known.rows || (known.isStopping && !one.isStopping)));
}

/** Longer than that and the address of the stream would be too long; what is left out is merged by its numbers. */
const mostKnown = 40;

/**
 * Where each run stands, for a live view that goes on from there: run -> number of the next row, the newest runs first.
 * One that ended before `since` and was not opened is left out: nobody waits for its rows.
 */
export function positionsOf(held: HeldRuns, since: string): Record<string, number> {
  const followed = [...held.values()]
    .flatMap(({ run, rows }) => (run === null ? [] : [{ run, next: rows.length }]))
    .filter(({ run, next }) => next > 0 || !hasEnded(run.state) || Date.parse(run.requestedAt) >= Date.parse(since))
    .toSorted((a, b) => b.run.requestedAt.localeCompare(a.run.requestedAt))
    .slice(0, mostKnown);
  return Object.fromEntries(followed.map(({ run, next }) => [run.id, next]));
}
