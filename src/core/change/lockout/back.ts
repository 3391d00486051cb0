import { lengthAround } from '../../actions/around';
import type { Fields } from '../step';
import { bitsOf } from './addresses';
import { connectedOf, interfaceRow } from './afterwards';
import { isOn, type PathRows, parts, rowsIn } from './state';

/** How answers leave: `nextHop` null: whoever they are for is on the same network. */
export interface Way {
  readonly interface: string;
  readonly nextHop: string | null;
}

/** A route that an address lies in, and the ways it offers now; none: what it leads to is out of reach. */
interface Candidate {
  readonly network: string;
  readonly bits: number;
  readonly distance: number;
  readonly isDead: boolean;
  readonly ways: readonly Way[];
}

export interface Back {
  readonly ways: readonly Way[];
  /** The network of a route that swallows them. */
  readonly swallowedBy: string | null;
}

const dead = ({ blackhole }: Fields): boolean => blackhole !== undefined && blackhole !== 'false';
const isMain = (route: Fields): boolean => (route['routing-table'] ?? 'main') === 'main';
/** Over how many others a gateway may be reached. */
const deepest = 4;

const isUp = (state: PathRows, name: string): boolean => {
  const row = interfaceRow(state, name);
  return row !== undefined && isOn(row);
};

/** What follows from the addresses of the router itself. */
const connected = (state: PathRows, to: string): readonly Candidate[] =>
  rowsIn(state, '/ip/address').flatMap((row) => {
    const name = row['actual-interface'] || (row.interface ?? '');
    if (!isOn(row) || row.invalid === 'true' || !isUp(state, name)) return [];
    const around = lengthAround(connectedOf(row), to);
    if (around === null) return [];
    const ways = [{ interface: name, nextHop: null }];
    return [{ network: connectedOf(row), bits: around, distance: 0, isDead: false, ways }];
  });

/** Routes that the router did not use although nothing better was there: their gateway does not answer. */
export function unusable(state: PathRows): ReadonlySet<string> {
  const routes = rowsIn(state, '/ip/route').filter((route) => isOn(route) && isMain(route));
  const isBeaten = (route: Fields): boolean =>
    routes.some(
      (other) =>
        other.active === 'true' &&
        other['dst-address'] === route['dst-address'] &&
        Number(other.distance ?? 1) <= Number(route.distance ?? 1),
    );
  return new Set(routes.filter((route) => route.active === 'false' && !isBeaten(route)).map(keyOf));
}

const keyOf = (route: Fields): string => `${route['.id']} ${route.gateway}`;

/** The way to an address: the longest route decides, among equals the nearest. */
export function wayTo(state: PathRows, to: string, without: ReadonlySet<string>, depth = 0): Back {
  const routed = rowsIn(state, '/ip/route').flatMap((route): readonly Candidate[] => {
    const network = route['dst-address'] ?? '';
    const isOut = !isOn(route) || !isMain(route) || route.connect === 'true' || without.has(keyOf(route));
    if (isOut || lengthAround(network, to) === null) return [];
    const ways = dead(route)
      ? []
      : parts(route.gateway).flatMap((gateway) => throughGateway(state, gateway, without, depth));
    const about = { network, bits: bitsOf(network), distance: Number(route.distance ?? 1), isDead: dead(route), ways };
    return about.isDead || ways.length > 0 ? [about] : [];
  });
  const all = [...connected(state, to), ...routed];
  const longest = Math.max(...all.map(({ bits }) => bits));
  const nearest = Math.min(...all.filter(({ bits }) => bits === longest).map(({ distance }) => distance));
  const best = all.filter(({ bits, distance }) => bits === longest && distance === nearest);
  const swallowing = best.find(({ isDead }) => isDead);
  return {
    ways: swallowing === undefined ? best.flatMap(({ ways }) => ways) : [],
    swallowedBy: swallowing === undefined ? null : swallowing.network,
  };
}

/** `10.0.0.1`, `10.0.0.1%ether1`, `ether1`: a gateway that cannot be reached leads nowhere. */
function throughGateway(state: PathRows, text: string, without: ReadonlySet<string>, depth: number): readonly Way[] {
  const [gateway = '', on] = text.split('@')[0]?.split('%') ?? [];
  if (on !== undefined) return isUp(state, on) ? [{ interface: on, nextHop: gateway }] : [];
  if (!/^[\d.]+$/.test(gateway)) return isUp(state, gateway) ? [{ interface: gateway, nextHop: null }] : [];
  const near = connected(state, gateway);
  const [closest] = [...near].sort((one, other) => other.bits - one.bits);
  const found = closest?.ways ?? (depth < deepest ? wayTo(state, gateway, without, depth + 1).ways : []);
  return found.map((way) => ({ interface: way.interface, nextHop: way.nextHop ?? gateway }));
}
