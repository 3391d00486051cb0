import type { Stage } from '@/core/change/change';
import type { SimulatedRouter } from '@/simulator/router';
import { type Client, signIn } from '../../simulator/client';
import { attempt, type Place, place, previewed, routersOf, saidTo, someone } from './scene';

export const inOrder = ['checked', 'arming', 'armed', 'applied', 'reached', 'readBack', 'releasing'] as const;
export const changing = /^\/(?:ppp\/(?:secret\/set|active\/remove)|safe-mode\/(?:take|release|unroll))/;
const isChange = /^\/ppp\/(?:secret\/set|active\/remove)/;
export const changesSaid = ({ router }: Place) => saidTo(router).filter((words) => isChange.test(words));
export const guardOf = ({ router }: Place) => router.state.safeMode.holder;

/** Somebody at the router, by hand. */
export const byHand = (at: Place, name = someone.name): Promise<Client> => signIn(at.router, name, someone.password);
export const toggled = (comment: string) => ['/ppp/secret/set', '=.id=*2', `=comment=${comment}`] as const;

/** What becomes of a suspension when `meddle` happens at a stage, before it is written down. */
export async function meddled(stage: Stage, meddle: (at: Place) => unknown, limits = {}) {
  const at = await place();
  const routers = routersOf();
  const { digest } = await previewed(routers, at);
  const tried = await attempt(routers, at, {
    ...{ digest, limits },
    at: (reached) => (reached === stage ? meddle(at) : undefined),
  });
  return { at, routers, tried };
}

/** What a timer is to undo at once is undone in no time. */
export function hurry(router: SimulatedRouter): void {
  const timers = () => router.state.table('/system/scheduler').items;
  router.state.watchers.add(() => {
    if (timers().some(({ fields }) => fields.name?.endsWith('-now'))) setImmediate(() => void router.letPass(2_000));
  });
}
