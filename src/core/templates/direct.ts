import { addressAdd } from '../actions/families/address';
import { addressListAdd, addressListRemove } from '../actions/families/address-list';
import { bridgePortSet } from '../actions/families/bridge-port';
import { networkSet } from '../actions/families/dhcp-server';
import { dnsSet, dnsStaticAdd } from '../actions/families/dns-change';
import { filterAdd, ruleToggle } from '../actions/families/filter-change';
import { addVlan, setInterface, toggleInterface } from '../actions/families/interface-change';
import { natAdd } from '../actions/families/nat-change';
import { dropSession, setSecret } from '../actions/families/ppp';
import { simpleSet } from '../actions/families/queue';
import { routeAdd } from '../actions/families/route';
import { addWireguardPeer, toggleWireguardPeer } from '../actions/families/wireguard';
import type { StepForm } from './define';
import { directCommands } from './direct-commands';
import { added, before, direct, entered, type Form, ofInterface, same, set, there } from './direct-parts';

const matchedNames = [
  ...['action', 'protocol', 'src-port', 'dst-port', 'in-interface', 'out-interface'],
  ...['in-interface-list', 'out-interface-list', 'src-address-list', 'dst-address-list'],
] as const;
const matched: Form = { ...same(...matchedNames), ...entered('src-address', 'dst-address') };

const translated = (chain: string, action: string): StepForm => ({
  ...added(
    '/ip/firewall/nat',
    { chain: { fixed: chain }, ...same('comment') },
    { ...matched, ...entered('to-addresses'), ...same('to-ports') },
  ),
  ...before,
  when: { action },
});
const listEntry: Form = { ...same('list'), ...entered('address') };
/** Of a rule that somebody chose. */
const toggled = (table: string): StepForm => ({
  ...set(`/ip/firewall/${table}`, { '.id': { from: 'row' } }, same('disabled')),
  when: { table },
});
/** RouterOS does not always answer a type where it is A: the address says that it is. */
const record = (type: 'A' | 'AAAA' | 'CNAME', field: string): StepForm => ({
  ...added(
    '/ip/dns/static',
    { ...same('name', ...(type === 'A' ? [] : ['type'])), [field]: { from: 'value' } },
    { ttl: { from: 'ttl', as: 'duration' }, ...same('comment') },
  ),
  when: { type },
});
/** The same of the version of the internet protocol that was chosen. */
const both = (step: (menu: '/ip' | '/ipv6') => StepForm): readonly StepForm[] => [
  { ...step('/ip'), when: { family: '4' } },
  { ...step('/ipv6'), when: { family: '6' } },
];
const queue = ['max-limit', 'limit-at', 'burst-limit', 'burst-threshold', 'burst-time', 'comment'] as const;

export const directActions = [
  direct(filterAdd, {
    steps: [
      {
        ...added('/ip/firewall/filter', same('chain', 'comment'), {
          ...matched,
          'connection-state': { from: 'connection-state', as: 'states' },
          ...same('reject-with'),
        }),
        ...before,
      },
    ],
    ...{ without: ['anchor'], touchesManagement: true },
  }),
  direct(natAdd, {
    steps: [
      ...['masquerade', 'src-nat'].map((action) => translated('srcnat', action)),
      ...['dst-nat', 'redirect'].map((action) => translated('dstnat', action)),
    ],
    ...{ without: ['anchor'], touchesManagement: true },
  }),
  direct(ruleToggle, {
    steps: ['filter', 'nat', 'mangle', 'raw'].map(toggled),
    ...{ without: ['fingerprint'], touchesManagement: true },
  }),
  direct(addressListAdd, {
    steps: [added('/ip/firewall/address-list', listEntry, same('comment'))],
    without: ['timeout'],
  }),
  direct(addressListRemove, {
    steps: [{ ...set('/ip/firewall/address-list', listEntry, {}), verb: 'remove', ifNone: 'skip' }],
  }),
  direct(toggleInterface, { steps: [set('/interface', ofInterface, same('disabled'))], touchesManagement: true }),
  direct(setInterface, { steps: [set('/interface', ofInterface, same('mtu', 'comment'))], touchesManagement: true }),
  direct(addVlan, {
    steps: [
      there('/interface', ofInterface),
      added('/interface/vlan', same('name'), same('vlan-id', 'interface', 'mtu')),
    ],
  }),
  direct(bridgePortSet, {
    steps: [set('/interface/bridge/port', same('interface'), same('pvid', 'frame-types', 'ingress-filtering'))],
    touchesManagement: true,
  }),
  direct(addressAdd, {
    steps: [
      there('/interface', ofInterface),
      ...both((menu) => added(`${menu}/address`, same('address', 'interface'), same('comment'))),
    ],
  }),
  direct(routeAdd, {
    steps: both((menu) =>
      added(`${menu}/route`, same('dst-address', 'gateway'), same('distance', 'check-gateway', 'comment')),
    ),
    ...{ without: ['routing-table'], touchesManagement: true },
  }),
  direct(networkSet, {
    steps: [set('/ip/dhcp-server/network', same('address'), same('gateway', 'dns-server', 'ntp-server', 'domain'))],
    ...{ floor: 'W3', version: 2 },
  }),
  direct(addWireguardPeer, {
    steps: [
      there('/interface/wireguard', ofInterface),
      added(
        '/interface/wireguard/peers',
        same('interface', 'public-key'),
        same('allowed-address', 'endpoint-address', 'endpoint-port', 'comment'),
      ),
    ],
    without: ['persistent-keepalive'],
  }),
  direct(toggleWireguardPeer, {
    steps: [set('/interface/wireguard/peers', same('interface', 'public-key'), same('disabled'))],
    touchesManagement: true,
  }),
  direct(setSecret, { steps: [set('/ppp/secret', same('name'), same('disabled', 'profile'))] }),
  direct(dropSession, {
    steps: [{ menu: '/ppp/active', verb: 'remove', where: same('name'), fields: {}, mostRows: 4, ifNone: 'refuse' }],
  }),
  direct(simpleSet, {
    steps: [
      { ...set('/queue/simple', same('name'), same(...queue)), when: { how: 'set' } },
      { ...added('/queue/simple', same('name'), same('target', ...queue)), when: { how: 'add' }, ...before },
    ],
    without: ['queue'],
  }),
  direct(dnsSet, {
    steps: [
      set('/ip/dns', {}, same('servers', 'allow-remote-requests', 'cache-size', 'use-doh-server', 'verify-doh-cert')),
    ],
    without: ['cache-max-ttl'],
  }),
  direct(dnsStaticAdd, { steps: [record('A', 'address'), record('AAAA', 'address'), record('CNAME', 'cname')] }),
  ...directCommands,
] as const;
