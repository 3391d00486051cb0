import type { Write } from '../define';
import type { Rule } from '../parameter';
import type { SentenceForm, Word } from '../sentence-form';
import { required } from '../usual-parameters';

/** What the changes of the firewall have in common: all of them can cut people off, and the router itself. */
export const changesFirewall = {
  area: 'firewall',
  effect: 'write',
  tier: 'W3',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
} as const satisfies Partial<Write>;

export const saidOnce = {
  since: '6',
  until: '7.99',
  fields: [],
  deadline: { baseMs: 20_000 },
  rowCap: 1,
} as const satisfies Partial<SentenceForm>;

/** What every rule can ask, as a person who adds one gives it. */
export const matchers = [
  {
    name: 'protocol',
    title: 'Protocol',
    kind: 'choice',
    isRequired: false,
    choices: [
      'tcp',
      'udp',
      'icmp',
      'gre',
      'ipsec-esp',
      'ipsec-ah',
      'ipip',
      'ipv6-encap',
      'ospf',
      'igmp',
      'vrrp',
      'sctp',
    ],
    explained: 'Only packets of this protocol.',
  },
  {
    name: 'src-address',
    title: 'Source',
    kind: 'address',
    accepts: 'ipv4OrPrefix',
    isRequired: false,
    explained: 'Only packets from this address or network.',
  },
  {
    name: 'dst-address',
    title: 'Destination',
    kind: 'address',
    accepts: 'ipv4OrPrefix',
    isRequired: false,
    explained: 'Only packets to this address or network.',
  },
  {
    name: 'src-port',
    title: 'Source port',
    kind: 'ports',
    isRequired: false,
    explained: 'Only packets from these ports; needs a protocol that has ports.',
  },
  {
    name: 'dst-port',
    title: 'Dest. port',
    kind: 'ports',
    isRequired: false,
    explained: 'Only packets to these ports; needs a protocol that has ports.',
  },
  {
    name: 'in-interface',
    title: 'In',
    kind: 'interface',
    isRequired: false,
    max: 64,
    explained: 'Only packets that came in there.',
  },
  {
    name: 'out-interface',
    title: 'Out',
    kind: 'interface',
    isRequired: false,
    max: 64,
    explained: 'Only packets that go out there.',
  },
  {
    name: 'in-interface-list',
    title: 'In list',
    kind: 'interface',
    isRequired: false,
    max: 64,
    explained: 'Only packets that came in by one of the interfaces of this list.',
  },
  {
    name: 'out-interface-list',
    title: 'Out list',
    kind: 'interface',
    isRequired: false,
    max: 64,
    explained: 'Only packets that go out by one of the interfaces of this list.',
  },
  {
    name: 'src-address-list',
    title: 'Source list',
    kind: 'interface',
    isRequired: false,
    max: 64,
    explained: 'Only packets from an address of this list.',
  },
  {
    name: 'dst-address-list',
    title: 'Dest. list',
    kind: 'interface',
    isRequired: false,
    max: 64,
    explained: 'Only packets to an address of this list.',
  },
] as const satisfies Write['parameters'];

/** The names of all these. */
export const matcherNames = [
  'protocol',
  'src-address',
  'dst-address',
  'src-port',
  'dst-port',
  'in-interface',
  'out-interface',
  'in-interface-list',
  'out-interface-list',
  'src-address-list',
  'dst-address-list',
] as const;

export const matcherWords = [
  { name: 'protocol', from: 'protocol' },
  { name: 'src-address', from: 'src-address' },
  { name: 'dst-address', from: 'dst-address' },
  { name: 'src-port', from: 'src-port' },
  { name: 'dst-port', from: 'dst-port' },
  { name: 'in-interface', from: 'in-interface' },
  { name: 'out-interface', from: 'out-interface' },
  { name: 'in-interface-list', from: 'in-interface-list' },
  { name: 'out-interface-list', from: 'out-interface-list' },
  { name: 'src-address-list', from: 'src-address-list' },
  { name: 'dst-address-list', from: 'dst-address-list' },
] as const satisfies readonly Word[];

const withPorts = {
  where: 'protocol',
  is: ['tcp', 'udp', 'sctp'],
  explained: 'only with the protocol tcp, udp or sctp',
} as const;

export const portsNeedProtocol = [
  { kind: 'only', parameter: 'src-port', ...withPorts },
  { kind: 'only', parameter: 'dst-port', ...withPorts },
] as const satisfies readonly Rule[];

/** Where the rule goes and how it is known again. */
export const placed = [
  {
    name: 'place-before',
    title: 'Before',
    kind: 'row',
    isRequired: false,
    explained: 'The rule that it is put before. Empty: it comes last.',
  },
  {
    name: 'anchor',
    title: 'Fingerprint of that rule',
    kind: 'fingerprint',
    isRequired: false,
    explained: 'What the rule that it is put before said when it was chosen.',
  },
  required.comment(100, 'What the rule is for, for whoever reads the firewall.'),
] as const satisfies Write['parameters'];

export const anchored = {
  kind: 'together',
  of: ['place-before', 'anchor'],
  explained: 'the rule that it is put before, and its fingerprint, come together',
} as const;

export const placedWords = [
  { name: 'place-before', from: 'place-before' },
  { name: 'comment', from: 'comment' },
] as const satisfies readonly Word[];
