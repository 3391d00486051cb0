import { expect, onTestFinished, vi } from 'vitest';
import { until } from '@/cli/until';
import type { Stage } from '@/core/change/change';
import type { Plan } from '@/core/change/predict';
import { compile } from '@/core/templates/compile';
import { type TemplateId, templateOf } from '@/core/templates/library';
import type { Made, Order } from '@/server/change/made';
import { make } from '@/server/change/make';
import { preview } from '@/server/change/preview';
import { type Settled, settle } from '@/server/change/settle';
import type { Wanted } from '@/server/change/wanted';
import { Routers } from '@/server/routeros/routers';
import type { RouterTarget } from '@/server/routeros/target';
import { type RouterOptions, type SimulatedRouter, startRouter } from '@/simulator/router';

/* A router with two subscribers, of whom one is online, and what it takes to change it. */

const reading = { name: 'routeward-read', password: 'reads the routers', policies: ['api', 'read', 'test', 'sniff'] };
export const writing = {
  ...{ name: 'routeward-write', password: 'changes the routers' },
  policies: ['api', 'read', 'write', 'ftp', 'sensitive', 'reboot'],
};
export const someone = { name: 'admin', password: 'by hand', policies: ['api', 'read', 'write'] };
const rebooter = { name: 'rebooter', password: 'by hand', policies: ['api', 'read', 'reboot'] };
export const accounts = [reading, writing, someone, rebooter];

export const subscriber = 'anna.rossi';
const row = (router: SimulatedRouter) => router.state.table('/ppp/secret').find(subscriber);

export interface Place {
  readonly router: SimulatedRouter;
  /** With the account that writes; `reads` is the other. */
  readonly target: RouterTarget;
  readonly reads: RouterTarget;
}

/** A subscriber's session as a concentrator has it. */
export function dialIn(router: SimulatedRouter, name = subscriber, address = '100.70.0.9'): void {
  router.state.table('/ppp/active').add({
    ...{ name, service: 'pppoe', 'caller-id': '02:00:00:00:00:09', address, radius: 'false' },
    ...{ encoding: '', 'session-id': '0x10', '.since': String(Date.now()) },
  });
}

/** `isOffline`: nobody has dialled in. */
export function populate(router: SimulatedRouter, isOffline = false): void {
  const secret = { service: 'pppoe', profile: 'default', password: 'x', 'last-caller-id': '02:00:00:00:00:09' };
  for (const name of ['bruno.bianchi', subscriber])
    router.state.table('/ppp/secret').add({ name, ...secret, disabled: 'false' });
  if (!isOffline) dialIn(router);
}

export async function place(options: Partial<RouterOptions> & { readonly isOffline?: boolean } = {}): Promise<Place> {
  const { isOffline, ...given } = options;
  const router = await startRouter({
    ...{ model: 'RB5009', version: '7.20.8', identity: 'tower-01-gw', transport: 'tls', seed: 7 },
    accounts,
    character: { bootMs: 50 },
    ...given,
  });
  onTestFinished(() => router.stop());
  populate(router, isOffline);
  const { fingerprint } = router;
  const target: RouterTarget = {
    ...{ key: 'one', host: router.host, port: router.port, login: writing, isPre643: false, codePage: null },
    transport: fingerprint === null ? { kind: 'plain' } : { kind: 'tls', pin: fingerprint },
  };
  return { router, target, reads: { ...target, login: reading } };
}

const dial = async ({ host, port }: Pick<RouterTarget, 'host' | 'port'>) => ({ host, port });

/** Connections to routers, gone with the test. */
export function routersOf(): Routers {
  const routers = new Routers({ dial });
  onTestFinished(() => routers.close());
  return routers;
}

export function wanted(id: TemplateId = 'subscriber.suspend', name = subscriber): Wanted {
  const template = templateOf(id);
  const values = { name };
  return { template, reverts: null, values, device: 'a device', steps: compile(template, values) };
}

/** By which a router knows the timers of an attempt. */
const changeId = '0a1b2c3d-0000-4000-8000-000000000001';

const never = () => new AbortController().signal;

export const previewed = (routers: Routers, { target }: Pick<Place, 'target'>, what = wanted()) =>
  preview(routers, target, { wanted: what, signal: never() });

/** What one attempt wrote down, as the database would. */
export interface Attempt {
  readonly made: Made;
  readonly stages: readonly Stage[];
  readonly plan: Plan | null;
}

/** Makes what was previewed; `at` is told of each stage before it is written down. */
export async function attempt(
  routers: Routers,
  { target }: Pick<Place, 'target'>,
  order: Pick<Order, 'digest'> & Partial<Order> & { readonly at?: (stage: Stage) => unknown },
): Promise<Attempt> {
  const stages: Stage[] = [];
  let plan: Plan | null = null;
  const mark: Order['mark'] = async (stage, planned) => {
    await order.at?.(stage);
    stages.push(stage);
    plan = planned ?? plan;
  };
  const made = await make({
    routers,
    target,
    change: changeId,
    wanted: wanted(),
    signal: never(),
    mark,
    ...{ seen: null, overridden: null },
    ...order,
  });
  return { made, stages, plan };
}

/** Settles what is unknown, until it is settled. */
export async function settled(
  routers: Routers,
  { target }: Pick<Place, 'target'>,
  of: Attempt,
  timeout = 20_000,
): Promise<Settled> {
  if (of.made.state !== 'unknown') return of.made.state;
  let found: Settled = 'later';
  await vi.waitFor(
    async () => {
      found = await settle(routers, target, { unsettled: { change: changeId, ...of }, signal: never() });
      if (found === 'later') throw new Error('it is not known yet');
    },
    { timeout, interval: 20 },
  );
  return found;
}

/** How the subscriber stands: `half` is what must never be. Whoever is let in again has dialled by then. */
export function standingOf(router: SimulatedRouter, aheadMs = 60_000): 'suspended' | 'online' | 'half' {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + aheadMs });
  try {
    const isOnline = router.state.table('/ppp/active').find(subscriber) !== null;
    const isDisabled = row(router)?.fields.disabled;
    if (isDisabled === 'true' && !isOnline) return 'suspended';
    return isDisabled === 'false' && isOnline ? 'online' : 'half';
  } finally {
    vi.useRealTimers();
  }
}

/** What was said to a router on all connections, but for the logins: words without the tag. */
export const saidTo = (router: SimulatedRouter): string[] =>
  router.received
    .filter(([path]) => path !== '/login')
    .map((words) => words.filter((word) => !word.startsWith('.tag=')).join(' '));

/** Waits until a command that begins so was said to it. */
export async function hears(router: SimulatedRouter, word: string): Promise<void> {
  expect(await until(() => saidTo(router).some((words) => words.startsWith(word)), 20_000)).toBe(true);
}
