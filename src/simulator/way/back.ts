import type { Fields } from '../command';
import type { RouterState } from '../state';
import { isInside, lengthOf } from './prefix';

type Row = Readonly<Fields>;

const dead = ['blackhole', 'unreachable', 'prohibit'];
const leadsNowhere = (route: Row): boolean =>
  dead.includes(route.type ?? '') || (route.blackhole !== undefined && route.blackhole !== 'false');

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** How many routers stand next to each other on the way out, from the gateway on: all of them know the way to us. */
const neighbours = 3;

interface Way {
  readonly to: string;
  /** The interfaces behind which we are. */
  readonly on: readonly string[];
  /** The next router on the way, as it was in the beginning. */
  readonly gateway: string;
}

/** Whether one of a route's gateways leads to us. */
function leads(gateway: string, { on, gateway: usual }: Way): boolean {
  const [first = '', through] = gateway.split('%');
  if (!/^[\d.]+$/.test(first)) return on.includes(first);
  if (through !== undefined && !on.includes(through)) return false;
  const offset = numberOf(first) - numberOf(usual);
  return offset >= 0 && offset < neighbours;
}

/** Whether answers find their way: the longest route decides, among equals the nearest. */
export function hasWayBack(state: RouterState, way: Way): boolean {
  const [best] = state
    .table('/ip/route')
    .items.map(({ fields }) => fields)
    .filter((route) => route.disabled !== 'true' && route.active !== 'false')
    .filter((route) => (route['routing-table'] ?? 'main') === 'main' && (route['routing-mark'] ?? '') === '')
    .filter((route) => isInside(way.to, route['dst-address'] ?? ''))
    .sort(
      (one, other) =>
        lengthOf(other['dst-address'] ?? '') - lengthOf(one['dst-address'] ?? '') ||
        Number(one.distance ?? 0) - Number(other.distance ?? 0),
    );
  if (best === undefined || leadsNowhere(best)) return false;
  return (best.gateway ?? '').split(',').some((gateway) => leads(gateway, way));
}
