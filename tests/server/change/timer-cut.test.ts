import { describe, expect, test } from 'vitest';
import { drawn } from '../../support/drawn';
import { type Cut, cutter } from './cutter';
import { hurry } from './meddling';
import { attempt, place, previewed, routersOf, settled, standingOf } from './scene';

/* The same as cut.test.ts on a router without safe mode over the API, which takes the change back by timers of its own. */

interface Tried {
  readonly isCut: boolean;
  readonly passed: { readonly ours: number; readonly router: number };
  /** What is recorded after it was settled, what is so, and the timers that are left. */
  readonly recorded: string;
  readonly found: string;
  readonly timers: number;
}

async function tried(cut: Cut | null): Promise<Tried> {
  const at = await place({ transport: 'plain', version: '7.17.2', model: 'CHR' });
  const routers = routersOf();
  const { digest } = await previewed(routers, at);
  hurry(at.router);
  const between = await cutter(at.router.port, cut);
  const made = await attempt(routers, { target: { ...at.target, port: between.port } }, { digest });
  // By then each timer that is still there has had its moment.
  await at.router.letPass(91_000);
  const recorded = await settled(routers, at, made);
  const { isCut, passed } = between;
  between.stop();
  const timers = at.router.state.table('/system/scheduler').items.length;
  const found = standingOf(at.router);
  await Promise.all([routers.close(), at.router.stop()]);
  return { isCut, passed, recorded, found, timers };
}

const agreeing: Readonly<Record<string, string>> = { verified: 'suspended', reverted: 'online', failed: 'online' };
const isBad = ({ recorded, found }: Tried): boolean => agreeing[recorded] !== found;

/** The link after each even byte, and the connection alone after each odd one. */
const cutAt = (side: Cut['side'], afterBytes: number): Cut =>
  afterBytes % 2 === 0
    ? { side, afterBytes, by: 'FIN', what: 'link' }
    : { side, afterBytes, by: 'RST', what: 'connection' };

describe.each(['ours', 'router'] as const)('cut after bytes of %s', (side) => {
  test('all of it or nothing, and the record says which', { timeout: 1_800_000 }, async () => {
    const whole = await tried(null);
    expect([whole.recorded, whole.found, whole.timers]).toEqual(['verified', 'suspended', 0]);
    const all = Array.from({ length: whole.passed[side] }, (_, index) => index);
    const places = drawn(all, 15).values();
    const bad: [number, Tried][] = [];
    const ends = new Set<string>();
    const work = async () => {
      for (const afterBytes of places) {
        const one = await tried(cutAt(side, afterBytes));
        ends.add(one.recorded);
        if (isBad(one)) bad.push([afterBytes, one]);
      }
    };
    await Promise.all(Array.from({ length: 12 }, work));
    expect(bad).toEqual([]);
    expect([...ends].sort()).toEqual(['failed', 'reverted', 'verified']);
  });
});
