import type { ReactElement } from 'react';
import { type SiteCounts, type SiteState, siteStateOf, siteWords } from '@/core/sites';

/** A square as for a device that is down; half of one where some are. */
const shapes = {
  empty: <path d="M1 5h8" stroke="currentColor" strokeWidth="1.5" />,
  up: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  someDown: (
    <g>
      <rect x="1.5" y="1.5" width="7" height="7" fill="none" stroke="currentColor" />
      <rect x="1" y="5" width="8" height="4" fill="currentColor" />
    </g>
  ),
  allDown: <rect x="1" y="1" width="8" height="8" fill="currentColor" />,
  someUnknown: <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />,
  noData: <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />,
} as const satisfies Record<SiteState, ReactElement>;

const looks = {
  empty: 'status-noData',
  up: 'status-up',
  someDown: 'status-down',
  allDown: 'status-down',
  someUnknown: 'status-noData',
  noData: 'status-noData',
} as const satisfies Record<SiteState, string>;

/** How a whole site is: shape, words and colour, never colour alone. */
export function SiteStatus({ counts }: { readonly counts: SiteCounts }) {
  const state = siteStateOf(counts);
  return (
    <span className={`status ${looks[state]}`}>
      <svg width="10" height="10" aria-hidden="true">
        {shapes[state]}
      </svg>
      {siteWords(counts)}
    </span>
  );
}
