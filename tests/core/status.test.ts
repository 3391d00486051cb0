import { describe, expect, test } from 'vitest';
import { deviceStates, freshSeconds, type Probed, stateOf } from '@/core/status';

const now = new Date('2026-03-29T01:30:00.000Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const since = ago(86_400);
const probed = (isUp: boolean, triedSecondsAgo: number): Probed => ({ isUp, since, triedAt: ago(triedSecondsAgo) });

describe('the state of a device', () => {
  test('that was never asked is unknown, and nobody knows since when', () => {
    expect(stateOf(null, now)).toEqual({ state: 'noData', since: null });
  });

  test.each([0, 1, 60, freshSeconds - 0.001, freshSeconds])(
    'is what the last try found, since the last turn, %d s after that try',
    (seconds) => {
      expect(stateOf(probed(true, seconds), now)).toEqual({ state: 'up', since });
      expect(stateOf(probed(false, seconds), now)).toEqual({ state: 'down', since });
    },
  );

  test.each([freshSeconds + 0.001, freshSeconds + 1, 3_600, 86_400 * 365])(
    'is unknown since the last try, %d s after it, whatever that found',
    (seconds) => {
      for (const isUp of [true, false])
        expect(stateOf(probed(isUp, seconds), now)).toEqual({ state: 'noData', since: ago(seconds) });
    },
  );

  test('outlives one try that was missed: devices are asked every minute', () => {
    expect(freshSeconds).toBeGreaterThan(2 * 60);
  });

  test('is not unknown where the clock of the database runs a little ahead', () => {
    expect(stateOf(probed(true, -5), now)).toEqual({ state: 'up', since });
  });

  test('is one of three, each of which comes about', () => {
    const found = [stateOf(probed(true, 0), now), stateOf(probed(false, 0), now), stateOf(null, now)];
    expect(found.map(({ state }) => state)).toEqual(deviceStates);
  });
});
