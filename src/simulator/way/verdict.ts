import type { Fields } from '../command';
import type { RouterState } from '../state';
import { hasWayBack } from './back';
import { pass } from './chain';
import { isReached } from './frames';
import { type Arrival, type Packet, usualPort, type Verdict } from './packet';
import { isInside } from './prefix';

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
  const port = arrival.port === null ? null : presentName(state, arrival.port);
  const isUp = [name, home].every((one) => isReached(state, one, { port, tag: null }));
  const own = rows(state, '/ip/address').find(({ address }) => address?.split('/')[0] === arrival.address);
  if (!isUp || own === undefined || !isOn(own)) return 'silent';
  if (![home, arrival.home].includes(own.interface ?? '')) return 'silent';
  if (!hasWayBack(state, { to: arrival.from, on: [name, home], gateway: arrival.gateway })) return 'silent';
  const { from, address: to, service } = arrival;
  const packet: Packet = {
    ...{ isAnswer: false, from, to, interface: name, bridgePort: port, port: usualPort[service], state: kind },
  };
  const answer: Packet = { ...packet, isAnswer: true, from: to, to: from, bridgePort: null, state: 'established' };
  const raw = pass(state, '/ip/firewall/raw', 'prerouting', packet);
  // What is not tracked belongs to no connection, and is not translated.
  const tracked: Packet = raw === 'untracked' ? { ...packet, state: 'untracked' } : packet;
  const judged = [
    raw,
    // Only the first packet of a connection is translated.
    tracked.state === 'new' ? pass(state, '/ip/firewall/nat', 'dstnat', packet) : 'open',
    pass(state, '/ip/firewall/filter', 'input', tracked),
    pass(state, '/ip/firewall/raw', 'output', answer),
    pass(state, '/ip/firewall/filter', 'output', answer),
  ].find((verdict): verdict is 'silent' | 'refused' => verdict === 'silent' || verdict === 'refused');
  return judged ?? served(state, arrival);
}
