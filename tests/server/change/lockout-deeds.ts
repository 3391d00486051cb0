import {
  adding,
  both,
  commented,
  drops,
  firstPort,
  last,
  type Make,
  named,
  off,
  parent,
  remove,
  rule,
  set,
  spares,
  tables,
  tcp,
  vlan,
} from './lockout-making';
import { rowsOf, rowWith } from './lockout-worlds';

/* What people do to a router: all that can cut their own path, and what looks like it and does not. */

/** What cuts, or could. Whether it does is for the simulator to say. */
export const cutting: readonly (readonly [what: string, Make])[] = [
  ...named('filter', 'input', drops),
  ...named('raw', 'prerouting', drops),
  ['rejects', rule('filter', 'input', 'reject', () => tcp)],
  ['tarpits', rule('filter', 'input', 'tarpit', ({ port }) => ({ ...tcp, 'dst-port': port }))],
  ['drops new connections', rule('filter', 'input', 'drop', () => ({ 'connection-state': 'new' }))],
  ['drops what stands', rule('filter', 'input', 'drop', () => ({ 'connection-state': 'established,related' }))],
  ['drops SYN', rule('filter', 'input', 'drop', () => ({ ...tcp, 'tcp-flags': 'syn' }))],
  ['drops answers', rule('filter', 'output', 'drop', ({ from }) => ({ 'dst-address': from }))],
  ['jumps to where we are dropped', rule('filter', 'input', 'jump', () => ({ 'jump-target': 'blocked' }))],
  [
    'leads our port away',
    rule('nat', 'dstnat', 'dst-nat', ({ port }) => ({ ...tcp, 'dst-port': port, 'to-addresses': '10.9.9.9' })),
  ],
  [
    'redirects our port',
    rule('nat', 'dstnat', 'redirect', ({ port }) => ({ ...tcp, 'dst-port': port, 'to-ports': '80' })),
  ],
  ['switches a rule on that drops us', set(tables.filter, commented('switched off'), () => ({ disabled: 'false' }))],
  ['makes a rule drop us', set(tables.filter, commented('pests'), () => ({ 'src-address-list': 'mine' }))],
  ['makes a rule drop all', set(tables.filter, commented('is written down'), () => ({ action: 'drop' }))],
  ['takes the rule away that lets us in', remove(tables.filter, commented('management'))],
  ['switches the rule off that lets us in', off(tables.filter, commented('management'))],
  ['lets others in instead', set(tables.filter, commented('management'), () => ({ 'src-address': '198.51.100.9' }))],
  ['takes the rule of the chain away', remove(tables.filter, commented('they are let in'))],
  ['puts us on a list of pests', adding('/ip/firewall/address-list', ({ from }) => ({ list: 'pests', address: from }))],
  ['takes us off the list', remove('/ip/firewall/address-list', commented('noc'))],
  ['switches our entry off', off('/ip/firewall/address-list', commented('noc'))],
  ['takes our interface off its list', remove('/interface/list/member', commented('ours'))],
  ['switches the service off', off('/ip/service', ({ service }) => ({ name: service }))],
  [
    'restricts the service',
    set(
      '/ip/service',
      ({ service }) => ({ name: service }),
      () => ({ address: '198.51.100.0/24' }),
    ),
  ],
  [
    'moves the service',
    set(
      '/ip/service',
      ({ service }) => ({ name: service }),
      () => ({ port: '8799' }),
    ),
  ],
  ['takes the address away', remove('/ip/address', ({ to }) => ({ address: `${to}/24` }))],
  ['switches the address off', off('/ip/address', ({ to }) => ({ address: `${to}/24` }))],
  [
    'moves the address',
    set(
      '/ip/address',
      ({ to }) => ({ address: `${to}/24` }),
      () => ({ interface: 'ether6' }),
    ),
  ],
  ['switches the interface off', off('/interface', ({ on }) => ({ name: on }))],
  [
    'switches what the VLAN is on off',
    off('/interface', (world, router) => {
      const name = parent(router, world);
      return name === null ? null : { name };
    }),
  ],
  ['takes the VLAN away', remove('/interface/vlan', vlan)],
  ['makes it another VLAN', set('/interface/vlan', vlan, () => ({ 'vlan-id': '77' }))],
  ['takes the port out of the bridge', remove('/interface/bridge/port', firstPort)],
  ['switches the port of the bridge off', off('/interface/bridge/port', firstPort)],
  ['puts the port into another VLAN', set('/interface/bridge/port', firstPort, () => ({ pvid: '77' }))],
  ['switches the first port off', off('/interface', () => ({ name: 'ether1' }))],
  ['takes the VLAN from the bridge', remove('/interface/bridge/vlan', () => ({ 'vlan-ids': '10' }))],
  [
    'takes the port from the VLAN',
    set(
      '/interface/bridge/vlan',
      () => ({ 'vlan-ids': '10' }),
      () => ({ tagged: 'ether2' }),
    ),
  ],
  ['swallows answers', adding('/ip/route', ({ from }) => ({ 'dst-address': `${from}/32`, blackhole: 'true' }))],
  [
    'sends answers elsewhere',
    adding('/ip/route', ({ from }) => ({ 'dst-address': `${from}/32`, gateway: '172.31.9.7' })),
  ],
  [
    'takes the default route away',
    remove('/ip/route', () => ({ 'dst-address': '0.0.0.0/0', 'routing-table': 'main' })),
  ],
  [
    'points the default route elsewhere',
    set(
      '/ip/route',
      () => ({ 'dst-address': '0.0.0.0/0', 'routing-table': 'main' }),
      () => ({ gateway: '172.31.9.7' }),
    ),
  ],
];

/** What looks like it, and leaves us in. */
export const innocent: readonly (readonly [what: string, Make])[] = [
  ...named('filter', 'input', spares),
  ...named('raw', 'prerouting', spares),
  ['drops all behind the rule that lets us in', last(() => ({}))],
  ['drops in another chain', rule('filter', 'forward', 'drop', () => ({}))],
  ['drops answers to others', rule('filter', 'output', 'drop', () => ({ 'dst-address': '198.51.100.9' }))],
  ['lets us in first', rule('filter', 'input', 'accept', ({ from }) => ({ 'src-address': from }))],
  [
    'lets us in before it drops all',
    both(
      rule('filter', 'input', 'accept', ({ from }) => ({ 'src-address': from })),
      rule('filter', 'input', 'drop', () => ({})),
    ),
  ],
  ['writes us down', rule('filter', 'input', 'log', ({ from }) => ({ 'src-address': from }))],
  [
    'lists us without a consequence',
    rule('filter', 'input', 'add-src-to-address-list', () => ({ 'address-list': 'seen' })),
  ],
  ['jumps to where nothing happens', rule('filter', 'input', 'jump', () => ({ 'jump-target': 'harmless' }))],
  [
    'leads another port away',
    rule('nat', 'dstnat', 'dst-nat', () => ({ ...tcp, 'dst-port': '8443', 'to-addresses': '10.9.9.9' })),
  ],
  [
    'leads our port of another address away',
    rule('nat', 'dstnat', 'dst-nat', ({ port }) => ({
      ...tcp,
      'dst-port': port,
      'dst-address': '172.31.9.1',
      'to-addresses': '10.9.9.9',
    })),
  ],
  ['translates what leaves', rule('nat', 'srcnat', 'masquerade', () => ({ 'out-interface': 'ether6' }))],
  ['lets pests in again', remove(tables.filter, commented('pests'))],
  [
    'puts others on a list of pests',
    adding('/ip/firewall/address-list', () => ({ list: 'pests', address: '198.51.100.8' })),
  ],
  [
    'puts us on a list nobody asks for',
    adding('/ip/firewall/address-list', ({ from }) => ({ list: 'friends', address: from })),
  ],
  ['takes others off the list', remove('/ip/firewall/address-list', commented('another noc'))],
  ['takes another interface off the list', remove('/interface/list/member', commented('theirs'))],
  ['switches another service off', off('/ip/service', () => ({ name: 'winbox' }))],
  [
    'opens the service to more',
    set(
      '/ip/service',
      ({ service }) => ({ name: service }),
      () => ({ address: '' }),
    ),
  ],
  [
    'restricts the service to us',
    set(
      '/ip/service',
      ({ service }) => ({ name: service }),
      ({ from }) => ({ address: `${from}/32` }),
    ),
  ],
  ['takes another address away', remove('/ip/address', commented('another'))],
  ['adds an address', adding('/ip/address', () => ({ address: '172.30.3.1/24', interface: 'ether6' }))],
  ['switches another interface off', off('/interface', () => ({ name: 'ether6' }))],
  ['adds a VLAN', adding('/interface/vlan', () => ({ name: 'vlan77', 'vlan-id': '77', interface: 'ether4' }))],
  [
    'takes another VLAN away',
    remove('/interface/vlan', (_, router) =>
      rowWith(router, '/interface/vlan', { name: 'vlan310' }) ? { name: 'vlan310' } : null,
    ),
  ],
  ['takes another port out of the bridge', remove('/interface/bridge/port', () => ({ interface: 'ether4' }))],
  [
    'puts another port into another VLAN',
    set(
      '/interface/bridge/port',
      () => ({ interface: 'ether4' }),
      () => ({ pvid: '77' }),
    ),
  ],
  [
    'adds a VLAN to the bridge',
    (router) => {
      const [bridge] = rowsOf(router, '/interface/bridge');
      return bridge === undefined
        ? null
        : [
            {
              menu: '/interface/bridge/vlan',
              verb: 'add',
              fields: { bridge: bridge.fields.name ?? '', 'vlan-ids': '77', tagged: 'ether4' },
            },
          ];
    },
  ],
  ['adds a route to others', adding('/ip/route', () => ({ 'dst-address': '198.51.100.0/24', gateway: '172.31.9.7' }))],
  [
    'swallows what goes to others',
    adding('/ip/route', () => ({ 'dst-address': '198.51.100.0/24', blackhole: 'true' })),
  ],
  [
    'adds a worse default route',
    adding('/ip/route', () => ({ 'dst-address': '0.0.0.0/0', gateway: '172.31.9.7', distance: '9' })),
  ],
];
