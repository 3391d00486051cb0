import type { Fields } from '../command';
import { type Flow, flowsOf, removeFlow } from '../flows';
import type { Call, Machine, Menus } from '../machine';
import { printOf } from '../print';
import { missing, noSuchItem } from '../trap';
import { writtenFlag, writtenId, writtenUptime } from '../written';

/** How long the table remembers what is silent, in seconds (manual: Connection tracking, defaults). */
const timeouts = { tcp: 86_400, udp: 180, icmp: 10 } as const;

const hasFastTrack = ({ protocol, ageSeconds }: Flow): boolean => protocol !== 'icmp' && ageSeconds > 3;

/** From 7.16 on a port is a field of its own; before it stands behind the address. */
function endsOf({ version }: Machine, flow: Flow): Fields {
  const { source, destination, sourcePort, destinationPort, outside, protocol } = flow;
  const ends: readonly (readonly [name: string, address: string, port: number])[] = [
    ['src', source, sourcePort],
    ['dst', destination, destinationPort],
    ['reply-src', destination, destinationPort],
    ['reply-dst', outside, sourcePort],
  ];
  const written = ends.map(([name, address, port]): Fields => {
    if (protocol === 'icmp') return { [`${name}-address`]: address };
    if (version.isFrom(7, 16)) return { [`${name}-address`]: address, [`${name}-port`]: String(port) };
    return { [`${name}-address`]: `${address}:${port}` };
  });
  return Object.assign({}, ...written);
}

function rowOf(machine: Machine, flow: Flow): Fields {
  const { protocol, ageSeconds, sent, received } = flow;
  const counted = (bits: number, size: number): string => String(Math.floor((bits * (ageSeconds + 1)) / 8 / size));
  return {
    ...{ '.id': writtenId(flow.id), protocol, ...endsOf(machine, flow) },
    ...(protocol === 'icmp' ? { 'icmp-type': '8', 'icmp-code': '0', 'icmp-id': String(flow.id % 65_536) } : {}),
    ...(protocol === 'tcp' ? { 'tcp-state': 'established' } : {}),
    timeout: writtenUptime(timeouts[protocol] - (ageSeconds % Math.min(9, timeouts[protocol]))),
    ...{ 'orig-packets': counted(sent, 400), 'orig-bytes': counted(sent, 1), 'orig-fasttrack-packets': '0' },
    ...{ 'repl-packets': counted(received, 1100), 'repl-bytes': counted(received, 1), 'repl-fasttrack-packets': '0' },
    ...{ 'orig-rate': String(sent), 'repl-rate': String(received), expected: 'false', 'seen-reply': 'true' },
    ...{ assured: writtenFlag(protocol === 'tcp' || ageSeconds > 30), confirmed: 'true', dying: 'false' },
    fasttrack: writtenFlag(hasFastTrack(flow)),
    ...(machine.version.isSix ? {} : { 'hw-offload': 'false' }),
    ...{ srcnat: writtenFlag(flow.outside !== flow.source), dstnat: 'false' },
  };
}

function* rows(machine: Machine): Generator<Fields> {
  for (const flow of flowsOf(machine)) yield rowOf(machine, flow);
}

/** Whoever still speaks is back with the next packet; the connection of the API is never away. */
function remove({ machine, attributes }: Call): null {
  const given = attributes.get('.id') ?? attributes.get('numbers') ?? '';
  if (given === '') throw missing('numbers');
  for (const reference of given.split(',')) {
    const id = /^\*[0-9A-F]+$/.test(reference) ? Number.parseInt(reference.slice(1), 16) : -1;
    if (!removeFlow(machine, id)) throw noSuchItem();
  }
  return null;
}

/** `/ip/firewall/connection`: nothing can be added or changed. */
export const connectionMenus: Menus = {
  '/ip/firewall/connection': {
    operations: {
      print: printOf({ rows }),
      remove: { policy: 'write', parameters: ['numbers', '.id'], run: remove },
    },
  },
};
