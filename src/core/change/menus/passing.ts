import type { Menu } from './define';

const passing = { kind: 'passing', comesAnew: true } as const;

const client: Omit<Menu, 'menu'> = {
  ...{ ...passing, noun: 'wireless client' },
  shows: ['interface', 'uptime', 'signal', 'signal-strength', 'rx-signal'],
  verbs: {
    remove: {
      ...{ where: ['mac-address'], fields: [], tier: 'W2' },
      lost: 'A wireless client that was dropped comes back only when it connects again by itself.',
    },
  },
};

/** What comes and goes by itself, and mostly comes back at once. */
export const passingRows: readonly Menu[] = [
  {
    ...{ ...passing, menu: '/ip/firewall/connection', noun: 'connection' },
    shows: ['src-port', 'reply-src-address', 'reply-dst-address', 'timeout'],
    // Ours is among them wherever its begin is our address.
    serves: ['src-address'],
    verbs: {
      remove: {
        ...{ where: ['protocol', 'src-address', 'dst-address', 'dst-port'], fields: [], tier: 'W2' },
        lost: 'A connection that the router forgot comes back only when one of its ends sends again, under the rules of now.',
      },
    },
  },
  {
    ...{ ...passing, menu: '/ip/ipsec/active-peers', noun: 'IPsec peer' },
    shows: ['local-address', 'port', 'id', 'state', 'side', 'uptime'],
    serves: ['remote-address'],
    verbs: {
      remove: {
        ...{ where: ['remote-address'], fields: [], tier: 'W2' },
        lost: 'What was on its way in the tunnel is lost; it comes back only when one of the peers negotiates anew.',
      },
    },
  },
  { ...client, menu: '/interface/wireless/registration-table' },
  { ...client, menu: '/interface/wifi/registration-table' },
  { ...client, menu: '/caps-man/registration-table' },
];
