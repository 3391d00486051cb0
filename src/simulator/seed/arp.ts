import type { Fields } from '../command';
import { chanceOf, macOf } from '../random';
import type { Table } from '../table';
import { homeOf } from './addresses';
import { leasesOf } from './leases';
import type { Place } from './place';
import { linkLocalOf } from './residents';

/** Somebody whom the router speaks to directly; without a MAC address it asked in vain. */
interface Known {
  readonly address: string;
  readonly mac: string | null;
  readonly interface: string;
}

function knownTo(place: Place): Known[] {
  const main = homeOf(place);
  const routers = place.neighbours.map(({ address, identity }) => ({ address, mac: macOf(identity), interface: main }));
  const alone = [{ address: place.gateway, mac: macOf('gateway', place.gateway), interface: main }];
  const on = place.role === 'hotspot' ? 'vlan10' : main;
  const residents = leasesOf(place).flatMap(({ resident, address, activeAddress }): Known[] => {
    if (activeAddress !== null) return [{ address: activeAddress, mac: resident.mac, interface: on }];
    // Only some of those who are away are still asked for.
    return resident.index % 9 === 0 ? [{ address, mac: null, interface: on }] : [];
  });
  return [...(routers.length > 0 ? routers : alone), ...residents];
}

/** `/ip/arp`. */
export function growArp(place: Place, table: Table): void {
  const { isSix } = place.version;
  for (const known of knownTo(place)) {
    const { address, mac, interface: on } = known;
    const flags = { published: 'false', invalid: 'false', dynamic: 'true', disabled: 'false' };
    table.add({
      address,
      ...(mac === null ? {} : { 'mac-address': mac }),
      ...{ interface: on, ...flags, complete: String(mac !== null) },
      ...(isSix ? { DHCP: 'false' } : { dhcp: 'false', status: statusOf(place, known) }),
    });
  }
}

const statusOf = ({ seed }: Place, { address, mac }: Known): string =>
  mac === null ? 'failed' : chanceOf(seed, address, 'stale') < 0.3 ? 'stale' : 'reachable';

/** `/ipv6/neighbor`: whoever is known by IPv4 is seen by their link-local address too. */
export function growNeighbours6(place: Place, table: Table): void {
  for (const known of knownTo(place)) {
    if (known.mac === null) continue;
    const isRouter = place.neighbours.some(({ address }) => address === known.address);
    const fields: Fields = {
      ...{ address: linkLocalOf(known.mac), interface: known.interface, 'mac-address': known.mac },
      ...{ status: statusOf(place, known), router: String(isRouter), dynamic: 'true', disabled: 'false' },
    };
    table.add(fields);
  }
}
