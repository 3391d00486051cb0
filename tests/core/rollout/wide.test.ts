import { expect, test } from 'vitest';
import { isWide, subscribersAtMost } from '@/core/rollout/wide';
import { compile } from '@/core/templates/compile';
import { templateOf } from '@/core/templates/library';

const ntp = compile(templateOf('system.ntp'), { servers: ['192.0.2.1'] });
const suspend = compile(templateOf('subscriber.suspend'), { name: 'anna' });

test('more than ten devices are wide, whatever is changed', () => {
  expect([isWide(10, ntp), isWide(11, ntp)]).toEqual([false, true]);
});

test('more than fifty subscribers are wide, by what could be reached: the same ones in each menu count once', () => {
  expect(subscribersAtMost(ntp)).toBe(0);
  expect(subscribersAtMost(suspend)).toBeGreaterThan(0);
  const most = Math.floor(50 / subscribersAtMost(suspend));
  expect([isWide(Math.min(most, 10), suspend), isWide(most + 1, suspend)]).toEqual([false, true]);
});
