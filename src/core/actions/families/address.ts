import type { Read, Write } from '../define';
import type { SentenceForm } from '../sentence-form';
import { atMost, family, optional, required } from '../usual-parameters';

const common = ['.id', 'address', 'interface', 'actual-interface', 'vrf', 'slave', 'invalid', 'dynamic'] as const;

const printed = {
  words: [{ query: 'interface', from: 'interface' }],
  deadline: { baseMs: 30_000 },
  rowCap: 1000,
  rowCapFrom: 'limit',
} as const satisfies Partial<SentenceForm>;

const printed6 = {
  ...printed,
  path: '/ipv6/address/print',
  when: { family: '6' },
  fields: [
    ...common,
    'from-pool',
    'advertise',
    'eui-64',
    'no-dad',
    'global',
    'link-local',
    'deprecated',
    'preferred',
    'valid',
    'disabled',
    'comment',
  ],
} as const satisfies Partial<SentenceForm>;

export const addresses = {
  id: 'ip.addresses',
  title: 'IP addresses',
  area: 'addresses',
  purpose: 'Which addresses does the router have, and on which interfaces?',
  limits: ['Addresses that it gives to others stand in the DHCP leases and among the subscribers.'],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    family(),
    optional.interface('Only addresses on this interface.'),
    atMost('addresses', 'After so many addresses the answer is ended: a concentrator has one for each subscriber.'),
  ],
  rules: [],
  sentences: [
    {
      ...printed,
      since: '6',
      until: '7.99',
      path: '/ip/address/print',
      when: { family: '4' },
      fields: [...common, 'network', 'broadcast', 'disabled', 'comment'],
    },
    { ...printed6, since: '7', until: '7.99' },
    { ...printed6, since: '6', until: '6.99', needs: 'ipv6' },
  ],
  sieve: null,
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'address', title: 'Address', reads: 'text' },
      { field: 'network', title: 'Network', reads: 'text' },
      { field: 'interface', title: 'Interface', reads: 'text' },
      { field: 'actual-interface', title: 'Really on', reads: 'text' },
      { field: 'from-pool', title: 'From pool', reads: 'text' },
      { field: 'vrf', title: 'VRF', reads: 'text' },
      { field: 'comment', title: 'Comment', reads: 'text' },
    ],
    flags: [
      { field: 'disabled', letter: 'X', meaning: 'disabled' },
      { field: 'invalid', letter: 'I', meaning: 'invalid: names something that is not there' },
      { field: 'dynamic', letter: 'D', meaning: 'dynamic: made by another service' },
      { field: 'slave', letter: 'S', meaning: 'slave: its interface is a port of a bridge or bond' },
      { field: 'global', letter: 'G', meaning: 'global: valid everywhere' },
      { field: 'link-local', letter: 'L', meaning: 'link-local: valid on its own link' },
      { field: 'deprecated', letter: 'd', meaning: 'deprecated: no longer used for what is new' },
    ],
    others: ['broadcast', 'advertise', 'eui-64', 'no-dad', 'preferred', 'valid'],
    faintIf: 'disabled',
  },
} as const satisfies Read;

const added = {
  fields: [],
  deadline: { baseMs: 20_000 },
  rowCap: 1,
} as const satisfies Partial<SentenceForm>;

const addedWords = [
  { name: 'address', from: 'address' },
  { name: 'interface', from: 'interface' },
  { name: 'comment', from: 'comment' },
] as const;

const added6 = {
  ...added,
  path: '/ipv6/address/add',
  when: { family: '6' },
  // RouterOS would tell the hosts of the link to take addresses of it.
  words: [...addedWords, { name: 'advertise', fixed: 'no' }],
} as const satisfies Partial<SentenceForm>;

export const addressAdd = {
  id: 'ip.address.add',
  title: 'Add an IP address',
  area: 'addresses',
  purpose: 'Gives the router one more address on an interface.',
  limits: [
    'It gives no addresses to others and opens nothing in the firewall.',
    'An IPv6 network is not advertised to the hosts of the link.',
  ],
  effect: 'write',
  tier: 'W2',
  raised: [
    'On the interface over which Routeward reaches the router it is W3.',
    'With a network in which a connected one lies, or that lies in one, it is W3.',
  ],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    family(),
    {
      name: 'address',
      title: 'Address',
      kind: 'prefix',
      isRequired: true,
      explained: 'The address with the length of its network, as in 10.0.5.1/24.',
    },
    required.interface('The interface by its whole name; of a bridge the bridge, not a port of it.'),
    optional.comment(128, 'What it is for, as it will stand beside the address.'),
  ],
  rules: [
    { kind: 'family', parameter: 'address', family: 'family', explained: 'an address of the family that was chosen' },
    { kind: 'network', parameter: 'address', shortest: 8, explained: 'a network of at least 8 bits' },
  ],
  sentences: [
    { ...added, since: '6', until: '7.99', path: '/ip/address/add', when: { family: '4' }, words: addedWords },
    { ...added6, since: '7', until: '7.99' },
    { ...added6, since: '6', until: '6.99', needs: 'ipv6' },
  ],
  finds: null,
  refusedWhen: ['inexactName', 'alreadyThere', 'overlapsNetwork', 'ownPath'],
  inverse: {
    how: 'remove',
    explained: 'The address is removed again, and with it the connected route that it made.',
  },
  shownBy: { action: 'ip.addresses', given: { family: 'family', interface: 'interface' } },
} as const satisfies Write;
