import type { Fields } from '../command';
import { between } from '../random';
import type { Table } from '../table';
import { writtenMoment } from '../written';
import { addressesOf, mainInterface } from './addresses';
import type { Neighbour, Place, Role } from './place';
import { beganAt, since } from './ppp';

const routing: readonly Role[] = ['core', 'edge', 'pppoe', 'gateway'];

/** The routers in front of a router with which it exchanges routes: where a link of the fleet leads. */
export function adjacent({ role, neighbours, interfaces }: Place): readonly Neighbour[] {
  if (!routing.includes(role) || interfaces !== null) return [];
  return neighbours.filter((one) => one.role !== undefined && routing.includes(one.role));
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** `/routing/ospf/neighbor`. */
export function growOspf(place: Place, table: Table): void {
  for (const { address, identity } of adjacent(place)) {
    const [dr, backup] =
      numberOf(address) > numberOf(place.address) ? [address, place.address] : [place.address, address];
    const counts = {
      ...{ state: 'Full', 'state-changes': String(between(5, 9, identity, place.seed)), 'ls-retransmits': '0' },
      ...{ 'ls-requests': '0', 'db-summaries': '0', [since]: String(beganAt(place, identity, 'ospf')) },
    };
    const head = { address, interface: mainInterface(place), 'router-id': address, priority: '128' };
    table.add(
      place.version.isSix
        ? { instance: 'default', ...head, priority: '1', 'dr-address': dr, 'backup-dr-address': backup, ...counts }
        : { instance: 'default-v2', area: 'backbone-v2', ...head, dr, bdr: backup, ...counts, dynamic: 'true' },
    );
  }
}

interface Peer {
  readonly name: string;
  readonly address: string;
  readonly as: number;
  readonly prefixes: number;
}

export const ownAs = ({ provider }: Place): number => 64_500 + between(0, 9, provider.name, 'as');

/** Who sells transit, who peers, and the provider's own routers. */
export function peersOf(place: Place): Peer[] {
  const { role, interfaces } = place;
  if (interfaces !== null || (role !== 'edge' && role !== 'core')) return [];
  const inside = adjacent(place)
    .filter((one) => one.role === 'edge' || one.role === 'core')
    .map(({ identity, address }) => ({ name: identity, address, as: ownAs(place), prefixes: 3 }));
  if (role === 'core') return inside;
  const { address = '' } = addressesOf(place).find(({ comment }) => comment === 'transit A') ?? {};
  const [a = '', b = '', c = '', d = '0'] = address.replace(/\/.*/, '').split('.');
  return [
    { name: 'transit-a', address: `${a}.${b}.${c}.${Number(d) - 1}`, as: 64_496, prefixes: 4201 },
    { name: 'transit-b', address: `100.64.254.${Number(d) - 1}`, as: 64_497, prefixes: 4188 },
    { name: 'peering-rs', address: '100.64.253.1', as: 64_498, prefixes: 312 },
    ...inside,
  ];
}

/** `/routing/bgp/session`, and in RouterOS 6 `/routing/bgp/peer`. */
export function growBgp(place: Place, table: Table): void {
  for (const peer of peersOf(place)) {
    const began = beganAt(place, peer.name, peer.address, 'bgp');
    table.add({
      ...(place.version.isSix ? peerRow(place, peer) : sessionRow(place, peer, began)),
      [since]: String(began),
    });
  }
}

function peerRow(place: Place, { name, address, as, prefixes }: Peer): Fields {
  return {
    ...{ name, instance: 'default', 'remote-address': address, 'remote-as': String(as), 'remote-id': address },
    ...{ 'local-address': place.address, multihop: 'false', 'route-reflect': 'false', 'use-bfd': 'false' },
    ...{ 'address-families': 'ip', 'in-filter': `${name}-in`, 'out-filter': `${name}-out` },
    ...{ 'prefix-count': String(prefixes), 'used-hold-time': '3m', 'used-keepalive-time': '1m' },
    ...{ 'updates-sent': '4', 'updates-received': String(prefixes * 2), 'withdrawn-sent': '0' },
    ...{ 'withdrawn-received': String(Math.floor(prefixes / 9)), state: 'established' },
    ...{ established: 'true', disabled: 'false' },
  };
}

function sessionRow(place: Place, { name, address, as, prefixes }: Peer, began: number): Fields {
  const { version } = place;
  const own = ownAs(place);
  return {
    ...(version.isFrom(7, 20) ? { instance: 'bgp-main' } : {}),
    ...{ name: `${name}-1`, 'remote.address': address, 'remote.as': String(as), 'remote.id': address },
    ...{ 'remote.capabilities': 'mp,rr,gr,as4', 'remote.afi': 'ip', 'remote.messages': String(prefixes + 2400) },
    ...{ 'remote.bytes': String(prefixes * 64), 'local.address': place.address, 'local.as': String(own) },
    ...{ 'local.id': place.address, 'local.role': as === own ? 'ibgp' : 'ebgp', 'local.capabilities': 'mp,rr,gr,as4' },
    ...{ 'local.messages': '2411', 'local.bytes': '46230', [as === own ? 'ibgp' : 'ebgp']: '' },
    ...{ 'input.filter': `${name}-in`, 'output.filter-chain': `${name}-out`, 'output.procid': '20' },
    ...{ 'hold-time': '3m', 'keepalive-time': '1m', 'last-started': writtenMoment(new Date(began), version) },
    ...{ 'prefix-count': String(prefixes), 'routing-table': 'main', established: 'true' },
  };
}

/** Only the middle of the provider. */
export const isWatchedClosely = ({ role }: Place): boolean => role === 'core' || role === 'edge';

/** `/routing/bfd/session`, and in RouterOS 6 `/routing/bfd/neighbor`. */
export function growBfd(place: Place, table: Table): void {
  if (!isWatchedClosely(place)) return;
  const main = mainInterface(place);
  for (const { address, identity } of adjacent(place)) {
    const times = { 'desired-tx-interval': '200ms', 'actual-tx-interval': '200ms', 'required-min-rx': '200ms' };
    table.add({
      ...(place.version.isSix
        ? { address, interface: main, protocols: 'ospf' }
        : { 'remote-address': `${address}%${main}`, 'local-address': `${place.address}%${main}`, vrf: 'main' }),
      ...{ multihop: 'false', state: 'up', 'state-changes': String(between(1, 3, identity)), ...times },
      ...(place.version.isSix ? {} : { 'remote-min-rx': '200ms', 'remote-min-tx': '200ms' }),
      ...{ multiplier: '5', 'hold-time': '1s', up: 'true', [since]: String(beganAt(place, identity, 'bfd')) },
    });
  }
}

/** `/mpls/ldp/neighbor`. */
export function growLdp(place: Place, table: Table): void {
  if (place.role !== 'core') return;
  for (const { address } of adjacent(place).filter(({ role }) => role === 'core' || role === 'edge'))
    table.add({
      ...{ transport: address, 'local-transport': place.address, peer: `${address}:0`, addresses: address },
      ...{ 'send-targeted': 'false', operational: 'true', 'path-vector-limit': '0', dynamic: 'true' },
      ...{ inactive: 'false', disabled: 'false' },
    });
}
