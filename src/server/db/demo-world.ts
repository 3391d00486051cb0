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

const towerName = (number: number): string => `Tower ${String(number).padStart(2, '0')}`;

const tower = (number: number): DemoDevice[] => {
  const two = String(number).padStart(2, '0');
  return site(towerName(number), `10.20.${number}`, [
    [`tower-${two}-gw`, 'gateway', 'tower'],
    [`tower-${two}-bh`, 'backhaul', 'tower'],
    [`tower-${two}-ap-n`, 'ap', 'tower'],
    [`tower-${two}-ap-s`, 'ap', 'tower'],
  ]);
};

/** Each in its valley, and reached from the core as the simulated routers are wired. */
const towers = [
  { number: 1, zone: 'North valley', uplink: 'core-gw-01' },
  { number: 3, zone: 'North valley', uplink: 'core-gw-01' },
  { number: 5, zone: 'South valley', uplink: 'core-gw-02' },
  { number: 7, zone: 'South valley', uplink: 'core-gw-02' },
  { number: 9, zone: 'North valley', uplink: 'core-gw-01' },
  { number: 12, zone: 'South valley', uplink: 'core-gw-02' },
  { number: 15, zone: 'North valley', uplink: 'core-gw-01' },
  { number: 21, zone: 'South valley', uplink: 'core-gw-02' },
];

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
  ...towers.map(({ number }) => number).flatMap(tower),
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

/** `uplink`: the name of the device through which a site is reached; null where there is none, or one for each device. */
type DemoSite = { name: string; zone: string | null; uplink: string | null };

const acmeSites: DemoSite[] = [
  { name: 'Core, Trento', zone: 'Trento', uplink: null },
  { name: 'Head office', zone: 'Trento', uplink: 'core-gw-01' },
  ...towers.map(({ number, zone, uplink }) => ({ name: towerName(number), zone, uplink })),
  { name: 'Customer premises', zone: null, uplink: null },
];

const otherSites: DemoSite[] = [
  { name: 'Riga', zone: 'Baltic', uplink: 'bern-vpn' },
  { name: 'Oslo', zone: 'Nordic', uplink: 'bern-vpn' },
  { name: 'Bern', zone: null, uplink: null },
];

export const demoCustomers = [
  { slug: 'acme-corp', name: 'Acme Corp', stripe: 2, timeZone: 'Europe/Rome', sites: acmeSites, devices: acme },
  { slug: 'other-isp', name: 'Other ISP', stripe: 7, timeZone: 'Europe/Zurich', sites: otherSites, devices: other },
];

/** What answered until the day before, and what it said then. `cpe-4413` is in trouble too, and never answered. */
export const demoLost = [
  { name: 'tower-09-ap-s', model: 'mANTBox', version: '7.16.2' },
  { name: 'riga-ap-2', model: 'cAP', version: '7.18.2' },
];

/** Where lines meet, and the simulated routers have their bandwidth server on: tests are run between these and against them. */
export const demoTested = ['core-gw-01', 'core-gw-02'];

/** The least there is: whoever looks at the demo is not to wait for the routers in trouble to be alarms. */
export const demoAlarmAfterMinutes = 1;
