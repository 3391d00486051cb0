import type { Read, Write } from '../define';
import type { SentenceForm } from '../sentence-form';
import { atMost, optional, required } from '../usual-parameters';

const path = '/ip/firewall/address-list';
const written = {
  since: '6',
  until: '7.99',
  fields: [],
  deadline: { baseMs: 20_000 },
  rowCap: 1,
} as const satisfies Partial<SentenceForm>;

const list = {
  name: 'list',
  title: 'List',
  kind: 'text',
  isRequired: true,
  max: 64,
} as const;

export const addressLists = {
  id: 'fw.addrlists',
  title: 'Address lists',
  area: 'firewall',
  purpose: 'Which addresses are in the lists that the firewall compares with?',
  limits: [
    'IPv4 alone.',
    'An address is found as it was written down: not inside a network or a range, and not behind a name.',
    'Which rules use a list is told by the firewall rules.',
  ],
  effect: 'read',
  impact: 'load',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    { ...list, isRequired: false, explained: 'Only the entries of this list.' },
    optional.address('ipv4OrPrefix', 'Only entries that say exactly this address or network.'),
    atMost('entries', 'After so many entries the answer is ended.'),
  ],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: `${path}/print`,
      words: [
        { query: 'list', from: 'list' },
        { query: 'address', from: 'address' },
      ],
      fields: ['.id', 'list', 'address', 'timeout', 'creation-time', 'dynamic', 'disabled', 'comment'],
      deadline: { baseMs: 60_000 },
      rowCap: 1000,
      rowCapFrom: 'limit',
    },
  ],
  sieve: null,
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'list', title: 'List', reads: 'text' },
      { field: 'address', title: 'Address', reads: 'text' },
      { field: 'timeout', title: 'Gone in', reads: 'duration' },
      { field: 'creation-time', title: "Made (router's clock)", reads: 'routerTime' },
      { field: 'comment', title: 'Comment', reads: 'text' },
    ],
    flags: [
      { field: 'disabled', letter: 'X', meaning: 'disabled' },
      { field: 'dynamic', letter: 'D', meaning: 'dynamic: not kept over a restart' },
    ],
    others: [],
    faintIf: 'disabled',
  },
} as const satisfies Read;

export const addressListAdd = {
  id: 'fw.addrlist.add',
  title: 'Add to address list',
  area: 'firewall',
  purpose: 'Puts an address or a network into a list that the firewall already uses.',
  limits: ['IPv4 alone.', 'What becomes of the address is decided by the rules that use the list.'],
  effect: 'write',
  tier: 'W2',
  raised: ['W3 when a rule in the chain input, in raw or in mangle uses the list.'],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    { ...list, explained: 'A list that is there already: of a new one no rule would know.' },
    required.address('ipv4OrPrefix', 'An address, or a network of at least 16 bits.'),
    {
      name: 'timeout',
      title: 'For',
      kind: 'integer',
      isRequired: false,
      min: 60,
      max: 2_592_000,
      unit: 's',
      explained: 'After so many seconds the router takes it out again. Empty: it stays.',
    },
    required.comment(100, 'Why it is there, for whoever reads the list.'),
  ],
  rules: [
    { kind: 'network', parameter: 'address', shortest: 16, explained: 'an address, or a network of at least 16 bits' },
  ],
  sentences: [
    {
      ...written,
      path: `${path}/add`,
      words: [
        { name: 'list', from: 'list' },
        { name: 'address', from: 'address' },
        { name: 'timeout', from: 'timeout' },
        { name: 'comment', from: 'comment' },
      ],
    },
  ],
  finds: null,
  refusedWhen: ['unknownList', 'alreadyThere', 'ownAddress'],
  inverse: { how: 'remove', explained: 'The entry is removed. Connections that it ended or let through stay so.' },
  shownBy: { action: 'fw.addrlists', given: { list: 'list', address: 'address' } },
} as const satisfies Write;

const kept = ['list', 'address', 'timeout', 'comment', 'disabled'] as const;

export const addressListRemove = {
  id: 'fw.addrlist.remove',
  title: 'Remove from address list',
  area: 'firewall',
  purpose: 'Takes an address or a network out of a list.',
  limits: [
    'IPv4 alone.',
    'The entry has to say exactly this address: one inside a network or a range is not taken out of it.',
    'What a rule puts into a list comes back with the next packet that fits the rule.',
  ],
  effect: 'write',
  tier: 'W2',
  raised: ['W3 when an accepting rule in the chain input or in raw uses the list.'],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    { ...list, explained: 'The list that it is in.' },
    required.address('ipv4OrPrefix', 'The address or network as the list has it.'),
  ],
  rules: [],
  sentences: [{ ...written, path: `${path}/remove`, words: [{ name: '.id', found: true }] }],
  finds: {
    by: [
      { query: 'list', from: 'list' },
      { query: 'address', from: 'address' },
    ],
    fields: ['.id', 'dynamic', ...kept],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'ownAddress'],
  inverse: {
    how: 'addBack',
    fields: kept,
    explained:
      'It is added again, at the end, with its comment and the time that was left to it; its number is another.',
  },
  shownBy: { action: 'fw.addrlists', given: { list: 'list', address: 'address' } },
} as const satisfies Write;
