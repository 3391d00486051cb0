import type { Read, Write } from '../define';
import { required } from '../usual-parameters';

export const poe = {
  id: 'if.poe',
  title: 'PoE out',
  area: 'interfaces',
  purpose: 'Does a port feed what hangs on it, and how much does that take?',
  limits: [
    'Some models feed a port without measuring it: then there is a status and no figures.',
    'It says nothing of the power that the router itself is fed with.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [required.interface('A port that can feed power, by its name.', 'Port')],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      needs: 'poe',
      path: '/interface/ethernet/poe/monitor',
      words: [
        { name: 'numbers', from: 'interface' },
        { name: 'once', fixed: '' },
      ],
      fields: [
        'name',
        'poe-out',
        'poe-out-status',
        'poe-out-voltage',
        'poe-out-current',
        'poe-out-power',
        'poe-out-power-pair',
        'poe-voltage',
        'power-cycle-after',
        'power-cycle-host-alive',
      ],
      deadline: { baseMs: 20_000 },
      rowCap: 4,
    },
  ],
  sieve: null,
  shown: {
    as: 'facts',
    groups: [
      {
        title: 'PoE out',
        facts: [
          { sentence: 0, field: 'name', title: 'Port', reads: 'text' },
          { sentence: 0, field: 'poe-out-status', title: 'Status', reads: 'text', isMain: true },
          { sentence: 0, field: 'poe-out', title: 'Set to', reads: 'text', isMain: true },
          { sentence: 0, field: 'poe-out-voltage', title: 'Voltage', reads: 'number', unit: 'V' },
          { sentence: 0, field: 'poe-out-current', title: 'Current', reads: 'number', unit: 'mA' },
          { sentence: 0, field: 'poe-out-power', title: 'Power', reads: 'number', unit: 'W', isMain: true },
          { sentence: 0, field: 'poe-out-power-pair', title: 'Pairs', reads: 'text' },
          { sentence: 0, field: 'poe-voltage', title: 'Voltage is set to', reads: 'text' },
          { sentence: 0, field: 'power-cycle-after', title: 'Power cut in', reads: 'duration' },
          { sentence: 0, field: 'power-cycle-host-alive', title: 'Watched host answers', reads: 'boolean' },
        ],
      },
    ],
  },
} as const satisfies Read;

export const cyclePower = {
  id: 'poe.cycle',
  title: 'Cut the power of a port for a moment',
  area: 'interfaces',
  purpose: 'Takes the power from what a port feeds, and gives it back by itself.',
  limits: [
    'What hangs on the port boots; that it comes back is not waited for.',
    'A port whose PoE is switched off stays without power.',
  ],
  effect: 'write',
  tier: 'W2',
  raised: ['A device that Routeward knows is reached through the port.'],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    required.interface('The port that feeds the device, by its name.', 'Port'),
    {
      name: 'duration',
      title: 'Duration',
      kind: 'milliseconds',
      isRequired: false,
      min: 1000,
      max: 30_000,
      byDefault: 5000,
      unit: 'ms',
      explained: 'How long the port is without power.',
    },
  ],
  rules: [],
  finds: {
    by: [{ query: 'name', from: 'interface' }],
    fields: ['.id', 'name', 'poe-out'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'ownPath'],
  inverse: { how: 'none', explained: 'The router gives the power back by itself; the boot cannot be taken back.' },
  sentences: [
    {
      since: '6',
      until: '7.99',
      needs: 'poe',
      path: '/interface/ethernet/poe/power-cycle',
      words: [
        { name: 'numbers', found: true },
        { name: 'duration', from: 'duration' },
      ],
      fields: [],
      // Some versions answer only when the power is back.
      deadline: { baseMs: 15_000, plusProductOf: ['duration'] },
      rowCap: 4,
    },
  ],
  shownBy: { action: 'if.poe', given: { interface: 'interface' } },
} as const satisfies Write;
