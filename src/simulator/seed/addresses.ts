import { between } from '../random';
import type { Table } from '../table';
import { type Place, subnetOf } from './place';
import { subscriberAt } from './ppp';
import { pppAddressOf } from './residents';
import { tunnelOf } from './sites';
import { wireguardsOf } from './wireguard';

/** An address, the interface it is on and what it is for. */
export interface Placed {
  readonly address: string;
  readonly network: string;
  readonly interface: string;
  readonly comment?: string;
  readonly isDynamic?: boolean;
}

/** Where the router is reached: its first port, or what its ports are bridged into. */
export function mainInterface({ role, interfaces }: Place): string {
  if (interfaces !== null) return 'ether1';
  if (role === 'core' || role === 'edge' || role === 'pppoe') return 'ether1';
  return role === 'gateway' ? 'bridge-tower' : 'bridge';
}

/** What its own address is on. */
export const homeOf = (place: Place): string => place.home ?? mainInterface(place);

export function addressesOf(place: Place): Placed[] {
  const { address, seed } = place;
  const own: Placed = {
    address: `${address}/24`,
    network: subnetOf(address),
    interface: homeOf(place),
    comment: 'management',
  };
  const more = moreOf(place, between(1, 200, seed, 'net'));
  return place.interfaces === null ? [own, ...more, ...tunnelsOf(place)] : [own];
}

const tunnelsOf = (place: Place): Placed[] =>
  wireguardsOf(place).map((name) =>
    name === 'wireguard-staff'
      ? { address: '10.9.0.1/24', network: '10.9.0.0', interface: name, comment: 'staff' }
      : { address: `${tunnelOf(place.address)}/24`, network: '10.9.1.0', interface: name, comment: 'sites' },
  );

function moreOf(place: Place, net: number): Placed[] {
  switch (place.role) {
    case 'core':
      return [
        { address: `172.20.${net}.1/30`, network: `172.20.${net}.0`, interface: 'vlan100', comment: 'towers' },
        { address: '10.20.200.1/22', network: '10.20.200.0', interface: 'vlan200', comment: 'customers' },
      ];
    case 'edge':
      return [
        {
          address: `100.64.255.${(net % 60) * 4 + 2}/30`,
          network: `100.64.255.${(net % 60) * 4}`,
          interface: 'vlan10',
          comment: 'transit A',
        },
      ];
    case 'pppoe':
      return [{ address: '100.70.0.1/32', network: '100.70.0.1', interface: 'vlan200', comment: 'customers' }];
    case 'gateway':
      return [
        { address: `172.20.${net}.2/30`, network: `172.20.${net}.0`, interface: 'ether1', comment: 'backhaul' },
        { address: `192.168.${net}.1/24`, network: `192.168.${net}.0`, interface: 'ether5', comment: 'UPS management' },
      ];
    case 'cpe':
      return [
        {
          ...{ address: `${pppAddressOf(subscriberAt(place))}/32`, network: '100.70.0.1' },
          ...{ interface: 'pppoe-out1', isDynamic: true },
        },
      ];
    case 'hotspot':
      return [{ address: '10.5.50.1/24', network: '10.5.50.0', interface: 'vlan10', comment: 'guests' }];
    case 'vpn':
      return [
        // What the data centre gives it by DHCP.
        {
          ...{ address: `198.51.100.${net}/24`, network: '198.51.100.0' },
          ...{ interface: 'ether1', isDynamic: true },
        },
      ];
    default:
      return [];
  }
}

/** `/ip/address`. */
export function growAddresses(place: Place, table: Table): void {
  for (const one of addressesOf(place)) {
    const { isDynamic = false, comment, ...fields } = one;
    const flags = { invalid: 'false', dynamic: String(isDynamic), disabled: 'false' };
    table.add({
      ...fields,
      'actual-interface': one.interface,
      ...flags,
      ...(comment === undefined ? {} : { comment }),
    });
  }
}
