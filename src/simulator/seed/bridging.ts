import type { Fields } from '../command';
import { macOf } from '../random';
import type { Table } from '../table';
import type { Version } from '../version';
import { mainInterface } from './addresses';
import { bridged, hasBridge, isCoreSwitch } from './bridge';
import type { Place } from './place';
import { isTower } from './residents';

/** Where a bridge's row says which bridge is the root of its tree; the monitor tells it. */
export const rootOf = '.root';

/** Where VLANs are kept apart: on switches, at towers, and where guests are. */
const filters = (place: Place): boolean => {
  const { role } = place;
  if (role === 'switch' || role === 'hotspot') return true;
  return isTower(place) && ['gateway', 'backhaul', 'ap'].includes(role);
};

/** Everybody's root is the router above, but for those who are that router. */
function rootMac(place: Place, own: string): string {
  const isRoot = ['gateway', 'vpn', 'cpe'].includes(place.role) || isCoreSwitch(place);
  const [above] = place.neighbours;
  return isRoot || above === undefined ? own : macOf(above.identity);
}

/** `/interface/bridge`: one, or none. */
export function growBridges(place: Place, table: Table): void {
  if (!hasBridge(place)) return;
  const { version, seed } = place;
  const name = mainInterface(place);
  const mac = macOf(seed, name);
  const isFiltering = filters(place);
  const row = bridgeOf(version, { name, mac, isFiltering });
  table.add({ ...row, [rootOf]: rootMac(place, mac) });
}

interface Bridge {
  readonly name: string;
  readonly mac: string;
  readonly isFiltering: boolean;
}

/** A bridge of which nobody says more. */
export function bridgeOf(version: Version, { name, mac, isFiltering }: Bridge): Fields {
  const vlans: Fields =
    version.isSix && !isFiltering
      ? {}
      : {
          ...{ 'ether-type': '0x8100', pvid: '1', 'frame-types': 'admit-all' },
          'ingress-filtering': String(!version.isSix),
        };
  return {
    ...{ name, mtu: 'auto', 'actual-mtu': '1500', l2mtu: '1514', arp: 'enabled', 'arp-timeout': 'auto' },
    ...{ 'mac-address': mac, 'protocol-mode': 'rstp', 'fast-forward': 'true', 'igmp-snooping': 'false' },
    ...{ 'auto-mac': 'true', 'ageing-time': '5m', priority: '0x8000', 'max-message-age': '20s' },
    ...{ 'forward-delay': '15s', 'transmit-hold-count': '6', 'vlan-filtering': String(isFiltering), ...vlans },
    'dhcp-snooping': 'false',
    ...(version.isFrom(7, 13) ? { 'port-cost-mode': 'long' } : {}),
  };
}

/** Guests come in without a tag, and are put where nobody else is. */
const pvidOf = ({ role }: Place, port: string): string => (role === 'hotspot' && port.startsWith('w') ? '10' : '1');

/** `/interface/bridge/port`: which part each plays in the tree is the menu's to tell. */
export function growBridgePorts(place: Place, table: Table): void {
  if (!hasBridge(place)) return;
  const { version } = place;
  for (const port of bridged(place))
    table.add({
      ...portOf(version, { interface: port, bridge: mainInterface(place) }),
      ...{ pvid: pvidOf(place, port), dynamic: 'false', disabled: 'false' },
    });
}

/** A port of which nobody says more. */
export function portOf(version: Version, { interface: port = '', bridge = '' }: Fields): Fields {
  const isWire = !port.startsWith('w');
  return {
    ...{ interface: port, bridge, priority: '0x80' },
    ...(version.isFrom(7, 13) ? {} : { 'path-cost': '10', 'internal-path-cost': '10' }),
    ...{ edge: 'auto', 'point-to-point': 'auto', learn: 'auto', horizon: 'none' },
    ...(isWire ? { hw: 'true' } : {}),
    ...{ 'auto-isolate': 'false', 'restricted-role': 'false', 'restricted-tcn': 'false' },
    ...{ pvid: '1', 'frame-types': 'admit-all', 'ingress-filtering': String(!version.isSix) },
    ...{ 'unknown-unicast-flood': 'true', 'unknown-multicast-flood': 'true', 'broadcast-flood': 'true' },
    ...{ 'tag-stacking': 'false', 'bpdu-guard': 'false', trusted: 'false', 'multicast-router': 'temporary-query' },
    'fast-leave': 'false',
  };
}

/** `/interface/bridge/vlan`: what somebody wrote; what follows from the ports is the menu's to tell. */
export function growBridgeVlans(place: Place, table: Table): void {
  if (!hasBridge(place)) return;
  const bridge = mainInterface(place);
  const ports = bridged(place);
  const [uplink = ''] = ports;
  const flags = { dynamic: 'false', disabled: 'false' };
  const vlan = (ids: string, tagged: readonly string[], comment: string, untagged: readonly string[] = []) =>
    table.add({
      ...{ bridge, 'vlan-ids': ids, tagged: tagged.join(','), untagged: untagged.join(',') },
      ...{ ...flags, comment },
    });
  if (!filters(place)) return;
  if (place.role === 'hotspot') {
    const radios = ports.filter((port) => port.startsWith('w'));
    vlan('10', [bridge, uplink], 'guests', radios);
    return;
  }
  vlan('10', [bridge, uplink], 'management');
  if (isTower(place) || isCoreSwitch(place)) vlan('200', ports, 'subscribers');
  else vlan('20', ports.slice(0, 6), 'telephones');
}
