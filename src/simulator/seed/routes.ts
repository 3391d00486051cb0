import type { Fields } from '../command';
import { between } from '../random';
import type { Table } from '../table';
import { addressesOf, homeOf } from './addresses';
import type { Place } from './place';

/** How many routes come over a routing protocol, by what a router does. */
const learned: Readonly<Record<Place['role'], number>> = {
  ...{ core: 420, edge: 4200, pppoe: 90, gateway: 38, backhaul: 0, ap: 0, switch: 0, cpe: 0, hotspot: 0, vpn: 6 },
};

interface Route {
  readonly to: string;
  readonly gateway: string;
  readonly interface: string;
  readonly kind: 'connect' | 'static' | 'bgp' | 'ospf';
  readonly comment?: string;
  /** A table of its own, where it is not the main one. */
  readonly table?: string;
}

const distances = { connect: 0, static: 1, bgp: 20, ospf: 110 } as const;

/** `/ip/route`. */
export function growRoutes(place: Place, table: Table): void {
  for (const route of routesOf(place)) table.add(place.version.isSix ? inSix(route) : inSeven(route));
}

function* routesOf(place: Place): Generator<Route> {
  const { gateway, role, seed, routes } = place;
  const main = homeOf(place);
  let left = routes ?? Number.POSITIVE_INFINITY;
  const fixed: Route[] = [
    { to: '0.0.0.0/0', gateway, interface: main, kind: role === 'edge' ? 'bgp' : 'static' },
    ...addressesOf(place).map(
      ({ address, network, interface: on }): Route => ({
        ...{ to: `${network}/${address.split('/')[1]}`, gateway: on, interface: on, kind: 'connect' },
      }),
    ),
    ...(role === 'gateway' ? [backupRoute(place, main)] : []),
  ];
  for (const route of fixed) if (left-- > 0) yield route;
  const kind = role === 'edge' ? 'bgp' : 'ospf';
  const count = routes === null ? learned[role] : left;
  for (let index = 0; index < count; index++)
    yield { to: prefixOf(role, index), gateway: nextHop(gateway, between(0, 2, seed, index)), interface: main, kind };
}

const backupRoute = ({ gateway }: Place, main: string): Route => ({
  ...{ to: '0.0.0.0/0', gateway: nextHop(gateway, 1), interface: main, kind: 'static' },
  ...{ comment: 'backup, for what is marked', table: 'backup' },
});

/** Different prefixes, one after the other; an edge learns the world, the others what is their provider's own. */
function prefixOf(role: Place['role'], index: number): string {
  const [high, low] = [index >> 8, index & 0xff];
  return role === 'edge' ? `${20 + (high % 180)}.${high % 256}.${low}.0/24` : `10.${100 + (high % 100)}.${low}.0/24`;
}

const nextHop = (gateway: string, offset: number): string => {
  const dot = gateway.lastIndexOf('.');
  return `${gateway.slice(0, dot)}.${Number(gateway.slice(dot + 1)) + offset}`;
};

const flag = (is: boolean): string => String(is);

function inSeven({ to, gateway, interface: on, kind, comment, table = 'main' }: Route): Fields {
  const isConnected = kind === 'connect';
  return {
    ...{ 'dst-address': to, 'routing-table': table, gateway, 'immediate-gw': isConnected ? on : `${gateway}%${on}` },
    ...{ distance: String(distances[kind]), scope: scopeOf(kind), 'target-scope': kind === 'bgp' ? '30' : '10' },
    ...{ [kind]: 'true', dynamic: flag(kind !== 'static'), active: 'true', inactive: 'false', disabled: 'false' },
    ...{ ecmp: 'false', 'hw-offloaded': 'false', 'suppress-hw-offload': 'false' },
    ...(comment === undefined ? {} : { comment }),
  };
}

function inSix({ to, gateway, interface: on, kind, comment, table }: Route): Fields {
  const isConnected = kind === 'connect';
  return {
    ...{ 'dst-address': to, gateway },
    'gateway-status': isConnected ? `${on} reachable` : `${gateway} reachable via  ${on}`,
    ...(table === undefined ? {} : { 'routing-mark': table }),
    ...{ distance: String(distances[kind]), scope: scopeOf(kind), 'target-scope': '10' },
    ...{ active: 'true', dynamic: flag(kind !== 'static'), [kind]: 'true', disabled: 'false' },
    ...(comment === undefined ? {} : { comment }),
  };
}

const scopeOf = (kind: Route['kind']): string => (kind === 'connect' ? '10' : kind === 'bgp' ? '40' : '30');
