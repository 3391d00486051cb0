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

/**
 * Whether what is known of a device is what was found after somebody asked for it at `askedAt` (ISO 8601). Neither the
 * usual try of every minute nor an examination that somebody asked for earlier tells how it is with what was saved since.
 */
export const isExamined = ({ examinedAt }: { readonly examinedAt: string | null }, askedAt: string): boolean =>
  examinedAt !== null && Date.parse(examinedAt) >= Date.parse(askedAt);
