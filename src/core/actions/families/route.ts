import type { Read, Write } from '../define';
import type { SentenceForm } from '../sentence-form';
import { family, optional, required } from '../usual-parameters';

const around = { deadline: { baseMs: 60_000 }, rowCap: 20_000, place: 1 } as const satisfies Partial<SentenceForm>;

const around7 = {
  ...around,
  since: '7',
  until: '7.99',
  words: [
    { query: 'active', is: 'true' },
    { query: 'routing-table', from: 'routing-table' },
  ],
  fields: [
    '.id',
    'dst-address',
    'gateway',
    'immediate-gw',
    'distance',
    'pref-src',
    'routing-table',
    'blackhole',
    'ecmp',
    'dynamic',
    'comment',
  ],
} as const satisfies Partial<SentenceForm>;

const around6 = {
  ...around,
  since: '6',
  until: '6.99',
  words: [
    { query: 'active', is: 'true' },
    // In RouterOS 6 the routes of the main table have no mark.
    { query: 'routing-mark', from: 'routing-table', absentWhen: 'main' },
  ],
  fields: [
    '.id',
    'dst-address',
    'gateway',
    'gateway-status',
    'distance',
    'pref-src',
    'routing-mark',
    'type',
    'dynamic',
    'comment',
  ],
} as const satisfies Partial<SentenceForm>;

export const routeLookup = {
  id: 'ip.route.lookup',
  title: 'Route lookup',
  area: 'routing',
  purpose: 'Which way does a packet to this address take?',
  limits: [
    'Routing rules and marks of the firewall are not followed: the table that is asked decides.',
    'Before RouterOS 7.18 the longest active network that holds the address is looked for on our side.',
    'Of more than 20,000 active routes only so many are looked through, so that the route shown may be a wider one.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    family(),
    {
      name: 'dst-ip',
      title: 'Address',
      kind: 'address',
      accepts: 'ip',
      isRequired: true,
      explained: 'Where the packet goes.',
    },
    {
      name: 'routing-table',
      title: 'Routing table',
      kind: 'interface',
      isRequired: false,
      max: 64,
      byDefault: 'main',
      explained: 'The table that is asked; in RouterOS 6 the routing mark.',
    },
  ],
  rules: [
    { kind: 'family', parameter: 'dst-ip', family: 'family', explained: 'an address of the family that was chosen' },
  ],
  sentences: [
    {
      since: '7.18',
      until: '7.99',
      path: '/ip/route/check',
      when: { family: '4', 'routing-table': 'main' },
      words: [
        { name: 'dst-ip', from: 'dst-ip' },
        { name: 'once', fixed: '' },
      ],
      fields: ['status', 'interface', 'nexthop'],
      deadline: { baseMs: 20_000 },
      rowCap: 1,
    },
    { ...around7, path: '/ip/route/print', when: { family: '4' } },
    { ...around7, path: '/ipv6/route/print', when: { family: '6' } },
    { ...around6, path: '/ip/route/print', when: { family: '4' } },
    { ...around6, path: '/ipv6/route/print', when: { family: '6' }, needs: 'ipv6' },
  ],
  sieve: { sentence: 1, covering: { parameter: 'dst-ip', field: 'dst-address' } },
  shown: {
    as: 'parts',
    parts: [
      {
        title: "The router's own answer",
        as: 'facts',
        groups: [
          {
            title: 'Way',
            facts: [
              { sentence: 0, field: 'status', title: 'Status', reads: 'text' },
              { sentence: 0, field: 'nexthop', title: 'Gateway', reads: 'text', isMain: true },
              { sentence: 0, field: 'interface', title: 'Interface', reads: 'text', isMain: true },
            ],
          },
        ],
      },
      {
        title: 'Route',
        as: 'table',
        sentence: 1,
        columns: [
          { field: 'dst-address', title: 'Destination', reads: 'text' },
          { field: 'gateway', title: 'Gateway', reads: 'list' },
          { field: 'immediate-gw', orElse: 'gateway-status', title: 'Reached by', reads: 'list' },
          { field: 'distance', title: 'Distance', reads: 'number' },
          { field: 'routing-table', orElse: 'routing-mark', title: 'Table', reads: 'text' },
          { field: 'pref-src', title: 'Preferred source', reads: 'text' },
          { field: 'comment', title: 'Comment', reads: 'text' },
        ],
        flags: [
          { field: 'dynamic', letter: 'D', meaning: 'dynamic: made by another service' },
          { field: 'ecmp', letter: '+', meaning: 'one of several equal ways' },
          { field: 'blackhole', letter: 'B', meaning: 'blackhole: dropped in silence' },
        ],
        others: ['type'],
      },
    ],
  },
} as const satisfies Read;

const changed = { fields: [], deadline: { baseMs: 20_000 }, rowCap: 1 } as const satisfies Partial<SentenceForm>;

const addedWords = [
  { name: 'dst-address', from: 'dst-address' },
  { name: 'gateway', from: 'gateway' },
  { name: 'distance', from: 'distance' },
  { name: 'check-gateway', from: 'check-gateway' },
  { name: 'comment', from: 'comment' },
] as const;

const added7 = {
  ...changed,
  since: '7',
  until: '7.99',
  words: [...addedWords, { name: 'routing-table', from: 'routing-table' }],
} as const satisfies Partial<SentenceForm>;

const added6 = {
  ...changed,
  since: '6',
  until: '6.99',
  words: [...addedWords, { name: 'routing-mark', from: 'routing-table' }],
} as const satisfies Partial<SentenceForm>;

export const routeAdd = {
  id: 'route.add',
  title: 'Add a route',
  area: 'routing',
  purpose: 'Sends packets for a network to another gateway.',
  limits: [
    'The gateway is an address; routes to an interface or into a black hole are not made here.',
    'A table that does not exist is not made.',
  ],
  effect: 'write',
  tier: 'W3',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    family(),
    {
      name: 'dst-address',
      title: 'Destination',
      kind: 'prefix',
      isRequired: true,
      explained: 'The network, as in 10.8.0.0/16; 0.0.0.0/0 is the default route.',
    },
    {
      name: 'gateway',
      title: 'Gateway',
      kind: 'address',
      accepts: 'ip',
      isRequired: true,
      explained: 'The next router; it has to be in a network that this router is in.',
    },
    {
      name: 'distance',
      title: 'Distance',
      kind: 'integer',
      isRequired: false,
      min: 1,
      max: 254,
      byDefault: 1,
      explained: 'Of several routes to the same network the one with the smallest distance is used.',
    },
    {
      name: 'routing-table',
      title: 'Routing table',
      kind: 'interface',
      isRequired: false,
      max: 64,
      explained: 'Empty: the main one. In RouterOS 6 the routing mark.',
    },
    {
      name: 'check-gateway',
      title: 'Check the gateway',
      kind: 'choice',
      isRequired: false,
      choices: ['ping', 'arp'],
      explained: 'Ask the gateway every ten seconds, and leave the route when it is silent.',
    },
    optional.comment(128, 'What it is for, as it will stand beside the route.'),
  ],
  rules: [
    {
      kind: 'family',
      parameter: 'dst-address',
      family: 'family',
      explained: 'a network of the family that was chosen',
    },
    { kind: 'family', parameter: 'gateway', family: 'family', explained: 'an address of the family that was chosen' },
  ],
  sentences: [
    { ...added7, path: '/ip/route/add', when: { family: '4' } },
    { ...added7, path: '/ipv6/route/add', when: { family: '6' } },
    { ...added6, path: '/ip/route/add', when: { family: '4' } },
    { ...added6, path: '/ipv6/route/add', when: { family: '6' }, needs: 'ipv6' },
  ],
  finds: null,
  refusedWhen: ['inexactName', 'alreadyThere', 'ownPath'],
  inverse: { how: 'remove', explained: 'The route is removed again; connections that took it begin anew.' },
  shownBy: { action: 'ip.routes', given: { family: 'family', 'dst-address': 'dst-address' } },
} as const satisfies Write;

const set = {
  ...changed,
  words: [
    { name: '.id', found: true },
    { name: 'distance', from: 'distance' },
    { name: 'disabled', from: 'disabled' },
  ],
} as const satisfies Partial<SentenceForm>;

export const routeSet = {
  id: 'route.set',
  title: 'Change a route',
  area: 'routing',
  purpose: 'Switches a static route on or off, or prefers another one to it.',
  limits: [
    'Only routes written by hand: those of DHCP, PPP, OSPF and BGP come back as they were learnt.',
    'Destination and gateway stay: another way is another route.',
  ],
  effect: 'write',
  tier: 'W3',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    family(),
    required.row('Route', 'The route, chosen from the table.'),
    required.fingerprint('What the route said when it was chosen.'),
    {
      name: 'distance',
      title: 'Distance',
      kind: 'integer',
      isRequired: false,
      min: 1,
      max: 254,
      explained: 'Of several routes to the same network the one with the smallest distance is used.',
    },
    optional.disabled('Switched off, or on again.'),
  ],
  rules: [{ kind: 'any', of: ['distance', 'disabled'], explained: 'at least one thing that is to be changed' }],
  sentences: [
    { ...set, since: '6', until: '7.99', path: '/ip/route/set', when: { family: '4' } },
    { ...set, since: '7', until: '7.99', path: '/ipv6/route/set', when: { family: '6' } },
    { ...set, since: '6', until: '6.99', path: '/ipv6/route/set', when: { family: '6' }, needs: 'ipv6' },
  ],
  finds: {
    by: [{ query: '.id', from: 'row' }],
    fields: [
      '.id',
      'dst-address',
      'gateway',
      'distance',
      'routing-table',
      'routing-mark',
      'scope',
      'target-scope',
      'pref-src',
      'check-gateway',
      'dynamic',
      'disabled',
      'comment',
    ],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'dynamic', 'ownPath'],
  inverse: {
    how: 'setBack',
    fields: ['distance', 'disabled'],
    explained: 'The route gets its distance and its state back; connections that changed their way begin anew.',
  },
  shownBy: { action: 'ip.routes', given: { family: 'family' } },
} as const satisfies Write;
