import type { Table } from '../table';
import { addressesOf } from './addresses';
import { leasesOf } from './leases';
import type { Place } from './place';
import { guestAddressOf, guestsOf, signedIn } from './ppp';
import { pppAddressOf, subscribersOf } from './residents';

/** Somebody whose traffic passes the router, and the address that it leaves with. */
interface Source {
  readonly address: string;
  /** What their address becomes on the way out. */
  readonly public?: string;
}

function sourcesOf(place: Place): Source[] {
  const { role, address, provider } = place;
  switch (role) {
    case 'gateway':
      return leasesOf(place).flatMap(({ activeAddress }) =>
        activeAddress === null ? [] : [{ address: activeAddress }],
      );
    case 'pppoe':
      return signedIn(place).map((one) => ({ address: pppAddressOf(one) }));
    case 'core':
      return subscribersOf(provider)
        .filter(({ isOnline }) => isOnline)
        .map((one) => ({ address: pppAddressOf(one), public: address }));
    case 'hotspot':
      return guestsOf(place).map((one) => ({ address: guestAddressOf(one), public: address }));
    case 'cpe':
      return [20, 21, 22].map((host) => ({ address: `192.168.88.${host}`, public: sessionAddress(place) }));
    default:
      return [];
  }
}

const sessionAddress = (place: Place): string =>
  (addressesOf(place).find(({ isDynamic }) => isDynamic)?.address ?? place.address).replace(/\/.*/, '');

/** `/ip/firewall/connection`: one row for whoever has connections, which are worked out when somebody looks. */
export function growSources(place: Place, table: Table): void {
  for (const source of sourcesOf(place)) table.add({ ...source });
}
