import type { Write } from '../define';
import type { SentenceForm, Word } from '../sentence-form';
import {
  anchored,
  changesFirewall,
  matcherNames,
  matchers,
  matcherWords,
  placed,
  placedWords,
  portsNeedProtocol,
  saidOnce,
} from './rule-parts';

const words = [
  { name: 'action', from: 'action' },
  ...matcherWords,
  { name: 'to-addresses', from: 'to-addresses' },
  { name: 'to-ports', from: 'to-ports' },
  ...placedWords,
] as const satisfies readonly Word[];

const added = { ...saidOnce, path: '/ip/firewall/nat/add' } as const satisfies Partial<SentenceForm>;

/** The chain follows from what is done. */
const toSource = { ...added, words: [{ name: 'chain', fixed: 'srcnat' }, ...words] } as const satisfies SentenceForm;
const toDestination = {
  ...added,
  words: [{ name: 'chain', fixed: 'dstnat' }, ...words],
} as const satisfies SentenceForm;

const cameIn = {
  where: 'action',
  is: ['dst-nat', 'redirect'],
  explained: 'only with dst-nat and redirect: where a packet came in is forgotten when it leaves',
} as const;

const goesOut = {
  where: 'action',
  is: ['masquerade', 'src-nat'],
  explained: 'only with masquerade and src-nat: before the route is chosen nobody knows where a packet goes out',
} as const;

export const natAdd = {
  ...changesFirewall,
  id: 'fw.nat.add',
  title: 'Add NAT rule',
  purpose: 'Adds a rule that rewrites source or destination addresses, at the end or before another rule.',
  limits: [
    'IPv4 alone, and one rule at a time.',
    'A ! before the name of an interface or a list means all others, as RouterOS reads it.',
    'Connections that are already there keep the addresses that they began with.',
    'A rule that forwards a port lets nothing pass the filter.',
  ],
  parameters: [
    {
      name: 'action',
      title: 'Action',
      kind: 'choice',
      isRequired: true,
      choices: ['masquerade', 'src-nat', 'dst-nat', 'redirect'],
      explained: 'masquerade and src-nat go into the chain srcnat, dst-nat and redirect into dstnat.',
    },
    ...matchers,
    {
      name: 'to-addresses',
      title: 'To address',
      kind: 'address',
      accepts: 'ipv4OrPrefix',
      isRequired: false,
      explained: 'What the address becomes; masquerade and redirect take that of the router.',
    },
    {
      name: 'to-ports',
      title: 'To port',
      kind: 'integer',
      isRequired: false,
      min: 1,
      max: 65_535,
      explained: 'What the port becomes. Empty: it stays.',
    },
    ...placed,
  ],
  rules: [
    {
      kind: 'any',
      of: matcherNames,
      explained: 'at least one thing that a packet has to fit: else all of them would',
    },
    { kind: 'with', parameter: 'to-addresses', where: 'action', is: 'src-nat', explained: 'src-nat wants an address' },
    { kind: 'with', parameter: 'to-addresses', where: 'action', is: 'dst-nat', explained: 'dst-nat wants an address' },
    {
      kind: 'only',
      parameter: 'to-addresses',
      where: 'action',
      is: ['src-nat', 'dst-nat'],
      explained: 'only with src-nat and dst-nat',
    },
    {
      kind: 'only',
      parameter: 'to-ports',
      where: 'protocol',
      is: ['tcp', 'udp', 'sctp'],
      explained: 'only with the protocol tcp, udp or sctp',
    },
    { kind: 'only', parameter: 'in-interface', ...cameIn },
    { kind: 'only', parameter: 'in-interface-list', ...cameIn },
    { kind: 'only', parameter: 'out-interface', ...goesOut },
    { kind: 'only', parameter: 'out-interface-list', ...goesOut },
    ...portsNeedProtocol,
    anchored,
  ],
  sentences: [
    { ...toSource, when: { action: 'masquerade' } },
    { ...toSource, when: { action: 'src-nat' } },
    { ...toDestination, when: { action: 'dst-nat' } },
    { ...toDestination, when: { action: 'redirect' } },
  ],
  finds: null,
  refusedWhen: ['matchesEverything', 'managementPort', 'ownPath', 'notFound', 'inexactName'],
  inverse: {
    how: 'remove',
    explained: 'The rule is removed. Connections that it rewrote stay rewritten until they end.',
  },
  shownBy: { action: 'fw.rules', given: {}, fixed: { table: 'nat' } },
} as const satisfies Write;
