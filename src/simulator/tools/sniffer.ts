import { interfacesOf, timeOf } from '../argument';
import type { Fields } from '../command';
import { type Flow, flowsOf, isWanted } from '../flows';
import { type Call, type Operation, waits } from '../machine';
import { isAllowed } from '../menus/system';
import { chanceOf, macOf } from '../random';
import { failure } from '../trap';
import { filterOf } from './torch';

/** How often packets are looked for, and how many pass in that time at most. */
const [tickMs, perTick] = [100, 12];

async function sniff(call: Call): Promise<null> {
  if (!isAllowed(call.machine, 'sniffer')) throw failure('not allowed by device-mode');
  const names = call.attributes.has('interface') ? interfacesOf(call, 'interface') : ['all'];
  const [address, protocol, port] = ['ip-address', 'ip-protocol', 'port'].map((name) => filterOf(call, name));
  const isMeant = isWanted({
    ...(address === undefined ? {} : { address }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  const end = Date.now() + (timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY);
  const started = Date.now();
  const release = call.machine.state.holdFastTrack();
  try {
    for (let number = 0; Date.now() < end && !call.signal.aborted; ) {
      await waits(call, Math.min(tickMs, end - Date.now()));
      if (call.signal.aborted) break;
      const flows = [...flowsOf(call.machine)].filter(isMeant);
      for (const flow of passing(flows, number)) {
        const seconds = (Date.now() - started) / 1000;
        call.reply(packetOf(call, flow, { number: number++, seconds, on: names[number % names.length] ?? 'all' }));
      }
    }
  } finally {
    release();
  }
  return null;
}

/** Whose turn it is to be seen. */
const passing = (flows: readonly Flow[], from: number): Flow[] =>
  Array.from({ length: Math.min(perTick, flows.length) }, (_, index) => flows[(from + index) % flows.length]).flatMap(
    (flow) => flow ?? [],
  );

interface Seen {
  readonly number: number;
  readonly seconds: number;
  readonly on: string;
}

function packetOf({ machine }: Call, flow: Flow, { number, seconds, on }: Seen): Fields {
  const isBack = chanceOf(machine.seed, flow.id, number) < 0.55;
  const there = [
    [flow.source, flow.sourcePort, macOf(machine.seed, flow.source)],
    [flow.destination, flow.destinationPort, macOf(machine.seed, on)],
  ] as const;
  const [from, to] = isBack ? [there[1], there[0]] : [there[0], there[1]];
  const end = ([address, port]: (typeof there)[number]): string => (port === 0 ? address : `${address}:${port}`);
  return {
    ...{ time: seconds.toFixed(3), num: String(number + 1), dir: isBack ? '->' : '<-', interface: on },
    ...{ 'src-mac': from[2], 'dst-mac': to[2], 'src-address': end(from), 'dst-address': end(to) },
    ...{ protocol: flow.protocol === 'icmp' ? 'ip:icmp' : `ip:${flow.protocol}` },
    ...{ size: String(isBack ? 1514 : 66), ...(flow.protocol === 'tcp' ? { 'tcp-flags': 'ack' } : {}) },
    ...{ 'ip-packet-size': String(isBack ? 1500 : 52), 'ip-header-size': '20', dscp: '0', ecn: '0', ttl: '63' },
    ...{ identification: String(number % 65_536), 'fragment-offset': '0', cpu: String(number % 4), fp: 'false' },
  };
}

const parameters = [
  ...['interface', 'ip-address', 'ipv6-address', 'src-ip-address', 'dst-ip-address', 'mac-address', 'port'],
  ...['src-port', 'dst-port', 'ip-protocol', 'mac-protocol', 'direction', 'size', 'vlan-id', 'cpu', 'duration'],
  ...['operator-between-entries', 'freeze-frame-interval', '.proplist', 'as-value', 'without-paging'],
];

/** `/tool/sniffer/quick`: a row for each packet, its headers alone. */
export const snifferQuick: Operation = {
  policy: 'sniff',
  parameters: ({ version }) => (version.isFrom(7, 15) ? [...parameters, 'show-frame', 'rows', 'proplist'] : parameters),
  run: sniff,
};
