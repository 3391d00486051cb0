import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Machine, Menu, Menus } from '../machine';
import { printOf, rowOf, rowsOf } from '../print';
import { between } from '../random';
import { writtenId, writtenMoment, writtenUptime } from '../written';

const matchers: Editable['settable'] = {
  ...{ 'src-address': 'prefix', 'dst-address': 'prefix', 'src-port': 'text', 'dst-port': 'text', port: 'text' },
  ...{ protocol: 'text', 'in-interface': 'interface', 'out-interface': 'interface', 'connection-state': 'text' },
  ...{ 'src-address-list': 'text', 'dst-address-list': 'text', log: 'flag', 'log-prefix': 'text' },
  ...{ disabled: 'flag', comment: 'text', chain: 'text' },
};

const filterActions = [
  ...['accept', 'drop', 'reject', 'jump', 'return', 'log', 'passthrough', 'tarpit', 'fasttrack-connection'],
  ...['add-src-to-address-list', 'add-dst-to-address-list'],
];

/** A table of the firewall: counters with `=stats=`, and rules that may be added. */
function rules(path: string, settable: Editable['settable']): Menu {
  return {
    operations: {
      print: printOf({ rows: rowsOf(path), stats: ['bytes', 'packets'] }),
      ...editing({
        path,
        settable: { ...matchers, ...settable },
        required: ['chain'],
        completed: (fields) => ({ action: 'accept', ...fields, invalid: 'false', dynamic: 'false' }),
      }),
    },
  };
}

const printed = (path: string, secrets: readonly string[] = []): Menu => ({
  operations: { print: printOf({ rows: rowsOf(path), secrets }) },
});

const natActions = [
  'accept',
  'masquerade',
  'src-nat',
  'dst-nat',
  'redirect',
  'netmap',
  'same',
  'return',
  'jump',
  'log',
];
const rawActions = ['accept', 'drop', 'jump', 'log', 'notrack', 'return'];
const mangleActions = ['accept', 'change-mss', 'mark-connection', 'mark-packet', 'mark-routing', 'passthrough', 'jump'];

const addresses: Editable = {
  path: '/ip/address',
  settable: { address: 'prefix', interface: 'interface', network: 'address', disabled: 'flag', comment: 'text' },
  required: ['address', 'interface'],
  completed: (fields) => ({
    ...fields,
    network: fields.network ?? networkOf(fields.address ?? ''),
    'actual-interface': fields.interface ?? '',
    ...{ invalid: 'false', dynamic: 'false' },
  }),
  conflict: ({ address, interface: on }, others) =>
    address !== undefined &&
    others.some((other) => other.address === address && (on ?? other.interface) === other.interface)
      ? 'failure: already have such address'
      : null,
};

/** The network an address with its prefix length lies in. */
function networkOf(prefix: string): string {
  const [address = '', length = '32'] = prefix.split('/');
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const network = Math.floor(number / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.');
}

/** What a neighbour last said is never older than a minute. */
function neighbours(machine: Machine): Fields[] {
  const second = Math.floor(Date.now() / 1000);
  return machine.state.table('/ip/neighbor').items.map((item) => ({
    ...rowOf(item, machine),
    age: writtenUptime((second + between(0, 59, machine.seed, item.id)) % 60),
  }));
}

function active({ state, version }: Machine): Fields[] {
  return [...state.sessions].map(({ id, name, group, address, since }) => ({
    ...{ '.id': writtenId(id), when: writtenMoment(state.shown(since), version) },
    ...{ name, address, via: 'api', group, radius: 'false' },
    ...(version.isSix ? {} : { 'by-romon': '' }),
  }));
}

export const ipMenus: Menus = {
  '/ip/address': { operations: { print: printOf({ rows: rowsOf('/ip/address') }), ...editing(addresses) } },
  '/ip/route': printed('/ip/route'),
  '/ip/firewall/filter': rules('/ip/firewall/filter', { action: filterActions, 'reject-with': 'text' }),
  '/ip/firewall/nat': rules('/ip/firewall/nat', { action: natActions, 'to-addresses': 'text', 'to-ports': 'text' }),
  '/ip/firewall/mangle': rules('/ip/firewall/mangle', {
    action: mangleActions,
    'new-mss': 'text',
    passthrough: 'flag',
  }),
  '/ip/firewall/raw': rules('/ip/firewall/raw', { action: rawActions }),
  '/ip/service': printed('/ip/service'),
  '/ip/neighbor': { operations: { print: printOf({ rows: neighbours }) } },
  '/ipv6/route': printed('/ipv6/route'),
  '/ipv6/firewall/filter': rules('/ipv6/firewall/filter', { action: filterActions }),
  // 6.x translates no addresses of version 6.
  '/ipv6/firewall/nat': {
    ...rules('/ipv6/firewall/nat', { action: natActions }),
    exists: ({ version }) => !version.isSix,
  },
  '/ipv6/firewall/mangle': rules('/ipv6/firewall/mangle', { action: mangleActions }),
  '/ipv6/firewall/raw': rules('/ipv6/firewall/raw', { action: rawActions }),
  '/ppp/secret': printed('/ppp/secret', ['password']),
  '/user/active': { operations: { print: printOf({ rows: active }) } },
};
