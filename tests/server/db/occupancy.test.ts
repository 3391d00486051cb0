import { beforeAll, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { occupancy } from '@/server/db/occupancy';
import { asJob } from '@/server/db/open';
import { testDatabase } from '../../support/database';

beforeAll(async () => {
  await testDatabase();
});

const held = () => {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { gate, letGo };
};

test('transactions under way, those that wait, and how long the oldest has been at it', async () => {
  expect(occupancy()).toEqual({ underWay: 0, waiting: 0, oldestSeconds: 0 });
  const { gate, letGo } = held();
  const all = Array.from({ length: 12 }, () => asJob('sweep', () => gate));
  expect(await until(() => occupancy().underWay === 10, 30_000)).toBe(true);
  const { waiting, oldestSeconds } = occupancy();
  expect(waiting).toBe(2);
  expect(oldestSeconds).toBeGreaterThan(0);
  letGo();
  await Promise.all(all);
  expect(occupancy()).toEqual({ underWay: 0, waiting: 0, oldestSeconds: 0 });
});

test('one that fails leaves its place, too', async () => {
  const failing = asJob('sweep', () => Promise.reject(new Error('it failed')));
  await expect(failing).rejects.toThrow('it failed');
  expect(occupancy().underWay + occupancy().waiting).toBe(0);
});
