import type { Deed, Menu } from './menus/define';
import { firewall } from './menus/firewall';
import { networks } from './menus/networks';
import { ppp } from './menus/ppp';
import { services } from './menus/services';
import { tunnels } from './menus/tunnels';
import type { Step, Verb } from './step';

/** All that steps may touch, of RouterOS 7; of 6 those that guard.ts names. */
const menus: readonly Menu[] = [...services, ...firewall, ...networks, ...tunnels, ...ppp];

/** What one verb may do in one menu. */
export interface Permitted extends Required<Omit<Menu, 'verbs' | 'shows' | 'hasLookalikes'>>, Deed {
  readonly verb: Verb;
  readonly hasLookalikes: boolean;
  readonly secrets: readonly string[];
  /** All that is read of a row besides its number, whatever the step is. */
  readonly reads: readonly string[];
}

export const permitted: readonly Permitted[] = menus.flatMap(({ verbs, shows, ...menu }) => {
  const deeds = Object.entries(verbs);
  const secrets = deeds.flatMap(([, deed]) => deed.secrets ?? []);
  const named = deeds
    .flatMap(([, { where, fields }]) => [...where, ...fields])
    .filter((name) => !secrets.includes(name));
  const reads = [...new Set([...shows, ...named])];
  return deeds.map(([verb, deed]) => {
    // safe: the keys of `verbs` are verbs.
    return { serves: [], hasLookalikes: false, secrets: [], ...menu, ...deed, reads, verb: verb as Verb };
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
  if ((Object.keys(where).length === 0) !== (found.kind === 'settings'))
    throw new Error(`${menu}/${verb} names no row, or one where there are none`);
  if (place !== undefined && (found.kind !== 'ordered' || verb === 'set'))
    throw new Error(`${menu}/${verb} has no place`);
  return found;
}

/** What may be added in a menu, if anything. */
export const addable = (menu: string): Deed | undefined => menus.find((one) => one.menu === menu)?.verbs.add;
