import { isIP } from 'node:net';
import { flagOf, interfacesOf, needed, timeOf, wholeOf } from '../argument';
import type { Fields } from '../command';
import { type Call, type Machine, type Operation, waits } from '../machine';
import { type Fate, type Path, send } from '../network';
import { failure, invalid, outOfRange } from '../trap';
import { writtenRoundTrip } from '../written';

/** The address that a text is or stands for. */
export function addressOf(call: Call, argument: string): string {
  const text = needed(call, argument);
  if (isIP(text) !== 0) return text;
  if (!/^[\w.-]+$/.test(text) || /^[\d.]+$/.test(text)) throw invalid(argument);
  const address = call.machine.network.resolve(text);
  if (address === null) throw failure('dns name does not exist');
  return address;
}

/** Round trips so far, as every row sums them up. */
interface Sum {
  sent: number;
  received: number;
  total: number;
  least: number;
  most: number;
}

/** Bytes a link carries in one piece. */
const widest = 1500;

/** What every packet of one ping is sent with. */
interface Packets {
  readonly address: string;
  readonly path: Path;
  readonly size: number;
  readonly ttl: number;
  readonly isWhole: boolean;
  readonly interval: number;
}

function packetsOf(call: Call): Packets {
  const address = addressOf(call, 'address');
  const interval = timeOf(call, 'interval') ?? 1000;
  if (interval < 10 || interval > 5000) throw outOfRange('interval', '10ms', '5s');
  const source = call.attributes.get('src-address');
  if (source !== undefined && isIP(source) === 0) throw invalid('src-address');
  if (call.attributes.has('interface')) interfacesOf(call, 'interface');
  return {
    address,
    path: call.machine.network.path(address),
    size: wholeOf(call, 'size', [14, 65_535]) ?? 56,
    ttl: wholeOf(call, 'ttl', [1, 255]) ?? 255,
    isWhole: flagOf(call, 'do-not-fragment'),
    interval,
  };
}

async function ping(call: Call): Promise<null> {
  const packets = packetsOf(call);
  const count = wholeOf(call, 'count', [1, 0xffff_ffff]) ?? Number.POSITIVE_INFINITY;
  const sum: Sum = { sent: 0, received: 0, total: 0, least: Number.POSITIVE_INFINITY, most: 0 };
  for (let seq = 0; seq < count && !call.signal.aborted; seq++) {
    const started = Date.now();
    const fate = fateOf(call.machine, packets, seq);
    // A lost packet is known to be lost when the next one is due.
    await waits(call, fate.kind === 'lost' ? packets.interval : fate.ms);
    if (call.signal.aborted) return null;
    call.reply(rowOf(call.machine, packets, { seq, fate, sum }));
    if (seq + 1 < count) await waits(call, packets.interval - (Date.now() - started));
  }
  return null;
}

function fateOf({ seed }: Machine, { path, size, ttl, isWhole }: Packets, seq: number): Fate | TooLarge {
  if (isWhole && size > widest) return { kind: 'tooLarge', ms: 0 };
  return send(path, ttl, seed, Date.now(), seq);
}

/** It never left: the router's own first link is too narrow. */
interface TooLarge {
  readonly kind: 'tooLarge';
  readonly ms: 0;
}

function rowOf(
  machine: Machine,
  { address, size }: Packets,
  { seq, fate, sum }: { seq: number; fate: Fate | TooLarge; sum: Sum },
): Fields {
  sum.sent++;
  if (fate.kind === 'reply') {
    sum.received++;
    sum.total += fate.ms;
    sum.least = Math.min(sum.least, fate.ms);
    sum.most = Math.max(sum.most, fate.ms);
  }
  return { seq: String(seq), ...packetRow(machine, fate, { address, size }), ...summed(machine, sum) };
}

function packetRow(
  { version }: Machine,
  fate: Fate | TooLarge,
  { address, size }: { address: string; size: number },
): Fields {
  switch (fate.kind) {
    case 'lost':
      return { host: address, status: 'timeout' };
    case 'tooLarge':
      return { host: address, status: 'packet too large and cannot be fragmented' };
    case 'reply':
      return {
        ...{ host: fate.host, size: String(size), ttl: String(Math.max(1, 65 - fate.hop)) },
        time: writtenRoundTrip(fate.ms, version),
      };
    case 'told':
      // What tells is an ICMP error: it carries the start of the packet and no more.
      return {
        ...{ host: fate.host, size: '84', ttl: String(Math.max(1, 65 - fate.hop)) },
        ...{ time: writtenRoundTrip(fate.ms, version), status: fate.status },
      };
  }
}

function summed({ version }: Machine, { sent, received, total, least, most }: Sum): Fields {
  const loss = Math.floor(((sent - received) * 100) / sent);
  const counts = { sent: String(sent), received: String(received), 'packet-loss': String(loss) };
  if (received === 0) return counts;
  return {
    ...counts,
    'min-rtt': writtenRoundTrip(least, version),
    'avg-rtt': writtenRoundTrip(total / received, version),
    'max-rtt': writtenRoundTrip(most, version),
  };
}

const parameters = [
  ...['address', 'arp-ping', 'count', 'do-not-fragment', 'dscp', 'interface', 'interval', 'size', 'src-address', 'ttl'],
  ...['as-value', 'without-paging', 'proplist', '.proplist'],
];

/** `/tool/ping`: a row for every packet, without end unless it is given a count. */
export const pingTool: Operation = {
  policy: 'test',
  parameters: ({ version }) => [...parameters, version.isSix ? 'routing-table' : 'vrf'],
  run: ping,
};
