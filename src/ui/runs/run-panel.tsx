'use client';

import { useState } from 'react';
import type { Role } from '@/core/access';
import { hasEnded, type RunRow } from '@/core/runs';
import { age, clockTime, counted, minute, number, roleTitle, span } from '@/core/shown/format';
import { actionIn, elapsedMs, runTitle, stateWord } from '@/core/shown/run-words';
import { FailureNotice } from '../controls/failure-notice';
import type { HeldRun } from '../live/held-runs';
import type { RunView } from '../live/views';
import { Permitted } from '../permitted';
import type { Failure } from '../request';
import { FaultNotice } from './fault-notice';
import { type Repeat, RunControls } from './run-controls';
import { RunResult } from './run-result';

export interface RunPanelProps {
  readonly held: HeldRun & { readonly run: RunView };
  readonly role: Role;
  /** The server's time in milliseconds. */
  readonly now: number;
  /** The device, where the screen is about several. */
  readonly place?: string | undefined;
  /** Why its rows could not be had. */
  readonly failure: Failure | undefined;
  readonly onRepeat: Repeat | null;
  readonly onHide: (id: string) => void;
}

const viewsOf = (as: string | undefined): readonly View[] =>
  as === 'ping' ? ['Chart', 'Table', 'Raw'] : as === undefined ? ['Raw'] : [as === 'facts' ? 'Facts' : 'Table', 'Raw'];
export type View = 'Chart' | 'Table' | 'Facts' | 'Raw';

/** One run: what, how far, by whom and for how long; what can be done about it; and what came back. */
export function RunPanel({ held: { run, rows }, role, now, place, failure, onRepeat, onHide }: RunPanelProps) {
  const views = viewsOf(actionIn(run)?.shown.as);
  const [view, setView] = useState<View>(views[0] ?? 'Raw');
  const [paused, setPaused] = useState<{ readonly rows: readonly RunRow[]; readonly at: Date } | null>(null);
  const isOver = hasEnded(run.state);
  const shown = paused?.rows ?? rows;
  return (
    <article className="panel" aria-labelledby={`run-${run.id}`} data-run-state={run.state}>
      <header className="panel-head">
        <h3 id={`run-${run.id}`}>
          <bdi>{runTitle(run)}</bdi>
          {place === undefined ? null : <span className="panel-place"> on {place}</span>}
        </h3>
        <span className="badge">READ</span>
        <StateBadge run={run} />
        <Elapsed run={run} now={now} />
        <span className="flex-1" />
        <fieldset className="panel-views">
          <legend className="sr-only">Show as</legend>
          {views.map((one) => (
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
            <bdi>{run.sent.join('; ')}</bdi>
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
      {run.isTruncated ? (
        <p className="panel-note">
          The answer went on beyond {number(run.rows)} rows, which is the cap: it was ended there. These are the first.
        </p>
      ) : null}
    </article>
  );
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
