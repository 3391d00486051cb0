import type { Action } from './define';
import { firewallRules } from './firewall';
import { interfaces } from './interface';
import { routes } from './ip';
import { entries } from './log';
import { overview } from './system';
import { bandwidthTest, ping, traceroute } from './tool';

/** The catalogue: everything that can be asked of a router, in the order in which it is offered. */
export const actions = [
  ping,
  traceroute,
  interfaces,
  routes,
  firewallRules,
  entries,
  overview,
  bandwidthTest,
] as const satisfies readonly Action[];

export type ActionId = (typeof actions)[number]['id'];

// Distinct ids are what the law of the catalogue asks; the type says what they are.
export const actionIds: readonly ActionId[] = actions.map(({ id }) => id);

export const isActionId = (id: string): id is ActionId => actions.some((action) => action.id === id);

export function actionOf(id: ActionId): Action {
  const found = actions.find((action) => action.id === id);
  if (found === undefined) throw new Error(`the catalogue has no ${id}`);
  return found;
}
