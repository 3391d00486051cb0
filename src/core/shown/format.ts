import { type Role, roleTitles } from '../access';

/** The one way to show a time, a number, a role, a browser. Times on screen are UTC; the clock in the head says so. */

/** `2026-11-23` from an ISO time stamp. */
export const day = (iso: string): string => new Date(iso).toISOString().slice(0, 10);

/** `2026-11-23 14:07` from an ISO time stamp, UTC. */
export const minute = (iso: string): string => new Date(iso).toISOString().slice(0, 16).replace('T', ' ');

/** `2026-11-23 14:07:32.123` from an ISO time stamp, UTC: as precise as the audit keeps it. */
export const millisecond = (iso: string): string => new Date(iso).toISOString().slice(0, 23).replace('T', ' ');

/** `14:07:32` of a moment, UTC. */
export const clockTime = (at: Date): string => at.toISOString().slice(11, 19);

/** `+02:00`: how far the local clock is ahead of UTC, from what `Date.getTimezoneOffset` gives (minutes behind). */
export function utcOffset(timezoneOffsetMinutes: number): string {
  const ahead = -timezoneOffsetMinutes;
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${ahead < 0 ? '−' : '+'}${digits(Math.abs(ahead) / 60)}:${digits(Math.abs(ahead) % 60)}`;
}

/** `1,204`: digits in groups of three. */
export const number = (value: number): string => value.toLocaleString('en-US');

/** `1 device`, `1,204 devices`; a plural that is not made with an s is said: `counted(2, 'entry', 'entries')`. */
export const counted = (value: number, noun: string, plural = `${noun}s`): string =>
  `${number(value)} ${value === 1 ? noun : plural}`;

/** `22:00–06:00`: from one time of day to another. */
export const hours = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from}–${to}`;

/** How long ago, or for how long, in one unit: `14 s`, `14 m`, `3 h`, `2 d`. Takes milliseconds; less than none is none. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${number(Math.floor(seconds / 86_400))} d`;
}

/** A length of time in two units: `12 s`, `3m 05s`, `4h 12m`, `41d 6h`. Takes seconds. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`;
  return `${number(Math.floor(whole / 86_400))}d ${Math.floor((whole % 86_400) / 3600)}h`;
}

/** A round trip in milliseconds, without the unit: `0.4`, `23.7`, `104`. */
export function milliseconds(ms: number): string {
  if (ms > 0 && ms < 0.05) return '<0.1';
  return ms < 99.95 ? ms.toFixed(1) : number(Math.round(ms));
}

/** `0`, `4.2`, `100`: a share in percent, without the sign. */
export const percentage = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

const threeDigits = (value: number): string =>
  value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);

function scaled(value: bigint, by: number, units: readonly string[]): string {
  let [rest, step] = [Number(value), 0];
  for (; rest >= by - by / 2000 && step < units.length - 1; step += 1) rest /= by;
  return step === 0 ? `${value} ${units[0]}` : `${threeDigits(rest)} ${units[step]}`;
}

/** `950 bps`, `95.2 Mbps`: a rate in decimal units, three digits. */
export const bitRate = (bits: bigint): string => scaled(bits, 1000, ['bps', 'kbps', 'Mbps', 'Gbps', 'Tbps']);

/** The same, and a dash where nobody said. */
export const rateOrDash = (bits: bigint | null): string => (bits === null ? '—' : bitRate(bits));

/** `512 B`, `15.3 MiB`: a size in the units RouterOS uses, three digits. */
export const byteSize = (bytes: bigint): string => scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);

/** `18,446,744,073,709,551,615`: a count of any size. */
export const count = (value: bigint): string => value.toLocaleString('en-US');

export const roleTitle = (role: Role): string => roleTitles[role].title;

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bChrom(?:e|ium)\/(\d+)/, 'Chrome'],
  [/\bHeadlessChrome\/(\d+)/, 'Chrome, headless'],
  [/\bVersion\/(\d+)[.\d]* .*Safari\//, 'Safari'],
  [/^curl\/(\d+)/, 'curl'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** `Firefox 142 on Linux` from a User-Agent header; what nobody recognises is shown as it came. */
export function browserName(agent: string): string {
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
  for (const [pattern, name] of browsers) {
    const version = pattern.exec(agent)?.[1];
    if (version) return system ? `${name} ${version} on ${system}` : `${name} ${version}`;
  }
  return agent || 'unnamed client';
}
