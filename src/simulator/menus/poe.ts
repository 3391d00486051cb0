import { chosen, needed, timeOf } from '../argument';
import type { Fields } from '../command';
import type { Call, Machine, Menus } from '../machine';
import { printOf, rowOf } from '../print';
import { chanceOf } from '../random';
import { everyInterval } from '../tools/monitor-traffic';
import { outOfRange } from '../trap';
import { writtenId } from '../written';

const path = '/interface/ethernet/poe';

/** The ports that feed, with the names that they have now. */
const ports = (machine: Machine): { item: { id: number; fields: Fields }; name: string; isUp: boolean }[] =>
  machine.state.table(path).items.map((item) => {
    const port = machine.state.table('/interface').find(writtenId(item.id));
    return { item, name: port?.fields.name ?? '', isUp: port?.fields.running === 'true' };
  });

const feeds = (machine: Machine): Fields[] =>
  ports(machine).map(({ item, name }) => {
    const { '.id': id = '', ...rest } = rowOf(item, machine);
    return { '.id': id, name, ...rest };
  });

/** Those of them that `numbers` names. */
function named(call: Call): ReturnType<typeof ports> {
  const known = ports(call.machine);
  const names = known.map(({ name }) => name);
  return needed(call, 'numbers')
    .split(',')
    .flatMap((given) => {
      const byId = known.find(({ item }) => writtenId(item.id) === given);
      const meant = byId?.name ?? chosen('numbers', given, names);
      return known.filter(({ name }) => name === meant);
    });
}

/** What is on the wire of a port, as its controller measures it; without units, which are the console's. */
function fed({ seed, state }: Machine, { item, name, isUp }: ReturnType<typeof ports>[number]): Fields {
  const own = { name, 'poe-out': item.fields['poe-out'] ?? 'off' };
  if (own['poe-out'] === 'off') return { ...own, 'poe-out-status': 'disabled' };
  if ((state.unpowered.get(name) ?? 0) > Date.now()) return { ...own, 'poe-out-status': 'power-cycle' };
  if (!isUp) return { ...own, 'poe-out-status': 'waiting-for-load' };
  const milliamperes = Math.round(
    120 + 260 * chanceOf(seed, name, 'load') + 12 * chanceOf(seed, name, Math.floor(Date.now() / 5000)),
  );
  const volts = 23.6 + 0.5 * chanceOf(seed, name, 'volts');
  return {
    ...{ ...own, 'poe-out-status': 'powered-on', 'poe-out-voltage': volts.toFixed(1) },
    ...{ 'poe-out-current': String(milliamperes), 'poe-out-power': ((volts * milliamperes) / 1000).toFixed(1) },
  };
}

const longestMs = 60_000;

function cycle(call: Call): null {
  const meant = named(call);
  const duration = timeOf(call, 'duration') ?? 5000;
  if (duration > longestMs) throw outOfRange('duration', '0s', '1m');
  const { state } = call.machine;
  for (const { name } of meant) {
    state.unpowered.set(name, Date.now() + duration);
    state.log('poe-out,info', `${name} detected poe-out status: power_cycle`);
  }
  return null;
}

export const poeMenus: Menus = {
  [path]: {
    exists: ({ model }) => model.feeds !== undefined,
    operations: {
      print: printOf({ rows: feeds }),
      monitor: {
        policy: 'read',
        parameters: ['numbers', 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
        run: (call) => {
          named(call);
          return everyInterval(call, () => named(call).map((port) => fed(call.machine, port)));
        },
      },
      'power-cycle': { policy: 'write', parameters: ['numbers', '.id', 'duration'], run: cycle },
    },
  },
};
