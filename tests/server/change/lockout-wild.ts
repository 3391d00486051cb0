import type { Fields } from '@/core/change/step';
import { chanceOf } from '@/simulator/random';
import { drops, type Make, spares, tables } from './lockout-making';
import type { World } from './lockout-worlds';

/** What nobody can tell of a packet beforehand. No simulated packet is caught by it. */
const strange: Readonly<Record<string, (world: World) => Fields>> = {
  'a hardware address': () => ({ 'src-mac-address': '02:00:00:00:00:01' }),
  'a time of day': () => ({ time: '8h-17h,mon,tue' }),
  'a mark': () => ({ 'connection-mark': 'bulk' }),
};

const actions = ['drop', 'accept', 'reject', 'log', 'passthrough', 'drop', 'accept'] as const;
const pick = <T>(of: readonly T[], ...luck: readonly (string | number)[]): T | undefined =>
  of[Math.floor(chanceOf('wild', ...luck) * of.length)];

/** Rules as they come: what they do, what they ask for (two things at once, as often as not), and where they stand. */
export function wild(seed: number): readonly (readonly [what: string, Make])[] {
  const asking = Object.entries({ ...drops, ...spares, ...strange });
  return Array.from({ length: 30 }, (_, index) => {
    const action = pick(actions, seed, index, 'action') ?? 'drop';
    const table = chanceOf(seed, index, 'table') < 0.25 && action !== 'reject' ? 'raw' : 'filter';
    const asked = [1, 2].slice(0, chanceOf(seed, index, 'count') < 0.5 ? 1 : 2).flatMap((part) => {
      const one = pick(asking, seed, index, part);
      return one === undefined ? [] : [one];
    });
    const isFirst = chanceOf(seed, index, 'place') < 0.8;
    const chain = table === 'raw' ? 'prerouting' : 'input';
    const make: Make = (_router, world) => {
      const fields = Object.assign({ chain, action }, ...asked.map(([, asks]) => asks(world)));
      return [{ menu: tables[table], verb: 'add', ...(isFirst ? { isFirst } : {}), fields }];
    };
    return [
      `${index}: ${table} ${isFirst ? 'first' : 'last'} ${action}s ${asked.map(([what]) => what).join(' and ')}`,
      make,
    ];
  });
}
