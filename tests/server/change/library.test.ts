import { describe, expect, onTestFinished, test } from 'vitest';
import type { Values } from '@/core/actions/parameter';
import { inverse } from '@/core/change/inverse';
import { permittedOf } from '@/core/change/permitted';
import type { Step } from '@/core/change/step';
import { compile } from '@/core/templates/compile';
import { type TemplateId, templateIds, templateOf } from '@/core/templates/library';
import { preview } from '@/server/change/preview';
import type { Wanted } from '@/server/change/wanted';
import type { Routers } from '@/server/routeros/routers';
import type { RouterTarget } from '@/server/routeros/target';
import { startRouter } from '@/simulator/router';
import type { RouterState } from '@/simulator/state';
import { drawn } from '../../support/drawn';
import { samples } from '../../support/template-samples';
import { furnish } from './furnished';
import { accounts, attempt, type Place, populate, routersOf, writing } from './scene';

/* Every template on every version with safe mode over the API, on routers of different configurations: 20 of them, or 10 for direct actions. */

const versions = ['7.18.2', '7.24'] as const;
const models = ['RB5009', 'CCR2004', 'hAPax2', 'hEX'] as const;
/** A direct action has the same few rows about it on each of them. */
const seedsFor = (id: TemplateId): readonly number[] =>
  drawn(
    Array.from({ length: templateOf(id).isDirect ? 10 : 20 }, (_, index) => index + 1),
    10,
  );

const never = () => new AbortController().signal;

/** Only some have a radio of the newer package. */
const modelOf = (id: TemplateId, seed: number) =>
  id === 'wifi.channel.set' ? 'hAPax2' : (models[seed % models.length] ?? 'RB5009');

async function routerOf(id: TemplateId, version: string, seed: number): Promise<Place> {
  const model = modelOf(id, seed);
  const router = await startRouter({
    ...{ model, version, identity: `router-${seed}`, transport: 'plain', seed, accounts },
    character: { bootMs: 50 },
  });
  onTestFinished(() => router.stop());
  populate(router);
  furnish(router.state);
  const target: RouterTarget = {
    ...{ key: `${version} ${seed}`, host: router.host, port: router.port, login: writing, isPre643: false },
    codePage: null,
    transport: { kind: 'plain' },
  };
  return { router, target, reads: target };
}

const wanted = (id: TemplateId, values: Values, steps: readonly Step[] = compile(templateOf(id), values)): Wanted => ({
  ...{ template: templateOf(id), reverts: null, values, device: 'a device', steps },
});

/** All that is configured. A row that was removed comes back with another number and age: there the read-back alone counts. */
const standOf = (state: RouterState, { steps }: Wanted['template']): string =>
  steps.some(({ verb }) => verb === 'remove') ? '' : state.hash();

/** Deploys what is wanted, and takes it back; what went otherwise than it has to, in words. */
async function problemsOf(routers: Routers, place: Place, what: Wanted): Promise<readonly string[]> {
  const { state } = place.router;
  const stand = () => standOf(state, what.template);
  const look = (one: Wanted) => preview(routers, place.target, { wanted: one, signal: never() });
  const before = stand();
  const first = await look(what);
  if (stand() !== before) return ['the preview changed something'];
  if (first.state !== 'previewed') return [`${first.state}: ${JSON.stringify(first.preview.refusals)}`];
  const { made, plan } = await attempt(routers, place, { wanted: what, digest: first.digest });
  if (made.state !== 'verified') return [`${made.state}: ${made.fault?.message}`];
  if (plan === null) return ['nothing was planned'];
  const again = await look(what);
  if (again.state !== 'unneeded') return [`a second time it is ${again.state}`];
  const back = { ...what, reverts: 'it', steps: inverse(plan) };
  const undoing = await look(back);
  if (undoing.state !== 'previewed')
    return [`undoing is ${undoing.state}: ${JSON.stringify(undoing.preview.refusals)}`];
  const undone = await attempt(routers, place, { wanted: back, digest: undoing.digest });
  if (undone.made.state !== 'verified') return [`undoing ends ${undone.made.state}: ${undone.made.fault?.message}`];
  return stand() === before ? [] : ['it is not as before'];
}

/** What ends what comes and goes by itself, or is a command of its own, is not taken back exactly: commands.test.ts. */
const isExact = (id: TemplateId): boolean =>
  !templateOf(id).steps.some((step) => step.verb === 'do' || (step.verb === 'remove' && step.ifNone === 'refuse')) &&
  !templateOf(id).steps.some((step) => permittedOf(step).kind === 'passing');

describe.each(versions)('on RouterOS %s', (version) => {
  test.each(templateIds.filter(isExact))(
    '%s does what its preview says, a second time nothing, and is undone without a trace',
    async (id) => {
      const routers = routersOf();
      const problems: string[] = [];
      for (const seed of seedsFor(id)) {
        const place = await routerOf(id, version, seed);
        for (const values of samples[id])
          for (const problem of await problemsOf(routers, place, wanted(id, values)))
            problems.push(`seed ${seed}, ${JSON.stringify(values)}: ${problem}`);
      }
      expect(problems).toEqual([]);
    },
    120_000,
  );
});
