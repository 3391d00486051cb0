'use client';

import { useState } from 'react';
import type { Role } from '@/core/access';
import { hasEnded, type RunRow } from '@/core/runs';
import { age, clockTime, counted, minute, number, roleTitle, span } from '@/core/shown/format';
import { actionIn, cutRemark, elapsedMs, runTitle, stateWord } from '@/core/shown/run-words';
import { type View, viewsOf } from '@/core/shown/views';
import { FailureNotice } from '../controls/failure-notice';
import type { HeldRun } from '../live/held-runs';
import type { RunView } from '../live/views';
import { Permitted } from '../permitted';
import type { Failure } from '../request';
import { FaultNotice } from './fault-notice';
import { ResultDeeds } from './result-deeds';
import { type Repeat, RunControls } from './run-controls';
import { RunResult } from './run-result';

export interface RunPanelProps {
  readonly held: HeldRun & { readonly run: RunView };
  readonly role: Role;
  /** The server's time in milliseconds. */
  readonly now: number;
  /** The device's name; undefined where the screen does not know it. */
  readonly device: string | undefined;
  /** The screen is about several devices: the name is shown. */
  readonly isAmongSeveral?: true;
  /** Why its rows could not be had. */
  readonly failure: Failure | undefined;
  readonly onRepeat: Repeat | null;
  readonly onHide: (id: string) => void;
}

/** One run: what, how far, by whom and for how long; what can be done about it; and what came back. */
export function RunPanel({ held: { run, rows }, ...props }: RunPanelProps) {
  const { role, now, device, isAmongSeveral, failure, onRepeat, onHide } = props;
  const offered = viewsOf(actionIn(run)?.shown);
  const [view, setView] = useState<View>(offered[0]);
  const [paused, setPaused] = useState<{ readonly rows: readonly RunRow[]; readonly at: Date } | null>(null);
  const isOver = hasEnded(run.state);
  const shown = paused?.rows ?? rows;
  return (
    <article className="panel" aria-labelledby={`run-${run.id}`} data-run-state={run.state}>
      <header className="panel-head">
        <h3 id={`run-${run.id}`}>
          <bdi>{runTitle(run)}</bdi>
          {isAmongSeveral && device !== undefined ? <span className="panel-place"> on {device}</span> : null}
        </h3>
        <span className="badge">READ</span>
        <StateBadge run={run} />
        <Elapsed run={run} now={now} />
        <span className="flex-1" />
        <fieldset className="panel-views">
          <legend className="sr-only">Show as</legend>
          {offered.map((one) => (
            <button key={one} type="button" className="view" aria-pressed={one === view} onClick={() => setView(one)}>
              {one}
            </button>
          ))}
        </fieldset>
        {isOver ? null : (
          <button
            type="button"
            className="button"
            onClick={() => setPaused(paused === null ? { rows, at: new Date() } : null)}
          >
            {paused === null ? 'Pause' : 'Resume'}
          </button>
        )}
        <Permitted role={role} permission="session.run">
          <RunControls run={run} onRepeat={onRepeat} />
        </Permitted>
        {isOver ? (
          <button type="button" className="button button-quiet" onClick={() => onHide(run.id)}>
            Hide<span className="sr-only"> {runTitle(run)}</span>
          </button>
        ) : null}
      </header>
      <p className="panel-who">
        {run.by.name} · {roleTitle(run.by.role)} · <time dateTime={run.requestedAt}>{minute(run.requestedAt)} UTC</time>
        {run.sent === null ? null : (
          <code className="panel-sent">
            <bdi>{sentLine(run.sent)}</bdi>
          </code>
        )}
      </p>
      {paused === null ? null : (
        <p className="panel-note" role="status">
          Drawing was paused at {clockTime(paused.at)}; {counted(rows.length - paused.rows.length, 'row')} came since.
        </p>
      )}
      {run.fault === null ? null : <FaultNotice fault={run.fault} />}
      {failure === undefined ? null : <FailureNotice failure={failure} />}
      <RunResult run={run} rows={shown} view={view} />
      {run.isTruncated ? <p className="panel-note">{cutRemark(run, run.rows)}</p> : null}
      <ResultDeeds run={run} rows={shown} view={view} role={role} device={device} />
    </article>
  );
}

/** What was said, on one line; of many sentences the first and how many more. */
function sentLine(sent: readonly string[]): string {
  const [first = ''] = sent;
  return sent.length > 8 ? `${first} and ${number(sent.length - 1)} more` : sent.join('; ');
}

function StateBadge({ run }: { readonly run: RunView }) {
  const isBad = run.state === 'failed' || run.state === 'interrupted' || run.state === 'unknown';
  return (
    <span className={isBad ? 'badge badge-fail' : 'badge'} role="status">
      {stateWord(run)}
    </span>
  );
}

function Elapsed({ run, now }: { readonly run: RunView; readonly now: number }) {
  const ms = elapsedMs(run, now);
  if (ms === null)
    return (
      <span className="mono text-ink-3">
        {hasEnded(run.state) ? 'never begun' : age(now - Date.parse(run.requestedAt))}
      </span>
    );
  return (
    <span className="mono text-ink-2">
      {ms < 10_000 && run.endedAt !== null ? `${(ms / 1000).toFixed(1)} s` : span(ms / 1000)}
    </span>
  );
}
