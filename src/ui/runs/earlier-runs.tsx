'use client';

import { useState } from 'react';
import { minute, number } from '@/core/shown/format';
import { runTitle, stateWord } from '@/core/shown/run-words';
import { FailureNotice } from '../controls/failure-notice';
import type { RunPage, RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

interface EarlierRunsProps {
  readonly device: string;
  /** Those that do not stand as panels, the newest first. */
  readonly runs: readonly RunView[];
  /** Where the older ones begin; null when there are none. */
  readonly next: string | null;
  readonly onOpen: (run: RunView) => void;
  readonly onOlder: (page: RunPage) => void;
}

/** What was run before; opening one shows the rows that were stored. */
export function EarlierRuns({ device, runs, next, onOpen, onOlder }: EarlierRunsProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  async function older(after: string) {
    setFailure(null);
    try {
      onOlder(await api.runs.list.query({ device, after }));
    } catch (error) {
      setFailure(failureOf(error));
    }
  }
  return (
    <section aria-labelledby="earlier" className="mt-5">
      <h2 id="earlier" className="mb-2">
        Earlier runs
      </h2>
      {runs.length === 0 ? <p className="panel-empty border-y border-rule bg-surface">None on this device.</p> : null}
      {runs.length === 0 ? null : (
        <ul className="earlier">
          {runs.map((run) => (
            <li key={run.id}>
              <button type="button" className="earlier-run" onClick={() => onOpen(run)}>
                <time className="mono text-ink-2" dateTime={run.requestedAt}>
                  {minute(run.requestedAt)}
                </time>
                <bdi className="link">{runTitle(run)}</bdi>
                <span className={run.state === 'failed' || run.state === 'interrupted' ? 'text-fail' : undefined}>
                  {stateWord(run)}
                </span>
                <span className="mono text-ink-2">{number(run.rows)} rows</span>
                <span className="text-ink-2">{run.by.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {next === null ? null : (
        <button type="button" className="button mt-2" onClick={() => void older(next)}>
          Show 20 older
        </button>
      )}
      {failure ? <FailureNotice failure={failure} /> : null}
    </section>
  );
}
