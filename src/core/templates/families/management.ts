import type { StepForm, Template } from '../define';
import { filterRule, fixed, from, kept, listed, listOf } from './parts';

const list = fixed('routeward-management');
const toPorts = { protocol: fixed('tcp'), 'dst-port': from('ports') } as const;

export const allowList = {
  id: 'management.allow-list',
  version: 2,
  title: 'Let only these addresses manage the router',
  area: 'firewall',
  purpose:
    'Lets the given addresses and networks reach the ports by which the router is managed, and drops what comes to these ports from anywhere else.',
  limits: [
    'The address from which Routeward comes has to be among them: whoever is not is cut off, sessions that are up included.',
    'Addresses that the list has already stay in it.',
    'Ports that are not named stay as open as they were, and so does what comes over IPv6 or by MAC address.',
    'The two rules belong to the change that made them first: taking that one back opens the ports again, whatever was added since.',
  ],
  parameters: [
    listed(
      'IPv4 addresses and networks from /8 on from which the router may be managed, that of Routeward among them.',
    ),
    {
      ...{ name: 'ports', title: 'Ports', kind: 'ports', byDefault: '22,8291,8729', isRequired: false },
      explained: 'The TCP ports of the services in use: SSH, WinBox and the encrypted API if nothing is said.',
    },
  ],
  rules: [
    { kind: 'network', parameter: 'addresses', shortest: 8, explained: 'a network wider than a /8 keeps nobody out' },
  ],
  steps: [
    {
      ...{ ...kept, menu: '/ip/firewall/address-list', each: 'addresses' },
      where: { list, address: { item: true, as: 'entry' } },
      fields: { comment: fixed('Routeward: may manage this router'), disabled: fixed('false') },
    },
    // The one that lets in stands before the one that drops.
    {
      ...filterRule('input', 'management from the list', {
        ...{ action: fixed('accept'), ...toPorts, 'src-address-list': list },
      }),
      ifOther: 'set',
    },
    {
      ...filterRule('input', 'management from elsewhere', { action: fixed('drop'), ...toPorts }),
      ifOther: 'set',
    },
  ],
  radius: {
    commands: [
      ...['/ip/firewall/address-list/add', '/ip/firewall/address-list/set'],
      ...['/ip/firewall/filter/add', '/ip/firewall/filter/set'],
    ],
    ...{ mostRows: 18, mostDevices: 200, touchesManagement: true, interruptsService: false },
  },
} as const satisfies Template;

const setting = { verb: 'set', where: {}, mostRows: 1, ifNone: 'refuse' } as const;

const off = (menu: string) => ({ ...setting, menu, fields: { enabled: fixed('false') } }) as const satisfies StepForm;

const serviceOff = (name: string) =>
  ({
    ...{ ...setting, menu: '/ip/service', where: { name: fixed(name) } },
    fields: { disabled: fixed('true') },
  }) as const satisfies StepForm;

const onlyIn = (menu: string, field: string) =>
  ({
    ...{ ...setting, menu, given: 'interfaces' },
    fields: { [field]: from('interfaces') },
  }) as const satisfies StepForm;

export const hardening = {
  id: 'hardening.base',
  version: 2,
  title: 'Switch off what a router should not offer',
  area: 'system',
  purpose:
    'Switches off telnet, FTP, the web pages without encryption, the bandwidth test server, MAC ping, the web proxy, SOCKS and UPnP, and has SSH take strong algorithms only.',
  limits: [
    'SSH, WinBox and both APIs stay as they are: by them the router is managed.',
    'What uses these services stops: files by FTP, WebFig and graphs over HTTP, certificates of Let’s Encrypt that are renewed over port 80, ports that hosts open by UPnP.',
    'Old SSH clients that know weak algorithms alone get in no more.',
    'Without an interface list, who finds the router as a neighbour or reaches it by MAC address stays as it is.',
  ],
  parameters: [
    {
      ...{ name: 'interfaces', title: 'Interface list', kind: 'interface', max: 64, isRequired: false },
      explained: 'Only by the interfaces of this list is the router found as a neighbour and reached by MAC address.',
    },
  ],
  rules: [],
  steps: [
    { ...listOf('interfaces'), given: 'interfaces' },
    ...[serviceOff('telnet'), serviceOff('ftp'), serviceOff('www')],
    { ...setting, menu: '/ip/ssh', fields: { 'strong-crypto': fixed('true') } },
    ...[
      off('/tool/bandwidth-server'),
      off('/tool/mac-server/ping'),
      off('/ip/proxy'),
      off('/ip/socks'),
      off('/ip/upnp'),
    ],
    onlyIn('/ip/neighbor/discovery-settings', 'discover-interface-list'),
    onlyIn('/tool/mac-server', 'allowed-interface-list'),
    onlyIn('/tool/mac-server/mac-winbox', 'allowed-interface-list'),
  ],
  radius: {
    commands: [
      ...['/ip/service/set', '/ip/ssh/set', '/tool/bandwidth-server/set', '/tool/mac-server/ping/set', '/ip/proxy/set'],
      ...['/ip/socks/set', '/ip/upnp/set', '/ip/neighbor/discovery-settings/set', '/tool/mac-server/set'],
      '/tool/mac-server/mac-winbox/set',
    ],
    ...{ mostRows: 12, mostDevices: 200, touchesManagement: true, interruptsService: true },
  },
} as const satisfies Template;
