import { type DeviceState, deviceStates, stateOf } from '@/core/status';
import type { DeviceStatus, ListedDevice } from '../live/views';

/** How a device is at a moment, and since when. */
export interface Standing {
  readonly state: DeviceState;
  /** ISO 8601; null: it was never asked. */
  readonly since: string | null;
}

/** Derived anew as time passes: what nobody asked for two rounds is "No data", although nobody said so. */
export function standingOf({ state, since, triedAt }: Pick<DeviceStatus, 'state' | 'since' | 'triedAt'>, now: number) {
  if (state === 'noData' || triedAt === null) return { state: 'noData', since: triedAt } as const satisfies Standing;
  return stateOf({ isUp: state === 'up', since: since ?? triedAt, triedAt }, new Date(now));
}

/** The later of what the page came with and what was heard since. */
export function latest<Device extends DeviceStatus>(device: Device, heard: DeviceStatus | undefined): Device {
  if (heard === undefined || heard.triedAt === null) return device;
  if (device.triedAt !== null && Date.parse(device.triedAt) > Date.parse(heard.triedAt)) return device;
  return { ...device, ...heard };
}

export type StateCounts = Readonly<Record<DeviceState, number>>;

/** How many are in each state. */
export function countStates(devices: readonly DeviceStatus[], now: number): StateCounts {
  const counts = { up: 0, down: 0, noData: 0 };
  for (const device of devices) counts[standingOf(device, now).state] += 1;
  return counts;
}

export const sumOf = (counts: StateCounts): number => deviceStates.reduce((sum, state) => sum + counts[state], 0);

/** Whether values that it last answered are old: it does not answer now, or nobody asked. */
export const isStale = (device: DeviceStatus, now: number): boolean => standingOf(device, now).state !== 'up';

/**
 * Whether what was heard of a device means that the page no longer holds the right devices: one that it shows changed its
 * state, or one that it does not show did so after the page was made.
 */
export function movesList(
  heard: { readonly device: string; readonly status: DeviceStatus },
  shown: ReadonlyMap<string, ListedDevice>,
  renderedAt: string,
): boolean {
  const before = shown.get(heard.device);
  if (before !== undefined) return before.state !== heard.status.state;
  return heard.status.since !== null && Date.parse(heard.status.since) > Date.parse(renderedAt);
}
