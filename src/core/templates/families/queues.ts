import type { Template } from '../define';
import { fixed, from, kept, oneNamed } from './parts';

export const queuePlan = {
  id: 'queue.plan',
  version: 1,
  title: 'Give somebody a plan by a queue',
  area: 'queues',
  purpose:
    'Limits what an address or a network sends and receives by a simple queue, or gives the queue of that name a new plan.',
  limits: [
    'The first queue that fits takes the traffic: a new one stands behind all others, and one that is there keeps its place.',
    'Queues that a RADIUS server or a PPP profile makes are changed there.',
    'What RouterOS has fasttracked passes every queue.',
  ],
  parameters: [
    oneNamed('name', 'Name', 'The queue of exactly this name, or a new one.'),
    {
      ...{ name: 'target', title: 'Address', kind: 'address', accepts: 'ipv4OrPrefix', isRequired: true },
      explained: 'The IPv4 address or the network whose traffic it is.',
    },
    {
      ...{ name: 'max-limit', title: 'Plan', kind: 'rates', isRequired: true },
      explained: 'What it may send and receive at most, as in 2M/10M; 0 has no limit.',
    },
  ],
  rules: [
    {
      kind: 'network',
      parameter: 'target',
      shortest: 8,
      explained: 'a network wider than a /8 has no plan of its own',
    },
  ],
  steps: [
    {
      ...{ ...kept, menu: '/queue/simple' },
      where: { name: from('name') },
      fields: { target: { from: 'target', as: 'target' }, 'max-limit': from('max-limit'), disabled: fixed('false') },
    },
  ],
  radius: {
    commands: ['/queue/simple/add', '/queue/simple/set'],
    ...{ mostRows: 1, mostDevices: 1, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;
