import type { DeviceStatus } from '../live/views';
import type { Unconfirmed } from './enrolment';

/*
 * How long one waits for what the runner finds at a router: it looks at once when a device is enrolled or somebody asks,
 * and every minute otherwise.
 */

/** Devices that somebody asked to have looked at again, with when they had been tried before that. */
export type AskedAgain = ReadonlyMap<string, string | null>;

/** Nobody has looked yet, or not since somebody asked again. */
export const waits = ({ id, triedAt }: Unconfirmed, asked: AskedAgain): boolean =>
  triedAt === null || asked.get(id) === triedAt;

/** What was confirmed a moment ago and has not been tried since is done: only the last try still says otherwise. */
export const isOpen = ({ pin, shownPin }: Unconfirmed): boolean => pin === null || pin !== shownPin;

const soonMs = 3_000;
const slowMs = 30_000;

/**
 * After how many milliseconds to ask again what the routers show; null: everything is there. A router that was looked at
 * and showed nothing is tried every minute, so asking more often would only fill the audit log.
 */
export function pauseMs(items: readonly Unconfirmed[], asked: AskedAgain): number | null {
  if (items.some((one) => waits(one, asked))) return soonMs;
  return items.some(({ shownPin }) => shownPin === null) ? slowMs : null;
}

/** For so long a page that nobody touches goes on asking. */
export const patienceMs = 600_000;

/** When an examination was asked for: when the device was tried and examined before. ISO 8601. */
export interface Before {
  readonly triedAt: string | null;
  readonly examinedAt: string | null;
}

/**
 * Whether what is known of a device now is what was found after that. A try that fails has nothing more to examine; one
 * that succeeds may be the usual one of every minute, so the examination itself must have moved.
 */
export function isExamined(device: Before & Pick<DeviceStatus, 'faultCode'>, before: Before): boolean {
  if (device.triedAt === null) return false;
  if (before.triedAt !== null && Date.parse(device.triedAt) <= Date.parse(before.triedAt)) return false;
  return device.faultCode !== null || device.examinedAt !== before.examinedAt;
}
