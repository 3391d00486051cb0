import type { ReactElement } from 'react';

/** What is known of a device. "No data" is a state of its own and is never shown as Up. */
export type DeviceState = 'noData';

/** Nothing asks a router how it is yet, and what nobody measured is never shown as Up. */
export const unprobed: DeviceState = 'noData';

const states = {
  noData: {
    word: 'No data',
    shape: <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />,
  },
} as const satisfies Record<DeviceState, { word: string; shape: ReactElement }>;

/** Shape, word and colour: never colour alone. */
export function Status({ state }: { readonly state: DeviceState }) {
  return (
    <span className={`status status-${state}`}>
      <svg width="10" height="10" aria-hidden="true">
        {states[state].shape}
      </svg>
      {states[state].word}
    </span>
  );
}
