import type { Guard, Read } from '../define';
import type { SentenceForm } from '../sentence-form';
import { atMost, optional } from '../usual-parameters';

const guard: Guard = {
  warns:
    'FastTrack is off on the whole router while it runs: all that was forwarded past the firewall costs CPU again.',
  mostCpuPercent: 70,
};

const onWhich = {
  name: 'interface',
  title: 'Interface',
  kind: 'interface',
  isRequired: true,
  max: 64,
} as const;

const reason = {
  name: 'reason',
  title: 'Reason',
  kind: 'reason',
  isRequired: true,
  min: 10,
  max: 200,
} as const;

const protocols = ['tcp', 'udp', 'icmp', 'gre', 'ipsec-esp', 'ipip', 'ipv6-encap', 'ospf', 'igmp', 'sctp'] as const;

const torchWords = [
  { name: 'interface', from: 'interface' },
  // Only what is asked for is told apart: without these words there is one line for everything.
  { name: 'src-address', from: 'src-address', otherwise: '0.0.0.0/0' },
  { name: 'dst-address', from: 'dst-address', otherwise: '0.0.0.0/0' },
  { name: 'port', from: 'port', otherwise: 'any' },
  { name: 'ip-protocol', from: 'ip-protocol', otherwise: 'any' },
  { name: 'duration', from: 'duration' },
] as const satisfies SentenceForm['words'];

export const torch = {
  id: 'tool.torch',
  title: 'Torch',
  area: 'tools',
  purpose: 'Who uses an interface right now, and how much?',
  limits: [
    'The addresses are those of IPv4; everything else is in lines without addresses.',
    'What a switch chip or a bridge with hardware offloading forwards is not seen.',
    'It shows the last second of the time that it ran.',
  ],
  effect: 'read',
  impact: 'load',
  guard,
  policies: ['sniff'],
  feature: null,
  parameters: [
    { ...onWhich, explained: 'Where it looks; sent and received are as this interface sees them.' },
    {
      name: 'src-address',
      title: 'Source',
      kind: 'address',
      accepts: 'ipv4OrPrefix',
      isRequired: false,
      explained: 'Only traffic from this address or network.',
    },
    {
      name: 'dst-address',
      title: 'Destination',
      kind: 'address',
      accepts: 'ipv4OrPrefix',
      isRequired: false,
      explained: 'Only traffic to this address or network.',
    },
    optional.port('Only traffic from or to this port.'),
    {
      name: 'ip-protocol',
      title: 'Protocol',
      kind: 'choice',
      isRequired: false,
      choices: protocols,
      explained: 'Only traffic of this protocol.',
    },
    {
      name: 'duration',
      title: 'Duration',
      kind: 'milliseconds',
      isRequired: false,
      // In less than two seconds it tells nothing.
      min: 2000,
      max: 15_000,
      byDefault: 5000,
      unit: 'ms',
      explained: 'How long it runs.',
    },
    { ...atMost('flows', 'The so many that carry the most.', { byDefault: 20, max: 50 }), title: 'Top' },
    { ...reason, explained: 'Why the traffic of people is looked at; it is kept with the result.' },
  ],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/tool/torch',
      words: torchWords,
      fields: [
        '.section',
        'ip-protocol',
        'src-address',
        'src-port',
        'dst-address',
        'dst-port',
        'tx',
        'rx',
        'tx-packets',
        'rx-packets',
      ],
      deadline: { baseMs: 30_000 },
      rowCap: 20_000,
    },
  ],
  sieve: { sentence: 0, busiest: { parameter: 'limit', by: ['tx', 'rx'] } },
  shown: {
    as: 'table',
    chart: 'flows',
    sentence: 0,
    columns: [
      { field: 'ip-protocol', title: 'Protocol', reads: 'text' },
      { field: 'src-address', title: 'Source', reads: 'text' },
      { field: 'src-port', title: 'Source port', reads: 'text' },
      { field: 'dst-address', title: 'Destination', reads: 'text' },
      { field: 'dst-port', title: 'Dest. port', reads: 'text' },
      { field: 'tx', title: 'Sent', reads: 'bits', unit: 'bit/s' },
      { field: 'rx', title: 'Received', reads: 'bits', unit: 'bit/s' },
      { field: 'tx-packets', title: 'Packets/s sent', reads: 'counter' },
      { field: 'rx-packets', title: 'Packets/s received', reads: 'counter' },
    ],
    flags: [],
    others: [],
  },
} as const satisfies Read;

const quickWords = [
  { name: 'interface', from: 'interface' },
  { name: 'ip-address', from: 'ip-address' },
  { name: 'port', from: 'port' },
  { name: 'ip-protocol', from: 'ip-protocol' },
  { name: 'duration', from: 'duration' },
] as const satisfies SentenceForm['words'];

const quick = {
  path: '/tool/sniffer/quick',
  // Headers alone: `raw` would be what people say to each other.
  fields: [
    '.section',
    'time',
    'num',
    'dir',
    'interface',
    'src-mac',
    'dst-mac',
    'vlan',
    'src-address',
    'dst-address',
    'protocol',
    'size',
    'tcp-flags',
    'ttl',
    'dscp',
    'cpu',
    'fp',
  ],
  deadline: { baseMs: 30_000 },
  rowCap: 500,
  rowCapFrom: 'limit',
} as const satisfies Partial<SentenceForm>;

export const sniffer = {
  id: 'tool.sniffer',
  title: 'Packet sniffer',
  area: 'tools',
  purpose: 'Which packets of an address, a port or a protocol pass an interface?',
  limits: [
    'Headers alone: what the packets carry is neither asked for nor kept.',
    'What a switch chip or a bridge with hardware offloading forwards is not seen.',
    'A packet that passes several interfaces or CPUs may be told more than once.',
  ],
  effect: 'read',
  impact: 'load',
  guard,
  policies: ['sniff'],
  feature: 'sniffer',
  parameters: [
    { ...onWhich, explained: 'Where it listens.' },
    {
      name: 'ip-address',
      title: 'Address',
      kind: 'address',
      accepts: 'ipv4OrPrefix',
      isRequired: false,
      explained: 'Only packets from or to this address or network.',
    },
    optional.port('Only packets from or to this port.'),
    {
      name: 'ip-protocol',
      title: 'Protocol',
      kind: 'choice',
      isRequired: false,
      choices: protocols,
      explained: 'Only packets of this protocol.',
    },
    {
      name: 'duration',
      title: 'Duration',
      kind: 'milliseconds',
      isRequired: false,
      min: 1000,
      max: 10_000,
      byDefault: 3000,
      unit: 'ms',
      explained: 'How long it listens.',
    },
    atMost('packets', 'After so many packets it is ended.', { max: 500 }),
    { ...reason, explained: 'Why the packets of people are looked at; it is kept with the result.' },
  ],
  rules: [
    {
      kind: 'any',
      of: ['ip-address', 'port', 'ip-protocol'],
      explained: 'an address, a port or a protocol is wanted',
    },
  ],
  sentences: [
    { ...quick, since: '7.15', until: '7.99', words: [...quickWords, { name: 'show-frame', fixed: 'no' }] },
    { ...quick, since: '6', until: '7.14', words: quickWords },
  ],
  sieve: null,
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'time', title: 'After, s', reads: 'text' },
      { field: 'num', title: 'No.', reads: 'counter' },
      { field: 'dir', title: 'Way', reads: 'text' },
      { field: 'interface', title: 'Interface', reads: 'text' },
      { field: 'src-mac', title: 'Source MAC', reads: 'text' },
      { field: 'dst-mac', title: 'Dest. MAC', reads: 'text' },
      { field: 'vlan', title: 'VLAN', reads: 'text' },
      { field: 'src-address', title: 'Source', reads: 'text' },
      { field: 'dst-address', title: 'Destination', reads: 'text' },
      { field: 'protocol', title: 'Protocol', reads: 'text' },
      { field: 'size', title: 'Bytes', reads: 'counter' },
    ],
    flags: [{ field: 'fp', letter: 'F', meaning: 'by the fast path' }],
    others: ['tcp-flags', 'ttl', 'dscp', 'cpu'],
  },
} as const satisfies Read;

export const ipScan = {
  id: 'tool.ipscan',
  title: 'IP scan',
  area: 'tools',
  purpose: 'Which addresses of a network answer, and does one of them answer twice?',
  limits: [
    'It asks by ARP: only a network that the router is itself in on this interface can be scanned.',
    'A host that is asleep does not answer, and a name is shown only where the router can find one.',
  ],
  effect: 'read',
  impact: 'traffic',
  guard: { ...guard, connected: { interface: 'interface', network: 'address-range' } },
  policies: ['test'],
  feature: null,
  parameters: [
    { ...onWhich, explained: 'The interface that the network is on.' },
    {
      name: 'address-range',
      title: 'Network',
      kind: 'address',
      accepts: 'ipv4OrPrefix',
      isRequired: true,
      explained: 'The network or address that is scanned, at most 1,024 addresses.',
    },
    {
      name: 'duration',
      title: 'Duration',
      kind: 'milliseconds',
      isRequired: false,
      min: 1000,
      max: 20_000,
      byDefault: 10_000,
      unit: 'ms',
      explained: 'How long it asks; a large network needs the whole time.',
    },
    { ...reason, explained: 'Why the network is scanned; it is kept with the result.' },
  ],
  rules: [
    {
      kind: 'network',
      parameter: 'address-range',
      shortest: 22,
      explained: 'a network of at least 22 bits, or one address',
    },
  ],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/tool/ip-scan',
      words: [
        { name: 'interface', from: 'interface' },
        { name: 'address-range', from: 'address-range' },
        { name: 'duration', from: 'duration' },
      ],
      fields: ['.section', 'address', 'mac-address', 'time', 'dns', 'snmp', 'netbios', 'dhcp'],
      deadline: { baseMs: 40_000 },
      // Whoever answered is told again in every round.
      rowCap: 25_000,
    },
  ],
  sieve: { sentence: 0, latest: { alike: ['address', 'mac-address'] } },
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'address', title: 'Address', reads: 'text' },
      { field: 'mac-address', title: 'MAC address', reads: 'text' },
      { field: 'time', title: 'Answers in, ms', reads: 'text' },
      { field: 'dns', title: 'DNS', reads: 'text' },
      { field: 'snmp', title: 'SNMP', reads: 'text' },
      { field: 'netbios', title: 'NetBIOS', reads: 'text' },
    ],
    flags: [{ field: 'dhcp', letter: 'H', meaning: 'has its address from the DHCP server' }],
    others: [],
  },
} as const satisfies Read;
