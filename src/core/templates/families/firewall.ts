import type { Template } from '../define';

/** A new rule in front of all others of its chain, found again by its comment. */
const rule = { verb: 'add', mostRows: 1, ifNone: 'refuse', place: 'first' } as const;

const closedTo = (protocol: 'udp' | 'tcp') =>
  ({
    ...{ ...rule, menu: '/ip/firewall/filter' },
    where: { chain: { fixed: 'input' }, comment: { text: `Routeward: DNS closed to {interface} (${protocol})` } },
    fields: {
      ...{ action: { fixed: 'drop' }, protocol: { fixed: protocol }, 'dst-port': { fixed: '53' } },
      'in-interface': { from: 'interface' },
    },
  }) as const;

export const dnsClosed = {
  id: 'dns.closed',
  version: 2,
  title: 'Close the DNS resolver to the outside',
  area: 'dns',
  purpose: 'Drops DNS queries that come in by one interface, so that the router is no open resolver.',
  limits: [
    'Queries of the router itself are answered as before.',
    'Whether the router answers queries at all stays as it is.',
  ],
  parameters: [
    {
      ...{ name: 'interface', title: 'Interface', kind: 'interface', max: 64, isRequired: true },
      explained: 'The one to the outside, as the router names it.',
    },
  ],
  rules: [],
  steps: [
    {
      ...{ menu: '/interface', verb: 'have', mostRows: 1, ifNone: 'refuse' },
      ...{ where: { name: { from: 'interface' } }, fields: {} },
    },
    ...[closedTo('udp'), closedTo('tcp')],
  ],
  radius: {
    ...{ commands: ['/ip/firewall/filter/add'], mostRows: 2, mostDevices: 200 },
    ...{ touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;
