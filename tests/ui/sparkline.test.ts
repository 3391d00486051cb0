import { expect, test } from 'vitest';
import { beatSummary, sparkline } from '@/ui/devices/sparkline';

const beat = (meanMs: number | null, tried = 30, answered = meanMs === null ? 0 : tried) => ({
  meanMs,
  tried,
  answered,
});
const silent = beat(null, 0, 0);
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
