import type { Read } from '../define';
import type { SentenceForm } from '../sentence-form';
import { atMost, family, optional } from '../usual-parameters';

const neighbours = {
  since: '6',
  until: '7.99',
  words: [
    { query: 'address', from: 'address' },
    { query: 'mac-address', from: 'mac' },
    { query: 'interface', from: 'interface' },
  ],
  deadline: { baseMs: 60_000 },
  rowCap: 1000,
  rowCapFrom: 'limit',
} as const satisfies Partial<SentenceForm>;

const neighbours6 = {
  ...neighbours,
  path: '/ipv6/neighbor/print',
  when: { family: '6' },
  fields: ['.id', 'address', 'mac-address', 'interface', 'status', 'vrf', 'router', 'dynamic', 'disabled', 'comment'],
} as const satisfies Partial<SentenceForm>;

export const arp = {
  id: 'ip.arp',
  title: 'ARP table',
  area: 'addresses',
  purpose: 'Which MAC address stands behind an IP address, and on which interface?',
  limits: ['Only whom the router spoke to lately is there: a silent host may be missing.'],
  effect: 'read',
  impact: 'load',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    family('IPv4 (ARP) or IPv6 (neighbours). RouterOS 6 knows IPv6 only where its package is enabled.'),
    optional.address('ip', 'Only the entry of this IP address.'),
    optional.mac('Only entries with this MAC address.'),
    optional.interface('Only entries on this interface.'),
    atMost('entries', 'After so many entries the answer is ended.'),
  ],
  rules: [
    { kind: 'family', parameter: 'address', family: 'family', explained: 'an address of the family that was chosen' },
  ],
  sentences: [
    {
      ...neighbours,
      path: '/ip/arp/print',
      when: { family: '4' },
      fields: [
        '.id',
        'address',
        'mac-address',
        'interface',
        'status',
        'vrf',
        'published',
        'invalid',
        // RouterOS 6 writes it in capitals, 7 does not.
        'DHCP',
        'dhcp',
        'dynamic',
        'disabled',
        'complete',
        'comment',
      ],
    },
    { ...neighbours6, since: '7' },
    { ...neighbours6, until: '6.99', needs: 'ipv6' },
  ],
  sieve: null,
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'address', title: 'Address', reads: 'text' },
      { field: 'mac-address', title: 'MAC address', reads: 'text' },
      { field: 'interface', title: 'Interface', reads: 'text' },
      { field: 'status', title: 'Status', reads: 'text' },
      { field: 'comment', title: 'Comment', reads: 'text' },
    ],
    flags: [
      { field: 'disabled', letter: 'X', meaning: 'disabled' },
      { field: 'invalid', letter: 'I', meaning: 'invalid: names something that is not there' },
      { field: 'DHCP', letter: 'H', meaning: 'added by the DHCP server' },
      { field: 'dhcp', letter: 'H', meaning: 'added by the DHCP server' },
      { field: 'dynamic', letter: 'D', meaning: 'dynamic: learnt, not written by hand' },
      { field: 'published', letter: 'P', meaning: 'published: answered for somebody else' },
      { field: 'complete', letter: 'C', meaning: 'complete: the MAC address is known' },
      { field: 'router', letter: 'R', meaning: 'says that it is a router' },
    ],
    others: ['vrf'],
    faintIf: 'disabled',
  },
} as const satisfies Read;
