import type { Beat } from '../live/views';

/** What a sparkline draws, in the units of its box: a line for each stretch of answers, and a mark where some were missed. */
export interface Sparkline {
  /** Paths, each without a gap. A stretch of one half hour is a short level line. */
  readonly lines: readonly string[];
  readonly misses: readonly {
    readonly x: number;
    readonly width: number;
    readonly y: number;
    readonly height: number;
  }[];
}

interface Box {
  readonly width: number;
  readonly height: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Half hours that nobody measured are gaps; nothing is drawn over them. */
export function sparkline(beats: readonly Beat[], { width, height }: Box): Sparkline {
  const step = width / Math.max(1, beats.length);
  const yOf = scaleOf(beats, height);
  return {
    lines: stretches(beats).map((stretch) => pathOf(stretch, step, yOf)),
    misses: beats.flatMap(({ tried, answered }, index) => {
      const missed = tried - answered;
      if (missed <= 0) return [];
      // A share of the height, and never so little that one lost packet in thirty is not seen.
      const tall = round(Math.max(3, (missed / tried) * height));
      return [{ x: round(index * step), width: round(Math.max(1, step - 0.4)), y: round(height - tall), height: tall }];
    }),
  };
}

interface Point {
  readonly index: number;
  readonly ms: number;
}

function stretches(beats: readonly Beat[]): readonly (readonly Point[])[] {
  const found: Point[][] = [];
  let open: Point[] | null = null;
  for (const [index, { meanMs }] of beats.entries()) {
    if (meanMs === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = [];
      found.push(open);
    }
    open.push({ index, ms: meanMs });
  }
  return found;
}

function pathOf(points: readonly Point[], step: number, yOf: (ms: number) => number): string {
  const [only] = points;
  if (only !== undefined && points.length === 1) return `M${round(only.index * step)} ${yOf(only.ms)}h${round(step)}`;
  return points.map(({ index, ms }, at) => `${at === 0 ? 'M' : 'L'}${round((index + 0.5) * step)} ${yOf(ms)}`).join('');
}

/** The lower half of the box is room for a change to be seen in; a steady line lies in the middle of it. */
function scaleOf(beats: readonly Beat[], height: number): (ms: number) => number {
  const times = beats.flatMap(({ meanMs }) => (meanMs === null ? [] : [meanMs]));
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(1, high - low);
  const floor = Math.max(0, low - room * 0.5);
  const ceiling = high + room * 0.25;
  return (ms) => round(height - ((ms - floor) / (ceiling - floor)) * height);
}

export interface BeatSummary {
  readonly tried: number;
  readonly answered: number;
  readonly lowMs: number | null;
  readonly highMs: number | null;
  /** Half hours in which it was not asked at all. */
  readonly silent: number;
}

export function beatSummary(beats: readonly Beat[]): BeatSummary {
  const times = beats.flatMap(({ meanMs }) => (meanMs === null ? [] : [meanMs]));
  return {
    tried: beats.reduce((sum, { tried }) => sum + tried, 0),
    answered: beats.reduce((sum, { answered }) => sum + answered, 0),
    lowMs: times.length > 0 ? Math.min(...times) : null,
    highMs: times.length > 0 ? Math.max(...times) : null,
    silent: beats.filter(({ tried }) => tried === 0).length,
  };
}
