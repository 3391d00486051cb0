import type { ReactElement } from 'react';
import { age } from '@/core/shown/format';
import type { DeviceState } from '@/core/status';
import type { Standing } from './standing';

/** "No data" is a state of its own and is never shown as Up. */
export const stateWords = { up: 'Up', down: 'Down', noData: 'No data' } as const satisfies Record<DeviceState, string>;

const shapes = {
  up: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  down: <rect x="1" y="1" width="8" height="8" fill="currentColor" />,
  noData: <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />,
} as const satisfies Record<DeviceState, ReactElement>;

/** Shape, word and colour, never colour alone; and for how long, where it is not as it should be. */
export function Status({ standing: { state, since }, now }: { readonly standing: Standing; readonly now: number }) {
  return (
    <span
      className={`status status-${state}`}
      {...(since === null && state === 'noData' ? { title: 'Never asked' } : {})}
    >
      <svg width="10" height="10" aria-hidden="true">
        {shapes[state]}
      </svg>
      {stateWords[state]}
      {since === null || state === 'up' ? null : (
        <time dateTime={since} className="mono status-age">
          {age(now - Date.parse(since))}
        </time>
      )}
    </span>
  );
}
