import { until } from '@/cli/until';
import type { Stage } from '@/core/change/change';
import type { Plan } from '@/core/change/predict';
import type { Step } from '@/core/change/step';
import { timersOf } from '@/core/change/timer';
import type { Template } from '@/core/templates/define';
import type { Made } from '@/server/change/made';
import { make } from '@/server/change/make';
import { preview } from '@/server/change/preview';
import { settle } from '@/server/change/settle';
import { lookAt } from '@/server/change/survey';
import { areGone } from '@/server/change/timer-guardian';
import type { Wanted } from '@/server/change/wanted';
import { Routers } from '@/server/routeros/routers';
import type { RouterTarget } from '@/server/routeros/target';

/*
 * What keeps a change safe, tried on whatever router is there, by the code that makes changes. All that it touches is one entry of
 * one address list, of a name that nobody else uses, with an address of the documentation.
 */

const list = 'routeward-hardware-check';
const address = '192.0.2.251';
const entry = (fields: Step['fields']): Step => ({
  ...{
    menu: '/ip/firewall/address-list',
    verb: 'add',
    where: { list, address },
    fields,
    mostRows: 1,
    ifNone: 'refuse',
  },
});

/** What was found: whether it held, or why it was not tried. */
export interface Finding {
  readonly what: string;
  readonly held: boolean | null;
  readonly found: string;
}

const template: Template = {
  ...{ id: 'hardware.check', version: 1, title: 'Hardware check', area: 'firewall', purpose: 'Tries the guard.' },
  ...{ limits: [], parameters: [], rules: [], steps: [] },
  radius: {
    ...{ commands: ['/ip/firewall/address-list/add', '/ip/firewall/address-list/remove'], mostRows: 1, mostDevices: 1 },
    ...{ touchesManagement: false, interruptsService: false },
  },
};
/** Whoever types an address means it, wherever it is. */
const dial = async ({ host, port }: Pick<RouterTarget, 'host' | 'port'>) => ({ host, port });
const never = new AbortController().signal;
const wantedOf = (step: Step): Wanted => ({
  template,
  reverts: null,
  values: {},
  device: 'hardware-check',
  steps: [step],
});

interface Tried {
  readonly made: Made;
  readonly plan: Plan | null;
  readonly stages: readonly Stage[];
}

interface Site {
  readonly routers: Routers;
  readonly target: RouterTarget;
}

/** Makes one change; `at` is told of each stage before it is passed. */
async function changed(site: Site, step: Step, change: string, at?: (stage: Stage) => Promise<void>): Promise<Tried> {
  const wanted = wantedOf(step);
  const { digest } = await preview(site.routers, site.target, { wanted, signal: never });
  const stages: Stage[] = [];
  let plan: Plan | null = null;
  const made = await make({
    ...{ ...site, wanted, change, digest, seen: null, overridden: null, signal: never },
    mark: async (stage, planned) => {
      await at?.(stage);
      stages.push(stage);
      plan = planned ?? plan;
    },
  });
  return { made, plan, stages };
}

/** Whether the entry is on the router. */
async function isThere({ routers, target }: Site): Promise<boolean> {
  const held = await routers.hold(target, never);
  try {
    return ((await lookAt(held, [entry({})]))[0] ?? []).length > 0;
  } finally {
    await held.close();
  }
}

/** Reads back until it is known how it ended, for so long at most. */
async function settledWithin(site: Site, change: string, tried: Tried, patienceMs: number): Promise<string> {
  if (tried.made.state !== 'unknown') return tried.made.state;
  let found = 'later';
  const isSettled = async (): Promise<boolean> => {
    found = await settle(site.routers, site.target, { unsettled: { change, ...tried }, signal: never });
    return found !== 'later';
  };
  await until(isSettled, patienceMs, 1_000);
  return found;
}

const removal: Step = { ...entry({}), verb: 'remove' };
/** A change that was made is told as it went. */
const told = ({ made }: Tried): string => (made.fault === null ? made.state : `${made.state}: ${made.fault.message}`);

/** `passTime`: only where time can be made to pass, as on a simulator. */
export async function checkRouter(target: RouterTarget, passTime: (ms: number) => Promise<void>): Promise<Finding[]> {
  const routers = new Routers({ dial });
  const site = { routers, target };
  const findings: Finding[] = [];
  const note = (what: string, held: boolean | null, found: string) => void findings.push({ what, held, found });
  try {
    const first = await preview(routers, target, { wanted: wantedOf(entry({ disabled: 'false' })), signal: never });
    if (await isThere(site)) throw new Error(`an entry of ${list} is there already: remove it first`);
    const { rung, why } = first.preview.guard;
    note(`RouterOS ${first.preview.routerOs} is guarded`, rung !== 'none', why ?? rung);
    if (rung === 'none') return findings;

    const made = await changed(site, entry({ disabled: 'false' }), '00000001');
    note(
      'a change is made, read back and released',
      made.made.state === 'verified' && (await isThere(site)),
      told(made),
    );

    const back = await changed(site, removal, '00000002');
    note('and taken back', back.made.state === 'verified' && !(await isThere(site)), told(back));

    const failing = await changed(site, entry({ disabled: 'false' }), '00000003', async (stage) => {
      if (stage === 'readBack') throw new Error('somebody pulls the plug of Routeward');
    });
    note(
      'what goes wrong is undone while we are there',
      failing.made.state === 'reverted' && !(await isThere(site)),
      told(failing),
    );

    const lost = new Routers({ dial });
    const dropping = await changed(
      { routers: lost, target },
      entry({ disabled: 'false' }),
      '00000004',
      async (stage) => {
        if (stage === 'applied') await lost.close();
      },
    );
    if (rung === 'timer') await passTime(91_000);
    const end = await settledWithin(site, '00000004', dropping, 10 * 60_000);
    note('a connection that drops: the router undoes it by itself', end === 'reverted' && !(await isThere(site)), end);

    const held = await routers.hold(target, never);
    const left = await areGone(held, timersOf('00000004'));
    await held.close();
    note('nothing of ours is left', left && !(await isThere(site)), left ? 'no timer, no entry' : 'a timer is left');
    return findings;
  } finally {
    await routers.close();
  }
}
