import type { Fields } from './command';
import { type Editable, taken } from './edit';
import type { Machine, Menu } from './machine';
import { nothingToFollow } from './menus/system';
import { printOf } from './print';
import { noSuchItem } from './trap';

/** A menu of settings that can be changed: the only row of its table, without a number. */
export function settingsOf(
  { path, settable }: Pick<Editable, 'path' | 'settable'>,
  /** What is no setting, and only the moment knows. */
  live: (machine: Machine) => Fields,
): Menu {
  const set = (machine: Machine) => {
    const [item] = machine.state.table(path).items;
    if (item === undefined) throw noSuchItem();
    return item;
  };
  return {
    operations: {
      print: printOf({ rows: (machine) => [{ ...set(machine).fields, ...live(machine) }], isSettings: true }),
      listen: nothingToFollow,
      set: {
        policy: 'write',
        parameters: Object.keys(settable),
        run(call) {
          const given = taken(call, { settable });
          call.machine.state.table(path).set(set(call.machine), given);
          return null;
        },
      },
    },
  };
}
