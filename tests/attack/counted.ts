/** What one kind of attack came to. */
export interface Counted {
  /** `cut points`, `expired approvals` */
  readonly what: string;
  readonly tried: number;
  /** What has to be 0: `not all-or-nothing`, `executed`; and each case of it, in words. */
  readonly never: string;
  readonly found: readonly string[];
  /** How it went instead, and how often: `reverted: 300`. */
  readonly instead: Readonly<Record<string, number>>;
}

export const tally = (all: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...new Set(all)].sort().map((one) => [one, all.filter((other) => other === one).length]));

/** `cut points 720 / not all-or-nothing 0 (reverted 300, verified 12)` */
export function sentence({ what, tried, never, found, instead }: Counted): string {
  const ends = Object.entries(instead).map(([end, times]) => `${end} ${times}`);
  return `${what} ${tried} / ${never} ${found.length}${ends.length === 0 ? '' : ` (${ends.join(', ')})`}`;
}
