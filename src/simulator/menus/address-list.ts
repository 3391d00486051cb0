import { isIPv4 } from 'node:net';
import { timeOf } from '../argument';
import type { Fields } from '../command';
import { editing } from '../edit';
import type { Machine, Menus, Operation } from '../machine';
import { printOf, rowOf } from '../print';
import { between } from '../random';
import { every, madeAt, until } from '../seed/address-lists';
import type { Reader } from '../stored';
import { invalid } from '../trap';
import { writtenMoment, writtenUptime } from '../written';

const path = '/ip/firewall/address-list';

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** A network begins where its length says, and a single address has no length; ranges and names stay as they are. */
const normal: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  const [address = '', length] = text.split('/');
  if (!isIPv4(address)) {
    if (!/^[a-z0-9.-]+$/i.test(text) || /^[\d./]+$/.test(text)) throw invalid(name);
    return text;
  }
  if (length === undefined || length === '32') return address;
  if (!/^\d+$/.test(length) || Number(length) > 32) throw invalid(name);
  const size = 2 ** (32 - Number(length));
  return `${addressOf(Math.floor(numberOf(address) / size) * size)}/${length}`;
};

/** A time that runs from now on; none has no end. */
const gone: Reader = (call, name) => {
  const ms = timeOf(call, name) ?? 0;
  return ms === 0 ? '' : String(Date.now() + ms);
};

const isOver = ({ [until]: end = '' }: Fields): boolean => end !== '' && Number(end) <= Date.now();

/** An entry that has an end is the router's own: it is not kept over a restart. */
const ending = ({ timeout: end }: Fields): Fields =>
  end === undefined ? {} : { [until]: end, dynamic: String(end !== '') };

const edits = editing({
  path,
  settable: { list: 'text', address: normal, timeout: gone, comment: 'text', disabled: 'flag' },
  required: ['list', 'address'],
  completed: (fields) => ({ [madeAt]: String(Date.now()), dynamic: 'false', ...fields, ...ending(fields) }),
  consequences: ending,
  isDynamicFree: true,
  // Two may be the same while one of them is switched off (seen on 7.23).
  conflict: ({ list, address, disabled }, others) =>
    disabled !== 'true' &&
    others.some((other) => other.list === list && other.address === address && other.disabled !== 'true')
      ? 'failure: already have such entry'
      : null,
});

/** Before anything is changed: what has run out is not there any more, and what a person gave an end is theirs still. */
const afterTime = (operation: Operation): Operation => ({
  ...operation,
  run(call) {
    const table = call.machine.state.table(path);
    for (const item of [...table.items]) if (isOver(item.fields)) table.remove(item);
    const ending = operation.run(call);
    for (const { fields } of table.items) endsLater(call.machine, fields);
    return ending;
  },
});

/** The longest that a timer can be set for. */
const longestMs = 2 ** 31 - 1;

const awaited = new WeakSet<Readonly<Fields>>();

/** Once an entry is over a rule about its list may judge another way: whoever watches is told. */
function endsLater({ state }: Machine, fields: Readonly<Fields>): void {
  const left = Number(fields[until] ?? 0) - Date.now();
  if (left <= 0 || awaited.has(fields)) return;
  awaited.add(fields);
  // The history does not know of entries that end by themselves: nobody else says that there is one now.
  state.changed();
  if (left < longestMs) setTimeout(() => state.changed(), left + 1).unref();
}

function entries(machine: Machine): Fields[] {
  const { state, version, seed } = machine;
  return state
    .table(path)
    .items.filter(({ fields }) => !isOver(fields))
    .map((item) => {
      const { [until]: end = '', [every]: again, [madeAt]: made, timeout: _, ...row } = rowOf(item, machine);
      const period = Number(again ?? 0);
      const ago = again === undefined ? 0 : (Date.now() + between(0, period, seed, item.id)) % period;
      const left = again === undefined ? Number(end) - Date.now() : period - ago;
      const timeout = end === '' && again === undefined ? {} : { timeout: writtenUptime(Math.ceil(left / 1000)) };
      const creation = made === undefined ? Date.now() - ago : Number(made);
      return { ...row, 'creation-time': writtenMoment(state.shown(creation), version), ...timeout };
    });
}

export const addressListMenus: Menus = {
  [path]: {
    operations: {
      print: printOf({ rows: entries }),
      ...Object.fromEntries(Object.entries(edits).map(([name, operation]) => [name, afterTime(operation)])),
    },
  },
};
