import type { Menu } from './define';

/** What a reservation may say, on every version with safe mode over the API. */
const reserved = [
  ...['mac-address', 'address'],
  ...['client-id', 'server', 'address-lists', 'block-access', 'always-broadcast', 'allow-dual-stack-queue'],
  ...['dhcp-option', 'dhcp-option-set', 'insert-queue-before', 'lease-time', 'rate-limit', 'use-src-mac'],
  ...['disabled', 'comment'],
] as const;

export const leases = [
  {
    ...{ menu: '/ip/dhcp-server/lease', kind: 'rows', noun: 'lease' },
    shows: ['host-name', 'dynamic', 'radius'],
    verbs: {
      add: { where: ['mac-address', 'address'], fields: reserved, tier: 'W2' },
      remove: {
        ...{ where: ['mac-address', 'address'], fields: [], tier: 'W2', isDynamicFree: true },
        lost: 'A lease that the router gave by itself is not written again: the client gets one when it asks.',
      },
      do: {
        ...{ where: ['mac-address'], fields: [], tier: 'W1', command: 'make-static', isDynamicFree: true },
        does: {
          ...{ row: 'numbers', told: 'the lease of {address} is reserved for {mac-address}', isUndoneByRemoving: true },
          proof: { becomes: { dynamic: 'false' }, isLasting: true },
        },
      },
    },
  },
] as const satisfies readonly Menu[];
