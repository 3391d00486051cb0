/** One measurement: both sides in turn (A B A B …) in one run, so that a machine that slows down slows both. */
export interface Comparison {
  readonly name: string;
  readonly ours: () => Promise<void>;
  readonly peer: { readonly name: string; readonly run: () => Promise<void> };
  /** What the ratio ours / peer should not exceed. */
  readonly target: number;
  readonly rounds: number;
}

export interface Measured {
  readonly name: string;
  readonly oursMs: number;
  readonly peer: string;
  readonly peerMs: number;
  readonly ratio: number;
  readonly target: number;
}

/** Medians of `rounds` turns each, after two that warm up. Milliseconds. */
export async function compare({ name, ours, peer, target, rounds }: Comparison): Promise<Measured> {
  const times: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    for (const [side, run] of [ours, peer.run].entries()) {
      const start = performance.now();
      await run();
      if (round >= 0) times[side]?.push(performance.now() - start);
    }
  }
  const [oursMs, peerMs] = times.map(median) as [number, number]; // safe: two lists in, two medians out.
  return { name, oursMs, peer: peer.name, peerMs, ratio: oursMs / peerMs, target };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** As rows of a Markdown table. */
export function written({ name, oursMs, peer, peerMs, ratio, target }: Measured): string {
  const ms = (value: number) => `${value.toPrecision(3)} ms`;
  return `| ${name} | ${ms(oursMs)} | ${peer}: ${ms(peerMs)} | ${ratio.toFixed(2)} | <= ${target.toFixed(2)} |`;
}
