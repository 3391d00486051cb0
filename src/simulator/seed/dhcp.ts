import type { Fields } from '../command';
import { portsOf } from '../models';
import { between } from '../random';
import type { Table } from '../table';
import { addressesOf, mainInterface } from './addresses';
import { serverOf } from './leases';
import { type Place, subnetOf } from './place';
import { beganAt, since } from './ppp';
import { isTower } from './residents';

/** What a router serves by DHCP: who is on an interface, and from which addresses they get theirs. */
interface Served {
  readonly server: string;
  readonly interface: string;
  /** Null: only who is written down gets one. */
  readonly pool: { readonly name: string; readonly ranges: string } | null;
  readonly network: string;
  readonly gateway: string;
  readonly comment?: string;
}

function servedBy(place: Place): Served[] {
  const { role, address } = place;
  if (role === 'hotspot') {
    const pool = { name: 'pool-guests', ranges: '10.5.50.20-10.5.50.63' };
    const guests = { server: serverOf(place), interface: 'vlan10', network: '10.5.50.0/24', gateway: '10.5.50.1' };
    return [{ ...guests, pool, comment: 'guests' }];
  }
  if (role !== 'gateway') return [];
  const subnet = subnetOf(address);
  const start = subnet.slice(0, subnet.lastIndexOf('.'));
  const pool = { name: isTower(place) ? 'pool-tower' : 'pool-office', ranges: `${start}.20-${start}.250` };
  const here = { server: serverOf(place), interface: mainInterface(place), network: `${subnet}/24`, gateway: address };
  const power = addressesOf(place).find((one) => one.interface === 'ether5');
  if (power === undefined) return [{ ...here, pool }];
  const [own = '', length] = power.address.split('/');
  const ups = { server: 'dhcp-ups', interface: 'ether5', network: `${power.network}/${length}`, gateway: own };
  return [
    { ...here, pool },
    { ...ups, pool: null, comment: 'UPS and cameras' },
  ];
}

/** `/ip/dhcp-server`. */
export function growServers(place: Place, table: Table): void {
  const { version } = place;
  for (const { server, interface: on, pool, comment } of servedBy(place))
    table.add({
      ...{ name: server, interface: on, 'lease-time': '30m', 'address-pool': pool?.name ?? 'static-only' },
      ...{ 'bootp-support': 'static', authoritative: 'yes', 'use-radius': 'no', 'lease-script': '' },
      ...(version.isFrom(7, 20) ? { 'use-reconfigure': 'false' } : {}),
      ...(version.isFrom(7, 21)
        ? { 'dynamic-lease-identifiers': 'client-mac,client-id', 'support-broadband-tr101': 'false' }
        : {}),
      ...(version.isFrom(7, 24) ? { 'add-dns-entries': 'false' } : {}),
      ...{ dynamic: 'false', invalid: 'false', disabled: 'false' },
      ...(comment === undefined ? {} : { comment }),
    });
}

/** `/ip/dhcp-server/network`. */
export function growNetworks(place: Place, table: Table): void {
  for (const { network, gateway, comment } of servedBy(place))
    table.add({
      ...{ address: network, gateway, 'dns-server': gateway, 'wins-server': '', 'ntp-server': gateway },
      ...{ domain: 'lan', 'caps-manager': '', 'dhcp-option': '', dynamic: 'false' },
      ...(comment === undefined ? {} : { comment }),
    });
}

/** `/ip/pool`. How much of it is used is the menu's to tell. */
export function growPools(place: Place, table: Table): void {
  for (const { pool } of servedBy(place)) if (pool !== null) table.add({ ...pool });
  if (place.role === 'pppoe') table.add({ name: 'subscribers', ranges: '100.70.1.1-100.70.5.250' });
}

/** `/ip/dhcp-client`: a router in a data centre gets its address so; a tower's second line has nobody at its end yet. */
export function growClients(place: Place, table: Table): void {
  const { role, version } = place;
  const given = addressesOf(place).find((one) => role === 'vpn' && one.isDynamic === true);
  if (given !== undefined)
    table.add({
      ...clientOf(version, 'ether1'),
      ...{ 'add-default-route': 'no', status: 'bound', address: given.address, gateway: '198.51.100.1' },
      ...{ 'dhcp-server': '198.51.100.1', 'primary-dns': '198.51.100.53' },
      [since]: String(beganAt(place, place.provider.name, between(1, 200, place.seed), 'client')),
      ...{ dynamic: 'false', invalid: 'false', disabled: 'false', comment: 'data centre' },
    });
  if (role === 'gateway' && portsOf(place.model).some(({ name }) => name === 'ether6'))
    table.add({
      ...clientOf(version, 'ether6'),
      ...{ 'add-default-route': 'yes', 'default-route-distance': '2', status: 'searching...' },
      ...{ dynamic: 'false', invalid: 'false', disabled: 'false', comment: 'second line' },
    });
}

const clientOf = (version: Place['version'], on: string): Fields => ({
  interface: on,
  ...(version.isFrom(7, 22) ? { name: 'client1' } : {}),
  ...{ 'use-peer-dns': 'true', 'use-peer-ntp': 'true', 'dhcp-options': 'hostname,clientid' },
  ...(version.isFrom(7, 18) ? { 'default-route-tables': 'default' } : {}),
  ...(version.isFrom(7, 20) ? { 'check-gateway': 'none', 'allow-reconfigure': 'false', 'use-broadcast': 'both' } : {}),
});
