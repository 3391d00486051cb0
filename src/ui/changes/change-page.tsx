'use client';

import { beforeAuthorising } from '@/core/change/effects';
import { isNeeded } from '@/core/change/predict';
import { useOnConsole } from '../frame/console-store';
import { useNow } from '../live/now';
import { ChangeDiff } from './change-diff';
import { ChangeHead } from './change-head';
import { ChangeRail } from './change-rail';
import { Outcome } from './outcome';
import { useChange } from './use-change';
import type { ChangeView } from './views';
import './changes.css';

interface ChangePageProps {
  readonly change: ChangeView;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** One change, from what it would do to how it went: the same page before the decision and after it. */
export function ChangePage({ change: asked, renderedAt }: ChangePageProps) {
  const [change, take] = useChange(asked);
  const now = useNow(renderedAt);
  const { preview, deviceName } = change;
  const isWritten = preview !== null && isNeeded(preview);
  useOnConsole(
    isWritten
      ? { at: deviceName, line: preview.lines.join('; '), hint: null, isWrite: true, guard: preview.guard.rung }
      : null,
  );
  return (
    <div className="change">
      <div className="change-main">
        <ChangeHead change={change} now={now} />
        <Outcome change={change} now={now} />
        {change.state === 'previewed' && preview !== null ? (
          <section className="notice notice-write change-before" aria-labelledby="before">
            <h2 id="before">Before you authorise</h2>
            <ul>
              {change.overriddenBy === null ? null : (
                <li>
                  <b>{preview.lockout}</b> {change.overriddenBy.name} overrode that.
                </li>
              )}
              {beforeAuthorising(preview, deviceName).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        ) : null}
        {preview === null ? null : <ChangeDiff preview={preview} state={change.state} device={deviceName} />}
      </div>
      <ChangeRail change={change} now={now} onChange={take} />
    </div>
  );
}
