import type { Fields } from '../command';
import { portsOf, radiosOf } from '../models';
import { macOf } from '../random';
import type { Table } from '../table';
import { mainInterface } from './addresses';
import { type Place, portOf } from './place';
import { guestsOf } from './ppp';
import { isTower, type Resident, residentsOf, subscribersOf } from './residents';

/** Where frames of no VLAN belong, where subscribers sign in, and where the guests of a hotspot are. */
const vlans = { none: '1', subscribers: '200', guests: '10' } as const;

/** A MAC address, behind which port it was seen and in which VLAN. */
interface Seen {
  readonly mac: string;
  readonly port: string;
  readonly vid: string;
  readonly isLocal?: true;
}

/** `/interface/bridge/host`: the ports' own addresses, the routers around, and the people behind. */
export function growHosts(place: Place, table: Table): void {
  if (!hasBridge(place)) return;
  for (const seen of seenBy(place)) table.add(hostRow(place, seen));
}

/** A router that a test gives a number of interfaces has ports and nothing upon them. */
export const hasBridge = ({ role, interfaces }: Place): boolean =>
  interfaces === null && !['core', 'edge', 'pppoe'].includes(role);

function seenBy(place: Place): Seen[] {
  const ports = bridged(place);
  const uplink = ports[0] ?? mainInterface(place);
  const own = ports.map((port) => ({ mac: macOf(place.seed, port), port, vid: vlans.none, isLocal: true as const }));
  const routers = place.neighbours.map(({ identity }, index) => ({
    ...{ mac: macOf(identity), port: ports[portOf(index)] ?? uplink, vid: vlans.none },
  }));
  return [...own, ...routers, ...people(place, ports.length > 1 ? ports.slice(1) : ports)];
}

/** The ports of its bridge: wires first, then radios. */
export const bridged = ({ model }: Place): string[] => [...portsOf(model), ...radiosOf(model)].map(({ name }) => name);

type Port = (one: Resident) => string;

function people(place: Place, ports: readonly string[]): Seen[] {
  const nth = (index: number, among = ports): string => among[index % among.length] ?? '';
  const radios = ports.filter((port) => port.startsWith('w'));
  const spread: Port = ({ index }) => nth(index, place.role === 'ap' && radios.length > 0 ? radios : ports);
  if (place.role === 'hotspot') return guestsOf(place).map(seen(vlans.guests, ({ index }) => nth(index, radios)));
  if (isCoreSwitch(place))
    return online(subscribersOf(place.provider)).map(seen(vlans.subscribers, ({ number }) => nth(number >> 7)));
  const here = online(residentsOf(place));
  if (!isTower(place)) return here.map(seen(vlans.none, spread));
  if (place.role === 'ap') return twice(here.filter(inSector(place)), spread);
  if (place.role === 'backhaul') return here.map(seen(vlans.subscribers, () => 'ether1'));
  // Even numbers are in the north, odd ones in the south: a gateway has an access point for each.
  return twice(here, ({ index }) => nth(index % 2));
}

const seen =
  (vid: string, port: Port) =>
  (one: Resident): Seen => ({ mac: one.mac, port: port(one), vid });

/** A subscriber's device is managed without a VLAN, and signs in over the one of the subscribers. */
const twice = (here: readonly Resident[], port: Port): Seen[] => [
  ...here.map(seen(vlans.none, port)),
  ...here.map(seen(vlans.subscribers, port)),
];

export const online = (people: readonly Resident[]): Resident[] => people.filter(({ isOnline }) => isOnline);

export const isCoreSwitch = (place: Place): boolean => place.role === 'switch' && place.site === 0 && !isTower(place);

/** An access point with an odd address looks north. */
export const inSector =
  ({ address }: Place) =>
  ({ index }: Resident): boolean =>
    index % 2 !== Number(address.split('.')[3]) % 2;

function hostRow(place: Place, { mac, port, vid, isLocal }: Seen): Fields {
  const bridge = mainInterface(place);
  return {
    ...{ 'mac-address': mac, vid, interface: port, bridge, 'on-interface': port },
    ...{ local: String(isLocal === true), external: 'false', dynamic: 'true', invalid: 'false', disabled: 'false' },
  };
}
