'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { type HeldRuns, isBehind, positionsOf, withRows, withRun } from '../live/held-runs';
import type { RunEvent, RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

/** Drawn at most four times a second, however fast rows come. */
const frameMs = 250;

const take = (held: HeldRuns, event: RunEvent): HeldRuns =>
  event.kind === 'run' ? withRun(held, event.run) : withRows(held, event.run, event.first, event.rows);

const fold = (held: HeldRuns, events: readonly RunEvent[]): HeldRuns => events.reduce(take, held);

const holding = (runs: readonly RunView[]): HeldRuns => runs.reduce(withRun, new Map() satisfies HeldRuns);

export interface RunsOnScreen {
  readonly held: HeldRuns;
  /** Ids of the runs whose results are drawn. */
  readonly open: ReadonlySet<string>;
  /** Why rows of a run could not be had. */
  readonly failures: ReadonlyMap<string, Failure>;
  /** Takes in runs that were asked for or listed; `isShown` opens them. */
  readonly add: (runs: readonly RunView[], isShown: boolean) => void;
  readonly hide: (id: string) => void;
  /** Takes in what a live view told; a run that nobody knew is opened. It is drawn with the next frame. */
  readonly hear: (event: RunEvent) => void;
  /** Where a live view goes on from: run -> number of the next row. */
  readonly known: (since: string) => Record<string, number>;
}

/** Runs that a screen holds: those of the page, what a stream brings since, and stored rows where they are looked at. */
export function useHeldRuns(runs: readonly RunView[], isOpenAtFirst: (run: RunView) => boolean): RunsOnScreen {
  const [held, tell] = useReducer(fold, runs, holding);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(runs.filter(isOpenAtFirst).map(({ id }) => id)));
  const failures = useMissingRows(held, open, tell);
  const latest = useRef(held);
  useEffect(() => {
    latest.current = held;
  });
  const queue = useRef<{ waiting: RunEvent[]; timer: ReturnType<typeof setTimeout> | undefined; seen: Set<string> }>({
    waiting: [],
    timer: undefined,
    seen: new Set(held.keys()),
  });
  useEffect(() => () => clearTimeout(queue.current.timer), []);

  const add = useCallback((added: readonly RunView[], isShown: boolean) => {
    tell(added.map((run) => ({ kind: 'run', run })));
    // What was listed here is no news when a stream tells of it: a panel that was hidden stays hidden.
    for (const { id } of added) queue.current.seen.add(id);
    if (isShown) setOpen((before) => new Set([...before, ...added.map(({ id }) => id)]));
  }, []);
  const hide = useCallback((id: string) => setOpen((before) => new Set([...before].filter((one) => one !== id))), []);
  const hear = useCallback((event: RunEvent) => {
    const { current } = queue;
    current.waiting.push(event);
    current.timer ??= setTimeout(() => {
      const { waiting, seen } = current;
      const news = waiting.flatMap((one) => (one.kind === 'run' && !seen.has(one.run.id) ? [one.run.id] : []));
      for (const id of news) seen.add(id);
      if (news.length > 0) setOpen((before) => new Set([...before, ...news]));
      tell(waiting);
      Object.assign(current, { waiting: [], timer: undefined });
    }, frameMs);
  }, []);
  // What waits to be drawn counts as not heard: it is asked for again, and merged by its numbers.
  const known = useCallback((since: string) => positionsOf(latest.current, since), []);

  return { held, open, failures, add, hide, hear, known };
}

/** Asks for the rows that an open run lacks and that no stream will bring: those of older runs, and those in a gap. */
function useMissingRows(held: HeldRuns, open: ReadonlySet<string>, tell: (events: readonly RunEvent[]) => void) {
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const id of open) {
      const one = held.get(id);
      if (one === undefined || !isBehind(one) || asked.current.has(id)) continue;
      asked.current.add(id);
      void rest(id, one.rows.length, tell)
        .then(() => asked.current.delete(id))
        // It stays asked for, so that what fails is not asked for without end.
        .catch((error: unknown) => setFailures((before) => new Map([...before, [id, failureOf(error)]])));
    }
  }, [held, open, tell]);
  return failures;
}

async function rest(id: string, from: number, tell: (events: readonly RunEvent[]) => void): Promise<void> {
  for (let next: number | null = from; next !== null; ) {
    const page: { first: number; rows: Extract<RunEvent, { kind: 'rows' }>['rows']; next: number | null } =
      await api.runs.rows.query({ run: id, from: next });
    const event = { kind: 'rows', run: id, first: page.first, rows: page.rows };
    // safe: the id came out of a run's own view.
    tell([event as RunEvent]);
    next = page.rows.length === 0 ? null : page.next;
  }
}
