import { expect, test } from 'vitest';
import { pauseMs } from '@/ui/live/stream';

test('a stream that is refused again and again is asked for ever more rarely, and never less than four times a minute', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 100, 2000].map(pauseMs);
  expect(pauses.slice(0, 5)).toEqual([500, 1000, 2000, 4000, 8000]);
  expect(pauses.slice(5)).toEqual([15_000, 15_000, 15_000, 15_000]);
});
