import type { Fields } from '../command';
import type { Machine } from '../machine';
import { portsOf } from '../models';
import { between } from '../random';
import { rootOf } from '../seed/bridging';
import { writtenFlag, writtenUptime } from '../written';

interface Port {
  readonly name: string;
  readonly bridge: string;
  readonly isUp: boolean;
}

/** The first port leads to the router above, and so to the root. */
function roleOf({ state }: Machine, { name, bridge, isUp }: Port): string {
  if (!isUp) return 'disabled-port';
  const { 'mac-address': mac, [rootOf]: root } = state.table('/interface/bridge').find(bridge)?.fields ?? {};
  const [first] = state.table('/interface/bridge/port').items;
  return root !== mac && first?.fields.interface === name ? 'root-port' : 'designated-port';
}

/** Costs by speed: since 7.13 a new bridge counts them the long way. */
function costOf({ version, model }: Machine, name: string): string {
  if (!version.isFrom(7, 13)) return '10';
  const rate = portsOf(model).find((port) => port.name === name)?.rate;
  return rate === undefined || rate === '1Gbps' ? '20000' : '2000';
}

/** What the spanning tree says of one port. */
export function treeOf(machine: Machine, port: Port): Fields {
  const { version, seed, state } = machine;
  const role = roleOf(machine, port);
  if (!port.isUp) return { role };
  const cost = costOf(machine, port.name);
  const isEdge = role === 'designated-port' && between(0, 3, seed, port.name, 'edge') > 0;
  const { 'mac-address': mac = '', [rootOf]: root = '' } =
    state.table('/interface/bridge').find(port.bridge)?.fields ?? {};
  return {
    ...{ role, 'edge-port': writtenFlag(isEdge), 'edge-port-discovery': 'true', 'point-to-point-port': 'true' },
    ...{ 'external-fdb-status': 'no', 'sending-rstp': 'true', learning: 'true', forwarding: 'true' },
    ...(version.isFrom(7, 13) ? { 'actual-path-cost': cost } : {}),
    ...(role === 'root-port' ? { 'root-path-cost': cost, 'designated-cost': '0' } : {}),
    'designated-bridge': `0x8000.${role === 'root-port' ? root : mac}`,
    ...(version.isFrom(7, 20) ? counted(machine, port.name) : {}),
  };
}

/** Every two seconds a port says that it is there. */
function counted({ seed, state }: Machine, name: string): Fields {
  const hellos = Math.floor(state.uptimeSeconds / 2);
  const changes = between(1, 9, seed, name, 'changes');
  return {
    ...{ 'topology-changes': String(changes), 'tx-bpdu': String(hellos), 'rx-bpdu': String(changes * 3) },
    'last-topology-change': writtenUptime(state.uptimeSeconds / (changes + 1)),
  };
}
