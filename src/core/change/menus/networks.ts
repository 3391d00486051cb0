import { type Deed, kept, type Menu } from './define';

const rows = { kind: 'rows' } as const;

const queue = [
  ...['target', 'max-limit', 'limit-at', 'burst-limit', 'burst-threshold', 'burst-time', 'comment', 'disabled'],
] as const;
const route = ['distance', 'check-gateway', 'comment', 'disabled'] as const;

/** One that somebody chose is found by its number: several routes may lead to one network by one gateway. */
function byNumber(deed: Deed): Menu['verbs'] {
  return { ...kept(deed), set: { ...deed, where: ['.id', ...deed.where] } };
}

/** Interfaces, the networks on them, and the ways out of them. */
export const networks = [
  {
    ...{ ...rows, menu: '/interface', noun: 'interface', shows: ['type', 'running', 'dynamic'] },
    verbs: {
      have: { where: ['name'], fields: [], tier: 'W1' },
      set: { where: ['name'], fields: ['disabled', 'mtu', 'comment'], tier: 'W2' },
    },
  },
  {
    ...{ ...rows, menu: '/interface/list', noun: 'interface list', shows: [] },
    verbs: {
      ...kept({ where: ['name'], fields: ['comment'], tier: 'W1' }),
      have: { where: ['name'], fields: [], tier: 'W1' },
    },
  },
  {
    ...{ ...rows, menu: '/interface/list/member', noun: 'list member', shows: ['dynamic'] },
    verbs: kept({ where: ['list', 'interface'], fields: ['comment', 'disabled'], tier: 'W2' }),
  },
  {
    ...{ ...rows, menu: '/interface/vlan', noun: 'VLAN', shows: [] },
    verbs: kept({ where: ['name'], fields: ['interface', 'vlan-id', 'mtu', 'comment', 'disabled'], tier: 'W2' }),
  },
  {
    ...{ ...rows, menu: '/ip/address', noun: 'address', shows: ['dynamic'] },
    verbs: kept({ where: ['address', 'interface'], fields: ['comment', 'disabled'], tier: 'W2' }),
  },
  {
    ...{ ...rows, menu: '/ip/pool', noun: 'pool', shows: [] },
    verbs: kept({ where: ['name'], fields: ['ranges', 'comment'], tier: 'W1' }),
  },
  {
    ...{ ...rows, menu: '/ip/dhcp-server', noun: 'DHCP server', shows: [] },
    verbs: kept({
      where: ['name'],
      fields: ['interface', 'address-pool', 'lease-time', 'disabled', 'comment'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/dhcp-server/network', noun: 'DHCP network', shows: [] },
    verbs: kept({
      where: ['address'],
      fields: ['gateway', 'dns-server', 'ntp-server', 'domain', 'comment'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/interface/pppoe-client', noun: 'PPPoE client', shows: [] },
    verbs: kept({
      where: ['name'],
      fields: [
        ...['interface', 'user', 'password', 'add-default-route', 'default-route-distance', 'use-peer-dns'],
        ...['disabled', 'comment'],
      ],
      secrets: ['password'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/route', noun: 'route', shows: ['dynamic'] },
    verbs: byNumber({
      where: ['dst-address', 'gateway'],
      fields: ['scope', 'target-scope', ...route],
      tier: 'W3',
    }),
  },
  {
    ...{ ...rows, menu: '/ipv6/address', noun: 'address', shows: ['dynamic'] },
    verbs: kept({ where: ['address', 'interface'], fields: ['comment', 'disabled'], tier: 'W2' }),
  },
  {
    ...{ ...rows, menu: '/ipv6/route', noun: 'route', shows: ['dynamic'] },
    verbs: byNumber({ where: ['dst-address', 'gateway'], fields: route, tier: 'W3' }),
  },
  {
    ...{ ...rows, menu: '/interface/bridge/port', noun: 'bridge port', shows: ['bridge', 'dynamic'] },
    verbs: { set: { where: ['interface'], fields: ['pvid', 'frame-types', 'ingress-filtering'], tier: 'W3' } },
  },
  {
    ...{ menu: '/queue/simple', kind: 'ordered', noun: 'queue', shows: ['dynamic'] },
    verbs: kept({ where: ['name'], fields: queue, tier: 'W2' }),
  },
] as const satisfies readonly Menu[];
