import type { Version } from './version';

const units = [
  ['w', 7 * 24 * 3600],
  ['d', 24 * 3600],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A long time as RouterOS writes it: `1w4d23h26m9s`; parts that are nothing are left out. */
export function writtenUptime(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  let text = '';
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/** A round trip: `9ms445us` in 7.x, whole milliseconds in 6.x. */
export function writtenRoundTrip(milliseconds: number, version: Version): string {
  if (version.isSix) return `${Math.floor(milliseconds)}ms`;
  const micros = Math.max(1, Math.round(milliseconds * 1000));
  const whole = Math.floor(micros / 1000);
  const rest = micros % 1000;
  return `${whole > 0 ? `${whole}ms` : ''}${rest > 0 ? `${rest}us` : ''}`;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const two = (number: number): string => String(number).padStart(2, '0');

/** The date on the router's own clock. */
export function writtenDate(at: Date, version: Version): string {
  const day = two(at.getUTCDate());
  if (version.writesIsoDates) return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${day}`;
  return `${months[at.getUTCMonth()]}/${day}/${at.getUTCFullYear()}`;
}

export const writtenTime = (at: Date): string =>
  `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;

export const writtenMoment = (at: Date, version: Version): string => `${writtenDate(at, version)} ${writtenTime(at)}`;

/** A log line's time. Up to 7.10 the date shrinks the nearer the day is: three forms in one log. */
export function writtenLogTime(at: Date, now: Date, version: Version): string {
  if (version.writesIsoDates) return writtenMoment(at, version);
  const date = writtenDate(at, version);
  if (date === writtenDate(now, version)) return writtenTime(at);
  return `${at.getUTCFullYear() === now.getUTCFullYear() ? date.slice(0, 6) : date} ${writtenTime(at)}`;
}

export const writtenFlag = (is: boolean): string => (is ? 'true' : 'false');

/** An internal number as the API names it: `*1A`. */
export const writtenId = (id: number): string => `*${id.toString(16).toUpperCase()}`;

/** A time as an argument may be given, in milliseconds: `500ms`, `1`, `1s`, `0.5`, `1m30s`, `00:00:05`; null otherwise. */
export function readTime(text: string): number | null {
  const clock = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  if (clock !== null) return ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1000;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(w|d|h|ms|us|m|s))+$/.test(text)) return null;
  const size: Record<string, number> = {
    w: 604_800_000,
    d: 86_400_000,
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
    us: 0.001,
  };
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|w|d|h|m|s)/g))
    total += Number(number) * (size[unit ?? ''] ?? 0);
  return total;
}

/** A flag as an argument may be given; null for what is neither. An argument without a value is meant. */
export function readFlag(text: string): boolean | null {
  if (text === 'yes' || text === 'true' || text === '') return true;
  return text === 'no' || text === 'false' ? false : null;
}
