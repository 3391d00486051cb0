import { describe, expect, test } from 'vitest';
import { makeCertificate } from '@/simulator/certificate';
import { drawn } from '../../support/drawn';
import { type Cut, cutter } from './cutter';
import { attempt, place, previewed, routersOf, settled, standingOf, wanted } from './scene';

/* The link between us and the router breaks off at any byte of a conversation that makes a change: on the router it is made or not, never by half, and what is recorded says which. */

const certificate = await makeCertificate('tower-01-gw');

interface Tried {
  readonly isCut: boolean;
  readonly passed: { readonly ours: number; readonly router: number };
  /** What is recorded after it was settled, and what is so. */
  readonly recorded: string;
  readonly found: string;
}

async function tried(transport: 'tls' | 'plain', cut: Cut | null): Promise<Tried> {
  const at = await place({ transport, ...(transport === 'tls' ? { certificate } : {}) });
  const routers = routersOf();
  const { digest } = await previewed(routers, at, wanted());
  const between = await cutter(at.router.port, cut);
  const target = { ...at.target, port: between.port };
  const made = await attempt(routers, { target }, { digest });
  const recorded = await settled(routers, at, made);
  const { isCut, passed } = between;
  const found = standingOf(at.router);
  between.stop();
  await Promise.all([routers.close(), at.router.stop()]);
  return { isCut, passed, recorded, found };
}

/** How a router stands to what was recorded; `unknown` and the like are no record of an end. */
const agreeing: Readonly<Record<string, string>> = { verified: 'suspended', reverted: 'online', failed: 'online' };
const isBad = ({ recorded, found }: Tried): boolean => agreeing[recorded] !== found;

/** Several at a time: most of each is waiting. */
async function atEvery(places: readonly number[], one: (place: number) => Promise<void>): Promise<void> {
  const left = places.values();
  const work = async () => {
    for (const place of left) await one(place);
  };
  await Promise.all(Array.from({ length: 12 }, work));
}

const chunk = 500;
/** Bytes by which a handshake, or a list of who is signed in, is longer or shorter. */
const margin = 120;

/** All of them without encryption; with it a record that is not whole is as good as none, and half of the ways are enough. */
const ways = [
  ['link', 'plain', 'ours', 'FIN', 1_736],
  ['connection', 'plain', 'ours', 'RST', 1_736],
  ['link', 'plain', 'router', 'RST', 1_613],
  ['connection', 'plain', 'router', 'FIN', 1_613],
  ['link', 'tls', 'ours', 'RST', 3_192],
  ['connection', 'tls', 'router', 'FIN', 4_581],
] as const;

describe.each(ways)('the %s (%s) is cut after bytes of %s by %s', (what, transport, side, by, bytes) => {
  const last = bytes + margin;
  const chunks = Array.from({ length: Math.ceil(last / chunk) }, (_, index) => index * chunk);

  test.each(chunks)('from byte %i', async (from) => {
    const bad: [number, Tried][] = [];
    const ends = new Map<string, number>();
    const all = Array.from({ length: Math.min(chunk, last - from) }, (_, index) => from + index);
    await atEvery(drawn(all, 10), async (afterBytes) => {
      const found = await tried(transport, { side, afterBytes, by, what });
      const end = found.isCut ? found.recorded : 'whole';
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (isBad(found) || (!found.isCut && found.recorded !== 'verified')) bad.push([afterBytes, found]);
    });
    expect(bad).toEqual([]);
    // At the last places nothing was left to cut, so none was left out.
    if (from + chunk >= last) expect(ends.has('whole')).toBe(true);
    if (from + chunk < bytes - margin) expect(ends.has('whole')).toBe(false);
  });
});
