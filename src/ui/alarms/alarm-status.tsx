import type { ReactElement } from 'react';
import type { AlarmStanding } from './alarm';

const words = {
  new: 'New',
  acknowledged: 'Acknowledged',
  cleared: 'Up again',
  withdrawn: 'Withdrawn',
} as const satisfies Record<AlarmStanding, string>;

/** Filled while nobody looks after it, hollow once somebody does; what is over has no colour. */
const shapes = {
  new: <rect x="1" y="1" width="8" height="8" fill="currentColor" />,
  acknowledged: <rect x="1.75" y="1.75" width="6.5" height="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  cleared: <path d="M1.5 5.2l2.4 2.6L8.5 2.4" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  withdrawn: <path d="M1 5h8" stroke="currentColor" strokeWidth="1.5" />,
} as const satisfies Record<AlarmStanding, ReactElement>;

const looks = {
  new: 'status-down',
  acknowledged: 'status-acknowledged',
  cleared: 'status-over',
  withdrawn: 'status-over',
} as const satisfies Record<AlarmStanding, string>;

/** Shape, word and colour, never colour alone. */
export function AlarmStatus({ standing }: { readonly standing: AlarmStanding }) {
  return (
    <span className={`status ${looks[standing]}`}>
      <svg width="10" height="10" aria-hidden="true">
        {shapes[standing]}
      </svg>
      {words[standing]}
    </span>
  );
}
