/** A number in 0..1 that is the same for the same parts: chance that a restart and a test can repeat. */
export function chanceOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  // The last steps of murmur3: without them neighbours look alike.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** A whole number from `least` to `most`, both included. */
export function between(least: number, most: number, ...parts: readonly (string | number)[]): number {
  return least + Math.floor(chanceOf(...parts) * (most - least + 1));
}

/** One of `choices`. */
export function oneOf<T>(choices: readonly [T, ...T[]], ...parts: readonly (string | number)[]): T {
  return choices[Math.floor(chanceOf(...parts) * choices.length)] ?? choices[0];
}

/** A MAC address of one of MikroTik's blocks. */
export function macOf(...parts: readonly (string | number)[]): string {
  const rest = [1, 2, 3].map((place) =>
    between(0, 255, ...parts, place)
      .toString(16)
      .padStart(2, '0')
      .toUpperCase(),
  );
  return `${oneOf(['48:A9:8A', 'DC:2C:6E', '2C:C8:1B', '18:FD:74', '64:D1:54'], ...parts.slice(0, 1))}:${rest.join(':')}`;
}
