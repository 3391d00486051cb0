import { type Role, roleTitles } from '@/core/access';

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

/** `1 device`, `1,204 devices`. */
export const counted = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

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
