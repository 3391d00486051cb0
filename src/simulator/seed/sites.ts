import type { Place } from './place';
import { subnetOf } from './place';

/** The other end of a tunnel between two sites. */
export interface Site {
  /** `riga` of `riga-gw`. */
  readonly name: string;
  /** The address of its router, inside. */
  readonly address: string;
  /** Nothing of it has answered for days. */
  readonly isAway: boolean;
}

const numberOf = (address: string): number => Number(address.split('.')[2]);

/** Where a site is found from outside. Whoever knows its inner address can work it out, at both ends. */
export const publicOf = (address: string): string => `203.0.113.${10 + (numberOf(address) % 200)}`;

/** The address of a site's router in the network of tunnels. */
export const tunnelOf = (address: string): string => `10.9.1.${10 + (numberOf(address) % 200)}`;

export const networkOf = ({ address }: Pick<Place, 'address'>): string => `${subnetOf(address)}/24`;

const nameOf = (identity: string): string => identity.replace(/-(?:gw|vpn)$/, '');

/** A branch whose way to everywhere leads through the VPN router of another site; towers have links of their own. */
export const isBranch = ({ role, provider, address, gateway, interfaces }: Place): boolean =>
  role === 'gateway' && interfaces === null && provider.towers.length === 0 && numberOf(gateway) !== numberOf(address);

/** Who is at the other ends of a router's tunnels: all branches of the middle, and the middle of a branch. */
export function sitesOf(place: Place): Site[] {
  const { role, address, gateway, neighbours, interfaces } = place;
  if (isBranch(place)) {
    const middle = neighbours.find((one) => one.address === gateway);
    return [{ name: nameOf(middle?.identity ?? 'middle'), address: gateway, isAway: false }];
  }
  if (role !== 'vpn' || interfaces !== null) return [];
  const branches = neighbours.filter((one) => numberOf(one.address) !== numberOf(address));
  if (branches.length > 0)
    return branches.map(({ identity, address: at }) => ({ name: nameOf(identity), address: at, isAway: false }));
  const start = address.split('.').slice(0, 2).join('.');
  return [11, 12].map((site) => ({ name: `branch-${site}`, address: `${start}.${site}.1`, isAway: site === 12 }));
}
