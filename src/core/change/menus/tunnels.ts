import { kept, type Menu } from './define';

const rows = { kind: 'rows' } as const;

/** Tunnels between sites. */
export const tunnels = [
  {
    ...{ ...rows, menu: '/interface/wireguard', noun: 'WireGuard interface', shows: ['public-key'] },
    verbs: {
      ...kept({ where: ['name'], fields: ['listen-port', 'mtu', 'comment', 'disabled'], tier: 'W2' }),
      have: { where: ['name'], fields: [], tier: 'W1' },
    },
  },
  {
    ...{ ...rows, menu: '/interface/wireguard/peers', noun: 'WireGuard peer', shows: [] },
    verbs: kept({
      where: ['interface', 'public-key'],
      fields: ['endpoint-address', 'endpoint-port', 'allowed-address', 'persistent-keepalive', 'comment', 'disabled'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/ipsec/profile', noun: 'IPsec profile', shows: [] },
    verbs: kept({
      where: ['name'],
      fields: ['hash-algorithm', 'enc-algorithm', 'dh-group', 'lifetime', 'dpd-interval'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/ipsec/proposal', noun: 'IPsec proposal', shows: [] },
    verbs: kept({
      where: ['name'],
      fields: ['auth-algorithms', 'enc-algorithms', 'pfs-group', 'lifetime'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/ipsec/peer', noun: 'IPsec peer', shows: ['dynamic'] },
    verbs: kept({
      where: ['name'],
      fields: ['address', 'profile', 'exchange-mode', 'passive', 'comment', 'disabled'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/ipsec/identity', noun: 'IPsec identity', shows: ['dynamic'] },
    verbs: kept({
      where: ['peer'],
      fields: ['auth-method', 'secret', 'comment', 'disabled'],
      secrets: ['secret'],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rows, menu: '/ip/ipsec/policy', noun: 'IPsec policy', shows: ['dynamic'] },
    verbs: kept({
      where: ['peer', 'src-address', 'dst-address'],
      fields: ['tunnel', 'proposal', 'action', 'comment', 'disabled'],
      tier: 'W2',
    }),
  },
] as const satisfies readonly Menu[];
