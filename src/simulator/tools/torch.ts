import { interfacesOf, timeOf } from '../argument';
import { type Call, type Operation, waits } from '../machine';
import { between, chanceOf } from '../random';

/** Seconds before torch shows anything at all. */
const warmUp = 2;

async function watch(call: Call): Promise<null> {
  interfacesOf(call, 'interface');
  const seconds = Math.floor((timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY) / 1000);
  for (let second = 1; second <= seconds && !call.signal.aborted; second++) {
    await waits(call, 1000);
    if (second < warmUp || call.signal.aborted) continue;
    for (let flow = 0; flow < 6; flow++) call.reply({ '.section': String(second - warmUp), ...flowOf(call, flow) });
  }
  return null;
}

function flowOf({ machine }: Call, flow: number): Record<string, string> {
  const bits = Math.floor(2 ** (22 - flow) * (0.5 + chanceOf(machine.seed, flow, Math.floor(Date.now() / 1000))));
  return {
    ...{ 'mac-protocol': '800', 'ip-protocol': flow % 3 === 0 ? 'udp' : 'tcp' },
    'src-address': `100.70.${between(0, 9, machine.seed, flow)}.${between(2, 250, machine.seed, flow, 1)}`,
    'dst-address': `203.0.113.${between(2, 250, machine.seed, flow, 2)}`,
    ...{ 'src-port': String(between(1024, 65_535, machine.seed, flow, 3)), 'dst-port': '443' },
    ...{ tx: String(bits), rx: String(Math.floor(bits / 9)) },
    ...{ 'tx-packets': String(Math.ceil(bits / 9600)), 'rx-packets': String(Math.ceil(bits / 12_000)) },
  };
}

/** `/tool/torch`: who talks to whom through an interface. */
export const torch: Operation = {
  policy: 'sniff',
  parameters: [
    ...[
      'interface',
      'src-address',
      'dst-address',
      'src-address6',
      'dst-address6',
      'port',
      'ip-protocol',
      'mac-protocol',
    ],
    ...['vlan-id', 'dscp', 'duration', 'freeze-frame-interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
  ],
  run: watch,
};
