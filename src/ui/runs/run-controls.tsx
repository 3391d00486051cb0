'use client';

import { useState } from 'react';
import { type ActionId, isActionId } from '@/core/actions/index';
import { hasEnded } from '@/core/runs';
import { runTitle } from '@/core/shown/run-words';
import { FailureNotice } from '../controls/failure-notice';
import type { RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

interface RunControlsProps {
  readonly run: RunView;
  readonly onRun: (run: RunView) => void;
}

/** Stop while it goes; once it is over, the same again in one click. */
export function RunControls({ run, onRun }: RunControlsProps) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function ask(work: () => Promise<unknown>) {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  }
  const stop = () => ask(() => api.runs.stop.mutate({ run: run.id }));
  const repeat = (action: ActionId) =>
    ask(async () => onRun(await api.runs.start.mutate({ device: run.device, action, params: run.params })));
  const { action } = run;

  return (
    <>
      {hasEnded(run.state) && isActionId(action) ? (
        <button type="button" className="button" disabled={isBusy} onClick={() => void repeat(action)}>
          Repeat<span className="sr-only"> {runTitle(run)}</span>
        </button>
      ) : null}
      {hasEnded(run.state) ? null : (
        <button type="button" className="button" disabled={isBusy || run.isStopping} onClick={() => void stop()}>
          {run.isStopping ? 'Stopping' : 'Stop'}
          <span className="sr-only"> {runTitle(run)}</span>
        </button>
      )}
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}
