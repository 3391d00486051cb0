import type { Fields } from '../command';
import type { Table } from '../table';
import { mainInterface } from './addresses';
import { type Place, subnetOf } from './place';
import { adjacent, isWatchedClosely, ownAs, peersOf } from './routing';

/*
 * What is configured of what routing.ts tells. RouterOS 6 has its first instances by itself; in 7 somebody makes them, and
 * only where there is somebody to talk to.
 */

const on = { inactive: 'false', disabled: 'false' } as const;
const never = ['connected', 'static', 'rip'] as const;

/** `redistribute-connected=no` and the like. */
const redistributes = (names: readonly string[], no: string): Fields =>
  Object.fromEntries(names.map((name) => [`redistribute-${name}`, no]));

/** `/routing/table`: the one that is always there, and the one that the routes of a tower name. */
export function growTables({ role }: Place, table: Table): void {
  table.add({ name: 'main', fib: '', dynamic: 'true', invalid: 'false', disabled: 'false' }, { id: 0 });
  if (role === 'gateway') table.add({ name: 'backup', fib: '', dynamic: 'false', invalid: 'false', disabled: 'false' });
}

/** `/routing/ospf/instance`. */
export function growOspfInstances(place: Place, table: Table): void {
  if (place.version.isSix)
    table.add({
      ...{ name: 'default', 'router-id': '0.0.0.0', 'distribute-default': 'never' },
      ...redistributes([...never, 'bgp', 'other-ospf'], 'no'),
      ...{ 'metric-default': '1', 'metric-connected': '20', 'metric-static': '20', 'metric-rip': '20' },
      ...{ 'metric-bgp': 'auto', 'metric-other-ospf': 'auto', 'in-filter': 'ospf-in', 'out-filter': 'ospf-out' },
      ...{ disabled: 'false', default: 'true' },
    });
  else if (adjacent(place).length > 0)
    table.add({ name: 'default-v2', version: '2', vrf: 'main', 'router-id': place.address, ...on });
}

/** `/routing/ospf/area`. */
export function growOspfAreas(place: Place, table: Table): void {
  const whole = { 'area-id': '0.0.0.0', type: 'default' };
  if (place.version.isSix)
    table.add({ name: 'backbone', instance: 'default', ...whole, disabled: 'false', default: 'true' });
  else if (adjacent(place).length > 0)
    table.add({ name: 'backbone-v2', instance: 'default-v2', ...whole, dynamic: 'false', ...on });
}

const hellos = {
  ...{ 'retransmit-interval': '5s', 'transmit-delay': '1s', 'hello-interval': '10s', 'dead-interval': '40s' },
} as const;

/** `/routing/ospf/interface-template`. */
export function growOspfTemplates(place: Place, table: Table): void {
  if (adjacent(place).length === 0) return;
  table.add({
    ...{ area: 'backbone-v2', interfaces: mainInterface(place), 'instance-id': '0', type: 'broadcast', ...hellos },
    ...{ priority: '128', cost: '1', ...on },
    ...(place.version.isFrom(7, 10) && isWatchedClosely(place) ? { 'use-bfd': 'true' } : {}),
  });
}

/** `/routing/ospf/interface` of RouterOS 6: it makes them of the networks by itself. */
export function growOspfInterfaces(place: Place, table: Table): void {
  if (adjacent(place).length === 0) return;
  table.add({
    ...{ interface: mainInterface(place), cost: '10', priority: '1', authentication: 'none' },
    ...{ 'authentication-key': '', 'authentication-key-id': '1', 'network-type': 'broadcast', ...hellos },
    ...{ passive: 'false', 'use-bfd': String(isWatchedClosely(place)), dynamic: 'true', disabled: 'false' },
  });
}

/** `/routing/ospf/network` of RouterOS 6. */
export function growOspfNetworks(place: Place, table: Table): void {
  if (adjacent(place).length === 0) return;
  table.add({
    ...{ network: `${subnetOf(place.address)}/24`, area: 'backbone', invalid: 'false', disabled: 'false' },
  });
}

/** `/routing/bgp/instance`: gone with RouterOS 7, and back since 7.20. */
export function growBgpInstances(place: Place, table: Table): void {
  const has = peersOf(place).length > 0;
  if (place.version.isSix)
    table.add({
      ...{ name: 'default', as: has ? String(ownAs(place)) : '65530', 'router-id': has ? place.address : '0.0.0.0' },
      ...redistributes([...never, 'ospf', 'other-bgp'], 'false'),
      ...{ 'out-filter': '', 'client-to-client-reflection': 'true', 'ignore-as-path-len': 'false' },
      ...{ 'routing-table': '', disabled: 'false', default: 'true' },
    });
  else if (has)
    table.add({ name: 'bgp-main', as: String(ownAs(place)), 'router-id': place.address, vrf: 'main', ...on });
}

/** `/routing/bgp/template`: RouterOS's own, from which nothing here differs. */
export function growBgpTemplates({ version }: Place, table: Table): void {
  table.add({ name: 'default', ...(version.isFrom(7, 20) ? {} : { as: '65530' }), default: 'true', ...on });
}

/** `/routing/bgp/connection`. */
export function growBgpConnections(place: Place, table: Table): void {
  const { version } = place;
  const own = String(ownAs(place));
  for (const { name, address, as } of peersOf(place))
    table.add({
      ...(version.isFrom(7, 20)
        ? { instance: 'bgp-main', afi: 'ip' }
        : { 'router-id': place.address, 'address-families': 'ip' }),
      ...{ name, as: own, 'local.role': String(as) === own ? 'ibgp' : 'ebgp', templates: 'default' },
      ...{ 'remote.address': address, 'remote.as': String(as), connect: 'true', listen: 'true' },
      ...{ 'input.filter': `${name}-in`, 'output.filter-chain': `${name}-out`, 'routing-table': 'main' },
      ...{ 'hold-time': '3m', 'keepalive-time': '1m', ...on },
    });
}

/** `/routing/filter/rule`, and `/routing/filter` of RouterOS 6: no default route comes in, and only what is ours goes out. */
export function growRoutingFilters(place: Place, table: Table): void {
  const chains = peersOf(place).flatMap(({ name }) => [
    { chain: `${name}-in`, prefix: '0.0.0.0/0', from: 8 },
    { chain: `${name}-out`, prefix: '100.70.0.0/16', from: 16 },
  ]);
  for (const { chain, prefix, from } of chains)
    if (place.version.isSix) {
      const rest = { 'invert-match': 'false', 'set-bgp-prepend-path': '', disabled: 'false' };
      table.add({ chain, prefix, 'prefix-length': `${from}-24`, action: 'accept', ...rest });
      table.add({ chain, action: 'discard', ...rest });
    } else {
      const rule = `if (dst in ${prefix} && dst-len in ${from}-24) { accept } else { reject }`;
      table.add({ chain, rule, ...on });
    }
}
