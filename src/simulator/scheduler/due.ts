import type { Fields } from '../command';
import type { RouterState } from '../state';
import type { Version } from '../version';
import { readTime, writtenDate } from '../written';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date as RouterOS takes it: `2026-01-31`, or `jan/31/2026` as all did before 7.11. Midnight UTC; null for no date. */
export function readDate(text: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const [, name = '', old, its] = /^([a-z]{3})\/(\d\d)\/(\d{4})$/.exec(text.toLowerCase()) ?? [];
  const which = year === undefined ? months.indexOf(name) : Number(month) - 1;
  const at = Date.UTC(Number(year ?? its), which, Number(day ?? old));
  const isReal = which >= 0 && which < 12 && new Date(at).getUTCDate() === Number(day ?? old);
  return isReal ? at : null;
}

/** A time of the day; null for none. */
export const readClock = (text: string): number | null =>
  /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) ? readTime(text) : null;

/** The same date as this version writes it. */
export const asWritten = (midnight: number, version: Version): string => writtenDate(new Date(midnight), version);

/** After the router is there again, in milliseconds. */
const startup = 3000;

/** When a schedule begins, in milliseconds since 1970 by a right clock: it is told in the router's own. */
function beginsAt(state: RouterState, { 'start-date': date = '', 'start-time': time = '' }: Fields): number {
  if (time === 'startup') return state.bootedAt + startup;
  const shown = (readDate(date) ?? 0) + (readClock(time) ?? 0);
  return shown - state.clockSkewMs - state.zone.offsetMinutes * 60_000;
}

/** When a schedule is due next, later than `after`; null: never again. */
export function dueAfter(state: RouterState, fields: Fields, after: number): number | null {
  if (fields.disabled === 'true') return null;
  const every = readTime(fields.interval ?? '0s') ?? 0;
  const isAtStartup = fields['start-time'] === 'startup';
  // What begins with the router and is repeated does not run at the beginning.
  const first = beginsAt(state, fields) + (isAtStartup ? every : 0);
  if (first > after) return first;
  return every > 0 ? first + (Math.floor((after - first) / every) + 1) * every : null;
}
