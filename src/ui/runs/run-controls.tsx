'use client';

import { useState } from 'react';
import { isReadId, type ReadId } from '@/core/actions/index';
import { hasEnded } from '@/core/runs';
import { runTitle } from '@/core/shown/run-words';
import { FailureNotice } from '../controls/failure-notice';
import type { RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

/** Asks for the same once more, where this screen asks for things. */
export type Repeat = (run: RunView & { readonly action: ReadId }) => Promise<void>;

interface RunControlsProps {
  readonly run: RunView;
  /** Null where nothing can be asked for any more. */
  readonly onRepeat: Repeat | null;
}

/** Stop while it goes; once it is over, the same again in one click. */
export function RunControls({ run, onRepeat }: RunControlsProps) {
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
  const { action } = run;

  return (
    <>
      {hasEnded(run.state) && isReadId(action) && onRepeat !== null ? (
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => void ask(() => onRepeat({ ...run, action }))}
        >
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
