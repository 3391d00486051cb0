import type { Read, Write } from '../define';
import { atMost, optional } from '../usual-parameters';

const protocols = ['tcp', 'udp', 'icmp', 'gre', 'ipsec-esp', 'ipip', 'ipv6-encap', 'ospf', 'igmp', 'sctp'] as const;

/** An end of a connection as either side wrote it: RouterOS up to 7.15 has its port in the same field. */
const isOf = {
  src: { parameter: 'src', fields: ['src-address', 'reply-dst-address'] },
  dst: { parameter: 'dst', fields: ['dst-address', 'reply-src-address'] },
  port: { parameter: 'port', fields: ['src-port', 'dst-port', 'src-address', 'dst-address'] },
} as const;

const endParameters = [
  {
    name: 'src',
    title: 'Source',
    kind: 'address',
    accepts: 'ipv4',
    isRequired: false,
    explained: 'Only connections that this address began, before or after NAT.',
  },
  {
    name: 'dst',
    title: 'Destination',
    kind: 'address',
    accepts: 'ipv4',
    isRequired: false,
    explained: 'Only connections to this address, before or after NAT.',
  },
  optional.port('Only connections with this port at either end.'),
  {
    name: 'protocol',
    title: 'Protocol',
    kind: 'choice',
    isRequired: false,
    choices: protocols,
    explained: 'Only connections of this protocol; the router itself picks them out.',
  },
] as const satisfies Read['parameters'];

const ends = [
  'protocol',
  'src-address',
  'src-port',
  'dst-address',
  'dst-port',
  'reply-src-address',
  'reply-src-port',
  'reply-dst-address',
  'reply-dst-port',
] as const;

export const connections = {
  id: 'fw.connections',
  title: 'Connections',
  area: 'firewall',
  purpose: 'Who is talking to whom through the router right now, and how much?',
  limits: [
    'IPv4 alone.',
    'Connections that hardware forwards, or that firewall rules take out of tracking, are not in the table.',
    'On a busy router a table of more than 20,000 connections is gone through only for one protocol.',
  ],
  effect: 'read',
  impact: 'load',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    ...endParameters,
    atMost('connections', 'After so many connections the answer is ended.', { byDefault: 100, max: 200 }),
  ],
  rules: [
    {
      kind: 'any',
      of: ['src', 'dst', 'port', 'protocol'],
      explained: 'a source, a destination, a port or a protocol is wanted',
    },
  ],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/ip/firewall/connection/print',
      words: [{ name: 'count-only', fixed: '' }],
      fields: ['ret'],
      deadline: { baseMs: 30_000 },
      rowCap: 1,
    },
    // A query compares the whole of a field, and an older RouterOS has address and port in one: the ends are sifted here.
    {
      since: '6',
      until: '7.99',
      place: 1,
      path: '/ip/firewall/connection/print',
      words: [{ query: 'protocol', from: 'protocol' }],
      fields: [
        '.id',
        ...ends,
        'tcp-state',
        'timeout',
        'orig-packets',
        'orig-bytes',
        'orig-rate',
        'repl-packets',
        'repl-bytes',
        'repl-rate',
        'connection-mark',
        'connection-type',
        'seen-reply',
        'assured',
        'fasttrack',
        'hw-offload',
        'srcnat',
        'dstnat',
        'dying',
      ],
      deadline: { baseMs: 60_000 },
      rowCap: 100_000,
      ceiling: { place: 0, rows: 20_000, unless: 'protocol' },
    },
  ],
  sieve: { sentence: 1, is: [isOf.src, isOf.dst, isOf.port], first: { parameter: 'limit' } },
  shown: {
    as: 'parts',
    parts: [
      {
        title: 'Connection table',
        as: 'facts',
        groups: [
          {
            title: 'Connection table',
            facts: [{ sentence: 0, field: 'ret', title: 'Connections in all', reads: 'counter', isMain: true }],
          },
        ],
      },
      {
        title: 'Connections',
        as: 'table',
        sentence: 1,
        columns: [
          { field: 'protocol', title: 'Protocol', reads: 'text' },
          { field: 'src-address', title: 'Source', reads: 'text' },
          { field: 'src-port', title: 'Source port', reads: 'text' },
          { field: 'dst-address', title: 'Destination', reads: 'text' },
          { field: 'dst-port', title: 'Dest. port', reads: 'text' },
          { field: 'reply-src-address', title: 'Answers from', reads: 'text' },
          { field: 'reply-src-port', title: 'Answers from port', reads: 'text' },
          { field: 'reply-dst-address', title: 'Answers to', reads: 'text' },
          { field: 'reply-dst-port', title: 'Answers to port', reads: 'text' },
          { field: 'tcp-state', title: 'TCP state', reads: 'text' },
          { field: 'timeout', title: 'Forgotten in', reads: 'duration' },
          { field: 'orig-rate', title: 'There', reads: 'bits', unit: 'bit/s' },
          { field: 'repl-rate', title: 'Back', reads: 'bits', unit: 'bit/s' },
          { field: 'orig-bytes', title: 'Bytes there', reads: 'bytes' },
          { field: 'repl-bytes', title: 'Bytes back', reads: 'bytes' },
        ],
        flags: [
          { field: 'seen-reply', letter: 'S', meaning: 'an answer was seen' },
          { field: 'assured', letter: 'A', meaning: 'assured: not thrown out when the table is full' },
          { field: 'fasttrack', letter: 'F', meaning: 'goes past the firewall by FastTrack' },
          { field: 'hw-offload', letter: 'H', meaning: 'forwarded by hardware' },
          { field: 'srcnat', letter: 's', meaning: 'its source is rewritten' },
          { field: 'dstnat', letter: 'd', meaning: 'its destination is rewritten' },
          { field: 'dying', letter: 'D', meaning: 'about to be forgotten' },
        ],
        others: ['orig-packets', 'repl-packets', 'connection-mark', 'connection-type'],
      },
    ],
  },
} as const satisfies Read;

export const connectionDrop = {
  id: 'fw.conn.drop',
  title: 'Drop connections',
  area: 'firewall',
  purpose: 'Makes the router forget connections, so that they begin anew under the rules of now.',
  limits: [
    'IPv4 alone, and at most 100 connections at a time.',
    'Nobody is kept from connecting again: that is a matter for a rule.',
    'A connection that the router forgot goes on if the rules let its next packet begin one.',
  ],
  effect: 'write',
  tier: 'W2',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: endParameters,
  rules: [{ kind: 'any', of: ['src', 'dst'], explained: 'a source or a destination is wanted' }],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/ip/firewall/connection/remove',
      words: [{ name: '.id', found: true }],
      fields: [],
      deadline: { baseMs: 30_000 },
      rowCap: 1,
    },
  ],
  finds: {
    by: [{ query: 'protocol', from: 'protocol' }],
    is: [isOf.src, isOf.dst, isOf.port],
    fields: ['.id', ...ends],
    mostRows: 100,
  },
  refusedWhen: ['notFound', 'ownSession', 'tooManyRows'],
  inverse: { how: 'none', explained: 'Nothing brings a connection back; most are made again within seconds.' },
  shownBy: {
    action: 'fw.connections',
    given: { src: 'src', dst: 'dst', port: 'port', protocol: 'protocol' },
  },
} as const satisfies Write;
