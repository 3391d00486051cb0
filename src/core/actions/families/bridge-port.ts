import type { Write } from '../define';
import { required } from '../usual-parameters';

export const bridgePortSet = {
  id: 'br.port.set',
  title: 'Set the VLAN of a bridge port',
  area: 'switching',
  purpose: 'Puts what comes untagged into a port into another VLAN, or says which frames the port takes.',
  limits: [
    'Only a bridge that filters VLANs obeys it.',
    'Which VLANs are tagged on the port stands in the VLAN table, and stays as it is.',
  ],
  effect: 'write',
  tier: 'W3',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    required.interface('The port by the whole name of its interface.', 'Port'),
    {
      name: 'pvid',
      title: 'PVID',
      kind: 'integer',
      isRequired: false,
      min: 1,
      max: 4094,
      explained: 'The VLAN of frames that come without a tag.',
    },
    {
      name: 'frame-types',
      title: 'Frames',
      kind: 'choice',
      isRequired: false,
      choices: ['admit-all', 'admit-only-vlan-tagged', 'admit-only-untagged-and-priority-tagged'],
      explained: 'Which frames the port takes in; the others are dropped.',
    },
    {
      name: 'ingress-filtering',
      title: 'Filter what comes in',
      kind: 'flag',
      isRequired: false,
      explained: 'Drop frames of VLANs that the port is not in.',
    },
  ],
  rules: [
    {
      kind: 'any',
      of: ['pvid', 'frame-types', 'ingress-filtering'],
      explained: 'at least one thing that is to be changed',
    },
  ],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/interface/bridge/port/set',
      words: [
        { name: '.id', found: true },
        { name: 'pvid', from: 'pvid' },
        { name: 'frame-types', from: 'frame-types' },
        { name: 'ingress-filtering', from: 'ingress-filtering' },
      ],
      fields: [],
      deadline: { baseMs: 20_000 },
      rowCap: 1,
    },
  ],
  finds: {
    by: [{ query: 'interface', from: 'interface' }],
    fields: ['.id', 'interface', 'bridge', 'pvid', 'frame-types', 'ingress-filtering', 'dynamic', 'disabled'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'dynamic', 'ownPath'],
  inverse: {
    how: 'setBack',
    fields: ['pvid', 'frame-types', 'ingress-filtering'],
    explained: 'The port gets the values back that it had; hosts behind it are learnt anew.',
  },
  shownBy: { action: 'br.vlans', given: { port: 'interface' } },
} as const satisfies Write;
