/** The router's RouterOS does not have it. `message` is a sentence for a person and names the version. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

type Version = readonly [number, number, number];

/** `7.20.8`, also with what RouterOS adds to it: `7.16rc1`, `6.49.18 (long-term)`. Null for anything else. */
export function versionOf(text: string): Version | null {
  const [, major, minor, patch] =
    /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,4}))?(?:(?:alpha|beta|rc|ab)\d{1,4})?(?: \([\w -]{1,40}\))?$/.exec(text) ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch ?? 0)];
}

/** Whether `since` <= version <= `until`; an end compares only the numbers it names, so `7.18` includes 7.18.2. */
export function isWithin(version: Version, { since, until }: { readonly since: string; readonly until: string }) {
  return compared(version, since) >= 0 && compared(version, until) <= 0;
}

function compared(version: Version, end: string): number {
  for (const [index, part] of end.split('.').entries()) {
    const difference = (version[index] ?? 0) - Number(part);
    if (difference !== 0) return difference;
  }
  return 0;
}
