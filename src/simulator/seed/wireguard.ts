import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { Fields } from '../command';
import { between } from '../random';
import type { Table } from '../table';
import type { Place } from './place';
import { residentsOf } from './residents';
import { isBranch, publicOf, sitesOf, tunnelOf } from './sites';

/** From where a peer calls, and when it was last heard (milliseconds since 1970) if that is past: its menu tells the rest. */
export const [caller, lastHeard] = ['.caller', '.last-heard'] as const;

const ports = { 'wireguard-staff': '13231', 'wireguard-sites': '13232' } as const;
type Name = keyof typeof ports;

/** The WireGuard interfaces of a router. */
export function wireguardsOf(place: Place): Name[] {
  if (place.version.isSix) return [];
  if (isBranch(place)) return ['wireguard-sites'];
  return place.role === 'vpn' && place.interfaces === null ? ['wireguard-staff', 'wireguard-sites'] : [];
}

/** A pair of keys that is the same for the same owner. */
function keysOf(...owner: readonly string[]): { private: string; public: string } {
  return pairOf(createHash('sha256').update(owner.join(' ')).digest());
}

/** The pair of keys that 32 bytes make. */
export function pairOf(bytes: Buffer): { private: string; public: string } {
  const secret = Buffer.from(bytes);
  // RFC 7748, section 5: what makes 32 bytes a key of Curve25519.
  secret[0] = (secret[0] ?? 0) & 248;
  secret[31] = ((secret[31] ?? 0) & 127) | 64;
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]),
    ...{ format: 'der', type: 'pkcs8' },
  });
  const known = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { private: secret.toString('base64'), public: known.toString('base64') };
}

const routerKeys = (address: string, name: Name) => keysOf('router', address, name);

/** `/interface/wireguard`. Whether it runs is known to `/interface`. */
export function growWireguards(place: Place, table: Table): void {
  for (const name of wireguardsOf(place)) {
    const keys = routerKeys(place.address, name);
    table.add({
      ...{ name, 'listen-port': ports[name] },
      ...{ 'private-key': keys.private, 'public-key': keys.public },
      ...(place.version.isFrom(7, 21) ? { vrf: 'main' } : {}),
    });
  }
}

/** `/interface/wireguard/peers`. */
export function growWireguardPeers(place: Place, table: Table): void {
  const names = wireguardsOf(place);
  if (names.includes('wireguard-staff')) for (const row of staff(place)) table.add({ ...named(place, table), ...row });
  if (names.includes('wireguard-sites')) for (const row of sites(place)) table.add({ ...named(place, table), ...row });
}

/** RouterOS counts its peers where nobody names them. */
const named = ({ version }: Place, { items }: Table): Fields =>
  version.isFrom(7, 15) ? { name: `peer${items.length + 1}` } : {};

/** What a new peer has when nobody says otherwise. */
export const usualPeer = (isTwelve: boolean): Fields => ({
  ...{ 'endpoint-address': '', 'endpoint-port': '0', 'preshared-key': '' },
  ...(isTwelve ? { 'private-key': '', 'client-endpoint': '' } : {}),
});

/** Some of those who work where the router stands, with what they carry about. */
function staff(place: Place): Fields[] {
  const { provider, version, bootedAt } = place;
  return residentsOf(place)
    .slice(0, 9)
    .map(({ number, name, index, isOnline }): Fields => {
      const luck = [provider.name, number, 'wireguard'] as const;
      const awayMs = between(2, 400, ...luck, 'away') * 3_600_000;
      const hasLeft = index === 6;
      return {
        ...{ interface: 'wireguard-staff', 'public-key': keysOf(provider.name, name).public },
        ...{ ...usualPeer(version.isFrom(7, 12)), 'allowed-address': `10.9.0.${10 + index}/32` },
        [caller]: `198.51.100.${between(10, 250, ...luck)}:${between(1025, 65_000, ...luck, 'port')}`,
        ...(isOnline && !hasLeft ? {} : { [lastHeard]: String(Math.max(bootedAt, Date.now() - awayMs)) }),
        ...{ dynamic: 'false', disabled: String(hasLeft), comment: hasLeft ? `${name}, has left` : name },
      };
    });
}

/** The other sites; a branch calls the middle, which knows where branches are too. */
const sites = (place: Place): Fields[] =>
  sitesOf(place).map(({ name, address, isAway }) => ({
    ...{ interface: 'wireguard-sites', 'public-key': routerKeys(address, 'wireguard-sites').public },
    ...usualPeer(place.version.isFrom(7, 12)),
    'allowed-address': isBranch(place) ? '10.9.1.0/24' : `${tunnelOf(address)}/32`,
    ...{ 'endpoint-address': publicOf(address), 'endpoint-port': ports['wireguard-sites'] },
    ...(isBranch(place) ? { 'persistent-keepalive': '25s' } : {}),
    ...(isAway ? {} : { [caller]: `${publicOf(address)}:${ports['wireguard-sites']}` }),
    ...{ dynamic: 'false', disabled: 'false', comment: `management of ${name}` },
  }));
