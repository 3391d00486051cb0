import ipaddr from 'ipaddr.js';
import { lengthAround } from '../../actions/around';
import type { Fields } from '../step';
import { connectedOf, interfaceRow } from './afterwards';
import { unusable, type Way, wayTo } from './back';
import { isOn, namedRow, type PathRows, rowsIn } from './state';

/** What Routeward itself knows of the connection. */
export interface Dialled {
  /** From where the router sees us come. */
  readonly from: string;
  /** Where Routeward connects to; the router may know itself by another address, and the service by another port. */
  readonly host: string;
  readonly port: number;
  readonly service: 'api' | 'api-ssl';
}

/** How management comes to a router, as its rows tell. */
export interface Path {
  readonly from: string;
  readonly service: Dialled['service'];
  /** The address of the router that is spoken to. */
  readonly to: string;
  /** It is the one that was dialled, or that the router names; else it is taken to be, among several. */
  readonly isToKnown: boolean;
  /** On which packets come in. It is taken to be the one on which answers leave. */
  readonly interface: string;
  readonly nextHop: string | null;
  /** With which they come in; the service's, or one that the router leads there. */
  readonly port: number;
  /** On which the service listens. */
  readonly servicePort: number;
  /** The port of a bridge behind which whoever sends them was seen. */
  readonly bridgePort: string | null;
}

export const ipOf = ({ address = '' }: Fields): string => address.split('/')[0] ?? '';
const ownAddresses = (state: PathRows): readonly Fields[] => rowsIn(state, '/ip/address').filter(isOn);

export const serviceRow = (state: PathRows, service: Dialled['service']): Fields | undefined =>
  rowsIn(state, '/ip/service').find(({ name, dynamic }) => name === service && dynamic !== 'true');

/** Every path that it could be, the likeliest first. None: the rows do not tell of any. */
export function pathsOf(state: PathRows, dialled: Dialled): readonly Path[] {
  const { from, service, port: dialledPort } = dialled;
  const servicePort = Number(serviceRow(state, service)?.port ?? Number.NaN);
  const ports = [...new Set([servicePort, dialledPort])].filter(Number.isInteger);
  const ways = wayTo(state, from, unusable(state)).ways;
  return ways.flatMap((way) => {
    const tos = addressesOf(state, dialled, way);
    return tos.flatMap(({ to, isToKnown }) =>
      ports.map((port) => ({
        ...{ from, service, to, isToKnown, interface: way.interface, nextHop: way.nextHop, port, servicePort },
        bridgePort: bridgePortOf(state, way, from),
      })),
    );
  });
}

function addressesOf(
  state: PathRows,
  { host, from, service }: Dialled,
  way: Way,
): readonly Pick<Path, 'to' | 'isToKnown'>[] {
  const own = ownAddresses(state);
  const isOwn = (address: string) => own.some((row) => ipOf(row) === address);
  if (isOwn(host)) return [{ to: host, isToKnown: true }];
  // RouterOS 7 shows who is connected to a service beside it: `remote` is ours, with its port.
  const told = rowsIn(state, '/ip/service').find(
    ({ name, remote = '' }) => name === service && remote.replace(/^::ffff:/, '').replace(/:\d+$/, '') === from,
  );
  const local = told?.local?.replace(/^::ffff:/, '');
  if (local !== undefined && isOwn(local)) return [{ to: local, isToKnown: true }];
  const near = own.filter((row) => lengthAround(connectedOf(row), way.nextHop ?? from) !== null);
  const on = own.filter((row) => (row['actual-interface'] || row.interface) === way.interface);
  const found = [...new Set([...near, ...on, ...own].map(ipOf))];
  return found.map((to) => ({ to, isToKnown: found.length === 1 }));
}

/** Whoever is next to the router on our way is known by their MAC address, and that behind a port of the bridge. */
function bridgePortOf(state: PathRows, way: Way, from: string): string | null {
  const bridge = bridgeOf(state, way.interface);
  if (bridge === null) return null;
  const next = way.nextHop ?? from;
  const mac = rowsIn(state, '/ip/arp').find(({ address }) => address === next)?.['mac-address'];
  if (mac === undefined) return null;
  const hosts = rowsIn(state, '/interface/bridge/host').filter(
    (row) => row['mac-address'] === mac && row.bridge === bridge,
  );
  const ports = new Set(hosts.map((row) => row['on-interface'] ?? ''));
  const [port] = ports;
  return ports.size === 1 && port !== undefined && port !== '' ? port : null;
}

/** The bridge that an interface is, or that it is a VLAN of. */
export function bridgeOf(state: PathRows, name: string): string | null {
  const under = namedRow(state, '/interface/vlan', name)?.interface ?? name;
  return interfaceRow(state, under)?.type === 'bridge' || namedRow(state, '/interface/bridge', under) !== undefined
    ? under
    : null;
}

/** Of IPv4: nothing else is understood here. */
export const isFour = (address: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(address);

/** Whom answers are handed to first: asked for in the table of neighbours. */
export const neighboursOf = (state: PathRows, from: string): readonly string[] => [
  ...new Set(wayTo(state, from, unusable(state)).ways.map(({ nextHop }) => nextHop ?? from)),
];
