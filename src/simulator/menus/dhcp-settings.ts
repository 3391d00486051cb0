import { isIPv4 } from 'node:net';
import type { Fields } from '../command';
import type { Editable } from '../edit';
import { addresses4, mac, nameIn, numberFrom, time } from '../readers';
import type { Reader } from '../stored';
import { invalid } from '../trap';

const [servers, pools] = ['/ip/dhcp-server', '/ip/pool'] as const;

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether a network is said by its first address: `10.0.0.0/24`, not `10.0.0.1/24`. */
function isWhole(prefix: string): boolean {
  const [address = '', length = '32'] = prefix.split('/');
  return numberOf(address) % 2 ** (32 - Number(length)) === 0;
}

export const network: Editable = {
  path: '/ip/dhcp-server/network',
  settable: {
    ...{ address: 'prefix', gateway: addresses4, netmask: 'number', 'dns-server': addresses4, 'dns-none': 'flag' },
    ...{ domain: 'text', 'ntp-server': addresses4, 'wins-server': addresses4, 'caps-manager': addresses4 },
    ...{ 'next-server': 'address', 'boot-file-name': 'text', 'dhcp-option': 'text', comment: 'text' },
  },
  required: [],
  optional: ['domain', 'netmask', 'next-server', 'boot-file-name', 'dns-none'],
  completed: (fields) => ({
    ...{ address: '0.0.0.0/0', gateway: '', 'dns-server': '', 'wins-server': '', 'ntp-server': '' },
    ...{ 'caps-manager': '', 'dhcp-option': '', ...fields, dynamic: 'false' },
  }),
  // As 7.23 says it; older ones are not known to say something else.
  refuses: ({ address = '' }) => (isWhole(address) ? null : 'failure: invalid network'),
  conflict: ({ address }, others) =>
    others.some((other) => other.address === address) ? 'failure: such network already exists' : null,
};

/** Of all servers is said by saying nothing. */
const anyServer: Reader = (call, name) => nameIn(servers, 'all')(call, name);

const isOfOne = (one: Fields, other: Fields): boolean =>
  (one.server ?? 'all') === 'all' || (other.server ?? 'all') === 'all' || one.server === other.server;

/** What 7.23 says of reservations that are in each other's way; one that is switched off is in nobody's for its client. */
function taken(lease: Fields, others: readonly Fields[]): string | null {
  const reserved = others.filter(({ dynamic }) => dynamic !== 'true');
  const { 'mac-address': own, address, disabled } = lease;
  const isHis = (other: Fields) => own !== undefined && other['mac-address'] === own && isOfOne(lease, other);
  if (disabled !== 'true' && reserved.some((other) => other.disabled !== 'true' && isHis(other)))
    return 'failure: already have static lease for this client';
  return address !== undefined && reserved.some((other) => other.address === address && other.disabled !== 'true')
    ? 'failure: already have static lease with this IP address'
    : null;
}

export const lease: Editable = {
  path: '/ip/dhcp-server/lease',
  settable: {
    ...{ address: 'address', 'mac-address': mac, 'client-id': 'text', server: anyServer },
    ...{ 'address-lists': 'text', 'block-access': 'flag', 'always-broadcast': 'flag', 'use-src-mac': 'flag' },
    ...{ 'allow-dual-stack-queue': 'flag', 'dhcp-option': 'text', 'dhcp-option-set': 'text', 'rate-limit': 'text' },
    ...{ 'insert-queue-before': ['bottom', 'first'], 'lease-time': time, disabled: 'flag', comment: 'text' },
  },
  required: [],
  optional: ['client-id', 'lease-time', 'rate-limit', 'dhcp-option-set', 'always-broadcast', 'use-src-mac'],
  lacking: (fields) =>
    fields['mac-address'] === undefined && fields['client-id'] === undefined
      ? 'failure: mac-address or client-id must be present'
      : null,
  completed: (fields) => ({
    ...{ 'address-lists': '', 'dhcp-option': '', status: 'waiting' },
    ...fields,
    ...{ radius: 'false', dynamic: 'false', blocked: fields['block-access'] ?? 'false' },
  }),
  conflict: (row, others) => (row.dynamic === 'true' ? null : taken(row, others)),
};

const freeName =
  (prefix: string) =>
  (others: readonly Fields[]): string => {
    for (let number = 1; ; number++)
      if (!others.some(({ name }) => name === `${prefix}${number}`)) return `${prefix}${number}`;
  };

/** Addresses from one to another, several of them, or networks. */
const ranges: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  for (const range of text.split(',')) {
    const [first = '', last = first] = range.split('-');
    const [start = '', length = '32'] = first.split('/');
    const isRange = isIPv4(start) && /^\d+$/.test(length) && Number(length) <= 32;
    const isUpwards = first !== start || (isIPv4(last) && numberOf(last) >= numberOf(start));
    if (!isRange || !isUpwards) throw invalid(name);
  }
  return text;
};

const freePool = freeName('pool');
export const pool: Editable = {
  path: pools,
  settable: { name: 'text', ranges, 'next-pool': nameIn(pools, 'none'), comment: 'text' },
  required: ['ranges'],
  completed: ({ name, ...fields }, _, others) => ({ name: name ?? freePool(others), ...fields }),
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: pool with such name exists' : null,
};

const freeServer = freeName('dhcp');
export const server: Editable = {
  path: servers,
  settable: {
    ...{ name: 'text', interface: 'interface', 'lease-time': time, 'address-pool': nameIn(pools, 'static-only') },
    ...{ 'bootp-support': ['none', 'static', 'dynamic'], 'use-radius': ['no', 'yes', 'accounting'] },
    ...{ authoritative: ['no', 'after-10sec-delay', 'after-2sec-delay', 'yes'], 'lease-script': 'text' },
    ...{ 'add-arp': 'flag', relay: 'address', 'server-address': 'address', 'always-broadcast': 'flag' },
    ...{ 'conflict-detection': 'flag', 'delay-threshold': 'text', 'dhcp-option-set': 'text' },
    ...{ 'client-mac-limit': 'text', 'use-reconfigure': 'flag', disabled: 'flag', comment: 'text' },
  },
  only: { 'use-reconfigure': (version) => version.isFrom(7, 20) },
  required: ['interface'],
  optional: ['relay', 'server-address', 'delay-threshold', 'dhcp-option-set', 'client-mac-limit'],
  completed: ({ name, ...fields }, { version }, others) => ({
    ...{ name: name ?? freeServer(others), interface: '', 'lease-time': '30m', 'address-pool': 'static-only' },
    ...{ 'bootp-support': 'static', authoritative: 'yes', 'use-radius': 'no', 'lease-script': '' },
    ...(version.isFrom(7, 20) ? { 'use-reconfigure': 'false' } : {}),
    ...{ ...fields, dynamic: 'false', invalid: 'false' },
  }),
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: server with such name already exists' : null,
};

export const client: Editable = {
  path: '/ip/dhcp-client',
  settable: {
    ...{ interface: 'interface', 'add-default-route': ['no', 'yes', 'special-classless'], name: 'text' },
    ...{ 'default-route-distance': numberFrom(1, 255), 'use-peer-dns': 'flag', 'use-peer-ntp': 'flag' },
    ...{ 'dhcp-options': 'text', script: 'text', 'default-route-tables': 'text', disabled: 'flag', comment: 'text' },
  },
  only: {
    'default-route-tables': (version) => version.isFrom(7, 18),
    name: (version) => version.isFrom(7, 22),
  },
  required: ['interface'],
  optional: ['script', 'default-route-tables'],
  completed: (fields, { version }) => ({
    ...{ interface: '', 'use-peer-dns': 'true', 'use-peer-ntp': 'true', 'dhcp-options': 'hostname,clientid' },
    ...(version.isFrom(7, 18) ? { 'default-route-tables': 'default' } : {}),
    ...{ 'add-default-route': 'yes', 'default-route-distance': '1', status: 'searching...' },
    ...{ ...fields, dynamic: 'false', invalid: 'false' },
  }),
  conflict: ({ interface: on }, others) =>
    others.some((other) => other.interface === on) ? 'failure: dhcp-client on that interface already exists' : null,
};
