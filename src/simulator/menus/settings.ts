import { isIP } from 'node:net';
import type { Fields } from '../command';
import type { Editable } from '../edit';
import type { Machine, Menus } from '../machine';
import { chanceOf } from '../random';
import { addresses, interfaceList, interfaces, numberFrom, numberOr, several, time } from '../readers';
import { settingsOf } from '../settings';
import type { Reader } from '../stored';
import { failure, invalid } from '../trap';
import type { Version } from '../version';
import { isAllowed } from './system';

/** A menu of one row that somebody may change. */
type Settings = Pick<Editable, 'path' | 'settable' | 'only'> & {
  readonly secrets?: readonly string[];
  /** What a device-mode may forbid to be switched on. */
  readonly feature?: string;
  readonly live?: (machine: Machine) => Fields;
};

const from =
  (major: number, minor: number) =>
  (version: Version): boolean =>
    version.isFrom(major, minor);
const until =
  (major: number, minor: number) =>
  (version: Version): boolean =>
    !version.isFrom(major, minor);
const seven = (version: Version): boolean => !version.isSix;

/** An address, or none. */
const anyAddress: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  if (isIP(text) === 0) throw invalid(name);
  return text;
};

/** Addresses and names. */
const hosts: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  if (text !== '' && !text.split(',').every((one) => isIP(one) !== 0 || /^[a-z0-9][a-z0-9.-]*$/i.test(one)))
    throw invalid(name);
  return text;
};

const port = numberFrom(1, 65_535);
const pingable: Settings['settable'] = { 'allowed-interface-list': interfaceList };

const all: readonly Settings[] = [
  {
    path: '/ip/neighbor/discovery-settings',
    settable: {
      ...{ 'discover-interface-list': interfaceList, 'lldp-med-net-policy-vlan': numberOr('disabled') },
      ...{ protocol: several(['cdp', 'lldp', 'mndp']), mode: ['tx-and-rx', 'tx-only', 'rx-only'] },
      ...{ 'discover-interval': time, 'lldp-mac-phy-config': 'flag', 'lldp-max-frame-size': 'flag' },
      'lldp-vlan-info': 'flag',
    },
    only: {
      ...{ mode: seven, 'discover-interval': from(7, 16), 'lldp-mac-phy-config': from(7, 16) },
      ...{ 'lldp-max-frame-size': from(7, 16), 'lldp-vlan-info': from(7, 16) },
    },
  },
  {
    path: '/ip/ssh',
    settable: {
      ...{ 'forwarding-enabled': ['no', 'local', 'remote', 'both'], 'strong-crypto': 'flag' },
      ...{ 'always-allow-password-login': 'flag', 'password-authentication': ['yes', 'no', 'yes-if-no-key'] },
      ...{ 'allow-none-crypto': 'flag', 'host-key-size': ['1024', '1536', '2048', '4096', '8192'] },
      ...{ 'host-key-type': ['rsa', 'ed25519'] },
      ciphers: several(['auto', 'aes-gcm', 'aes-ctr', 'aes-cbc', '3des-cbc', 'null']),
    },
    only: {
      ...{ 'always-allow-password-login': until(7, 21), 'password-authentication': from(7, 21) },
      ...{ 'allow-none-crypto': until(7, 17), 'host-key-type': seven, ciphers: from(7, 18) },
    },
  },
  {
    path: '/snmp',
    settable: {
      ...{ enabled: 'flag', contact: 'text', location: 'text', 'src-address': anyAddress, 'trap-target': addresses },
      ...{ 'trap-community': 'text', 'trap-version': ['1', '2', '3'], 'trap-interfaces': interfaces, vrf: 'text' },
      ...{ 'engine-id': 'text', 'engine-id-suffix': 'text' },
      'trap-generators': several(['interfaces', 'start-trap', 'temp-exception']),
    },
    only: { vrf: seven, 'engine-id': until(7, 10), 'engine-id-suffix': from(7, 10) },
    secrets: ['trap-community'],
  },
  { path: '/tool/mac-server', settable: pingable },
  { path: '/tool/mac-server/mac-winbox', settable: pingable },
  { path: '/tool/mac-server/ping', settable: { enabled: 'flag' } },
  {
    path: '/tool/bandwidth-server',
    settable: {
      ...{ enabled: 'flag', authenticate: 'flag', 'allocate-udp-ports-from': numberFrom(1000, 64_000) },
      'max-sessions': numberFrom(1, 1000),
    },
  },
  {
    path: '/ip/cloud',
    settable: { 'ddns-enabled': 'flag', 'ddns-update-interval': numberOrTime('none'), 'update-time': 'flag' },
  },
  {
    path: '/ip/proxy',
    settable: {
      ...{ enabled: 'flag', 'src-address': anyAddress, port, anonymous: 'flag', 'parent-proxy': anyAddress },
      ...{
        'parent-proxy-port': 'number',
        'cache-administrator': 'text',
        'cache-on-disk': 'flag',
        'cache-path': 'text',
      },
      ...{ 'max-cache-size': numberOr('none', 'unlimited'), 'max-cache-object-size': 'number', 'max-fresh-time': time },
      ...{ 'max-client-connections': 'number', 'max-server-connections': 'number', 'serialize-connections': 'flag' },
      ...{ 'always-from-cache': 'flag', 'cache-hit-dscp': numberFrom(0, 63) },
    },
    feature: 'proxy',
  },
  {
    path: '/ip/socks',
    settable: {
      ...{ enabled: 'flag', port, 'connection-idle-timeout': time, 'max-connections': numberFrom(1, 500) },
      ...{ version: ['4', '5'], 'auth-method': ['none', 'password'], vrf: 'text' },
    },
    only: { version: seven, 'auth-method': seven, vrf: seven },
    feature: 'socks',
  },
  {
    path: '/ip/upnp',
    settable: { enabled: 'flag', 'allow-disable-external-interface': 'flag', 'show-dummy-rule': 'flag' },
  },
  {
    path: '/ip/settings',
    settable: {
      ...{ 'ip-forward': 'flag', 'send-redirects': 'flag', 'accept-source-route': 'flag', 'accept-redirects': 'flag' },
      ...{ 'secure-redirects': 'flag', 'rp-filter': ['no', 'strict', 'loose'], 'tcp-syncookies': 'flag' },
      ...{
        'max-neighbor-entries': 'number',
        'arp-timeout': time,
        'icmp-rate-limit': 'number',
        'allow-fast-path': 'flag',
      },
      ...{ 'icmp-rate-mask': 'text', 'route-cache': 'flag', 'ipv4-multipath-hash-policy': ['l3', 'l4', 'l3-inner'] },
      'tcp-timestamps': ['disabled', 'random-offset', 'enabled'],
    },
    only: {
      ...{ 'route-cache': until(7, 13), 'ipv4-multipath-hash-policy': from(7, 16), 'tcp-timestamps': from(7, 18) },
    },
  },
  {
    path: '/ip/smb',
    settable: {
      ...{ enabled: smbStates, domain: 'text', comment: 'text', 'allow-guests': 'flag', interfaces: smbInterfaces },
    },
    only: { 'allow-guests': until(7, 14) },
    feature: 'smb',
  },
  {
    path: '/system/ntp/client',
    settable: {
      ...{ enabled: 'flag', mode: ['unicast', 'broadcast', 'multicast', 'manycast'], servers: hosts, vrf: 'text' },
      ...{ 'primary-ntp': anyAddress, 'secondary-ntp': anyAddress, 'server-dns-names': hosts },
    },
    only: {
      ...{ mode: seven, servers: seven, vrf: seven },
      ...{ 'primary-ntp': until(7, 0), 'secondary-ntp': until(7, 0), 'server-dns-names': until(7, 0) },
    },
    live: synchronized,
  },
];

function numberOrTime(word: string): Reader {
  return (call, name) => (call.attributes.get(name) === word ? word : time(call, name));
}

/** Since 7.14 it may also decide by itself; before, it is a flag. */
function smbStates(...[call, name]: Parameters<Reader>): string {
  const text = call.attributes.get(name) ?? '';
  const states: Readonly<Record<string, string>> = { yes: 'yes', true: 'yes', no: 'no', false: 'no', auto: 'auto' };
  const state = states[text];
  const isFlag = !call.machine.version.isFrom(7, 14);
  if (state === undefined || (isFlag && state === 'auto')) throw invalid(name);
  return isFlag ? String(state === 'yes') : state;
}

function smbInterfaces(...[call, name]: Parameters<Reader>): string {
  return call.attributes.get(name) === 'all' ? 'all' : interfaces(call, name);
}

/** How the clock stands to those it is set by. */
function synchronized({ version, state, seed }: Machine): Fields {
  const [row] = state.table('/system/ntp/client').items.map(({ fields }) => fields);
  const isWanted = row?.enabled === 'true';
  if (version.isSix) return isWanted ? { 'poll-interval': '15m', 'active-server': row?.['primary-ntp'] ?? '' } : {};
  const [server = ''] = (row?.servers ?? '').split(',');
  const isRight = isWanted && server !== '' && Math.abs(state.clockSkewMs) < 1000;
  return {
    'freq-drift': `${(40 * chanceOf(seed, 'drift') - 20).toFixed(3)} PPM`,
    status: isRight ? 'synchronized' : isWanted ? 'waiting' : 'stopped',
    ...(isRight ? { 'synced-server': server, 'synced-stratum': '3', 'system-offset': '0.412 ms' } : {}),
  };
}

const isSwitchedOn = ({ enabled }: Fields): boolean => ['true', 'yes', 'auto'].includes(enabled ?? '');

export const settingsMenus: Menus = Object.fromEntries(
  all.map(({ feature, live = () => ({}), ...settings }) => [
    settings.path,
    settingsOf(settings, live, (given, machine) => {
      if (feature !== undefined && isSwitchedOn(given) && !isAllowed(machine, feature))
        throw failure('not allowed by device-mode');
    }),
  ]),
);
