import { expect, test } from 'vitest';
import type { Hop } from '@/core/actions/last-round';
import type { PingSample } from '@/core/actions/ping-summary';
import { beatSummary, sparkline } from '@/ui/devices/sparkline';
import { hopBar, hopScaleMs } from '@/ui/runs/hop-scale';
import { pingPicture, roundedUp } from '@/ui/runs/ping-geometry';

const beat = (meanMs: number | null, tried = 30, answered = meanMs === null ? 0 : tried) => ({
  meanMs,
  tried,
  answered,
});
const silent = beat(null, 0, 0);
const sample = (ms: number | null): PingSample => ({ seq: null, ms, host: null, ttl: null, status: null });
const box = { width: 96, height: 20 };

test('half hours that nobody measured are gaps in the line, not joined up', () => {
  const beats = [beat(10), beat(12), silent, beat(11), silent, beat(10), beat(9), beat(10)];
  const { lines, misses } = sparkline(beats, box);
  expect(lines).toHaveLength(3);
  expect(misses).toEqual([]);
  expect(lines[1]).toMatch(/^M[\d.]+ [\d.]+h12$/);
});

test('tries that were not answered are marks, the taller the more of them; all of them fill the height', () => {
  const { lines, misses } = sparkline([beat(10, 30, 29), beat(10, 30, 15), beat(null, 30, 0)], box);
  expect(lines).toHaveLength(1);
  expect(misses.map(({ height }) => height)).toEqual([3, 10, 20]);
  expect(misses.every(({ y, height }) => y + height === box.height)).toBe(true);
});

test('everything stays inside its box, also a steady line and one that is all zero', () => {
  for (const times of [[5, 5, 5], [0, 0, 0], [1, 5000], [0.3]]) {
    const { lines } = sparkline(
      times.map((ms) => beat(ms)),
      box,
    );
    const heights =
      lines
        .join('')
        .match(/(?<= )[\d.]+/g)
        ?.map(Number) ?? [];
    expect(heights.length).toBeGreaterThan(0);
    expect(heights.every((y) => y >= 0 && y <= box.height)).toBe(true);
  }
  expect(sparkline([], box)).toEqual({ lines: [], misses: [] });
});

test('a day is summed up from what was measured alone', () => {
  expect(beatSummary([beat(10, 30, 29), silent, beat(4), beat(null, 30, 0)])).toEqual({
    tried: 90,
    answered: 59,
    lowMs: 4,
    highMs: 10,
    silent: 1,
  });
  expect(beatSummary([silent])).toEqual({ tried: 0, answered: 0, lowMs: null, highMs: null, silent: 1 });
});

test('a lost packet is a bar where it was lost, and the line is cut there', () => {
  const picture = pingPicture([sample(10), sample(12), sample(null), sample(11)], 10);
  expect(picture.losses).toEqual([{ x: 200, width: 100 }]);
  expect(picture.lines).toEqual(['M50 50L150 40', 'M350 45h4']);
  expect(picture).toMatchObject({ topMs: 20, across: 10 });
});

test('a picture of nothing, and of nothing but losses, has a scale and no line', () => {
  expect(pingPicture([], 5)).toEqual({ lines: [], losses: [], topMs: 1, across: 5 });
  expect(pingPicture([sample(null)], 0)).toMatchObject({ lines: [], losses: [{ x: 0, width: 1000 }] });
});

test('the top of a scale is the next of 1, 2, 5', () => {
  expect([0, 0.4, 1, 1.1, 3, 5, 7, 10, 101, 499, Number.NaN].map(roundedUp)).toEqual([
    1, 0.5, 1, 2, 5, 5, 10, 10, 200, 500, 1,
  ]);
});

test('hops share one scale, and one that never answered has no bar', () => {
  const hop = (best: number | null, avg: number | null, worst: number | null): Hop => ({
    hop: 1,
    address: null,
    lossPercent: null,
    sent: null,
    last: null,
    best,
    avg,
    worst,
    stdDev: null,
    status: null,
  });
  const hops = [hop(0.4, 0.6, 1.2), hop(null, null, null), hop(14, 24, 48)];
  const top = hopScaleMs(hops);
  expect(top).toBe(50);
  expect(hops.map((one) => hopBar(one, top, 200))).toEqual([
    { best: 1.6, avg: 2.4, worst: 4.8 },
    null,
    { best: 56, avg: 96, worst: 192 },
  ]);
});
