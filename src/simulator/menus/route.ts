import { isIPv4 } from 'node:net';
import { needed } from '../argument';
import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Machine, Menu, Menus, Operation } from '../machine';
import { bitsOf, lengthAround } from '../prefix';
import { printOf, rowsOf } from '../print';
import { nameIn } from '../readers';
import type { Reader } from '../stored';
import { everyInterval } from '../tools/monitor-traffic';
import { invalid, Trap } from '../trap';
import { writtenFlag } from '../written';

const tableOf = (row: Fields): string => row['routing-table'] ?? row['routing-mark'] ?? 'main';

/** The most exact active route of the main table. */
function routeTo({ state }: Machine, path: string, address: string): Fields | null {
  let best: Fields | null = null;
  let longest = -1;
  for (const { fields } of state.table(path).items) {
    if (fields.active !== 'true' || tableOf(fields) !== 'main') continue;
    const length = lengthAround(fields['dst-address'] ?? '', address) ?? -1;
    if (length > longest) [best, longest] = [fields, length];
  }
  return best;
}

/** The interface of the connected network that a gateway lies in; null: it cannot be reached. */
function interfaceTo({ state }: Machine, path: string, gateway: string): string | null {
  const connected = state.table(path).items.map(({ fields }) => fields);
  const around = connected.find(
    (row) => row.connect === 'true' && lengthAround(row['dst-address'] ?? '', gateway) !== null,
  );
  return around?.gateway ?? null;
}

/** After a change: what each static route says of its gateway, and which of several to the same network is used. */
function settle(machine: Machine, path: string): void {
  const table = machine.state.table(path);
  const best = new Map<string, number>();
  const keyOf = (row: Fields): string => `${row['dst-address']} ${tableOf(row)}`;
  const ways = table.items.map((item) => ({ item, on: wayOf(machine, path, item.fields) }));
  for (const { item, on } of ways) {
    const distance = Number(item.fields.distance ?? '1');
    if (on !== null && distance < (best.get(keyOf(item.fields)) ?? 256)) best.set(keyOf(item.fields), distance);
  }
  for (const { item, on } of ways) {
    const { fields } = item;
    const isActive = on !== null && Number(fields.distance ?? '1') === best.get(keyOf(fields));
    const shown = { active: writtenFlag(isActive), ...told(machine, fields, on, isActive) };
    if (Object.entries(shown).some(([name, value]) => fields[name] !== value)) table.set(item, shown);
  }
}

/** The interface that a route leads to; null for one that is switched off or whose gateway is out of reach. */
function wayOf(machine: Machine, path: string, row: Fields): string | null {
  if (row.disabled === 'true') return null;
  if (row.static !== 'true' || !isIPv4(row.gateway ?? '')) return row.gateway ?? '';
  return interfaceTo(machine, path, row.gateway ?? '');
}

function told({ version }: Machine, row: Fields, on: string | null, isActive: boolean): Fields {
  const inactive: Fields = version.isSix ? {} : { inactive: writtenFlag(!isActive) };
  if (row.static !== 'true' || !isIPv4(row.gateway ?? '')) return inactive;
  const { gateway = '' } = row;
  if (version.isSix)
    return { 'gateway-status': on === null ? `${gateway} unreachable` : `${gateway} reachable via  ${on}` };
  return { ...inactive, 'immediate-gw': on === null ? '' : `${gateway}%${on}` };
}

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** A network begins where its length says: `10.1.2.3/16` is `10.1.0.0/16`. */
const network: Reader = ({ attributes }, name) => {
  const [address = '', length = '32', ...rest] = (attributes.get(name) ?? '').split('/');
  if (!isIPv4(address) || !/^\d+$/.test(length) || Number(length) > 32 || rest.length > 0) throw invalid(name);
  const size = 2 ** (32 - Number(length));
  return `${addressOf(Math.floor(Number.parseInt(bitsOf(address) ?? '', 2) / size) * size)}/${length}`;
};

/** Addresses, interfaces and addresses on interfaces; of what is neither 7 says this (seen on 7.23), 6 another thing. */
const gateways: Reader = (call, name) => {
  const text = call.attributes.get(name) ?? '';
  const { state, version } = call.machine;
  const isKnown = (on: string): boolean => state.table('/interface').find(on) !== null;
  for (const one of text.split(',')) {
    const [first = '', on] = one.replace(/@[\w-]+$/, '').split('%');
    const isFine = isIPv4(first) ? on === undefined || isKnown(on) : on === undefined && isKnown(first);
    if (!isFine) throw version.isSix ? invalid(name) : new Trap('invalid or unexpected argument base');
  }
  return text;
};

const both: Editable['settable'] = {
  ...{ 'dst-address': network, gateway: gateways, distance: 'number', 'pref-src': 'address', scope: 'number' },
  ...{ 'target-scope': 'number', disabled: 'flag', comment: 'text' },
};
/** IPv6: prefixes are text here. */
const both6: Editable['settable'] = { ...both, 'dst-address': 'text', gateway: 'text', 'pref-src': 'text' };
const kinds = ['unicast', 'blackhole', 'prohibit', 'unreachable'];
const absent = ['gateway', 'pref-src', 'check-gateway', 'vrf-interface', 'blackhole', 'type', 'routing-mark'];
const kept = { distance: '1', scope: '30', 'target-scope': '10' };
const everything = (path: string): string => (path.startsWith('/ipv6') ? '::/0' : '0.0.0.0/0');
const made = { static: 'true', dynamic: 'false' };
const refused: Editable['conflict'] = ({ distance }) =>
  distance !== undefined && (Number(distance) < 1 || Number(distance) > 255)
    ? 'value of distance out of range (1..255)'
    : null;

const inSeven = (path: string, settable: Editable['settable']): Editable => ({
  path,
  settable: {
    ...{ ...settable, 'routing-table': nameIn('/routing/table'), 'check-gateway': ['none', 'arp', 'ping', 'bfd'] },
    ...{ blackhole: () => '', 'vrf-interface': 'interface', 'suppress-hw-offload': 'flag' },
  },
  only: { 'suppress-hw-offload': (version) => !version.isFrom(7, 21) },
  required: [],
  optional: absent,
  completed: (fields) => ({
    ...{ 'dst-address': everything(path), gateway: '', 'routing-table': 'main', ...kept },
    ...{ 'suppress-hw-offload': 'false', ...fields, ...made, ecmp: 'false', 'hw-offloaded': 'false' },
  }),
  conflict: refused,
});
const inSix = (path: string, settable: Editable['settable']): Editable => ({
  path,
  settable: { ...settable, 'routing-mark': 'text', 'check-gateway': ['arp', 'ping'], type: kinds },
  required: [],
  optional: absent,
  completed: (fields) => ({ 'dst-address': everything(path), ...kept, ...fields, ...made }),
  conflict: refused,
});

/** A command that both versions have, with the words that each knows; what follows from it is worked out behind it. */
function settling(path: string, sixth: Operation, seventh: Operation): Operation {
  const of = ({ version }: Machine): Operation => (version.isSix ? sixth : seventh);
  const parametersOf = (machine: Machine) => {
    const { parameters } = of(machine);
    return typeof parameters === 'function' ? parameters(machine) : parameters;
  };
  return {
    policy: 'write',
    parameters: parametersOf,
    run: async (call) => {
      const ending = await of(call.machine).run(call);
      settle(call.machine, path);
      return ending;
    },
  };
}

function routes(path: string, settable: Editable['settable']): Menu {
  const [sixth, seventh] = [editing(inSix(path, settable)), editing(inSeven(path, settable))];
  const operations = Object.entries(seventh).map(([name, operation]): [string, Operation] => [
    name,
    settling(path, sixth[name] ?? operation, operation),
  ]);
  return { operations: { print: printOf({ rows: rowsOf(path) }), ...Object.fromEntries(operations) } };
}

/** `/ip/route/check`: which way a packet would take now. */
const check: Operation = {
  policy: 'read',
  parameters: [
    ...['dst-ip', 'src-ip', 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
  ],
  exists: ({ version }) => version.isFrom(7, 18),
  run: (call) => {
    const address = needed(call, 'dst-ip');
    if (!isIPv4(address)) throw invalid('dst-ip');
    return everyInterval(call, () => [checked(call.machine, address)]);
  },
};

function checked(machine: Machine, address: string): Fields {
  const route = routeTo(machine, '/ip/route', address);
  if (route === null) return { status: 'failed' };
  const [nexthop = '', on] = (route['immediate-gw'] ?? '').split('%');
  return on === undefined
    ? { status: 'ok', interface: nexthop, nexthop: address }
    : { status: 'ok', interface: on, nexthop };
}

const routes4 = routes('/ip/route', both);

export const routeMenus: Menus = {
  '/ip/route': { ...routes4, operations: { ...routes4.operations, check } },
  '/ipv6/route': routes('/ipv6/route', both6),
};
