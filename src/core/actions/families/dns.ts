import type { Read } from '../define';
import { atMost, optional, required } from '../usual-parameters';

const both = { since: '6', until: '7.99' } as const;

export const dnsSettings = {
  id: 'dns.settings',
  title: 'DNS settings',
  area: 'dns',
  purpose: 'Whom does the router ask for names, whom does it answer, and what does it answer by itself?',
  limits: [
    'Whether strangers can ask the router is decided by the firewall too, which is not looked at here.',
    'With DNS over HTTPS the other servers are asked for nothing but the name of that one.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    optional.name(253, 'Only static entries whose name or pattern has this text in it, in capitals or not.'),
    atMost('entries', 'After so many static entries that fit the answer is ended.'),
  ],
  rules: [],
  sentences: [
    {
      ...both,
      path: '/ip/dns/print',
      words: [],
      fields: [
        'servers',
        'dynamic-servers',
        'use-doh-server',
        'verify-doh-cert',
        'doh-max-server-connections',
        'doh-max-concurrent-queries',
        'doh-timeout',
        'allow-remote-requests',
        'max-udp-packet-size',
        'query-server-timeout',
        'query-total-timeout',
        'max-concurrent-queries',
        'max-concurrent-tcp-sessions',
        'cache-size',
        'cache-max-ttl',
        'cache-used',
        'address-list-extra-time',
        'mdns-repeat-ifaces',
        'vrf',
      ],
      deadline: { baseMs: 20_000 },
      rowCap: 4,
    },
    {
      ...both,
      place: 1,
      path: '/ip/dns/static/print',
      words: [],
      fields: [
        '.id',
        'name',
        'regexp',
        'type',
        'address',
        'cname',
        'forward-to',
        'mx-exchange',
        'mx-preference',
        'ns',
        'srv-target',
        'srv-port',
        'srv-priority',
        'srv-weight',
        'text',
        'ttl',
        'match-subdomain',
        'address-list',
        'dynamic',
        'disabled',
        'comment',
      ],
      deadline: { baseMs: 60_000 },
      rowCap: 20_000,
    },
  ],
  // A query cannot ask for a part of a text.
  sieve: {
    sentence: 1,
    contains: [{ parameter: 'name', fields: ['name', 'regexp'] }],
    first: { parameter: 'limit' },
  },
  shown: {
    as: 'parts',
    parts: [
      {
        title: 'Settings',
        as: 'facts',
        groups: [
          {
            title: 'Asks',
            facts: [
              { sentence: 0, field: 'servers', title: 'Servers', reads: 'list', isMain: true },
              { sentence: 0, field: 'dynamic-servers', title: 'Servers learnt', reads: 'list' },
              { sentence: 0, field: 'use-doh-server', title: 'DNS over HTTPS', reads: 'text', isMain: true },
              { sentence: 0, field: 'verify-doh-cert', title: 'Certificate is checked', reads: 'boolean' },
              { sentence: 0, field: 'doh-timeout', title: 'HTTPS, waits at most', reads: 'duration' },
              { sentence: 0, field: 'doh-max-server-connections', title: 'HTTPS connections', reads: 'number' },
              { sentence: 0, field: 'doh-max-concurrent-queries', title: 'HTTPS questions at a time', reads: 'number' },
              { sentence: 0, field: 'query-server-timeout', title: 'Waits for one server', reads: 'duration' },
              { sentence: 0, field: 'query-total-timeout', title: 'Waits in all', reads: 'duration' },
              { sentence: 0, field: 'vrf', title: 'VRF', reads: 'text' },
            ],
          },
          {
            title: 'Answers',
            facts: [
              { sentence: 0, field: 'allow-remote-requests', title: 'Others may ask', reads: 'boolean', isMain: true },
              { sentence: 0, field: 'max-concurrent-queries', title: 'Questions at a time', reads: 'number' },
              { sentence: 0, field: 'max-concurrent-tcp-sessions', title: 'TCP sessions', reads: 'number' },
              { sentence: 0, field: 'max-udp-packet-size', title: 'Largest UDP packet', reads: 'bytes' },
              { sentence: 0, field: 'mdns-repeat-ifaces', title: 'mDNS repeated on', reads: 'list' },
            ],
          },
          {
            title: 'Cache',
            facts: [
              { sentence: 0, field: 'cache-used', title: 'Used', reads: 'number', unit: 'KiB', isMain: true },
              { sentence: 0, field: 'cache-size', title: 'Size', reads: 'number', unit: 'KiB' },
              { sentence: 0, field: 'cache-max-ttl', title: 'Kept at most', reads: 'duration' },
              { sentence: 0, field: 'address-list-extra-time', title: 'Longer in lists by', reads: 'duration' },
            ],
          },
        ],
      },
      {
        title: 'Static entries',
        as: 'table',
        sentence: 1,
        columns: [
          { field: 'name', orElse: 'regexp', title: 'Name or pattern', reads: 'text' },
          { field: 'type', title: 'Type', reads: 'text' },
          { field: 'address', title: 'Address', reads: 'text' },
          { field: 'cname', title: 'Other name', reads: 'text' },
          { field: 'forward-to', title: 'Forwarded to', reads: 'text' },
          { field: 'text', title: 'Text', reads: 'text' },
          { field: 'ttl', title: 'TTL', reads: 'duration' },
          { field: 'address-list', title: 'Into list', reads: 'text' },
          { field: 'comment', title: 'Comment', reads: 'text' },
        ],
        flags: [
          { field: 'disabled', letter: 'X', meaning: 'disabled' },
          { field: 'dynamic', letter: 'D', meaning: 'dynamic: made by another service' },
          { field: 'match-subdomain', letter: 'S', meaning: 'also every name below it' },
        ],
        others: ['mx-exchange', 'mx-preference', 'ns', 'srv-target', 'srv-port', 'srv-priority', 'srv-weight'],
        faintIf: 'disabled',
      },
    ],
  },
} as const satisfies Read;

const cached = {
  words: [{ query: 'name', from: 'name' }],
  fields: ['.id', 'name', 'type', 'data', 'ttl', 'static'],
  deadline: { baseMs: 60_000 },
  rowCap: 200,
  rowCapFrom: 'limit',
} as const;

export const dnsCache = {
  id: 'dns.cache',
  title: 'DNS cache',
  area: 'dns',
  purpose: 'What does the router remember of a name, and for how long still?',
  limits: [
    'Nothing is looked up: a name that nobody asked for lately is not there.',
    'Only exactly this name: what it is another name for has entries of its own.',
  ],
  effect: 'read',
  impact: 'load',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    required.name(253, 'The whole name, in small letters, as in www.example.com.'),
    atMost('entries', 'After so many entries the answer is ended.', { byDefault: 50, max: 200 }),
  ],
  rules: [],
  sentences: [
    { ...cached, since: '7', until: '7.99', path: '/ip/dns/cache/print' },
    // The plain cache of RouterOS 6 has nothing but addresses.
    { ...cached, since: '6', until: '6.99', path: '/ip/dns/cache/all/print' },
  ],
  sieve: null,
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'name', title: 'Name', reads: 'text' },
      { field: 'type', title: 'Type', reads: 'text' },
      { field: 'data', title: 'Answer', reads: 'text' },
      { field: 'ttl', title: 'Kept for', reads: 'duration' },
    ],
    flags: [{ field: 'static', letter: 'S', meaning: 'static: written down on the router' }],
    others: [],
  },
} as const satisfies Read;
