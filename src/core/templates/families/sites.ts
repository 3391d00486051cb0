import type { Parameter } from '../../actions/parameter';
import type { Template } from '../define';
import { added, filterRule, fixed, from, natRule, oneNamed } from './parts';

const passing = 'What may pass between the sites is up to the rules of the forward chain.';
const remote = {
  ...{ name: 'remote', title: 'Network there', kind: 'prefix', isRequired: true },
  explained: 'From /8 on, as in 192.168.2.0/24.',
} as const satisfies Parameter;
const remoteNetwork = { from: 'remote', as: 'network' } as const;

export const wireguardSite = {
  id: 'wireguard.site',
  version: 1,
  title: 'Join a site by WireGuard',
  area: 'vpn',
  purpose: 'Makes a WireGuard tunnel to another site, with an address in it and the route to the network there.',
  limits: [
    'The router makes its own key: the other site needs its public key, which the interface shows when it is there.',
    passing,
    'Whether the other site answers is not waited for.',
    'Where no endpoint is given, the other site has to call.',
  ],
  parameters: [
    { ...oneNamed('name', 'Name', 'How the tunnel is called on the router, as in wg-branch.'), max: 15 },
    {
      ...{ name: 'port', title: 'Port', kind: 'integer', min: 1, max: 65_535, byDefault: 13_231, isRequired: false },
      explained: 'The UDP port on which this site listens.',
    },
    {
      ...{ name: 'address', title: 'Address in the tunnel', kind: 'prefix', isRequired: true },
      explained: 'This site’s, with the length of its network, as in 10.255.0.1/30.',
    },
    {
      ...{
        name: 'peer-address',
        title: 'Address of the other site',
        kind: 'address',
        accepts: 'ipv4',
        isRequired: true,
      },
      explained: 'In the tunnel, as in 10.255.0.2.',
    },
    {
      ...{ name: 'public-key', title: 'Public key', kind: 'publicKey', isRequired: true },
      explained: 'The other site’s.',
    },
    {
      ...{ name: 'endpoint', title: 'Endpoint', kind: 'address', accepts: 'ipOrHost', isRequired: false },
      explained: 'Where the other site is called: its public address or name.',
    },
    {
      ...{
        name: 'endpoint-port',
        title: 'Port of the endpoint',
        kind: 'integer',
        min: 1,
        max: 65_535,
        isRequired: false,
      },
      explained: 'The UDP port on which it listens.',
    },
    remote,
  ],
  rules: [
    { kind: 'together', of: ['endpoint', 'endpoint-port'], explained: 'an endpoint is an address and a port' },
    {
      ...{ kind: 'neighbour', parameter: 'peer-address', other: 'address' },
      explained: 'another address in the same network of the tunnel',
    },
    { kind: 'apart', of: ['address', 'remote'], explained: 'the network there is not that of the tunnel' },
  ],
  steps: [
    {
      ...{ ...added, menu: '/interface/wireguard', where: { name: from('name') } },
      fields: { 'listen-port': from('port'), disabled: fixed('false') },
    },
    {
      ...{ ...added, menu: '/interface/wireguard/peers' },
      where: { interface: from('name'), 'public-key': from('public-key') },
      fields: {
        ...{ 'endpoint-address': from('endpoint'), 'endpoint-port': from('endpoint-port') },
        ...{ 'allowed-address': { text: '{peer-address}/32,{remote}' }, 'persistent-keepalive': fixed('25s') },
        disabled: fixed('false'),
      },
    },
    {
      ...{ ...added, menu: '/ip/address' },
      where: { address: { from: 'address', as: 'hostInIt' }, interface: from('name') },
      fields: { disabled: fixed('false') },
    },
    {
      ...{ ...added, menu: '/ip/route', where: { 'dst-address': remoteNetwork, gateway: from('name') } },
      fields: { distance: fixed('1'), disabled: fixed('false'), comment: { text: 'Routeward: by {name}' } },
    },
    filterRule('input', 'WireGuard of {name}', {
      ...{ action: fixed('accept'), protocol: fixed('udp'), 'dst-port': from('port') },
    }),
  ],
  radius: {
    commands: [
      ...['/interface/wireguard/add', '/interface/wireguard/peers/add', '/ip/address/add', '/ip/route/add'],
      '/ip/firewall/filter/add',
    ],
    ...{ mostRows: 5, mostDevices: 1, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;

const own = { name: from('name') } as const;
const between = {
  'src-address': { from: 'local', as: 'network' },
  'dst-address': remoteNetwork,
} as const;
/** The same as rules have it: a single address has no length there. */
const ruledBetween = {
  'src-address': { from: 'local', as: 'entry' },
  'dst-address': { from: 'remote', as: 'entry' },
} as const;
const fromPeer = { action: fixed('accept'), 'src-address': from('address') } as const;

export const ipsecSite = {
  id: 'ipsec.site',
  version: 2,
  title: 'Join a site by IPsec',
  area: 'vpn',
  purpose: 'Encrypts what goes between a network here and one at another site, by IKEv2 with a secret that both share.',
  limits: [
    'The other site needs the same: IKEv2 with AES-256, SHA-256 and ECP256 for 8 hours; ESP with AES-256-CBC, SHA-256 and ECP256 for 1 hour.',
    passing,
    'Where fasttrack is on, a rule before it has to accept what an IPsec policy takes, as RouterOS’s own default has it.',
    'Whether the other site answers is not waited for.',
    'A secret is never read back: where the identity is there already, another secret alone is no change of it.',
  ],
  parameters: [
    { ...oneNamed('name', 'Name', 'Of the peer and all that belongs to it.'), max: 32 },
    {
      ...{ name: 'address', title: 'Address of the other site', kind: 'address', accepts: 'ipv4', isRequired: true },
      explained: 'Its public one.',
    },
    {
      ...{ name: 'secret', title: 'Secret', kind: 'secret', min: 16, max: 64, isRequired: true },
      explained: 'The pre-shared key: a long one made at random.',
    },
    {
      ...{ name: 'local', title: 'Network here', kind: 'prefix', isRequired: true },
      explained: 'From /8 on, as in 192.168.1.0/24.',
    },
    remote,
  ],
  rules: [
    {
      ...{ kind: 'apart', of: ['local', 'remote', 'address'] },
      explained: 'the two networks must not overlap, and the other site’s public address is in neither',
    },
  ],
  steps: [
    {
      ...{ ...added, menu: '/ip/ipsec/profile', where: own },
      fields: {
        ...{ 'hash-algorithm': fixed('sha256'), 'enc-algorithm': fixed('aes-256'), 'dh-group': fixed('ecp256') },
        ...{ lifetime: fixed('8h'), 'dpd-interval': fixed('30s') },
      },
    },
    {
      ...{ ...added, menu: '/ip/ipsec/proposal', where: own },
      fields: {
        ...{ 'auth-algorithms': fixed('sha256'), 'enc-algorithms': fixed('aes-256-cbc') },
        ...{ 'pfs-group': fixed('ecp256'), lifetime: fixed('1h') },
      },
    },
    {
      ...{ ...added, menu: '/ip/ipsec/peer', where: own },
      fields: {
        ...{ address: { from: 'address', as: 'target' }, profile: from('name'), 'exchange-mode': fixed('ike2') },
        disabled: fixed('false'),
      },
    },
    {
      ...{ ...added, menu: '/ip/ipsec/identity', where: { peer: from('name') } },
      fields: { 'auth-method': fixed('pre-shared-key'), secret: from('secret'), disabled: fixed('false') },
    },
    {
      ...{ ...added, menu: '/ip/ipsec/policy', where: { peer: from('name'), ...between } },
      fields: { tunnel: fixed('true'), proposal: from('name'), action: fixed('encrypt'), disabled: fixed('false') },
    },
    // What is translated on its way out no policy takes.
    natRule('srcnat', 'IPsec of {name}', { action: fixed('accept'), ...ruledBetween }),
    filterRule('input', 'IKE of {name}', { ...fromPeer, protocol: fixed('udp'), 'dst-port': fixed('500,4500') }),
    filterRule('input', 'ESP of {name}', { ...fromPeer, protocol: fixed('ipsec-esp') }),
  ],
  radius: {
    commands: [
      ...['/ip/ipsec/profile/add', '/ip/ipsec/proposal/add', '/ip/ipsec/peer/add', '/ip/ipsec/identity/add'],
      ...['/ip/ipsec/policy/add', '/ip/firewall/nat/add', '/ip/firewall/filter/add'],
    ],
    ...{ mostRows: 8, mostDevices: 1, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;
