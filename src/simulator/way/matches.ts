import type { Fields } from '../command';
import { until } from '../seed/address-lists';
import type { RouterState } from '../state';
import type { Packet } from './packet';
import { isInside } from './prefix';

type Matcher = (value: string, packet: Packet, state: RouterState) => boolean;

/** A value that begins with `!` means everything else. */
const negatable =
  (matches: Matcher): Matcher =>
  (value, packet, state) =>
    value.startsWith('!') ? !matches(value.slice(1), packet, state) : matches(value, packet, state);

const isOn = ({ disabled }: Readonly<Fields>): boolean => disabled !== 'true';

const inList = (state: RouterState, list: string, address: string): boolean =>
  state
    .table('/ip/firewall/address-list')
    .items.some(
      ({ fields }) =>
        fields.list === list && isOn(fields) && !isOver(fields) && isInside(address, fields.address ?? ''),
    );

/** Whether an entry with an end has come to it. */
const isOver = ({ [until]: end = '' }: Readonly<Fields>): boolean => end !== '' && Number(end) <= Date.now();

const named = (text = ''): string[] => text.split(',').filter((name) => name !== '');

/** Three lists are always there; the others have members. */
function isMember(state: RouterState, list: string, name: string): boolean {
  const type = state.table('/interface').find(name)?.fields;
  if (list === 'all' || list === 'none') return list === 'all';
  if (list === 'dynamic' || list === 'static') return (type?.dynamic === 'true') === (list === 'dynamic');
  const row = state.table('/interface/list').find(list)?.fields;
  const isOwn = state
    .table('/interface/list/member')
    .items.some(({ fields }) => fields.list === list && fields.interface === name && isOn(fields));
  // What is left out is taken from what is included; whoever was named comes last, and stays.
  const isIn = (names: string | undefined) => named(names).some((other) => isMember(state, other, name));
  return isOwn || (isIn(row?.include) && !isIn(row?.exclude));
}

/** Words that stand for all interfaces of a kind, by how the kind's name begins in `/interface`. */
const kinds: Readonly<Record<string, RegExp>> = {
  ...{ all: /./, 'all-ethernet': /^ether/, 'all-vlan': /^vlan/, 'all-wireless': /^(wlan|wifi|w60g)/ },
  'all-ppp': /^(ppp|pptp|l2tp|sstp|ovpn)/,
};

function isThere(value: string, name: string, state: RouterState): boolean {
  const kind = Object.hasOwn(kinds, value) ? kinds[value] : undefined;
  if (kind === undefined) return value === name;
  return kind.test(state.table('/interface').find(name)?.fields.type ?? '');
}

/** What the packets of a connection bear: its first one, and those behind. */
const flags: Readonly<Record<Packet['state'], readonly string[]>> = {
  ...{ new: ['syn'], established: ['ack'], untracked: ['ack'] },
};
const hasFlags = (value: string, { state }: Packet): boolean =>
  named(value).every((flag) => flags[state].includes(flag.replace(/^!/, '')) !== flag.startsWith('!'));

const isPort = (value: string, port: string): boolean =>
  value.split(',').some((part) => {
    const [low = '', high = low] = part.split('-');
    return Number(port) >= Number(low) && Number(port) <= Number(high);
  });

/** The port at the other end: any of those that nobody listens on. */
const theirPort = '49152';

/** What a rule may ask for, as far as this router's firewall is modelled. */
const matchers: Readonly<Record<string, Matcher>> = {
  'src-address': (value, { from }) => isInside(from, value),
  'dst-address': (value, { to }) => isInside(to, value),
  'src-address-list': (value, { from }, state) => inList(state, value, from),
  'dst-address-list': (value, { to }, state) => inList(state, value, to),
  'in-interface': (value, { interface: on, isAnswer }, state) => !isAnswer && isThere(value, on, state),
  'out-interface': (value, { interface: on, isAnswer }, state) => isAnswer && isThere(value, on, state),
  'in-bridge-port': (value, { bridgePort }) => value === bridgePort,
  'in-bridge-port-list': (value, { bridgePort }, state) => bridgePort !== null && isMember(state, value, bridgePort),
  // An address of the router's own is local and nothing else.
  'dst-address-type': (value, { isAnswer }) => value.split(',').includes(isAnswer ? 'unicast' : 'local'),
  'src-address-type': (value, { isAnswer }) => value.split(',').includes(isAnswer ? 'local' : 'unicast'),
  'tcp-flags': hasFlags,
  'in-interface-list': (value, { interface: on, isAnswer }, state) => !isAnswer && isMember(state, value, on),
  'out-interface-list': (value, { interface: on, isAnswer }, state) => isAnswer && isMember(state, value, on),
  protocol: (value) => value === 'tcp' || value === '6',
  'dst-port': (value, { port, isAnswer }) => isPort(value, isAnswer ? theirPort : port),
  'src-port': (value, { port, isAnswer }) => isPort(value, isAnswer ? port : theirPort),
  port: (value, { port }) => isPort(value, port) || isPort(value, theirPort),
  'connection-state': (value, { state }) => value.split(',').includes(state),
};

/** What a rule says beside what it asks for. */
const silentFields: ReadonlySet<string> = new Set([
  ...['chain', 'action', 'comment', 'disabled', 'log', 'log-prefix', 'invalid', 'dynamic', 'reject-with'],
  ...['jump-target', 'hw-offload', 'creation-time', 'address-list', 'address-list-timeout', 'to-addresses', 'to-ports'],
  ...['bytes', 'packets', 'passthrough'],
]);

/** Whether a rule catches a packet. One that asks for what is not modelled catches nothing. */
export function isCaught(rule: Readonly<Fields>, packet: Packet, state: RouterState): boolean {
  return Object.entries(rule).every(([name, value]) => {
    if (silentFields.has(name) || value === '') return true;
    const matcher = Object.hasOwn(matchers, name) ? matchers[name] : undefined;
    return matcher !== undefined && negatable(matcher)(value, packet, state);
  });
}
