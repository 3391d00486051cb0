import type { Fields } from '../command';
import { chanceOf } from '../random';
import type { Counter, Table } from '../table';
import { mainInterface } from './addresses';
import { type Place, subnetOf } from './place';

/** A rule and how many packets a second it catches. */
type Rule = readonly [fields: Fields, packetsPerSecond: number];

type FirewallTable = 'filter' | 'nat' | 'mangle' | 'raw';

/** A rule without limits is forwarded by the flow cache, and RouterOS shows that as a rule of its own. */
const fastTrackNote = 'special dummy rule to show fasttrack counters';
export const fastTrackRule: Fields = {
  ...{ chain: 'forward', action: 'passthrough', log: 'false', 'log-prefix': '', invalid: 'false', dynamic: 'true' },
  ...{ disabled: 'false', comment: fastTrackNote },
};

function filterRules(place: Place): Rule[] {
  const { role } = place;
  const uplink = role === 'gateway' ? 'ether1' : mainInterface(place);
  const input: Rule[] = [
    [
      { chain: 'input', action: 'accept', 'connection-state': 'established,related', comment: 'what was asked for' },
      34,
    ],
    [{ chain: 'input', action: 'drop', 'connection-state': 'invalid', comment: 'broken connections' }, 0.02],
    [{ chain: 'input', action: 'accept', protocol: 'icmp', comment: 'pings are welcome' }, 1.4],
    [
      {
        ...{ chain: 'input', action: 'accept', protocol: 'tcp', 'src-address': `${subnetOf(place.from)}/24` },
        ...{ 'dst-port': place.service === 'api' ? '22,8291,8728,8729' : '22,8291,8729', comment: 'management' },
      },
      0.6,
    ],
    [{ chain: 'input', action: 'drop', 'in-interface': uplink, comment: 'the rest from outside' }, 2.1],
  ];
  if (role === 'switch' || role === 'backhaul' || role === 'ap') return input;
  const forward: Rule[] = [
    [
      {
        chain: 'forward',
        action: 'fasttrack-connection',
        'connection-state': 'established,related',
        'hw-offload': 'true',
      },
      900,
    ],
    [{ chain: 'forward', action: 'accept', 'connection-state': 'established,related' }, 4200],
    [{ chain: 'forward', action: 'drop', 'connection-state': 'invalid', comment: 'broken connections' }, 0.4],
  ];
  const mail: Rule = [
    {
      chain: 'forward',
      action: 'drop',
      protocol: 'tcp',
      'dst-port': '25',
      'src-address-list': 'customers',
      comment: 'no mail past our server',
    },
    0.7,
  ];
  const all = role === 'core' || role === 'pppoe' ? [...input, ...forward, mail] : [...input, ...forward];
  return [[{ chain: 'forward', action: 'passthrough', dynamic: 'true', comment: fastTrackNote }, 9000], ...all];
}

function natRules({ role, address }: Place): Rule[] {
  switch (role) {
    case 'gateway':
      return [
        [
          {
            chain: 'srcnat',
            action: 'masquerade',
            'out-interface': 'ether1',
            'src-address': '192.168.0.0/16',
            comment: 'UPS and cameras',
          },
          0.3,
        ],
      ];
    case 'cpe':
      return [
        [{ chain: 'srcnat', action: 'masquerade', 'out-interface': 'pppoe-out1', comment: 'home' }, 6],
        [
          {
            ...{
              chain: 'dstnat',
              action: 'dst-nat',
              protocol: 'tcp',
              'dst-port': '8443',
              'in-interface': 'pppoe-out1',
            },
            ...{ 'to-addresses': '192.168.88.20', 'to-ports': '443', comment: 'door camera' },
          },
          0.01,
        ],
      ];
    case 'hotspot':
      return [[{ chain: 'srcnat', action: 'masquerade', 'src-address': '10.5.50.0/24', comment: 'guests' }, 11]];
    case 'core':
      return [
        [
          {
            chain: 'srcnat',
            action: 'src-nat',
            'src-address': '100.70.0.0/16',
            'to-addresses': address,
            comment: 'carrier NAT',
          },
          480,
        ],
      ];
    default:
      return [];
  }
}

const mangleRules = ({ role }: Place): Rule[] =>
  role === 'gateway' || role === 'pppoe' || role === 'cpe'
    ? [
        [
          {
            chain: 'forward',
            action: 'change-mss',
            protocol: 'tcp',
            'tcp-flags': 'syn',
            'new-mss': 'clamp-to-pmtu',
            passthrough: 'true',
            comment: 'PPPoE',
          },
          40,
        ],
      ]
    : [];

/** Whoever knocks where nothing is gets no further for a day. */
const knocks: readonly Rule[] = [
  [
    { chain: 'prerouting', action: 'accept', 'src-address-list': 'monitoring', comment: 'our own are never shut out' },
    21,
  ],
  [{ chain: 'prerouting', action: 'drop', 'src-address-list': 'guessers', comment: 'those who guess passwords' }, 0.3],
  [
    {
      ...{ chain: 'prerouting', action: 'add-src-to-address-list', protocol: 'tcp', 'dst-port': '23' },
      ...{ 'address-list': 'guessers', 'address-list-timeout': '1d', comment: 'nobody has telnet here' },
    },
    0.01,
  ],
];

const rawRules = ({ role }: Place): Rule[] =>
  role === 'gateway'
    ? [...knocks]
    : role === 'edge' || role === 'core'
      ? [
          ...knocks,
          [{ chain: 'prerouting', action: 'drop', 'src-address-list': 'bogons', comment: 'addresses nobody has' }, 12],
          [
            { chain: 'prerouting', action: 'drop', protocol: 'udp', 'dst-port': '1900,11211', comment: 'amplifiers' },
            3,
          ],
        ]
      : [];

const rules: Readonly<Record<FirewallTable, (place: Place) => Rule[]>> = {
  filter: filterRules,
  nat: natRules,
  mangle: mangleRules,
  raw: rawRules,
};

/** `/ip/firewall/{filter,nat,mangle,raw}`. */
export function growFirewall(place: Place, which: FirewallTable, table: Table): void {
  for (const [rule, packets] of rules[which](place))
    table.add(ruleOf(place, rule), { counters: countersOf(place, rule, packets) });
}

/** `/ipv6/firewall/filter`. */
export function growFirewall6(place: Place, table: Table): void {
  if (place.role !== 'core' && place.role !== 'edge' && place.role !== 'gateway') return;
  const six: Rule[] = [
    [{ chain: 'input', action: 'accept', 'connection-state': 'established,related' }, 8],
    [{ chain: 'input', action: 'accept', protocol: 'icmpv6' }, 1],
    [{ chain: 'input', action: 'drop', 'in-interface': mainInterface(place), comment: 'the rest from outside' }, 0.2],
  ];
  for (const [rule, packets] of six) table.add(ruleOf(place, rule), { counters: countersOf(place, rule, packets) });
}

function ruleOf({ version }: Place, rule: Fields): Fields {
  const { comment, dynamic = 'false', 'hw-offload': offload, ...matched } = rule;
  return {
    ...matched,
    ...(offload === undefined || version.isSix ? {} : { 'hw-offload': offload }),
    ...{ log: 'false', 'log-prefix': '', invalid: 'false', dynamic, disabled: 'false' },
    ...(comment === undefined ? {} : { comment }),
  };
}

function countersOf({ seed }: Place, rule: Fields, packetsPerSecond: number): Record<string, Counter> {
  const perSecond = packetsPerSecond * (0.5 + chanceOf(seed, JSON.stringify(rule)));
  const base = BigInt(Math.floor(perSecond * 400_000));
  const how = rule.comment === fastTrackNote ? ({ isFastTracked: true } as const) : {};
  return {
    bytes: { base: base * 512n, perSecond: perSecond * 512, ...how },
    packets: { base, perSecond, ...how },
  };
}
