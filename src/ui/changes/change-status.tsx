import type { ReactElement } from 'react';
import type { ChangeState } from '@/core/change/change';
import { isReviewOverdue, type Review } from '@/core/change/on-call';
import { stateWords } from './change-words';
import type { ChangeLine } from './views';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: '1.8' } as const;
const square = <rect x="1" y="1" width="8" height="8" fill="currentColor" />;
const arrow = <path d="M2 1l7 4-7 4z" fill="currentColor" />;
const dash = <path d="M1 5h8" {...line} />;
const cross = <path d="M1.8 1.8l6.4 6.4M8.2 1.8L1.8 8.2" {...line} />;

const shapes = {
  previewing: <circle cx="5" cy="5" r="4" {...line} strokeDasharray="2 2" />,
  previewed: <rect x="1.5" y="1.5" width="7" height="7" {...line} strokeDasharray="2.4 1.6" />,
  authorised: <path d="M2 1l7 4-7 4z" {...line} />,
  applying: arrow,
  verified: <path d="M1.5 5.2l2.4 2.6L8.5 2.4" {...line} />,
  reverted: <path d="M4 1L1.2 3.8 4 6.6M1.5 3.8h4.2a2.6 2.6 0 010 5.2H3.5" {...line} strokeWidth="1.5" />,
  failed: square,
  unknown: <path d="M5 1l4 8H1z" {...line} />,
  unneeded: dash,
  refused: cross,
  withdrawn: dash,
  rejected: cross,
  expired: <path d="M1.5 1h7L5 5zM5 5l3.5 4h-7z" {...line} strokeWidth="1.3" />,
} as const satisfies Record<ChangeState, ReactElement>;

/** Magenta: not real yet. Amber: a router changes, or was changed and put back. Red needs somebody. Green is verified. */
const looks = {
  previewing: 'text-ink-2',
  previewed: 'text-proposed',
  authorised: 'text-write',
  applying: 'text-write',
  verified: 'text-ok',
  reverted: 'text-write',
  failed: 'text-fail',
  unknown: 'text-fail',
  unneeded: 'text-ink-2',
  refused: 'text-fail',
  withdrawn: 'text-ink-2',
  rejected: 'text-ink-2',
  expired: 'text-ink-2',
} as const satisfies Record<ChangeState, string>;

interface ChangeMarksProps {
  readonly change: Pick<ChangeLine, 'isBreakGlass' | 'overriddenBy' | 'review'>;
  /** The server's time in milliseconds; null: whether a review is overdue is told elsewhere. */
  readonly now: number | null;
}

/** What a change is marked with for ever, and how its review stands: wherever it is named. */
export const ChangeMarks = ({ change: { isBreakGlass, overriddenBy, review }, now }: ChangeMarksProps) => (
  <>
    {isBreakGlass ? <GlassBroken /> : null}
    {review === null ? null : <OnCall review={review} now={now} />}
    {overriddenBy === null ? null : <LockoutOverridden />}
  </>
);

const OnCall = ({ review, now }: Pick<ChangeMarksProps, 'now'> & { readonly review: Review<unknown> }) => (
  <>
    {' '}
    <span className="badge">ON CALL</span>
    {review.verdict === 'inOrder' ? null : (
      <>
        {' '}
        <span className="badge">{reviewWords(review, now)}</span>
      </>
    )}
  </>
);

function reviewWords(review: Review<unknown>, now: number | null): string {
  if (review.verdict === 'notInOrder') return 'NOT IN ORDER';
  return now !== null && isReviewOverdue(review, now) ? 'REVIEW OVERDUE' : 'REVIEW DUE';
}

/** That it was authorised without the second person that it takes: wherever it is named. */
export const GlassBroken = () => (
  <>
    {' '}
    <span className="badge">GLASS BROKEN</span>
  </>
);

/** That a Super Admin had it go on although it would cut our own way: wherever it is named. */
const LockoutOverridden = () => (
  <>
    {' '}
    <span className="badge">LOCKOUT OVERRIDDEN</span>
  </>
);

/** Shape, word and colour, never colour alone. */
export const ChangeStatus = ({ state }: { readonly state: ChangeState }) => (
  <span className={`status font-medium ${looks[state]}`}>
    <svg width="10" height="10" aria-hidden="true">
      {shapes[state]}
    </svg>
    {stateWords[state]}
  </span>
);
