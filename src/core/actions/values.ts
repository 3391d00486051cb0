/*
 * How the text of RouterOS reads. A router is free to say anything: what does not read as expected is null, and nothing
 * here throws or takes longer than the text is long.
 */

const nanosecondsPer = {
  w: 604_800e9,
  d: 86_400e9,
  h: 3600e9,
  m: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  ns: 1,
} as const;

const units =
  /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?(?:(\d{1,9})us)?(?:(\d{1,9})ns)?$/;
const colons = /^(?:(\d{1,9})w)?(?:(\d{1,9})d)? ?(\d{1,9}):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?$/;
const order = ['w', 'd', 'h', 'm', 's', 'ms', 'us', 'ns'] as const;

/** Milliseconds of `9ms445us` (9.445), `1w4d23h26m9s`, `00:00:01`, `1d02:03:04.5`, `0ms`. */
export function durationMs(text: string): number | null {
  if (text === '' || text.length > 60) return null;
  const parts = units.exec(text)?.slice(1) ?? colonParts(text);
  if (parts === null) return null;
  const nanoseconds = order.reduce((sum, unit, index) => sum + Number(parts[index] ?? 0) * nanosecondsPer[unit], 0);
  return nanoseconds / 1e6;
}

/** The parts in the order of `order`; the fraction of a second counts as nanoseconds. */
function colonParts(text: string): readonly (string | undefined)[] | null {
  const match = colons.exec(text);
  if (match === null) return null;
  const [, weeks, days, hours, minutes, seconds, fraction = '0'] = match;
  return [weeks, days, hours, minutes, seconds, '0', '0', fraction.padEnd(9, '0')];
}

/** A count beyond what a number holds exactly. */
export const counter = (text: string): bigint | null => (/^\d{1,20}$/.test(text) ? BigInt(text) : null);

/** A number with or without a fraction, at most 15 digits before it. */
export const number = (text: string): number | null => (/^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null);

/** `yes` and `true`, `no` and `false`. */
export function boolean(text: string): boolean | null {
  if (text === 'true' || text === 'yes') return true;
  return text === 'false' || text === 'no' ? false : null;
}

/** 0 to 100, of `12`, `12%` or `0.5%`; more than all is absurd. */
export function percent(text: string): number | null {
  const value = number(text.endsWith('%') ? text.slice(0, -1) : text);
  return value !== null && value >= 0 && value <= 100 ? value : null;
}

const sizes: Readonly<Record<string, number>> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const rates: Readonly<Record<string, number>> = { '': 1, bps: 1, kbps: 1e3, Mbps: 1e6, Gbps: 1e9 };

/** Bytes of `1048576`, and of `15.3MiB` as RouterOS 6 writes some. */
export const bytes = (text: string): bigint | null => scaled(text, sizes);

/** Bits per second of `1000000` and of `95.2Mbps`. */
export const bits = (text: string): bigint | null => scaled(text, rates);

function scaled(text: string, by: Readonly<Record<string, number>>): bigint | null {
  const whole = counter(text);
  if (whole !== null) return whole;
  const [, digits = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?) ?([A-Za-z]{1,4})$/.exec(text) ?? [];
  const factor = Object.hasOwn(by, unit) ? by[unit] : undefined;
  return digits === '' || factor === undefined ? null : BigInt(Math.round(Number(digits) * factor));
}

/** `a,b;c` -> the parts, without the empty ones. */
export const list = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
