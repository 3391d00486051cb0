import type { Role } from '@/core/access';

/** The demo's people, one per role. Their passwords are public, so the demo listens on this machine alone. */
export const demoPeople: readonly { email: string; name: string; role: Role; password: string; customers: string[] }[] =
  [
    {
      email: 'sofia@routeward.example',
      name: 'Sofia Lindqvist',
      role: 'superAdmin',
      password: 'sofia sees every tower',
      customers: [],
    },
    {
      email: 'anna@acme.example',
      name: 'Anna Keller',
      role: 'admin',
      password: 'anna keeps the towers up',
      customers: ['acme-corp'],
    },
    {
      email: 'marco@acme.example',
      name: 'Marco Okafor',
      role: 'operator',
      password: 'marco pings the towers',
      customers: ['acme-corp'],
    },
    {
      email: 'vera@acme.example',
      name: 'Vera Santos',
      role: 'viewer',
      password: 'vera watches the towers',
      customers: ['acme-corp'],
    },
  ];

type DemoDevice = { name: string; address: string; site: string; tags: string[] };

/** Devices of a site, numbered through one subnet: the gateway first. */
function site(
  name: string,
  subnet: string,
  devices: readonly (readonly [name: string, ...tags: string[]])[],
): DemoDevice[] {
  return devices.map(([device, ...tags], index) => ({
    name: device,
    address: `${subnet}.${index + 1}`,
    site: name,
    tags,
  }));
}

const tower = (number: number): DemoDevice[] => {
  const two = String(number).padStart(2, '0');
  return site(`Tower ${two}`, `10.20.${number}`, [
    [`tower-${two}-gw`, 'gateway', 'tower'],
    [`tower-${two}-bh`, 'backhaul', 'tower'],
    [`tower-${two}-ap-n`, 'ap', 'tower'],
    [`tower-${two}-ap-s`, 'ap', 'tower'],
  ]);
};

const acme: DemoDevice[] = [
  ...site('Core, Trento', '10.20.0', [
    ['core-gw-01', 'core', 'gateway'],
    ['core-gw-02', 'core', 'gateway'],
    ['edge-bgp-01', 'core', 'edge'],
    ['edge-bgp-02', 'core', 'edge'],
    ['core-sw-01', 'core', 'switch'],
    ['pppoe-01', 'core', 'pppoe'],
    ['pppoe-02', 'core', 'pppoe'],
  ]),
  ...[1, 3, 5, 7, 9, 12, 15, 21].flatMap(tower),
  ...site('Head office', '10.20.100', [
    ['hq-gw', 'gateway', 'office'],
    ['hq-sw-01', 'office', 'switch'],
    ['hq-hotspot', 'hotspot', 'office'],
  ]),
  ...site('Customer premises', '10.20.200', [
    ['cpe-1003', 'cpe'],
    ['cpe-2190', 'cpe'],
    ['cpe-4412', 'cpe'],
    ['cpe-4413', 'cpe'],
    ['cpe-7781', 'cpe'],
  ]),
];

const other: DemoDevice[] = [
  ...site('Riga', '10.44.1', [
    ['riga-gw', 'gateway'],
    ['riga-sw', 'switch'],
    ['riga-ap-1', 'ap'],
    ['riga-ap-2', 'ap'],
  ]),
  ...site('Oslo', '10.44.2', [
    ['oslo-gw', 'gateway'],
    ['oslo-sw', 'switch'],
    ['oslo-ap-1', 'ap'],
  ]),
  ...site('Bern', '10.44.3', [
    ['bern-gw', 'gateway'],
    ['bern-sw', 'switch'],
    ['bern-vpn', 'vpn'],
    ['bern-ap-1', 'ap'],
    ['bern-ap-2', 'ap'],
  ]),
];

export const demoCustomers = [
  { slug: 'acme-corp', name: 'Acme Corp', stripe: 2, timeZone: 'Europe/Rome', devices: acme },
  { slug: 'other-isp', name: 'Other ISP', stripe: 7, timeZone: 'Europe/Zurich', devices: other },
];
