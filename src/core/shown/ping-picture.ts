import type { PingSample } from '../actions/ping-summary';

export interface PingPicture {
  /** Paths in a box of 1000 by 100, each a stretch without a loss. */
  readonly lines: readonly string[];
  /** Lost packets, as bars over the whole height: where each begins, and how wide it is. */
  readonly losses: readonly { readonly x: number; readonly width: number }[];
  /** The top of the scale in milliseconds, which begins at 0. */
  readonly topMs: number;
  /** Packets that the width stands for. */
  readonly across: number;
}

export const pictureBox = { width: 1000, height: 100 } as const;

const round = (value: number): number => Math.round(value * 10) / 10;

/** The next of 1, 2, 5, 10, 20, 50... that is not below. */
export function roundedUp(ms: number): number {
  if (!(ms > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(ms));
  const step = [1, 2, 5, 10].find((one) => one * decade >= ms * 0.999_999) ?? 10;
  return step * decade;
}

/**
 * Draws samples from left to right. `planned` is how many are to come in all, so that the picture fills up instead of
 * moving. A lost packet is a bar and a gap: what was not measured is never joined up.
 */
export function pingPicture(samples: readonly PingSample[], planned: number): PingPicture {
  const across = Math.max(planned, samples.length, 1);
  const step = pictureBox.width / across;
  const topMs = roundedUp(Math.max(0, ...samples.flatMap(({ ms }) => (ms === null ? [] : [ms]))));
  const yOf = (ms: number) => round(pictureBox.height * (1 - ms / topMs));
  const lines: string[] = [];
  const losses: { x: number; width: number }[] = [];
  let points: string[] = [];
  const finish = () => {
    const [only] = points;
    if (only !== undefined)
      lines.push(points.length > 1 ? `M${points.join('L')}` : `M${only}h${round(Math.min(step, 4))}`);
    points = [];
  };
  for (const [index, { ms }] of samples.entries()) {
    if (ms !== null) {
      points.push(`${round((index + 0.5) * step)} ${yOf(ms)}`);
      continue;
    }
    finish();
    losses.push({ x: round(index * step), width: round(Math.max(step, 2)) });
  }
  finish();
  return { lines, losses, topMs, across };
}
