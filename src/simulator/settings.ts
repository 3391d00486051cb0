import type { Fields } from './command';
import type { Editable } from './edit';
import type { Machine, Menu } from './machine';
import { nothingToFollow } from './menus/system';
import { printOf } from './print';
import { taken } from './stored';
import { noSuchItem } from './trap';

type Settings = Pick<Editable, 'path' | 'settable' | 'only'> & { readonly secrets?: readonly string[] };

/** A menu of settings that can be changed: the only row of its table, without a number. */
export function settingsOf(
  { path, settable, only = {}, secrets = [] }: Settings,
  /** What is no setting, and only the moment knows. */
  live: (machine: Machine) => Fields,
  /** Throws the Trap that says why they cannot be so. */
  check: (given: Fields, machine: Machine) => void = () => undefined,
): Menu {
  const set = (machine: Machine) => {
    const [item] = machine.state.table(path).items;
    if (item === undefined) throw noSuchItem();
    return item;
  };
  return {
    operations: {
      print: printOf({
        ...{ isSettings: true, secrets },
        rows: (machine) => [{ ...set(machine).fields, ...live(machine) }],
      }),
      listen: nothingToFollow,
      set: {
        policy: 'write',
        parameters: ({ version }) => Object.keys(settable).filter((name) => only[name]?.(version) !== false),
        run(call) {
          const given = taken(call, settable);
          check(given, call.machine);
          call.machine.state.table(path).set(set(call.machine), given);
          return null;
        },
      },
    },
  };
}
