import type { Write } from '../define';
import { optional, required } from '../usual-parameters';

/** What a reservation may say, on every version; what only newer ones let one say is not brought back. */
const reserved = [
  'address',
  'mac-address',
  'client-id',
  'server',
  'address-lists',
  'block-access',
  'always-broadcast',
  'allow-dual-stack-queue',
  'dhcp-option',
  'dhcp-option-set',
  'insert-queue-before',
  'lease-time',
  'rate-limit',
  'use-src-mac',
  'disabled',
  'comment',
] as const;

const said = { since: '6', until: '7.99', fields: [], deadline: { baseMs: 20_000 }, rowCap: 1 } as const;

export const leaseStatic = {
  id: 'dhcp.lease.static',
  title: 'Reserve the address of a lease',
  area: 'dhcp',
  purpose: 'Makes the lease that a client has its own, so that it gets the same address from now on.',
  limits: [
    'The client must have a lease now: the address that it has is the one that is reserved.',
    'Telephones that change their MAC address are somebody else the next time.',
  ],
  effect: 'write',
  policies: ['read', 'write'],
  feature: null,
  parameters: [required.mac('Of the client, as its lease has it.')],
  rules: [],
  sentences: [{ ...said, path: '/ip/dhcp-server/lease/make-static', words: [{ name: 'numbers', found: true }] }],
  tier: 'W1',
  raised: [],
  finds: {
    by: [{ query: 'mac-address', from: 'mac' }],
    fields: ['.id', 'address', 'mac-address', 'client-id', 'server', 'status', 'dynamic', 'comment'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'alreadyThere', 'tooManyRows'],
  inverse: {
    how: 'remove',
    explained: 'The reservation is removed; the client asks anew when it renews, and may get another address then.',
  },
  shownBy: { action: 'dhcp.leases', given: { mac: 'mac' } },
} as const satisfies Write;

export const leaseRemove = {
  id: 'dhcp.lease.remove',
  title: 'Remove a lease',
  area: 'dhcp',
  purpose: 'Takes a lease or a reservation away, so that the address is free for others.',
  limits: [
    'The client is not told: it goes on with the address until it renews, and others may get the same one meanwhile.',
  ],
  effect: 'write',
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    optional.mac('Of the client, as the lease has it.'),
    optional.address(
      'ip',
      'Of the lease, reserved or in use. Needed beside the MAC address where a client has several.',
    ),
  ],
  rules: [{ kind: 'any', of: ['mac', 'address'], explained: 'a MAC address, an address or both' }],
  sentences: [{ ...said, path: '/ip/dhcp-server/lease/remove', words: [{ name: '.id', found: true }] }],
  tier: 'W2',
  raised: [],
  finds: {
    by: [
      { query: 'mac-address', from: 'mac' },
      { query: 'address', orQuery: 'active-address', from: 'address' },
    ],
    fields: ['.id', ...reserved, 'active-address', 'active-mac-address', 'status', 'dynamic', 'radius'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'tooManyRows'],
  inverse: {
    how: 'addBack',
    fields: reserved,
    unless: { dynamic: 'true' },
    explained:
      'A reservation is written again, at the end, but for its routes, its queue type and what option 82 has to say; a dynamic lease is not: the client gets one when it asks.',
  },
  shownBy: { action: 'dhcp.leases', given: { mac: 'mac', address: 'address' } },
} as const satisfies Write;
