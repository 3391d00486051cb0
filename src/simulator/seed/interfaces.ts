import type { Fields } from '../command';
import { portsOf, radiosOf } from '../models';
import { between, chanceOf, macOf } from '../random';
import type { Counter, Table } from '../table';
import { writtenFlag, writtenMoment } from '../written';
import type { Place, Role } from './place';
import { signedIn, subscriberAt } from './ppp';
import { wireguardsOf } from './wireguard';

/** Mean traffic in bits per second through a router's uplink, by what it does. */
const busy: Readonly<Record<Role, number>> = {
  ...{ core: 18e9, edge: 22e9, pppoe: 6e9, gateway: 220e6, backhaul: 260e6, ap: 70e6 },
  ...{ switch: 900e6, cpe: 9e6, hotspot: 14e6, vpn: 35e6 },
};

/** Ports in use by what a router does: a part of all there are, but two at least. */
const used: Readonly<Record<Role, number>> = {
  ...{
    core: 0.6,
    edge: 0.5,
    pppoe: 0.5,
    gateway: 0.8,
    backhaul: 1,
    ap: 1,
    switch: 0.75,
    cpe: 1,
    hotspot: 0.7,
    vpn: 0.6,
  },
};

const comments: Readonly<Record<Role, readonly string[]>> = {
  core: ['uplink edge-bgp-01', 'uplink edge-bgp-02', 'core-sw-01', 'ring north', 'ring south'],
  edge: ['transit A', 'transit B', 'peering LAN', 'core-gw-01', 'core-gw-02'],
  pppoe: ['core-sw-01', 'core-sw-01 standby'],
  gateway: ['backhaul', 'ap north', 'ap south', 'UPS management', ''],
  backhaul: ['tower switch'],
  ap: ['tower gateway'],
  switch: ['uplink', 'desk 1', 'desk 2', 'printer', 'camera yard'],
  cpe: ['customer router'],
  hotspot: ['uplink', 'lobby', 'terrace'],
  vpn: ['uplink', 'office'],
};

/** `/interface`: ports first, then what is built upon them. */
export function growInterfaces(place: Place, table: Table): void {
  if (place.interfaces !== null) {
    for (let number = 1; number <= place.interfaces; number++) addPort(place, table, `ether${number}`, number - 1);
    return;
  }
  portsOf(place.model).forEach(({ name }, index) => {
    addPort(place, table, name, index);
  });
  for (const { name, kind } of radiosOf(place.model)) {
    const type = kind === 'wifi' && !place.version.isFrom(7, 13) ? 'wifiwave2' : kind;
    addBuilt(place, table, { name, type, share: 0.9 });
  }
  if (place.model.modem !== undefined) addBuilt(place, table, { name: 'lte1', type: 'lte', share: 0.9 });
  for (const built of builtOn(place)) addBuilt(place, table, built);
}

interface Built {
  readonly name: string;
  readonly type: string;
  readonly share: number;
  readonly comment?: string;
}

function builtOn(place: Place): Built[] {
  const { role, version } = place;
  const lo: Built[] = version.isFrom(7, 14) ? [{ name: 'lo', type: 'loopback', share: 0 }] : [];
  const vlan = (id: number, comment: string): Built => ({ name: `vlan${id}`, type: 'vlan', share: 0.3, comment });
  const bridge: Built = { name: role === 'gateway' ? 'bridge-tower' : 'bridge', type: 'bridge', share: 0.8 };
  const tunnels = wireguardsOf(place).map((name): Built => ({ name, type: 'wg', share: 0.2 }));
  switch (role) {
    case 'core':
    case 'edge':
      return [...lo, vlan(10, 'management'), vlan(100, 'towers'), vlan(200, 'customers'), vlan(310, 'voice')];
    case 'pppoe':
      return [
        ...lo,
        vlan(200, 'customers'),
        ...signedIn(place).map(({ name }) => ({ name: `<pppoe-${name}>`, type: 'pppoe-in', share: 0.004 })),
      ];
    case 'vpn':
      return [...lo, bridge, ...tunnels];
    case 'cpe':
      return [...lo, bridge, { name: 'pppoe-out1', type: 'pppoe-out', share: 0.9 }];
    default:
      return [...lo, bridge, vlan(10, 'management'), ...tunnels];
  }
}

function addPort(place: Place, table: Table, name: string, index: number): void {
  const { role, seed, model, interfaces } = place;
  const total = interfaces ?? portsOf(model).length;
  const isUsed = index < Math.max(2, Math.ceil(total * used[role]));
  const isRunning = isUsed && chanceOf(seed, name, 'down') > 0.04;
  const comment = isUsed ? comments[role][index] : undefined;
  const share = index === 0 ? 1 : 0.1 + 0.6 * chanceOf(seed, name, 'share');
  const { fields, counters } = interfaceOf(place, { name, type: 'ether', share: isRunning ? share : 0 });
  const at = fields.mtu === undefined ? {} : { 'default-name': name };
  const state = { running: writtenFlag(isRunning), disabled: 'false', ...(comment ? { comment } : {}) };
  table.add({ name, ...at, ...fields, ...linked(place, name, isRunning), ...state }, { counters });
}

function addBuilt(place: Place, table: Table, built: Built): void {
  const { fields, counters } = interfaceOf(place, built);
  const isDynamic = built.type === 'pppoe-in';
  const state = {
    ...(isDynamic || built.type === 'loopback' ? { dynamic: 'true' } : {}),
    running: 'true',
    disabled: 'false',
    ...(built.comment ? { comment: built.comment } : {}),
  };
  table.add({ name: built.name, ...fields, ...state }, { counters });
}

function interfaceOf(
  place: Place,
  { name, type, share }: Built,
): { fields: Fields; counters: Record<string, Counter> } {
  const { seed, role } = place;
  const isPpp = type.startsWith('pppoe');
  const mtu = type === 'loopback' ? '65536' : isPpp ? '1480' : type === 'wg' ? '1420' : '1500';
  const layer2 = type === 'ether' ? { l2mtu: '1514', 'max-l2mtu': '9570' } : type === 'vlan' ? { l2mtu: '1510' } : {};
  const mac = isPpp || type === 'wg' ? {} : { 'mac-address': macOn(place, name, type) };
  const bits = busy[role] * share * (0.6 + 0.8 * chanceOf(seed, name, 'busy'));
  return {
    fields: { type, mtu: isPpp ? 'auto' : mtu, 'actual-mtu': mtu, ...layer2, ...mac },
    counters: countersOf(bits, `${seed} ${name}`, role === 'core' || role === 'edge'),
  };
}

/** By the address of its radio a subscriber's router is known to everybody else. */
function macOn(place: Place, name: string, type: string): string {
  if (type === 'loopback') return '00:00:00:00:00:00';
  return place.role === 'cpe' && name === 'wlan1' ? subscriberAt(place).mac : macOf(place.seed, name);
}

/** Routers of the core have run for years at gigabits: their counters no longer fit a double. */
function countersOf(bits: number, luck: string, isCore: boolean): Record<string, Counter> {
  const rx = bits / 8;
  const tx = rx * (0.15 + 0.5 * chanceOf(luck, 'tx'));
  const days = isCore ? between(160, 400, luck, 'days') * 3 : between(5, 90, luck, 'days');
  const one = (perSecond: number): Counter => ({
    base: BigInt(Math.floor(perSecond * 86_400)) * BigInt(days) + BigInt(perSecond > 0 ? between(1, 999, luck) : 0),
    perSecond,
  });
  const none: Counter = { base: 0n, perSecond: 0 };
  return {
    ...{ 'rx-byte': one(rx), 'tx-byte': one(tx), 'rx-packet': one(rx / 940), 'tx-packet': one(tx / 410) },
    ...{
      'rx-drop': none,
      'tx-drop': none,
      'tx-queue-drop': one(rx > 0 ? 0.0007 : 0),
      'rx-error': none,
      'tx-error': none,
    },
    ...{ 'fp-rx-byte': one(rx * 0.96), 'fp-tx-byte': one(tx * 0.96) },
    ...{ 'fp-rx-packet': one((rx / 940) * 0.96), 'fp-tx-packet': one((tx / 410) * 0.96) },
  };
}

function linked({ seed, version, bootedAt }: Place, name: string, isRunning: boolean): Fields {
  const downs = between(0, 7, seed, name, 'downs');
  if (!isRunning) return { 'link-downs': '0' };
  const up = new Date(bootedAt + between(20, 86_400, seed, name, 'up') * 1000);
  const down = downs > 0 ? { 'last-link-down-time': writtenMoment(new Date(up.getTime() - 4000), version) } : {};
  return { ...down, 'last-link-up-time': writtenMoment(up, version), 'link-downs': String(downs) };
}
