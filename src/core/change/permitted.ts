import { commands } from './menus/commands';
import type { Deed, Menu } from './menus/define';
import { firewall } from './menus/firewall';
import { leases } from './menus/leases';
import { networks } from './menus/networks';
import { passingRows } from './menus/passing';
import { ppp } from './menus/ppp';
import { radios } from './menus/radios';
import { services } from './menus/services';
import { tunnels } from './menus/tunnels';
import type { Step, Verb } from './step';

/** All that steps may touch, of RouterOS 7; of 6 those that guard.ts names. */
const menus: readonly Menu[] = [
  ...[...services, ...firewall, ...networks, ...tunnels, ...ppp],
  ...[...leases, ...radios, ...passingRows, ...commands],
];

/** What one verb may do in one menu. */
export interface Permitted extends Pick<Menu, 'menu' | 'kind' | 'noun' | 'controlled' | 'monitor'>, Deed {
  readonly verb: Verb;
  /** Where its rows are printed. */
  readonly at: string;
  readonly serves: readonly string[];
  readonly hasLookalikes: boolean;
  readonly comesAnew: boolean;
  readonly isUnguarded: boolean;
  readonly secrets: readonly string[];
  /** All that is read of a row besides its number, whatever the step is. */
  readonly reads: readonly string[];
}

const always = { serves: [], hasLookalikes: false, comesAnew: false, secrets: [] } as const;

export const permitted: readonly Permitted[] = menus.flatMap(({ verbs, shows, ...menu }) => {
  const deeds = Object.entries(verbs);
  const secrets = deeds.flatMap(([, deed]) => deed.secrets ?? []);
  const named = deeds
    .flatMap(([, { where, fields }]) => [...where, ...fields])
    .filter((name) => !secrets.includes(name));
  const reads = [...new Set([...shows, ...named])];
  return deeds.map(([verb, deed]) => {
    // safe: the keys of `verbs` are verbs.
    return {
      ...always,
      at: menu.menu,
      isUnguarded: menu.kind === 'passing',
      ...menu,
      ...deed,
      reads,
      verb: verb as Verb,
    };
  });
});

/** Which fields it names, whatever their values are to be. */
interface Named extends Pick<Step, 'menu' | 'verb'> {
  readonly where: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Wherever that is. */
  readonly place?: unknown;
}

/** What the list says of a step. Throws for one that is not in it: no such step reaches a router, whoever made it. */
export function permittedOf({ menu, verb, where, fields, place }: Named): Permitted {
  const found = permitted.find((one) => one.menu === menu && one.verb === verb);
  const isWithin = (names: Named['where'], allowed: readonly string[] = []): boolean =>
    Object.keys(names).every((name) => allowed.includes(name));
  if (found === undefined || !isWithin(where, found.where) || !isWithin(fields, found.fields))
    throw new Error(`${menu}/${verb} with these fields is not among what a change may do`);
  // A step about every row of a menu is nobody's intention; settings have no rows to name.
  if ((Object.keys(where).length === 0) !== (found.where.length === 0))
    throw new Error(`${menu}/${verb} names no row, or one where there are none`);
  const hasPlace = found.kind === 'ordered' && verb !== 'set' && verb !== 'do';
  if ((place !== undefined && !hasPlace) || (place === undefined && verb === 'move'))
    throw new Error(`${menu}/${verb} has no place, or needs one`);
  return found;
}

/** As RouterOS calls it: `/system/reboot`, `/file/remove`. */
export function commandOf(step: Named): string {
  const { menu, at, verb, command = verb } = permittedOf(step);
  return `${verb === 'remove' || verb === 'have' ? at : menu}/${command}`;
}

/** What may be added in a menu, if anything. */
export const addable = (menu: string): Deed | undefined => menus.find((one) => one.menu === menu)?.verbs.add;
