import type { Write } from '../define';
import type { SentenceForm, Word } from '../sentence-form';
import { required } from '../usual-parameters';
import { ruleSays } from './firewall';
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

const row = { name: 'row', title: 'Rule', kind: 'row', isRequired: true } as const;
const fingerprint = required.fingerprint('What the rule said when it was chosen: it has to say the same still.');
const byRow = [{ query: '.id', from: 'row' }] as const satisfies readonly Word[];

export const filterAdd = {
  ...changesFirewall,
  id: 'fw.filter.add',
  title: 'Add filter rule',
  purpose: 'Adds a rule to the IPv4 filter, at the end or before another rule.',
  limits: [
    'IPv4 alone, and one rule at a time.',
    'A ! before the name of an interface or a list means all others, as RouterOS reads it.',
    'Connections that FastTrack already forwards do not meet the new rule before they end.',
    'A rule behind one that catches everything does nothing.',
  ],
  parameters: [
    {
      name: 'chain',
      title: 'Chain',
      kind: 'interface',
      isRequired: true,
      max: 64,
      explained: 'input, forward, output, or one of your own.',
    },
    {
      name: 'action',
      title: 'Action',
      kind: 'choice',
      isRequired: true,
      choices: ['accept', 'drop', 'reject', 'log'],
      explained: 'What becomes of a packet that fits.',
    },
    ...matchers,
    {
      name: 'connection-state',
      title: 'State',
      kind: 'choices',
      isRequired: false,
      choices: ['established', 'related', 'new', 'invalid', 'untracked'],
      explained: 'Only packets of connections in one of these states. None chosen: all.',
    },
    {
      name: 'reject-with',
      title: 'Reject with',
      kind: 'choice',
      isRequired: false,
      choices: [
        'icmp-network-unreachable',
        'icmp-host-unreachable',
        'icmp-port-unreachable',
        'icmp-admin-prohibited',
        'tcp-reset',
      ],
      explained: 'What a rejected sender is told; a reset only for TCP.',
    },
    ...placed,
  ],
  rules: [
    {
      kind: 'any',
      of: [...matcherNames, 'connection-state'],
      explained: 'at least one thing that a packet has to fit: else all of them would',
    },
    { kind: 'only', parameter: 'reject-with', where: 'action', is: 'reject', explained: 'only with the action reject' },
    ...portsNeedProtocol,
    anchored,
  ],
  sentences: [
    {
      ...saidOnce,
      path: '/ip/firewall/filter/add',
      words: [
        { name: 'chain', from: 'chain' },
        { name: 'action', from: 'action' },
        ...matcherWords,
        { name: 'connection-state', from: 'connection-state' },
        { name: 'reject-with', from: 'reject-with' },
        ...placedWords,
      ],
    },
  ],
  finds: null,
  refusedWhen: ['matchesEverything', 'ownPath', 'notFound', 'inexactName'],
  inverse: { how: 'remove', explained: 'The rule is removed. Connections that it ended or let through stay so.' },
  shownBy: { action: 'fw.rules', given: { chain: 'chain' } },
} as const satisfies Write;

const switched = {
  ...saidOnce,
  words: [
    { name: '.id', found: true },
    { name: 'disabled', from: 'disabled' },
  ],
} as const satisfies Partial<SentenceForm>;

export const ruleToggle = {
  ...changesFirewall,
  id: 'fw.rule.toggle',
  title: 'Switch firewall rule',
  purpose: 'Switches one rule of the firewall off or on again.',
  limits: [
    'IPv4 alone.',
    'Rules that the router makes itself cannot be switched.',
    'Connections that are already there may go on as they began.',
  ],
  parameters: [
    {
      name: 'table',
      title: 'Table',
      kind: 'choice',
      isRequired: true,
      choices: ['filter', 'nat', 'mangle', 'raw'],
      explained: 'The table that the rule is in.',
    },
    { ...row, explained: 'The rule, chosen from what the firewall rules showed.' },
    fingerprint,
    required.disabled('On: the rule does nothing any more. Off: it counts again.'),
  ],
  rules: [],
  sentences: [
    { ...switched, path: '/ip/firewall/filter/set', when: { table: 'filter' } },
    { ...switched, path: '/ip/firewall/nat/set', when: { table: 'nat' } },
    { ...switched, path: '/ip/firewall/mangle/set', when: { table: 'mangle' } },
    { ...switched, path: '/ip/firewall/raw/set', when: { table: 'raw' } },
  ],
  finds: { by: byRow, fields: ruleSays, mostRows: 1 },
  refusedWhen: ['notFound', 'dynamic', 'ownPath'],
  inverse: { how: 'setBack', fields: ['disabled'], explained: 'The rule is switched back to what it was.' },
  shownBy: { action: 'fw.rules', given: { table: 'table' } },
} as const satisfies Write;

export const filterMove = {
  ...changesFirewall,
  id: 'fw.filter.move',
  title: 'Move filter rule',
  purpose: 'Puts a rule of the IPv4 filter before another one.',
  limits: [
    'IPv4 alone, and one rule at a time.',
    'A rule is never moved to the very end: move the last one before it.',
    'Rules that the router makes itself cannot be moved.',
  ],
  parameters: [
    { ...row, explained: 'The rule that moves, chosen from what the firewall rules showed.' },
    fingerprint,
    { ...row, name: 'before', title: 'Before', explained: 'The rule that it is put before.' },
    {
      ...fingerprint,
      name: 'anchor',
      title: 'Fingerprint of that rule',
      explained: 'What the rule that it is put before said when it was chosen.',
    },
  ],
  rules: [],
  sentences: [
    {
      ...saidOnce,
      path: '/ip/firewall/filter/move',
      words: [
        { name: 'numbers', found: true },
        { name: 'destination', from: 'before' },
      ],
    },
  ],
  finds: { by: byRow, fields: ruleSays, mostRows: 1 },
  refusedWhen: ['notFound', 'dynamic', 'ownPath'],
  inverse: { how: 'moveBack', explained: 'It goes back to before the rule that followed it, or to the end.' },
  shownBy: { action: 'fw.rules', given: {} },
} as const satisfies Write;
