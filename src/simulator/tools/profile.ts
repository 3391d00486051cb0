import { timeOf } from '../argument';
import type { Fields } from '../command';
import type { Machine, Operation } from '../machine';
import { chanceOf } from '../random';
import { everyInterval } from './monitor-traffic';

/** What takes its part of a busy CPU, and how much of it as a rule. */
const parts = [
  ...([
    ['ethernet', 5],
    ['firewall', 4],
    ['networking', 4],
    ['bridging', 2],
    ['queuing', 2],
  ] as const),
  ...([
    ['routing', 1],
    ['management', 1],
    ['dns', 0.4],
    ['ppp', 0.8],
    ['winbox', 0.2],
  ] as const),
  ...([
    ['console', 0.2],
    ['ssl', 0.3],
    ['profiling', 0.5],
    ['unclassified', 1],
  ] as const),
] as const;

/** One second: all parts together are the load, and the rest is idle. */
function usages({ state, seed }: Machine): Fields[] {
  const [load, second] = [state.cpuLoad(), Math.floor(Date.now() / 1000)];
  const weighed = parts.map(([name, weight]) => ({ name, weight: weight * (0.5 + chanceOf(seed, name, second)) }));
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const busy = weighed.map(({ name, weight }) => ({ name, usage: ((load * weight) / whole).toFixed(1) }));
  return [...busy, { name: 'idle', usage: (100 - load).toFixed(1) }].map(({ name, usage }) => ({
    name,
    usage: usage.replace(/\.0$/, ''),
  }));
}

/** `/tool/profile`: the rows of every second, until it is over. */
export const profile: Operation = {
  policy: 'test',
  parameters: ({ version }) => [
    ...['duration', 'as-value', 'without-paging', '.proplist', 'proplist'],
    ...(version.isFrom(7, 0) ? ['freeze-frame-interval'] : ['interval']),
    ...(version.isFrom(7, 20) ? [] : ['cpu']),
  ],
  run: (call) => {
    timeOf(call, 'duration');
    return everyInterval(call, () => usages(call.machine));
  },
};
