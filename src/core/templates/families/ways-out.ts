import type { Parameter } from '../../actions/parameter';
import type { Template } from '../define';
import { added, fixed, from, interfaceOf, oneNamed, ruleIn } from './parts';

const clamp = (direction: 'in' | 'out') =>
  ruleIn('/ip/firewall/mangle')('forward', `MSS of {name}, ${direction}`, {
    ...{ action: fixed('change-mss'), 'new-mss': fixed('clamp-to-pmtu'), passthrough: fixed('true') },
    ...{ protocol: fixed('tcp'), 'tcp-flags': fixed('syn'), [`${direction}-interface`]: from('name') },
  });

export const wanPppoe = {
  id: 'wan.pppoe',
  version: 1,
  title: 'Get out by PPPoE',
  area: 'routing',
  purpose: 'Dials out by PPPoE on one interface, makes it a way out, and fits the size of TCP segments to it.',
  limits: [
    'A default route of the same distance that is there shares the traffic with it; one of a greater distance takes none any more.',
    'Translation to the outside (masquerade) and what the firewall lets in by it stay as they are.',
    'Whether the provider lets it in is not waited for.',
    'A password is never read back: where the client is there already, another password alone is no change of it.',
  ],
  parameters: [
    { ...oneNamed('name', 'Name', 'How the client is called on the router, as in pppoe-wan.'), max: 15 },
    oneNamed('interface', 'Interface', 'The port or VLAN behind which the provider is.'),
    { name: 'user', title: 'User', kind: 'text', max: 64, isRequired: true, explained: 'As the provider gave it.' },
    {
      ...{ name: 'password', title: 'Password', kind: 'secret', min: 1, max: 64, isRequired: true },
      explained: 'As the provider gave it.',
    },
    {
      ...{ name: 'distance', title: 'Distance', kind: 'integer', min: 1, max: 254, byDefault: 1, isRequired: false },
      explained: 'Of its default route: the smallest is used.',
    },
    {
      ...{ name: 'peer-dns', title: 'The provider’s DNS servers', kind: 'flag', byDefault: true, isRequired: false },
      explained: 'Whether the router asks them.',
    },
  ],
  rules: [
    { kind: 'different', of: ['interface', 'name'], explained: 'the client and what it dials on are two interfaces' },
  ],
  steps: [
    interfaceOf('interface'),
    {
      ...{ ...added, menu: '/interface/pppoe-client', where: { name: from('name') } },
      fields: {
        ...{ interface: from('interface'), user: from('user'), password: from('password') },
        ...{ 'add-default-route': fixed('true'), 'default-route-distance': from('distance') },
        ...{ 'use-peer-dns': from('peer-dns'), disabled: fixed('false') },
      },
    },
    clamp('out'),
    clamp('in'),
  ],
  radius: {
    commands: ['/interface/pppoe-client/add', '/ip/firewall/mangle/add'],
    ...{ mostRows: 3, mostDevices: 1, touchesManagement: true, interruptsService: true },
  },
} as const satisfies Template;

/** The way to an address beyond one provider, by that provider alone. */
const probeBy = (which: 'first' | 'second') =>
  ({
    ...{ ...added, menu: '/ip/route' },
    where: { 'dst-address': { text: `{${which}-probe}/32` }, gateway: from(`${which}-gateway`) },
    fields: {
      ...{ distance: fixed('1'), scope: fixed('10'), 'target-scope': fixed('10'), disabled: fixed('false') },
      comment: { text: `Routeward: ${which} probe` },
    },
  }) as const;

/** A way out for as long as that address answers. */
const outBy = (which: 'first' | 'second', distance: '1' | '2') =>
  ({
    ...{ ...added, menu: '/ip/route' },
    where: { 'dst-address': fixed('0.0.0.0/0'), gateway: from(`${which}-probe`) },
    fields: {
      ...{ distance: fixed(distance), scope: fixed('30'), 'target-scope': fixed('11'), 'check-gateway': fixed('ping') },
      ...{ disabled: fixed('false'), comment: { text: `Routeward: ${which} way out` } },
    },
  }) as const;

const address = (name: string, title: string, explained: string) =>
  ({ name, title, kind: 'address', accepts: 'ipv4', isRequired: true, explained }) as const satisfies Parameter;

export const wanFailover = {
  id: 'wan.failover',
  version: 1,
  title: 'Fail over between two providers',
  area: 'routing',
  purpose:
    'Sends everything out by the first provider while an address beyond it answers, and by the second one otherwise.',
  limits: [
    'Default routes that are there stay: one of distance 1 shares the traffic with the first way out, so those of DHCP and PPPoE clients want a distance above 2.',
    'Both gateways have to be reached directly by an interface with a fixed address: a route to one that is not stays inactive.',
    'The two probed addresses are reached by their own provider only, and not at all while that one is down.',
    'Connections that are up break when the way changes, and translation has to be set for both ways.',
  ],
  parameters: [
    address('first-gateway', 'First gateway', 'The router of the provider that is preferred.'),
    address('first-probe', 'First probe', 'An address beyond it that always answers ping, as in 1.1.1.1.'),
    address('second-gateway', 'Second gateway', 'The router of the other provider.'),
    address('second-probe', 'Second probe', 'Another address, beyond that one, as in 9.9.9.9.'),
  ],
  rules: [
    {
      ...{ kind: 'different', of: ['first-gateway', 'second-gateway', 'first-probe', 'second-probe'] },
      explained: 'the gateways and the probes are four addresses',
    },
  ],
  steps: [probeBy('first'), probeBy('second'), outBy('first', '1'), outBy('second', '2')],
  radius: {
    commands: ['/ip/route/add'],
    ...{ mostRows: 4, mostDevices: 1, touchesManagement: true, interruptsService: true },
  },
} as const satisfies Template;
