import type { Parameter } from '../../actions/parameter';
import type { Filling, StepForm, Template } from '../define';
import { added, filterRule, fixed, from, interfaceOf, lan, listOf, oneNamed, served, servedBy } from './parts';

const overlapping = 'Whether the network overlaps another one of the router’s is not asked.';

const dns = {
  ...{ name: 'dns', title: 'DNS servers', kind: 'addresses', accepts: 'ipv4', most: 2, isRequired: false },
  explained: 'What the hosts are told to ask; the router itself if nothing is said.',
} as const satisfies Parameter;

export const lanDhcp = {
  id: 'lan.dhcp',
  version: 1,
  title: 'Set up a LAN with DHCP',
  area: 'dhcp',
  purpose: 'Gives an interface the first address of a network and hands out all the others by DHCP.',
  limits: [
    'The interface must not be a port of a bridge: name the bridge.',
    overlapping,
    'Translation to the outside and what the firewall lets pass stay as they are.',
    'Whether the router answers DNS queries stays as it is.',
  ],
  parameters: [oneNamed('interface', 'Interface', 'The one on which the LAN is.'), lan, dns],
  rules: [],
  steps: [interfaceOf('interface'), ...served(from('interface'), { text: 'dhcp-{interface}' })],
  radius: {
    commands: servedBy,
    ...{ mostRows: 4, mostDevices: 1, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;

const guests = { 'in-interface': from('name') } as const;
const drop = { action: fixed('drop') } as const;
const accept = { action: fixed('accept') } as const;

/** Out by one interface or list, and by nothing else; replies and the rest of the chain stay with the rules that are there. */
const onlyOut = (given: 'wan' | 'wan-list', field: 'out-interface' | 'out-interface-list') => {
  const elsewhere: Filling = { text: `!{${given}}` };
  const steps: readonly StepForm[] = [
    filterRule('forward', 'guests of {name} go nowhere else', { ...drop, ...guests, [field]: elsewhere }),
    filterRule('forward', 'guests of {name} go out', {
      ...{ ...accept, 'connection-state': fixed('new'), ...guests, [field]: from(given) },
    }),
  ];
  return steps.map((step) => ({ ...step, given }));
};

const asking = (protocol: 'udp' | 'tcp', port: '53' | '67', what: string) =>
  filterRule('input', `guests of {name} may ask for ${what}`, {
    ...{ ...accept, ...guests, protocol: fixed(protocol), 'dst-port': fixed(port) },
  });

export const guestVlan = {
  id: 'guest.vlan',
  version: 1,
  title: 'Set up a VLAN for guests',
  area: 'switching',
  purpose:
    'Makes a VLAN with its network and DHCP whose hosts get out to the internet and nowhere else, and of the router itself get DHCP and DNS only.',
  limits: [
    'Access points and switches have to carry the VLAN as well; on a bridge with VLAN filtering the bridge itself has to be a tagged member of it.',
    'Guests reach each other within the VLAN.',
    'What other rules deny on the way out, guests may: their rule stands in front.',
    'Translation to the outside stays as it is, and so does whether the router answers DNS queries.',
    overlapping,
    'IPv6 is not set up for guests, and not filtered either.',
  ],
  parameters: [
    {
      ...oneNamed('name', 'Name', 'How the VLAN is called on the router, and its pool and DHCP server with it.'),
      max: 15,
    },
    oneNamed('interface', 'Carried by', 'The interface or bridge that carries the VLAN.'),
    {
      ...{ name: 'vlan-id', title: 'VLAN', kind: 'integer', min: 2, max: 4094, isRequired: true },
      explained: 'Its number.',
    },
    lan,
    dns,
    { ...oneNamed('wan', 'Way out', 'The interface by which guests get out.'), isRequired: false },
    { ...oneNamed('wan-list', 'Ways out', 'Or the list of interfaces by any of which they do.'), isRequired: false },
  ],
  rules: [
    { kind: 'one', of: ['wan', 'wan-list'], explained: 'either an interface or a list of them leads out' },
    {
      ...{ kind: 'different', of: ['interface', 'name', 'wan'] },
      explained: 'the VLAN, what carries it and the way out are three interfaces',
    },
    {
      ...{ kind: 'not', parameter: 'wan-list', is: ['all', 'none', 'static', 'dynamic'] },
      explained: 'a list of the ways out alone, and none of RouterOS’s own',
    },
  ],
  steps: [
    interfaceOf('interface'),
    { ...interfaceOf('wan'), given: 'wan' },
    { ...listOf('wan-list'), given: 'wan-list' },
    {
      ...{ ...added, menu: '/interface/vlan', where: { name: from('name') } },
      fields: { interface: from('interface'), 'vlan-id': from('vlan-id'), disabled: fixed('false') },
    },
    ...served(from('name'), from('name')),
    ...onlyOut('wan', 'out-interface'),
    ...onlyOut('wan-list', 'out-interface-list'),
    ...[asking('udp', '67', 'addresses'), asking('udp', '53', 'names'), asking('tcp', '53', 'names at length')],
    filterRule('input', 'guests of {name} get nothing else', { ...drop, ...guests }),
  ],
  radius: {
    commands: ['/interface/vlan/add', ...servedBy, '/ip/firewall/filter/add'],
    ...{ mostRows: 11, mostDevices: 1, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;
