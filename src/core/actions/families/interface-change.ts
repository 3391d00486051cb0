import type { Write } from '../define';
import { optional, required } from '../usual-parameters';

const named = required.interface('Its exact name: RouterOS itself would take a beginning of it.');

export const toggleInterface = {
  id: 'if.toggle',
  title: 'Switch an interface off or on',
  area: 'interfaces',
  purpose: 'Disables an interface, or enables it again.',
  limits: [
    'Everything that runs over the interface goes with it: addresses, routes, VLANs, sessions.',
    'Enabled is not up: a port without a link stays down.',
  ],
  effect: 'write',
  tier: 'W3',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [named, required.disabled('Whether it is to be off.')],
  rules: [],
  finds: {
    by: [{ query: 'name', from: 'interface' }],
    fields: ['.id', 'name', 'type', 'disabled', 'running', 'dynamic', 'slave', 'comment'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'dynamic', 'ownPath'],
  inverse: {
    how: 'setBack',
    fields: ['disabled'],
    explained: 'It is as it was before; sessions and leases that were cut have to be made anew.',
  },
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/interface/set',
      words: [
        { name: '.id', found: true },
        { name: 'disabled', from: 'disabled' },
      ],
      fields: [],
      deadline: { baseMs: 20_000 },
      rowCap: 4,
    },
  ],
  shownBy: { action: 'if.list', given: { name: 'interface' } },
} as const satisfies Write;

export const setInterface = {
  id: 'if.set',
  title: 'Set MTU or comment of an interface',
  area: 'interfaces',
  purpose: 'Changes how large packets of an interface may be, or what is written beside it.',
  limits: [
    'A comment can be replaced, but not removed.',
    'The router takes an MTU that its hardware or the other side cannot carry: larger packets are then lost silently.',
  ],
  effect: 'write',
  tier: 'W3',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    named,
    {
      name: 'mtu',
      title: 'MTU',
      kind: 'integer',
      isRequired: false,
      min: 576,
      max: 9216,
      unit: 'bytes',
      explained: 'The largest IP packet that is not cut up.',
    },
    optional.comment(255, 'What is written beside the interface. Empty: it stays as it is.'),
  ],
  rules: [{ kind: 'any', of: ['mtu', 'comment'], explained: 'an MTU or a comment' }],
  finds: {
    by: [{ query: 'name', from: 'interface' }],
    fields: ['.id', 'name', 'type', 'mtu', 'actual-mtu', 'l2mtu', 'dynamic', 'comment'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'dynamic'],
  inverse: {
    how: 'setBack',
    fields: ['mtu', 'comment'],
    explained: 'MTU and comment are as they were before.',
  },
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/interface/set',
      words: [
        { name: '.id', found: true },
        { name: 'mtu', from: 'mtu' },
        { name: 'comment', from: 'comment' },
      ],
      fields: [],
      deadline: { baseMs: 20_000 },
      rowCap: 4,
    },
  ],
  shownBy: { action: 'if.list', given: { name: 'interface' } },
} as const satisfies Write;

export const addVlan = {
  id: 'vlan.add',
  title: 'Add a VLAN interface',
  area: 'interfaces',
  purpose: 'Makes an interface of the router for one VLAN of a port, a bond or a bridge.',
  limits: [
    'It gets no address, and no bridge or switch learns that the VLAN may pass.',
    'On a bridge that filters VLANs, the bridge itself has to be a tagged member of it.',
    'RouterOS does not refuse an MTU that the parent is too small for.',
  ],
  effect: 'write',
  tier: 'W1',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    {
      name: 'name',
      title: 'Name',
      kind: 'interface',
      isRequired: true,
      max: 64,
      explained: 'The name of the new interface.',
    },
    {
      name: 'vlan-id',
      title: 'VLAN',
      kind: 'integer',
      isRequired: true,
      min: 1,
      max: 4094,
      explained: 'The number in the tag.',
    },
    { ...named, title: 'Parent', explained: 'The interface that the tagged packets come from, by its exact name.' },
    {
      name: 'mtu',
      title: 'MTU',
      kind: 'integer',
      isRequired: false,
      min: 576,
      max: 9216,
      unit: 'bytes',
      explained: 'Empty: 1500.',
    },
  ],
  rules: [],
  finds: null,
  refusedWhen: ['inexactName', 'alreadyThere'],
  inverse: {
    how: 'remove',
    explained: 'The interface is removed, and with it what others have built upon it meanwhile.',
  },
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/interface/vlan/add',
      words: [
        { name: 'name', from: 'name' },
        { name: 'vlan-id', from: 'vlan-id' },
        { name: 'interface', from: 'interface' },
        { name: 'mtu', from: 'mtu' },
      ],
      fields: ['ret'],
      deadline: { baseMs: 20_000 },
      rowCap: 4,
    },
  ],
  shownBy: { action: 'if.list', given: { name: 'name' } },
} as const satisfies Write;
