import type { Hop } from '../actions/last-round';
import { roundedUp } from './ping-picture';

/** The span of a hop's times on a scale that all hops have in common; in units of the bar's width. */
export interface HopBar {
  readonly best: number;
  readonly avg: number;
  readonly worst: number;
}

/** The top of the common scale in milliseconds. */
export const hopScaleMs = (hops: readonly Hop[]): number =>
  roundedUp(Math.max(0, ...hops.flatMap(({ worst, avg }) => [worst ?? 0, avg ?? 0])));

/** Null for a hop that never answered: nothing is drawn there. */
export function hopBar({ best, avg, worst }: Hop, topMs: number, width: number): HopBar | null {
  if (best === null || avg === null || worst === null) return null;
  const at = (ms: number) => Math.round(Math.min(1, ms / topMs) * width * 10) / 10;
  return { best: at(best), avg: at(avg), worst: at(worst) };
}
