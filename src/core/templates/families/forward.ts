import type { Template } from '../define';
import { filterRule, fixed, from, interfaceOf, natRule } from './parts';

/** How this forward is called in a comment; only one of the two behind `of` is given. */
const called = '{protocol} {port} of {public-address}{interface}';
const toHost = { protocol: from('protocol'), 'dst-address': from('to-address'), 'dst-port': from('to-port') } as const;

export const portForward = {
  id: 'port.forward',
  version: 1,
  title: 'Forward a port to a host',
  area: 'firewall',
  purpose:
    'Sends what comes to a port of the router on to a host behind it and lets it pass; from within the LAN as well, if its network is given.',
  limits: [
    'What the router itself serves at that port is no longer reached from there: a port by which it is managed must not be forwarded.',
    'Everybody may come in by it: restrict it on the host.',
    'Where the router comes by its public address anew each time, name the interface; hosts of the LAN then reach it at the address within only.',
    'Only IPv4 is forwarded.',
  ],
  parameters: [
    {
      ...{ name: 'protocol', title: 'Protocol', kind: 'choice', choices: ['tcp', 'udp'], byDefault: 'tcp' },
      ...{ isRequired: false, explained: 'For both, forward twice.' },
    },
    {
      ...{ name: 'public-address', title: 'Public address', kind: 'address', accepts: 'ipv4', isRequired: false },
      explained: 'The one at which it is called, where it never changes.',
    },
    {
      ...{ name: 'interface', title: 'Interface', kind: 'interface', max: 64, isRequired: false },
      explained: 'Or the one by which it comes in, whatever its address is.',
    },
    {
      ...{ name: 'port', title: 'Port', kind: 'integer', min: 1, max: 65_535, isRequired: true },
      explained: 'The one at which it is called.',
    },
    {
      ...{ name: 'to-address', title: 'Host', kind: 'address', accepts: 'ipv4', isRequired: true },
      explained: 'The address of the host behind the router.',
    },
    {
      ...{ name: 'to-port', title: 'Port of the host', kind: 'integer', min: 1, max: 65_535, isRequired: true },
      explained: 'The one at which it listens.',
    },
    {
      ...{ name: 'lan', title: 'Network of the LAN', kind: 'prefix', isRequired: false },
      explained:
        'The one in which the host is, as in 192.168.88.0/24, if others in it are to reach it at the public address.',
    },
  ],
  rules: [
    {
      ...{ kind: 'one', of: ['public-address', 'interface'] },
      explained: 'either the public address or the interface says what is forwarded',
    },
    {
      ...{ kind: 'beside', parameter: 'lan', other: 'public-address' },
      explained: 'only a public address that is known can be reached from within',
    },
    { kind: 'neighbour', parameter: 'to-address', other: 'lan', explained: 'the host has to be one of the LAN' },
    {
      kind: 'apart',
      of: ['to-address', 'public-address'],
      explained: 'the host cannot have the public address itself',
    },
  ],
  steps: [
    { ...interfaceOf('interface'), given: 'interface' },
    natRule('dstnat', `forward ${called}`, {
      ...{ action: fixed('dst-nat'), protocol: from('protocol'), 'dst-address': from('public-address') },
      ...{ 'in-interface': from('interface'), 'dst-port': from('port') },
      ...{ 'to-addresses': from('to-address'), 'to-ports': from('to-port') },
    }),
    // Who asks from within would be answered past the router, by an address it never asked.
    {
      ...natRule('srcnat', `forward ${called} within`, {
        ...{ action: fixed('masquerade'), 'src-address': { from: 'lan', as: 'lan' }, ...toHost },
      }),
      given: 'lan',
    },
    // New connections alone: all behind it stays with the rules that are there, fasttrack among them.
    filterRule('forward', `forward ${called}`, {
      ...{
        action: fixed('accept'),
        'connection-state': fixed('new'),
        'connection-nat-state': fixed('dstnat'),
        ...toHost,
      },
    }),
  ],
  radius: {
    commands: ['/ip/firewall/nat/add', '/ip/firewall/filter/add'],
    ...{ mostRows: 3, mostDevices: 1, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;
