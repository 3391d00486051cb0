import type { Values } from '@/core/actions/parameter';
import { compile } from '@/core/templates/compile';
import { type TemplateId, templateOf } from '@/core/templates/library';
import type { Wanted } from '@/server/change/wanted';
import { makeCertificate } from '@/simulator/certificate';
import { chanceOf } from '@/simulator/random';
import type { SimulatedRouter } from '@/simulator/router';
import { type Cut, cutter } from '../server/change/cutter';
import { hurry } from '../server/change/meddling';
import { attempt, place, previewed, routersOf, settled, standingOf, subscriber } from '../server/change/scene';
import type { Amount } from './amount';
import { type Counted, tally } from './counted';

/* The link breaks off at bytes spread evenly over conversations that make a change: all of it is made, or nothing. */

interface Scene {
  readonly template: TemplateId;
  readonly values: Values;
  /** Without safe mode over the API, timers on the router take it back. */
  readonly isTimed?: true;
}

/** A subscriber with the session, under safe mode and under timers; rules and a list, and settings. */
const scenes: readonly Scene[] = [
  { template: 'subscriber.suspend', values: { name: subscriber } },
  { template: 'subscriber.suspend', values: { name: subscriber }, isTimed: true },
  { template: 'abuser.block', values: { addresses: ['198.51.100.66', '203.0.113.0/24'] } },
  { template: 'hardening.base', values: {} },
];

const ways: readonly (Omit<Cut, 'afterBytes'> & { readonly transport: 'plain' | 'tls' })[] = [
  { what: 'link', transport: 'plain', side: 'ours', by: 'FIN' },
  { what: 'connection', transport: 'plain', side: 'ours', by: 'RST' },
  { what: 'link', transport: 'plain', side: 'router', by: 'RST' },
  { what: 'connection', transport: 'plain', side: 'router', by: 'FIN' },
  { what: 'link', transport: 'tls', side: 'ours', by: 'RST' },
  { what: 'connection', transport: 'tls', side: 'router', by: 'FIN' },
];

interface Tried {
  readonly isCut: boolean;
  readonly passed: Readonly<Record<Cut['side'], number>>;
  /** What is recorded after it was settled, and how the router stood before and stands then. */
  readonly recorded: string;
  readonly before: string;
  readonly after: string;
}

/**
 * All that is there in the menus of a template, but for when it was made. Of a subscriber: whether they are in, once they had the
 * time to dial; when that was stays in their row.
 */
function standOf(router: SimulatedRouter, { template }: Scene): string {
  if (template === 'subscriber.suspend') return standingOf(router);
  const rowsOf = (menu: string) =>
    router.state
      .table(menu)
      .items.map(({ id, fields }) => [id, Object.entries(fields).filter(([name]) => !name.startsWith('.'))]);
  return JSON.stringify(templateOf(template).steps.map(({ menu }) => [menu, rowsOf(menu)]));
}

async function tried(scene: Scene, transport: 'plain' | 'tls', cut: Cut | null): Promise<Tried> {
  const { template: id, values, isTimed = false } = scene;
  const older = isTimed ? ({ version: '7.17.2', model: 'CHR' } as const) : {};
  const template = templateOf(id);
  const wanted: Wanted = { template, reverts: null, values, device: 'a device', steps: compile(template, values) };
  const at = await place({ transport, ...older, ...(transport === 'tls' ? { certificate: await certificate } : {}) });
  const routers = routersOf();
  const before = standOf(at.router, scene);
  const { digest, preview } = await previewed(routers, at, wanted);
  if ((preview.guard.rung === 'timer') !== isTimed) throw new Error(`${id} is guarded by ${preview.guard.rung}`);
  if (isTimed) hurry(at.router);
  const between = await cutter(at.router.port, cut);
  const made = await attempt(routers, { target: { ...at.target, port: between.port } }, { wanted, digest });
  // By then each timer that is still there has had its moment.
  if (isTimed) await at.router.letPass(91_000);
  const recorded = await settled(routers, at, made);
  const { isCut, passed } = between;
  between.stop();
  const after = standOf(at.router, scene);
  await Promise.all([routers.close(), at.router.stop()]);
  return { isCut, passed, recorded, before, after };
}

const certificate = makeCertificate('tower-01-gw');

/** What is so on the router against what is recorded, in words; null: one of the two ends, and the record says which. */
export function contradiction({ recorded, before, after }: Omit<Tried, 'passed' | 'isCut'>, made: string) {
  const found = after === before ? 'nothing' : after === made ? 'all' : 'a part';
  const told = { verified: 'all', reverted: 'nothing', failed: 'nothing' }[recorded];
  return found === told ? null : `${recorded}, and ${found} of it is there`;
}

/** Several at a time: most of each is waiting. */
async function each<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const left = all.values();
  const worker = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: 12 }, worker));
}

export async function cutPoints({ seed, cuts }: Amount): Promise<Counted> {
  const found: string[] = [];
  const ends: string[] = [];
  const count = Math.ceil(cuts / (scenes.length * ways.length));
  for (const scene of scenes)
    for (const { transport, ...way } of ways) {
      const whole = await tried(scene, transport, null);
      if (whole.recorded !== 'verified' || whole.after === whole.before)
        throw new Error(`${scene.template} is not even made where nobody cuts`);
      const last = whole.passed[way.side];
      const places = Array.from({ length: count }, (_, index) =>
        Math.floor(((index + chanceOf(seed, scene.template, JSON.stringify(way), index)) * last) / count),
      );
      await each(places, async (afterBytes) => {
        const one = await tried(scene, transport, { ...way, afterBytes });
        ends.push(one.isCut ? one.recorded : 'whole');
        const wrong = contradiction(one, whole.after);
        if (wrong !== null)
          found.push(`${scene.template}, ${transport}: ${JSON.stringify({ ...way, afterBytes })}: ${wrong}`);
      });
    }
  return { what: 'cut points', tried: ends.length, never: 'not all-or-nothing', found, instead: tally(ends) };
}
