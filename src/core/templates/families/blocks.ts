import type { Template } from '../define';
import { filterRule, fixed, from, interfaceOf, kept, listed, oneNamed, ruleIn } from './parts';

const blocked = fixed('routeward-blocked');
const dropBlocked = { action: fixed('drop'), 'src-address-list': blocked } as const;

export const abuserBlock = {
  id: 'abuser.block',
  version: 2,
  title: 'Block addresses',
  area: 'firewall',
  purpose: 'Drops whatever comes from these addresses and networks, to the router itself and through it.',
  limits: [
    'The address from which Routeward comes must not be among them, nor lie in one of the networks.',
    'What RouterOS has fasttracked already passes until that connection ends.',
    'What is sent to them still leaves; nothing of what they answer comes in.',
    'IPv6 is not blocked.',
    'The two rules belong to the change that made them first: taking that one back lifts every block of the list.',
  ],
  parameters: [listed('IPv4 addresses and networks from /16 on.')],
  rules: [
    {
      kind: 'network',
      parameter: 'addresses',
      shortest: 16,
      explained: 'a network wider than a /16 is no single abuser',
    },
  ],
  steps: [
    {
      ...{ ...kept, menu: '/ip/firewall/address-list', each: 'addresses' },
      where: { list: blocked, address: { item: true, as: 'entry' } },
      fields: { comment: fixed('Routeward: blocked'), disabled: fixed('false') },
    },
    filterRule('forward', 'blocked addresses', dropBlocked),
    filterRule('input', 'blocked addresses', dropBlocked),
  ],
  radius: {
    commands: ['/ip/firewall/address-list/add', '/ip/firewall/address-list/set', '/ip/firewall/filter/add'],
    ...{ mostRows: 18, mostDevices: 200, touchesManagement: false, interruptsService: true },
  },
} as const satisfies Template;

const incoming = { 'in-interface': from('interface') } as const;
const outgoing = { 'out-interface': from('interface') } as const;
const drop = { action: fixed('drop') } as const;
const filterRule6 = ruleIn('/ipv6/firewall/filter');

export const quarantine = {
  id: 'interface.quarantine',
  version: 1,
  title: 'Quarantine an interface',
  area: 'interfaces',
  purpose:
    'Drops all that comes in or goes out by one interface through the router, and all that comes to the router itself but DHCP; the interface stays up.',
  limits: [
    'The interface by which Routeward comes must not be it.',
    'What is bridged does not pass the router: of a port of a bridge nothing is dropped, and its hosts reach each other.',
    'What RouterOS has fasttracked already passes until that connection ends.',
    'The router itself may still send out by it.',
  ],
  parameters: [oneNamed('interface', 'Interface', 'The one to quarantine: a bridge, a VLAN or a port of no bridge.')],
  rules: [],
  steps: [
    interfaceOf('interface'),
    filterRule('forward', 'quarantine of {interface}, in', { ...drop, ...incoming }),
    filterRule('forward', 'quarantine of {interface}, out', { ...drop, ...outgoing }),
    filterRule('input', 'quarantine of {interface}, DHCP', {
      ...{ action: fixed('accept'), protocol: fixed('udp'), 'dst-port': fixed('67'), ...incoming },
    }),
    filterRule('input', 'quarantine of {interface}', { ...drop, ...incoming }),
    filterRule6('forward', 'quarantine of {interface}, in', { ...drop, ...incoming }),
    filterRule6('forward', 'quarantine of {interface}, out', { ...drop, ...outgoing }),
    filterRule6('input', 'quarantine of {interface}', { ...drop, ...incoming }),
  ],
  radius: {
    commands: ['/ip/firewall/filter/add', '/ipv6/firewall/filter/add'],
    ...{ mostRows: 7, mostDevices: 1, touchesManagement: false, interruptsService: true },
  },
} as const satisfies Template;
