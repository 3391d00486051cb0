/** A time as a router wrote it, in the router's own zone. Year, month and day are null where it left them out. */
export interface RouterTime {
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number | null;
  readonly day: number | null;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const clockTime = /^(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,9})?$/;
/** `2026-01-31` and `01-31`, from 7.10 on. */
const isoDate = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/;
/** `jan/31/2026` and `jan/31`, before. */
const oldDate = /^([a-z]{3})\/(\d{2})(?:\/(\d{4}))?$/i;

/**
 * `2026-01-31 12:00:00` and `jan/31/2026 12:00:00`, both also without the year (an entry of this year) or without any
 * date (an entry of today); null for anything else.
 */
export function routerTime(text: string): RouterTime | null {
  if (text.length > 40) return null;
  const [last = '', ...before] = text.trim().split(/\s+/).reverse();
  const [, hour = '', minute = '', second = ''] = clockTime.exec(last) ?? [];
  if (hour === '' || before.length > 1) return null;
  const date = before[0] === undefined ? { year: null, month: null, day: null } : dateOf(before[0]);
  if (date === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  return { ...date, hour: Number(hour), minute: Number(minute), second: Number(second) };
}

function dateOf(text: string): Pick<RouterTime, 'year' | 'month' | 'day'> | null {
  const iso = isoDate.exec(text);
  const old = oldDate.exec(text);
  const month = iso ? Number(iso[2]) : months.indexOf(old?.[1]?.toLowerCase() ?? '') + 1;
  const day = Number(iso?.[3] ?? old?.[2] ?? 0);
  const year = iso?.[1] ?? old?.[3];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return { year: year === undefined ? null : Number(year), month, day };
}

/** What `/system/clock/print` answered, as milliseconds since 1970 in the router's zone; null when it cannot be read. */
export function clockMoment({ date = '', time = '' }: Readonly<Record<string, string>>): number | null {
  const read = routerTime(`${date} ${time}`);
  return read === null ? null : momentOf(read, null);
}

/**
 * The moment of a log entry on the same scale as `now`, the router's clock. What an entry leaves out is filled in from
 * the clock: a time of day later than now was yesterday's, a day later than today last year's. Null when it takes a clock
 * that is not there.
 */
export function momentOf(time: RouterTime, now: number | null): number | null {
  const { year, month, day } = time;
  if (year !== null && month !== null && day !== null) return utc(time, year, month, day);
  if (now === null) return null;
  const today = new Date(now);
  if (month !== null && day !== null) {
    const here = utc(time, today.getUTCFullYear(), month, day);
    return here <= now + slackMs ? here : utc(time, today.getUTCFullYear() - 1, month, day);
  }
  const here = utc(time, today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate());
  return here <= now + slackMs ? here : here - 86_400_000;
}

/** Entries may be written between the reading of the clock and that of the log. */
const slackMs = 600_000;

const utc = ({ hour, minute, second }: RouterTime, year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);
