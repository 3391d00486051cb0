/** One measurement: both sides in turn (A B A B …) in one run, so that a machine that slows down slows both. */
export interface Comparison {
  readonly name: string;
  readonly ours: () => Promise<void>;
  readonly peer: { readonly name: string; readonly run: () => Promise<void> };
  /** What the ratio ours / peer should not exceed. */
  readonly target: number;
  readonly rounds: number;
}

/** A figure beside another one. */
export interface Measured {
  readonly name: string;
  readonly unit: 'ms' | 'kB';
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  /** What ours / theirs should not exceed; null where nobody has set anything. */
  readonly target: number | null;
}

/** Medians of `rounds` turns each, after two that warm up. Milliseconds. */
export async function compare({ name, ours, peer, target, rounds }: Comparison): Promise<Measured> {
  const [us, them] = await inTurn([timed(ours), timed(peer.run)], { rounds });
  return { name, unit: 'ms', ours: us?.ms ?? Number.NaN, peer: peer.name, theirs: them?.ms ?? Number.NaN, target };
}

/** What one side gives in one turn, figure by figure. */
export type Side<Figure extends string> = () => Promise<Readonly<Record<Figure, number>>>;

/** One side after the other, round after round: the median of each figure of each side, after rounds that warm up. */
export async function inTurn<Figure extends string>(
  sides: readonly Side<Figure>[],
  { rounds, warmUps = 2 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Readonly<Record<Figure, number>>[]> {
  const given: Readonly<Record<Figure, number>>[][] = sides.map(() => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, side] of sides.entries()) {
      const figures = await side();
      if (round >= 0) given[index]?.push(figures);
    }
  }
  return given.map(medians);
}

function medians<Figure extends string>(turns: readonly Readonly<Record<Figure, number>>[]): Record<Figure, number> {
  // safe: every turn of a side has the figures that its type names.
  const names = Object.keys(turns[0] ?? {}) as Figure[];
  // safe: the names are those.
  return Object.fromEntries(names.map((name) => [name, median(turns.map((turn) => turn[name]))])) as Record<
    Figure,
    number
  >;
}

/** How long it takes, in milliseconds. */
export const timed = (run: () => Promise<unknown>) => async (): Promise<{ readonly ms: number }> => {
  const start = performance.now();
  await run();
  return { ms: performance.now() - start };
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const ratioOf = ({ ours, theirs }: Measured): number => ours / theirs;

/** Something against a limit that was set for it, in milliseconds. */
export function against(limitMs: number, said: string): (name: string, oursMs: number) => Measured {
  return (name, oursMs) => ({ name, unit: 'ms', ours: oursMs, peer: said, theirs: limitMs, target: 1 });
}
