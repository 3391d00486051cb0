'use client';

import { useCallback, useEffect, useReducer, useState } from 'react';
import { hasEnded } from '@/core/runs';
import { noteServerTime } from '../live/now';
import { callsOf, keepOpen } from '../live/stream';
import type { RunView, SessionEvent, SessionPage, StepView } from '../live/views';
import { type RunsOnScreen, useHeldRuns } from '../runs/use-held-runs';
import { api } from '../trpc';
import { type Case, lastRuns, withEvent } from './case';

export interface SessionOnScreen extends Case {
  readonly runs: RunsOnScreen;
  /** Takes in steps that this screen added itself, before the stream brings them. */
  readonly addSteps: (steps: readonly StepView[]) => void;
  /** Takes in runs that this screen asked for, and brings the first of them into view. */
  readonly start: (started: { readonly runs: readonly RunView[]; readonly steps: readonly StepView[] }) => void;
}

/** A session: the page, and what one stream brings since. */
export function useSession(page: SessionPage): SessionOnScreen {
  const last = lastRuns(page.steps);
  const runs = useHeldRuns(page.runs, ({ id, state }) => last.has(id) || !hasEnded(state));
  const [current, tell] = useReducer(withEvent, page);
  const { hear, known } = runs;
  const { id } = page.session;
  // Where this screen began: what came since is held here, and a page that is made anew does not move it.
  const [since] = useState(page.now);
  const [after] = useState(page.steps.at(-1)?.number ?? 0);
  useEffect(() => {
    function onEvent(event: SessionEvent) {
      if (event.kind === 'run' || event.kind === 'rows') return hear(event);
      if (event.kind === 'device' && event.device.triedAt !== null) noteServerTime(event.device.triedAt);
      tell(event);
    }
    return keepOpen((hearing) => {
      // Steps that are here already are told again after a gap, and count once.
      const wanted = { session: id, since, after, known: known(since) };
      return api.sessions.watch.subscribe(wanted, callsOf<SessionEvent>(hearing, onEvent)).unsubscribe;
    });
  }, [id, since, after, hear, known]);
  const addSteps = useCallback((steps: readonly StepView[]) => {
    for (const step of steps) tell({ kind: 'step', step });
  }, []);
  const { add } = runs;
  const [shown, setShown] = useState('');
  const start = useCallback<SessionOnScreen['start']>(
    (started) => {
      add(started.runs, true);
      addSteps(started.steps);
      setShown(started.runs[0]?.id ?? '');
    },
    [add, addSteps],
  );
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for what ends the effect.
    document.getElementById(`run-${shown}`)?.scrollIntoView({ block: 'start' });
  }, [shown]);
  return { ...current, runs, addSteps, start };
}
