import { randomUUID } from 'node:crypto';
import type { Values } from '@/core/actions/parameter';
import { redacted } from '@/core/actions/redaction';
import { inverse } from '@/core/change/inverse';
import { permitted } from '@/core/change/permitted';
import type { Plan } from '@/core/change/predict';
import { compile } from '@/core/templates/compile';
import type { Template } from '@/core/templates/define';
import { madeUp, type TrialOutcome } from '@/core/templates/trial';
import type { SimulatedRouter } from '@/simulator/router';
import type { Made } from '../change/made';
import { make } from '../change/make';
import { preview } from '../change/preview';
import type { Wanted } from '../change/wanted';
import { RouterFault } from '../routeros/fault';
import { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { furnish } from './furnish';

/** A trial that takes longer is given up: nothing in it waits for anybody. */
const longestMs = 45_000;

export interface TrialOrder {
  readonly template: Template;
  /** Samples, without what is secret. */
  readonly values: Values;
  readonly routerOs: string;
  readonly signal: AbortSignal;
}

const nothing: TrialOutcome = {
  ...{ previewed: null, preview: null, made: null, again: null, undone: null, isAsBefore: null, said: [], fault: null },
};

/**
 * Tries a template on a simulated router that is started for it and stopped again: by the same preview, the same making and the same
 * way back as on a real one, over the same protocol. Throws nothing that the router or the template brought about.
 */
export async function tryTemplate({ template, values, routerOs, signal }: TrialOrder): Promise<TrialOutcome> {
  const { startRouter } = await import('@/simulator/router');
  const login = { name: 'routeward', password: randomUUID() };
  const router = await startRouter({
    ...{ model: 'RB5009', version: routerOs, identity: 'trial', transport: 'plain', seed: 1 },
    accounts: [{ ...login, policies: ['api', 'read', 'write'] }],
    character: { bootMs: 50 },
  });
  furnish(router.state);
  const { host, port } = router;
  // Whatever it is asked for, it dials the router that was just started, and no other.
  const routers = new Routers({ dial: async () => ({ host, port }) });
  const target: RouterTarget = {
    ...{ key: 'trial', host, port, login, isPre643: false, codePage: null, transport: { kind: 'plain' } },
  };
  const until = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  try {
    const all = { ...values, ...madeUp(template.parameters) };
    const wanted: Wanted = { template, reverts: null, values: all, device: 'trial', steps: compile(template, all) };
    return await new Trial({ router, routers, target, signal: until }).go(wanted);
  } finally {
    await routers.close();
    await router.stop();
  }
}

interface Stage {
  readonly router: SimulatedRouter;
  readonly routers: Routers;
  readonly target: RouterTarget;
  readonly signal: AbortSignal;
}

class Trial {
  readonly #stage: Stage;
  #outcome = nothing;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async go(wanted: Wanted): Promise<TrialOutcome> {
    try {
      await this.#walk(wanted);
    } catch (error) {
      if (!(error instanceof RouterFault)) throw error;
      this.#outcome = { ...this.#outcome, fault: error.message };
    }
    return { ...this.#outcome, said: saidTo(this.#stage.router) };
  }

  #note(what: Partial<TrialOutcome>): void {
    this.#outcome = { ...this.#outcome, ...what };
  }

  async #walk(wanted: Wanted): Promise<void> {
    const before = this.#stage.router.state.hash();
    const first = await this.#look(wanted);
    this.#note({ previewed: first.state, preview: first.preview });
    if (first.state !== 'previewed') return;
    const { made, plan } = await this.#make(wanted, first.digest);
    this.#note({ made: made.state, fault: made.fault?.message ?? null });
    if (made.state !== 'verified' || plan === null) return;
    this.#note({ again: (await this.#look(wanted)).state });
    const steps = inverse(plan);
    if (steps.length === 0) return;
    const back = { ...wanted, reverts: 'trial', steps };
    const undoing = await this.#look(back);
    if (undoing.state !== 'previewed') return this.#note({ undone: undoing.state });
    const undone = await this.#make(back, undoing.digest);
    const isExact = !wanted.steps.some(({ verb }) => verb === 'remove');
    this.#note({ undone: undone.made.state, fault: undone.made.fault?.message ?? null });
    this.#note({ isAsBefore: isExact ? this.#stage.router.state.hash() === before : null });
  }

  #look(wanted: Wanted) {
    const { routers, target, signal } = this.#stage;
    return preview(routers, target, { wanted, signal });
  }

  async #make(wanted: Wanted, digest: string): Promise<{ readonly made: Made; readonly plan: Plan | null }> {
    let plan: Plan | null = null;
    const made = await make({
      ...{ ...this.#stage, wanted, digest },
      ...{ change: crypto.randomUUID(), seen: null, overridden: null },
      mark: async (_stage, planned) => {
        plan = planned ?? plan;
      },
    });
    return { made, plan };
  }
}

const changing = /\/(?:add|set|remove)$/;

/** The sentences that change something, with what is secret struck out. */
function saidTo({ received }: SimulatedRouter): readonly string[] {
  return (
    received
      // The guard's own words are none of the template's.
      .filter(([path = '']) => changing.test(path) && !path.startsWith('/system/scheduler/'))
      .map(([path = '', ...words]) => {
        const menu = path.replace(changing, '');
        const secrets = permitted.filter((one) => one.menu === menu).flatMap((one) => one.secrets);
        const shown = words
          .filter((word) => !word.startsWith('.tag='))
          .map((word) => {
            const name = secrets.find((one) => word.startsWith(`=${one}=`));
            return name === undefined ? word : `=${name}=${redacted}`;
          });
        return [path, ...shown].join(' ');
      })
  );
}
