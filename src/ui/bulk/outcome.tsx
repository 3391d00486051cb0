import type { ReactElement } from 'react';
import type { BulkOutcome } from '@/core/bulk-runs';

export const outcomeWords = {
  done: 'Done',
  failed: 'Failed',
  refused: 'Refused',
  interrupted: 'Interrupted',
  unknown: 'Outcome unknown',
  stopped: 'Stopped',
  running: 'Under way',
  waiting: 'Waiting',
} as const satisfies Record<BulkOutcome, string>;

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: '1.8' } as const;
const square = <rect x="1" y="1" width="8" height="8" fill="currentColor" />;

const shapes = {
  done: <path d="M1.5 5.2l2.4 2.6L8.5 2.4" {...line} />,
  failed: square,
  refused: <path d="M1.8 1.8l6.4 6.4M8.2 1.8L1.8 8.2" {...line} />,
  interrupted: <path d="M1 5h3M6 5h3" {...line} />,
  unknown: <path d="M5 1l4 8H1z" {...line} />,
  stopped: <rect x="1.5" y="1.5" width="7" height="7" {...line} />,
  running: <path d="M2 1l7 4-7 4z" fill="currentColor" />,
  waiting: <circle cx="5" cy="5" r="4" {...line} strokeDasharray="2 2" />,
} as const satisfies Record<BulkOutcome, ReactElement>;

/** What needs somebody: red, beside its shape and its word. */
export const isBad = (outcome: BulkOutcome): boolean =>
  outcome === 'failed' || outcome === 'refused' || outcome === 'interrupted' || outcome === 'unknown';

/** Shape, word and colour, never colour alone. */
export function Outcome({ of, isStopping = false }: { readonly of: BulkOutcome; readonly isStopping?: boolean }) {
  const isOpen = of === 'running' || of === 'waiting';
  return (
    <span className={isBad(of) ? 'status text-fail' : isOpen ? 'status text-ink-2' : 'status'}>
      <svg width="10" height="10" aria-hidden="true">
        {shapes[of]}
      </svg>
      {isOpen && isStopping ? 'Stopping' : outcomeWords[of]}
    </span>
  );
}
