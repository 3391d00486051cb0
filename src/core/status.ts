/** How a device is, as far as anybody knows. Without a recent try nothing is known, and an old answer is no answer. */
export const deviceStates = ['up', 'down', 'noData'] as const;
export type DeviceState = (typeof deviceStates)[number];

/** Devices are asked every minute; whoever was not asked for this long, nobody knows about. */
export const freshSeconds = 150;

/** What the last tries found. */
export interface Probed {
  readonly isUp: boolean;
  /** Since when it has been as it is; ISO 8601. */
  readonly since: string;
  readonly triedAt: string;
}

/** The state at `now`, and since when it is so; null: it was never asked. */
export function stateOf(
  probed: Probed | null,
  now: Date,
): { readonly state: DeviceState; readonly since: string | null } {
  if (probed === null) return { state: 'noData', since: null };
  const isFresh = now.getTime() - Date.parse(probed.triedAt) <= freshSeconds * 1000;
  if (!isFresh) return { state: 'noData', since: probed.triedAt };
  return { state: probed.isUp ? 'up' : 'down', since: probed.since };
}
