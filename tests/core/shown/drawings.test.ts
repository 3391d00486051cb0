import { expect, test } from 'vitest';
import type { Hop } from '@/core/actions/last-round';
import type { PingSample } from '@/core/actions/ping-summary';
import { hopBar, hopScaleMs } from '@/core/shown/hop-scale';
import { pingPicture, roundedUp } from '@/core/shown/ping-picture';

const sample = (ms: number | null): PingSample => ({ seq: null, ms, host: null, ttl: null, status: null });

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
