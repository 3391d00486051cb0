import type { Fields } from '../command';
import type { RouterState } from '../state';
import { pass } from './chain';
import { type Arrival, type Packet, usualPort, type Verdict } from './packet';
import { isInside, lengthOf } from './prefix';

const isOn = ({ disabled }: Readonly<Fields>): boolean => disabled !== 'true';
const rows = (state: RouterState, path: string): Readonly<Fields>[] =>
  state.table(path).items.map(({ fields }) => fields);

/** What the interface of that name is called now: whoever renames it takes its address along. */
function presentName(state: RouterState, name: string): string {
  const interfaces = state.table('/interface');
  if (interfaces.find(name) !== null) return name;
  const renamed = state.history.entries
    .flatMap(({ did }) => did.tables)
    .flatMap(({ path, rows: changed }) => (path === '/interface' ? changed : []))
    .find(({ item, before }) => before?.name === name && interfaces.items.includes(item));
  return renamed?.item.fields.name ?? name;
}

const dead = ['blackhole', 'unreachable', 'prohibit'];
const leadsNowhere = (route: Readonly<Fields>): boolean =>
  dead.includes(route.type ?? '') || (route.blackhole !== undefined && route.blackhole !== 'false');

/** Whether answers find their way: the longest route decides, among equals the nearest. */
function hasWayBack(state: RouterState, to: string): boolean {
  const [best] = rows(state, '/ip/route')
    .filter((route) => isOn(route) && route.active !== 'false')
    .filter((route) => (route['routing-table'] ?? 'main') === 'main' && (route['routing-mark'] ?? '') === '')
    .filter((route) => isInside(to, route['dst-address'] ?? ''))
    .sort(
      (one, other) =>
        lengthOf(other['dst-address'] ?? '') - lengthOf(one['dst-address'] ?? '') ||
        Number(one.distance ?? 0) - Number(other.distance ?? 0),
    );
  return best !== undefined && !leadsNowhere(best);
}

/** The service itself: nobody listens, or it does not speak to us. */
function served(state: RouterState, { service, from }: Arrival): Verdict {
  const row = rows(state, '/ip/service').find(({ name }) => name === service);
  if (row === undefined || !isOn(row) || row.port !== usualPort[service]) return 'refused';
  const allowed = (row.address ?? '').split(',').filter((one) => one !== '');
  return allowed.length === 0 || allowed.some((one) => isInside(from, one)) ? 'open' : 'refused';
}

/** What the router does with packets that arrive so, as it is configured now. */
export function verdictOn(state: RouterState, arrival: Arrival, kind: Packet['state']): Verdict {
  const [name, home] = [presentName(state, arrival.interface), presentName(state, arrival.home)];
  const isUp = [name, home].every((one) => isOn(state.table('/interface').find(one)?.fields ?? { disabled: 'true' }));
  const own = rows(state, '/ip/address').find(({ address }) => address?.split('/')[0] === arrival.address);
  if (!isUp || own === undefined || !isOn(own)) return 'silent';
  if (![home, arrival.home].includes(own.interface ?? '')) return 'silent';
  if (!hasWayBack(state, arrival.from)) return 'silent';
  const { from, address: to, service } = arrival;
  const packet: Packet = { from, to, interface: name, port: usualPort[service], state: kind };
  const judged = [
    pass(state, '/ip/firewall/raw', 'prerouting', packet),
    // Only the first packet of a connection is translated.
    kind === 'new' ? pass(state, '/ip/firewall/nat', 'dstnat', packet) : 'open',
    pass(state, '/ip/firewall/filter', 'input', packet),
  ].find((verdict) => verdict !== 'open');
  return judged ?? served(state, arrival);
}
