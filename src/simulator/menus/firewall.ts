import { chosen, interfacesOf } from '../argument';
import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Menu, Menus } from '../machine';
import { printOf, rowsOf } from '../print';
import type { Reader } from '../stored';
import { invalid } from '../trap';
import type { Version } from '../version';

/** All others, as RouterOS writes it before a value. */
const split = (text: string): readonly [not: string, value: string] =>
  text.startsWith('!') ? ['!', text.slice(1)] : ['', text];

const matchedInterface: Reader = ({ attributes, machine }, name) => {
  const text = attributes.get(name) ?? '';
  const [not, value] = split(text);
  if (['all', 'all-ethernet', 'all-ppp', 'all-vlan', 'all-wireless', 'dynamic'].includes(value)) return text;
  // RouterOS names what it looked for, not the argument (seen on 7.23).
  return `${not}${interfacesOf({ machine, attributes: new Map([['interface', value]]) }, 'interface')[0] ?? ''}`;
};

const matchedList: Reader = ({ attributes, machine }, name) => {
  const [not, value] = split(attributes.get(name) ?? '');
  const names = machine.state.table('/interface/list').items.map(({ fields }) => fields.name ?? '');
  return `${not}${chosen('interface-list', value, names)}`;
};

const states = ['invalid', 'established', 'related', 'new', 'untracked'];

/** States, which RouterOS writes in an order of its own. */
const matchedStates: Reader = ({ attributes }, name) => {
  const [not, value] = split(attributes.get(name) ?? '');
  const given = new Set(value.split(',').map((one) => chosen(name, one, states)));
  return `${not}${states.filter((one) => given.has(one)).join(',')}`;
};

const isFour = /^\d{1,3}(\.\d{1,3}){3}$/;
const isSix = /^[0-9a-f:.]*:[0-9a-f:.]*$/i;

/** An address, a network or a range; a single address of version 4 has no length. */
const matchedAddress: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  const [, value] = split(text);
  const [from = '', to = from] = value.split('-');
  const isValid = [from, to].every((one) => {
    const [address = '', length = '0'] = one.split('/');
    const most = isFour.test(address) && address.split('.').every((part) => Number(part) <= 255) ? 32 : 128;
    return (most === 32 || isSix.test(address)) && /^\d+$/.test(length) && Number(length) <= most;
  });
  if (!isValid) throw invalid(name);
  return isFour.test(value.replace(/\/32$/, '')) ? text.replace(/\/32$/, '') : text;
};

const matchedPorts: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  const [, value] = split(text);
  const isValid = value.split(',').every((part) => {
    const [from = '', to = from] = part.split('-');
    return [from, to].every((one) => /^\d{1,5}$/.test(one) && Number(one) <= 65_535);
  });
  if (!isValid) throw invalid(name);
  return text;
};

const protocols = [
  ...['tcp', 'udp', 'icmp', 'icmpv6', 'gre', 'ipsec-esp', 'ipsec-ah', 'ipip', 'ipencap', 'ipv6-encap', 'ospf', 'igmp'],
  ...['vrrp', 'sctp', 'dccp', 'udp-lite', 'l2tp', 'pim', 'rsvp', 'egp', 'ggp', 'etherip', 'encap'],
];

const matchedProtocol: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  const [not, value] = split(text);
  return /^\d{1,3}$/.test(value) ? text : `${not}${chosen(name, value, protocols)}`;
};

const texts = [
  ...['chain', 'comment', 'connection-nat-state', 'connection-mark', 'connection-type'],
  ...[
    'connection-bytes',
    'connection-limit',
    'connection-rate',
    'src-address-list',
    'dst-address-list',
    'address-list',
  ],
  ...['address-list-timeout', 'in-bridge-port', 'out-bridge-port'],
  ...['in-bridge-port-list', 'out-bridge-port-list', 'jump-target', 'log-prefix', 'content', 'dscp', 'limit', 'nth'],
  ...['dst-address-type', 'src-address-type', 'dst-limit', 'icmp-options', 'ingress-priority', 'ipsec-policy'],
  ...['packet-mark', 'packet-size', 'per-connection-classifier', 'priority', 'random', 'routing-mark', 'time'],
  ...['src-mac-address', 'tcp-flags', 'tcp-mss', 'tls-host', 'tos', 'ttl'],
];
/** What IPv4 has beyond that, and what version 6 has instead. */
const ofFour = ['fragment', 'hotspot', 'ipv4-options', 'layer7-protocol', 'p2p', 'psd', 'realm'];
const ofSix = ['headers', 'hop-limit'];

const asText = (names: readonly string[]): Editable['settable'] =>
  Object.fromEntries(names.map((name) => [name, 'text'] as const));

const matchers: Editable['settable'] = {
  ...asText(texts),
  ...{ 'src-address': matchedAddress, 'dst-address': matchedAddress },
  ...{ protocol: matchedProtocol, 'connection-state': matchedStates, 'in-interface-list': matchedList },
  'out-interface-list': matchedList,
  ...{ 'src-port': matchedPorts, 'dst-port': matchedPorts, port: matchedPorts },
  ...{ 'in-interface': matchedInterface, 'out-interface': matchedInterface, log: 'flag', disabled: 'flag' },
};

const portProtocols = ['tcp', 'udp', 'udp-lite', 'dccp', 'sctp'];

/** What cannot stand in one rule together. */
function contradiction({ protocol = '', chain = '', ...rule }: Fields): string | null {
  const hasPort = ['src-port', 'dst-port', 'port', 'to-ports'].some((name) => (rule[name] ?? '') !== '');
  if (hasPort && !portProtocols.includes(protocol))
    return `failure: ports can be specified if proto is ${portProtocols.join(',')}`;
  if (rule['in-interface'] !== undefined && ['output', 'postrouting', 'srcnat'].includes(chain))
    return 'failure: incoming interface matching not possible in output and postrouting chains';
  if (rule['out-interface'] !== undefined && ['input', 'prerouting', 'dstnat'].includes(chain))
    return 'failure: outgoing interface matching not possible in input and prerouting chains';
  return null;
}

/** Fast-tracked connections go through the switch chip where it can do that. */
const offloaded = ({ action }: Fields, version: Version): Fields =>
  action === 'fasttrack-connection' && offloading['hw-offload']?.(version) ? { 'hw-offload': 'true' } : {};

/** A table of the firewall: counters with `=stats=`, rules that may be added, changed and moved. */
function rules(path: string, own: Editable['settable']): Menu {
  const ofFamily = path.startsWith('/ipv6') ? ofSix : ofFour;
  const settable = { ...matchers, ...asText(ofFamily), ...own };
  return {
    operations: {
      print: printOf({ rows: rowsOf(path), stats: ['bytes', 'packets'] }),
      ...editing({
        ...{ path, settable, required: ['chain'], isOrdered: true, isBuiltin: true, only: offloading },
        optional: Object.keys(settable).filter((name) => !['chain', 'action', 'disabled', 'log'].includes(name)),
        completed: (fields, { version }) => ({
          ...{ action: 'accept', ...offloaded(fields, version), ...fields },
          // The newest show nothing here that nobody said (seen on 7.23; since when is not known).
          ...(version.isFrom(7, 21) ? {} : { log: fields.log ?? 'false', 'log-prefix': fields['log-prefix'] ?? '' }),
          ...{ invalid: 'false', dynamic: 'false' },
        }),
        saysLittle: ({ version }) => version.isFrom(7, 21),
        refuses: contradiction,
      }),
    },
  };
}

const everywhere = [
  ...['accept', 'jump', 'return', 'log', 'passthrough', 'add-src-to-address-list', 'add-dst-to-address-list'],
];
const filterActions = [...everywhere, 'drop', 'reject', 'tarpit', 'fasttrack-connection'];
const natActions = [...everywhere, 'masquerade', 'src-nat', 'dst-nat', 'redirect', 'netmap', 'same'];
const rawActions = [...everywhere, 'drop', 'notrack'];
const mangleActions = [
  ...everywhere,
  ...['change-mss', 'change-dscp', 'change-ttl', 'clear-df', 'mark-connection', 'mark-packet', 'mark-routing'],
  ...['route', 'set-priority', 'sniff-pc', 'sniff-tzsp', 'strip-ipv4-options'],
];
const rejections = [
  ...['icmp-network-unreachable', 'icmp-host-unreachable', 'icmp-protocol-unreachable', 'icmp-port-unreachable'],
  ...['icmp-net-prohibited', 'icmp-host-prohibited', 'icmp-admin-prohibited', 'tcp-reset'],
];
const rejectionsOfSix = ['icmp-no-route', 'icmp-admin-prohibited', 'icmp-address-unreachable', 'icmp-port-unreachable'];

const filter = (reject: readonly string[]): Editable['settable'] => ({
  ...{ action: filterActions, 'reject-with': reject, 'hw-offload': 'flag' },
});
const offloading: NonNullable<Editable['only']> = {
  'hw-offload': (version) => !version.isSix && !version.isFrom(7, 21),
};
const nat = { action: natActions, 'to-addresses': matchedAddress, 'to-ports': matchedPorts } as const;
const mangle: Editable['settable'] = {
  ...{ action: mangleActions, passthrough: 'flag' },
  ...asText(['new-connection-mark', 'new-dscp', 'new-mss', 'new-packet-mark', 'new-priority', 'new-routing-mark']),
  ...asText(['new-ttl', 'route-dst', 'sniff-id', 'sniff-target', 'sniff-target-port']),
};

export const firewallMenus: Menus = {
  '/ip/firewall/filter': rules('/ip/firewall/filter', filter(rejections)),
  '/ip/firewall/nat': rules('/ip/firewall/nat', nat),
  '/ip/firewall/mangle': rules('/ip/firewall/mangle', mangle),
  '/ip/firewall/raw': rules('/ip/firewall/raw', { action: rawActions }),
  '/ipv6/firewall/filter': rules('/ipv6/firewall/filter', filter([...rejectionsOfSix, 'tcp-reset'])),
  // 6.x translates no addresses of version 6.
  '/ipv6/firewall/nat': { ...rules('/ipv6/firewall/nat', nat), exists: ({ version }) => !version.isSix },
  '/ipv6/firewall/mangle': rules('/ipv6/firewall/mangle', mangle),
  '/ipv6/firewall/raw': rules('/ipv6/firewall/raw', { action: rawActions }),
};
