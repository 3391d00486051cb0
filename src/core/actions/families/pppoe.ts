import type { Read } from '../define';
import { required } from '../usual-parameters';

export const pppoeClient = {
  id: 'pppoe.client',
  title: 'PPPoE client',
  area: 'subscribers',
  purpose: 'Is the PPPoE client of this router signed in, since when, to which concentrator and with which addresses?',
  limits: [
    'It tells the present state alone; why an earlier session ended stands in the log.',
    'Neither the name nor the password that it signs in with is read.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [required.interface('The PPPoE client, as in pppoe-out1.')],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/interface/pppoe-client/monitor',
      words: [
        { name: 'numbers', from: 'interface' },
        { name: 'once', fixed: '' },
      ],
      fields: [
        'status',
        'uptime',
        'active-links',
        'encoding',
        'service-name',
        'ac-name',
        'ac-mac',
        'mtu',
        'mru',
        'local-address',
        'remote-address',
        'local-ipv6-address',
        'remote-ipv6-address',
      ],
      deadline: { baseMs: 15_000 },
      rowCap: 1,
    },
  ],
  sieve: null,
  shown: {
    as: 'facts',
    groups: [
      {
        title: 'Session',
        facts: [
          { sentence: 0, field: 'status', title: 'Status', reads: 'text', isMain: true },
          { sentence: 0, field: 'uptime', title: 'Up for', reads: 'duration', isMain: true },
          { sentence: 0, field: 'active-links', title: 'Active links', reads: 'number' },
          { sentence: 0, field: 'encoding', title: 'Encoding', reads: 'text' },
        ],
      },
      {
        title: 'Concentrator',
        facts: [
          { sentence: 0, field: 'ac-name', title: 'Name', reads: 'text', isMain: true },
          { sentence: 0, field: 'ac-mac', title: 'MAC address', reads: 'text' },
          { sentence: 0, field: 'service-name', title: 'Service', reads: 'text' },
        ],
      },
      {
        title: 'Addresses and sizes',
        facts: [
          { sentence: 0, field: 'local-address', title: 'Own address', reads: 'text', isMain: true },
          { sentence: 0, field: 'remote-address', title: 'Remote address', reads: 'text' },
          { sentence: 0, field: 'local-ipv6-address', title: 'Own IPv6 address', reads: 'text' },
          { sentence: 0, field: 'remote-ipv6-address', title: 'Remote IPv6 address', reads: 'text' },
          { sentence: 0, field: 'mtu', title: 'MTU', reads: 'number' },
          { sentence: 0, field: 'mru', title: 'MRU', reads: 'number' },
        ],
      },
    ],
  },
} as const satisfies Read;
