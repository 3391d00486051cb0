import type { Fields } from '../command';
import type { Editable } from '../edit';
import type { InterfaceKind } from '../interface-kind';
import { macOf } from '../random';
import { interfaceList, interfaces, mac, mtu, nameIn, numberFrom, numberOr, time } from '../readers';
import { bridgeOf, portOf } from '../seed/bridging';
import type { Reader } from '../stored';
import { invalid, outOfRange } from '../trap';

const frameTypes = ['admit-all', 'admit-only-vlan-tagged', 'admit-only-untagged-and-priority-tagged'];

/** A priority, which RouterOS writes in hexadecimal digits: `32768` becomes `0x8000`. */
const hexadecimal =
  (digits: number): Reader =>
  ({ attributes }, name) => {
    const number = Number(attributes.get(name) ?? '');
    if (!Number.isInteger(number) || number < 0 || number >= 16 ** digits) throw invalid(name);
    return `0x${number.toString(16).toUpperCase().padStart(digits, '0')}`;
  };

const pvid: Reader = numberFrom(1, 4094);

export const bridgeKind: InterfaceKind = {
  ...{ path: '/interface/bridge', type: 'bridge', prefix: 'bridge', required: [] },
  own: {
    ...{ mtu, arp: ['disabled', 'enabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'], 'arp-timeout': 'text' },
    ...{ 'admin-mac': mac, 'auto-mac': 'flag', 'ageing-time': time, priority: hexadecimal(4), pvid },
    ...{ 'protocol-mode': ['none', 'stp', 'rstp', 'mstp'], 'max-message-age': time, 'forward-delay': time },
    ...{
      'transmit-hold-count': numberFrom(1, 10),
      'vlan-filtering': 'flag',
      'ether-type': ['0x8100', '0x88a8', '0x9100'],
    },
    ...{ 'frame-types': frameTypes, 'ingress-filtering': 'flag', 'dhcp-snooping': 'flag', 'fast-forward': 'flag' },
    ...{ 'igmp-snooping': 'flag', 'port-cost-mode': ['short', 'long'], mvrp: 'flag' },
  },
  only: {
    'port-cost-mode': (version) => version.isFrom(7, 13),
    mvrp: (version) => version.isFrom(7, 16),
  },
  optional: ['admin-mac'],
  completed: (fields, { version, seed, state }) => {
    const isFiltering = fields['vlan-filtering'] === 'true';
    const address = fields['admin-mac'] ?? macOf(seed, 'bridge', state.table('/interface/bridge').items.length);
    const { name: _, ...usual } = bridgeOf(version, { name: '', mac: address, isFiltering });
    return { ...usual, 'auto-mac': String(fields['admin-mac'] === undefined), ...fields };
  },
  built: (row) => ({ l2mtu: '1514', 'mac-address': row['mac-address'] ?? '', running: 'true' }),
  follows: (given) => (given['admin-mac'] === undefined ? {} : { 'mac-address': given['admin-mac'] }),
};

/** A port, or in 7 all of a list. */
const portInterface: Reader = (call, name) => {
  const lists = call.machine.version.isSix ? [] : call.machine.state.table('/interface/list').items;
  return nameIn('/interface', ...lists.map(({ fields }) => fields.name ?? ''))(call, name);
};

export const ports: Editable = {
  path: '/interface/bridge/port',
  settable: {
    ...{ bridge: nameIn('/interface/bridge'), interface: portInterface, pvid, 'frame-types': frameTypes },
    ...{ 'ingress-filtering': 'flag', 'tag-stacking': 'flag', edge: ['auto', 'yes', 'no', 'yes-discover'] },
    ...{ 'bpdu-guard': 'flag', horizon: numberOr('none'), priority: hexadecimal(2), 'path-cost': 'number' },
    ...{ 'internal-path-cost': 'number', hw: 'flag', learn: ['auto', 'yes', 'no'], 'auto-isolate': 'flag' },
    ...{ 'point-to-point': ['auto', 'yes', 'no'], 'restricted-role': 'flag', 'restricted-tcn': 'flag' },
    ...{ 'unknown-unicast-flood': 'flag', 'unknown-multicast-flood': 'flag', 'broadcast-flood': 'flag' },
    ...{ 'multicast-router': ['disabled', 'temporary-query', 'permanent'], 'fast-leave': 'flag' },
    ...{ trusted: 'flag', disabled: 'flag', comment: 'text' },
  },
  required: ['interface', 'bridge'],
  isOrdered: true,
  completed: (fields, { version }) => ({ ...portOf(version, fields), ...fields, dynamic: 'false' }),
  conflict: ({ interface: port }, others) =>
    others.some((other) => other.interface === port) ? 'failure: device already added as bridge port' : null,
};

/** `10`, `20-29` or several of them. */
const vlanIds: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  for (const part of text.split(',')) {
    const [low = '', high = low] = part.split('-');
    if (!/^\d{1,4}-?\d*$/.test(part) || Number(low) > Number(high)) throw invalid(name);
    if (Number(low) < 1 || Number(high) > 4094) throw outOfRange(name, '1', '4094');
  }
  return text;
};

const spans = (ids = ''): (readonly [low: number, high: number])[] =>
  ids.split(',').map((part) => {
    const [low = '', high = low] = part.split('-');
    return [Number(low), Number(high)];
  });

const overlap = (one: Fields, other: Fields): boolean =>
  one.bridge === other.bridge &&
  spans(one['vlan-ids']).some(([low, high]) =>
    spans(other['vlan-ids']).some(([first, last]) => low <= last && first <= high),
  );

export const vlans: Editable = {
  path: '/interface/bridge/vlan',
  settable: {
    ...{ bridge: nameIn('/interface/bridge'), 'vlan-ids': vlanIds, tagged: interfaces, untagged: interfaces },
    ...{ disabled: 'flag', comment: 'text' },
  },
  required: ['bridge', 'vlan-ids'],
  completed: (fields) => ({ tagged: '', untagged: '', ...fields, dynamic: 'false' }),
  conflict: (row, others) => (others.some((other) => overlap(row, other)) ? 'failure: vlan already added' : null),
};

const matched = [
  ...['src-mac-address', 'dst-mac-address', 'mac-protocol', 'src-address', 'dst-address', 'src-port', 'dst-port'],
  ...['ip-protocol', 'packet-type', 'vlan-id', 'vlan-encap', 'packet-mark', 'limit', 'arp-opcode', 'arp-src-address'],
  ...['arp-dst-address', 'jump-target', 'new-packet-mark', 'new-priority', 'log-prefix', 'in-bridge', 'out-bridge'],
];
const lists = ['in-interface-list', 'out-interface-list', 'in-bridge-list', 'out-bridge-list'];

export const filterRules: Editable = {
  path: '/interface/bridge/filter',
  settable: {
    ...{
      chain: 'text',
      action: ['accept', 'passthrough', 'drop', 'jump', 'return', 'log', 'mark-packet', 'set-priority'],
    },
    ...{ 'in-interface': nameIn('/interface'), 'out-interface': nameIn('/interface') },
    ...Object.fromEntries(matched.map((name) => [name, 'text'] as const)),
    ...Object.fromEntries(lists.map((name) => [name, interfaceList] as const)),
    ...{ log: 'flag', disabled: 'flag', comment: 'text' },
  },
  required: ['chain'],
  optional: [...matched, ...lists, 'in-interface', 'out-interface'],
  ...{ isOrdered: true, isBuiltin: true },
  completed: (fields) => ({
    ...{ action: 'accept', log: 'false', 'log-prefix': '', ...fields, invalid: 'false', dynamic: 'false' },
  }),
};
