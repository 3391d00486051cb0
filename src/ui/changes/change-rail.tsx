'use client';

import { guardWords } from '@/core/change/guard-words';
import { clockTime, minute, roleTitle, span } from '@/core/shown/format';
import { CopyId } from '../controls/copy-id';
import { Link } from '../link';
import { Decision } from './decision';
import { FollowUp } from './follow-up';
import { Override } from './override';
import { Review } from './review';
import { StageList } from './stage-list';
import { isGoingOn, isOver } from './standing';
import type { ChangeView } from './views';

interface ChangeRailProps {
  readonly change: ChangeView;
  /** The server's time in milliseconds. */
  readonly now: number;
  /** Takes in what a press made of it, before the stream brings it. */
  readonly onChange: (change: ChangeView) => void;
}

/** The decision, and once it is made how it is carried out; and what the decision is about, in numbers. */
export function ChangeRail({ change, now, onChange }: ChangeRailProps) {
  const { state, authorisedAt } = change;
  const isDue = state === 'previewed' && !isOver(change, now);
  return (
    <aside className="change-rail" aria-label="Decision">
      <div className="hazard" />
      <div className="change-facts">
        {isDue || state === 'previewing' ? <Decision change={change} onChange={onChange} /> : null}
        {change.whyNot.override === null ? <Override change={change} onChange={onChange} /> : null}
        <Review change={change} now={now} onChange={onChange} />
        {authorisedAt === null ? null : <StageList change={change} />}
        {isGoingOn(change) && !(state === 'previewed' && !isDue) ? null : <FollowUp change={change} />}
        <Facts change={change} now={now} />
        <p className="text-ink-2">
          <Link href="/changes">All changes</Link>
        </p>
      </div>
    </aside>
  );
}

/** It was authorised without the second person that it takes. */
const isAlone = ({ isBreakGlass, review }: ChangeView): boolean => isBreakGlass || review !== null;

function Overridden({ change: { overriddenBy, overriddenAt, overrideReason } }: Pick<ChangeRailProps, 'change'>) {
  if (overriddenBy === null || overriddenAt === null) return null;
  return (
    <>
      <dt>Lockout overridden by</dt>
      <dd>
        {overriddenBy.name} · {roleTitle(overriddenBy.role)},{' '}
        <span className="mono">{clockTime(new Date(overriddenAt))}</span>
      </dd>
      <dt>Because</dt>
      <dd className="whitespace-pre-wrap">
        <bdi>{overrideReason}</bdi>
      </dd>
    </>
  );
}

function Facts({ change, now }: Pick<ChangeRailProps, 'change' | 'now'>) {
  const { by, askedAt, tier, state, expiresAt, digest, preview, authorisedBy, authorisedAt } = change;
  const leftSeconds = expiresAt === null ? 0 : (Date.parse(expiresAt) - now) / 1000;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">About it</h2>
      <dl>
        <dt>Asked by</dt>
        <dd>
          {by.name} · {roleTitle(by.role)}
        </dd>
        <dt>Asked, UTC</dt>
        <dd className="mono">{minute(askedAt)}</dd>
        {authorisedBy === null || authorisedAt === null ? null : (
          <>
            <dt>Authorised by</dt>
            <dd>
              {authorisedBy.name} · {roleTitle(authorisedBy.role)},{' '}
              <span className="mono">{clockTime(new Date(authorisedAt))}</span>
            </dd>
          </>
        )}
        {isAlone(change) ? (
          <>
            <dt>{change.review === null ? 'Alone, because' : 'Alone, being on call, because'}</dt>
            <dd className="whitespace-pre-wrap">
              <bdi>{change.reason}</bdi>
            </dd>
          </>
        ) : null}
        <Overridden change={change} />
        {state !== 'previewed' || leftSeconds <= 0 ? null : (
          <>
            <dt>Expires in</dt>
            <dd className="mono">{span(leftSeconds)}</dd>
          </>
        )}
        {tier === null ? null : (
          <>
            <dt>Risk</dt>
            <dd className="mono">{tier}</dd>
          </>
        )}
        {preview === null ? null : (
          <>
            <dt>RouterOS</dt>
            <dd className="mono">{preview.routerOs}</dd>
            <dt>Guard</dt>
            <dd>{guardWords[preview.guard.rung]}</dd>
          </>
        )}
        {digest === null ? null : (
          <>
            <dt>Digest</dt>
            <dd className="mono">
              <CopyId id={digest} what="the digest of the preview" />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
