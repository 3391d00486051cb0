import type { Subject } from './subject';

/** The tables of a router in which a subscriber shows. */
export const sources = [
  'pppActive',
  'pppSecret',
  'hotspot',
  'lease',
  'arp',
  'neighbour',
  'bridgeHost',
  'vlan',
] as const;
export type Source = (typeof sources)[number];

export const sourceTitles: Readonly<Record<Source, string>> = {
  pppActive: 'PPP session',
  pppSecret: 'PPP account',
  hotspot: 'Hotspot session',
  lease: 'DHCP lease',
  arp: 'ARP',
  neighbour: 'IPv6 neighbour',
  bridgeHost: 'Bridge host',
  vlan: 'VLAN interface',
};

/** One row of a router's in which what was sought stands. Null: that table does not say. */
export interface Hit {
  readonly source: Source;
  readonly name: string | null;
  readonly mac: string | null;
  readonly address: string | null;
  /** The interface, bridge port or server where it is. */
  readonly place: string | null;
  readonly vlan: string | null;
  /** What the table says of it beyond that: `bound`, `up 3d4h`, `disabled`. */
  readonly note: string | null;
}

type Fields = Readonly<Record<string, string>>;
type Reading = Readonly<Record<Exclude<keyof Hit, 'source' | 'note'>, readonly string[]>> & {
  readonly note: (fields: Fields) => string;
};

/** In which fields each table says it; the first that is there counts. */
const readings: Readonly<Record<Source, Reading>> = {
  pppActive: {
    name: ['name'],
    mac: ['caller-id'],
    address: ['address'],
    place: ['service'],
    vlan: [],
    note: ({ uptime }) => (uptime === undefined ? '' : `up ${uptime}`),
  },
  pppSecret: {
    name: ['name', 'comment'],
    mac: ['caller-id'],
    address: ['remote-address'],
    place: ['service'],
    vlan: [],
    note: (fields) => (isOn(fields.disabled) ? 'disabled' : `profile ${fields.profile ?? ''}`),
  },
  hotspot: {
    name: ['user'],
    mac: ['mac-address'],
    address: ['address'],
    place: ['server'],
    vlan: [],
    note: ({ uptime }) => (uptime === undefined ? '' : `up ${uptime}`),
  },
  lease: {
    name: ['host-name', 'comment'],
    mac: ['active-mac-address', 'mac-address'],
    address: ['active-address', 'address'],
    place: ['server'],
    vlan: [],
    note: (fields) => (isOn(fields.disabled) ? 'disabled' : (fields.status ?? '')),
  },
  arp: {
    name: ['comment'],
    mac: ['mac-address'],
    address: ['address'],
    place: ['interface'],
    vlan: [],
    note: ({ status }) => status ?? '',
  },
  neighbour: {
    name: ['comment'],
    mac: ['mac-address'],
    address: ['address'],
    place: ['interface'],
    vlan: [],
    note: ({ status }) => status ?? '',
  },
  bridgeHost: {
    name: [],
    mac: ['mac-address'],
    address: [],
    place: ['on-interface', 'interface', 'bridge'],
    vlan: ['vid'],
    note: (fields) => (isOn(fields.local) ? 'of the router itself' : ''),
  },
  vlan: {
    name: ['name', 'comment'],
    mac: [],
    address: [],
    place: ['interface'],
    vlan: ['vlan-id'],
    note: (fields) => (isOn(fields.disabled) ? 'disabled' : isOn(fields.running) ? 'running' : 'not running'),
  },
};

const isOn = (text: string | undefined): boolean => text === 'true' || text === 'yes';

/** Which fields of each table are asked for. */
export const lookupFields: Readonly<Record<Source, readonly string[]>> = {
  pppActive: ['name', 'caller-id', 'address', 'service', 'uptime'],
  pppSecret: ['name', 'caller-id', 'remote-address', 'service', 'profile', 'disabled', 'comment'],
  hotspot: ['user', 'mac-address', 'address', 'server', 'uptime'],
  lease: [
    'host-name',
    'mac-address',
    'active-mac-address',
    'address',
    'active-address',
    'server',
    'status',
    'disabled',
    'comment',
  ],
  arp: ['address', 'mac-address', 'interface', 'status', 'comment'],
  neighbour: ['address', 'mac-address', 'interface', 'status', 'comment'],
  bridgeHost: ['mac-address', 'vid', 'on-interface', 'interface', 'bridge', 'local'],
  vlan: ['name', 'vlan-id', 'interface', 'running', 'disabled', 'comment'],
};

/** Where a person's words may stand. */
const names: readonly string[] = ['name', 'user', 'host-name', 'comment'];

/** What a row says of the subject; null for one that has nothing to do with it. Routers cannot compare part of a name. */
export function hitIn(subject: Subject, source: Source, fields: Fields): Hit | null {
  if (subject.kind === 'name' && !names.some((name) => holds(fields[name], subject.text))) return null;
  const { note, ...reading } = readings[source];
  const first = (of: readonly string[]) =>
    of.map((name) => fields[name]).find((text) => text !== undefined && text !== '');
  return {
    source,
    name: first(reading.name) ?? null,
    mac: first(reading.mac) ?? null,
    address: first(reading.address) ?? null,
    place: first(reading.place) ?? null,
    vlan: first(reading.vlan) ?? null,
    note: note(fields).trim() || null,
  };
}

const holds = (text: string | undefined, part: string): boolean =>
  text?.toLocaleLowerCase('en').includes(part.toLocaleLowerCase('en')) ?? false;
