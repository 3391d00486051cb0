'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { hasEnded } from '@/core/runs';
import { type HeldRuns, isBehind, positionsOf, withRows, withRun } from '../live/held-runs';
import { noteServerTime } from '../live/now';
import { callsOf, keepOpen } from '../live/stream';
import type { DeviceEvent, DeviceStatus, ListedDevice, RunPage, RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

/** Drawn at most four times a second, however fast rows come. */
const frameMs = 250;

type Heard = Extract<DeviceEvent, { kind: 'run' | 'rows' }>;

const take = (held: HeldRuns, event: Heard): HeldRuns =>
  event.kind === 'run' ? withRun(held, event.run) : withRows(held, event.run, event.first, event.rows);

const fold = (held: HeldRuns, events: readonly Heard[]): HeldRuns => events.reduce(take, held);

const holding = (runs: readonly RunView[]): HeldRuns => runs.reduce(withRun, new Map() satisfies HeldRuns);

export interface Runs {
  readonly held: HeldRuns;
  /** Ids of the runs that stand as panels. */
  readonly open: ReadonlySet<string>;
  /** How the device is, as far as was heard since the page was made. */
  readonly status: DeviceStatus | null;
  /** Why rows of a run could not be had. */
  readonly failures: ReadonlyMap<string, Failure>;
  /** Takes in runs that were asked for or listed; `isShown` puts them among the panels. */
  readonly add: (runs: readonly RunView[], isShown: boolean) => void;
  readonly hide: (id: string) => void;
}

/** The runs of a device: those of the page, what one stream brings since, and stored rows where they are looked at. */
export function useRuns(device: ListedDevice, page: RunPage): Runs {
  const [held, hear] = useReducer(fold, page.items, holding);
  const [status, setStatus] = useState<DeviceStatus | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(page.items.filter(({ state }) => !hasEnded(state)).map(({ id }) => id)),
  );
  const failures = useMissingRows(held, open, hear);
  const now = useRef({ held, since: page.now });
  useEffect(() => {
    now.current = { ...now.current, held };
  });

  const add = useCallback((runs: readonly RunView[], isShown: boolean) => {
    hear(runs.map((run) => ({ kind: 'run', run })));
    if (isShown) setOpen((before) => new Set([...before, ...runs.map(({ id }) => id)]));
  }, []);
  const hide = useCallback((id: string) => setOpen((before) => new Set([...before].filter((one) => one !== id))), []);

  useEffect(() => {
    let waiting: Heard[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const seen = new Set(now.current.held.keys());
    function draw() {
      timer = undefined;
      const news = waiting.flatMap((event) => (event.kind === 'run' && !seen.has(event.run.id) ? [event.run.id] : []));
      for (const id of news) seen.add(id);
      if (news.length > 0) setOpen((before) => new Set([...before, ...news]));
      hear(waiting);
      waiting = [];
    }
    function onEvent(event: DeviceEvent) {
      if (event.kind === 'status') {
        if (event.status.triedAt !== null) noteServerTime(event.status.triedAt);
        setStatus(event.status);
        return;
      }
      waiting.push(event);
      timer ??= setTimeout(draw, frameMs);
    }
    const end = keepOpen((hearing) => {
      // What waits to be drawn counts as not heard: it is asked for again, and merged by its numbers.
      const known = positionsOf(now.current.held, now.current.since);
      const wanted = { device: device.id, since: now.current.since, known };
      return api.devices.watch.subscribe(wanted, callsOf<DeviceEvent>(hearing, onEvent)).unsubscribe;
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [device.id]);

  return { held, open, status, failures, add, hide };
}

/** Asks for the rows that a panel lacks and that no stream will bring: those of older runs, and those in a gap. */
function useMissingRows(held: HeldRuns, open: ReadonlySet<string>, hear: (events: readonly Heard[]) => void) {
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const id of open) {
      const one = held.get(id);
      if (one === undefined || !isBehind(one) || asked.current.has(id)) continue;
      asked.current.add(id);
      void rest(id, one.rows.length, hear)
        .then(() => asked.current.delete(id))
        // It stays asked for, so that what fails is not asked for without end.
        .catch((error: unknown) => setFailures((before) => new Map([...before, [id, failureOf(error)]])));
    }
  }, [held, open, hear]);
  return failures;
}

async function rest(id: string, from: number, hear: (events: readonly Heard[]) => void): Promise<void> {
  for (let next: number | null = from; next !== null; ) {
    const page: { first: number; rows: Extract<Heard, { kind: 'rows' }>['rows']; next: number | null } =
      await api.runs.rows.query({ run: id, from: next });
    const event = { kind: 'rows', run: id, first: page.first, rows: page.rows };
    // safe: the id came out of a run's own view.
    hear([event as Extract<Heard, { kind: 'rows' }>]);
    next = page.rows.length === 0 ? null : page.next;
  }
}
