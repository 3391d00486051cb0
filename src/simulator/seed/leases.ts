import type { Fields } from '../command';
import { between, chanceOf } from '../random';
import type { Table } from '../table';
import { type Place, subnetOf } from './place';
import { beganAt, guestAddressOf, guestsOf, signedIn, since } from './ppp';
import { addressIn, isTower, linkLocalOf, type Resident, residentsOf } from './residents';

/** What somebody has from the DHCP server, or would have. */
export interface Lease {
  readonly resident: Resident;
  /** Reserved for them; for a dynamic lease what they have. */
  readonly address: string;
  /** What they have now: after a reservation was changed, still the one before. Null for who is away. */
  readonly activeAddress: string | null;
  readonly isDynamic: boolean;
}

/** The leases of a gateway, or of a hotspot. A dynamic lease of who is away has long run out. */
export function leasesOf(place: Place): Lease[] {
  if (place.role === 'hotspot')
    return guestsOf(place).map((resident) => {
      const address = guestAddressOf(resident);
      return { resident, address, activeAddress: address, isDynamic: true };
    });
  if (place.role !== 'gateway') return [];
  const subnet = subnetOf(place.address);
  const here = residentsOf(place).filter(({ isOnline, isReserved }) => isOnline || isReserved);
  const moving = here.filter(({ isOnline, isReserved }) => isOnline && isReserved).filter((_, rank) => rank % 8 === 3);
  return here.map((resident) => {
    const address = addressIn(subnet, resident.index);
    const before = moving.indexOf(resident);
    const held = before >= 0 && before < 4 ? addressIn(subnet, 112 + before) : address;
    return { resident, address, activeAddress: resident.isOnline ? held : null, isDynamic: !resident.isReserved };
  });
}

/** The name of the DHCP server by who it serves. */
export const serverOf = (place: Place): string =>
  place.role === 'hotspot' ? 'dhcp-guests' : isTower(place) ? 'dhcp-tower' : 'dhcp-office';

/** `/ip/dhcp-server/lease`. When it expires and was last seen are the menu's to tell. */
export function growLeases(place: Place, table: Table): void {
  for (const lease of leasesOf(place)) table.add(leaseRow(place, lease));
}

function leaseRow(place: Place, { resident, address, activeAddress, isDynamic }: Lease): Fields {
  const { mac, hostName, number, name } = resident;
  const luck = [place.provider.name, number, 'lease'] as const;
  const isBlocked = !isDynamic && chanceOf(...luck, 'blocked') < 0.04;
  const server = serverOf(place);
  const clientId = `1:${mac.toLowerCase()}`;
  const hereSince =
    activeAddress === null ? Date.now() - between(3, 900, ...luck) * 3_600_000 : beganAt(place, ...luck);
  return {
    ...{ address, 'mac-address': mac, 'client-id': clientId, 'address-lists': '', server, 'dhcp-option': '' },
    ...{ status: activeAddress === null ? 'waiting' : 'bound', [since]: String(hereSince) },
    ...(activeAddress === null
      ? {}
      : {
          ...{ 'active-address': activeAddress, 'active-mac-address': mac, 'active-client-id': clientId },
          ...{ 'active-server': server, 'host-name': hostName },
          ...(isTower(place) && !place.version.isSix ? relayed(place, resident) : {}),
        }),
    ...{ radius: 'false', dynamic: String(isDynamic), blocked: String(isBlocked), disabled: 'false' },
    ...(isBlocked ? { 'block-access': 'true' } : {}),
    ...(isDynamic ? {} : { comment: name }),
  };
}

/** What the access point wrote into the request (option 82). */
const relayed = ({ identity }: Place, { mac, index }: Resident): Fields => ({
  'agent-circuit-id': `${identity.replace(/-gw$/, '')}-ap-${index % 2 === 0 ? 'n' : 's'}/wlan1`,
  'agent-remote-id': mac.toLowerCase(),
});

/** `/ipv6/dhcp-server/binding`: every third subscriber asks for a prefix behind their session. */
export function growBindings(place: Place, table: Table): void {
  for (const one of signedIn(place).filter(({ number }) => number % 3 === 0)) {
    table.add({
      ...{ address: `2001:db8:${(0x1000 + one.number).toString(16)}::/56`, 'prefix-pool': 'subscribers' },
      ...{ duid: `0x00030001${one.mac.replaceAll(':', '').toLowerCase()}`, iaid: '1', 'ia-type': 'pd' },
      ...{ server: `<pppoe-${one.name}>`, 'client-address': linkLocalOf(one.mac), status: 'bound' },
      [since]: String(beganAt(place, place.provider.name, one.number)),
      ...{ radius: 'false', dynamic: 'true', disabled: 'false' },
    });
  }
}
