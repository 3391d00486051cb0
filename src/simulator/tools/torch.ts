import { interfacesOf, timeOf } from '../argument';
import type { Fields } from '../command';
import { type Flow, flowsOf, isWanted, type Wanted } from '../flows';
import { type Call, type Operation, waits } from '../machine';
import { chanceOf } from '../random';

/** Seconds before torch shows anything at all. */
const warmUp = 2;
/** Lines of one second: the list of the tool is no longer. */
const most = 500;

const anything = ['', 'any', '0.0.0.0/0', '::/0'];

/** What an argument asks for; what lets all pass is no filter. */
export function filterOf({ attributes }: Pick<Call, 'attributes'>, name: string): string | undefined {
  const text = attributes.get(name);
  return text === undefined || anything.includes(text) ? undefined : text;
}

function wantedOf(call: Call): Wanted {
  const [source, destination] = [filterOf(call, 'src-address'), filterOf(call, 'dst-address')];
  const [port, protocol] = [filterOf(call, 'port'), filterOf(call, 'ip-protocol')];
  return {
    ...(source === undefined ? {} : { source }),
    ...(destination === undefined ? {} : { destination }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(protocol === undefined ? {} : { protocol }),
  };
}

async function watch(call: Call): Promise<null> {
  interfacesOf(call, 'interface');
  const wanted = wantedOf(call);
  const seconds = Math.floor((timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY) / 1000);
  const release = call.machine.state.holdFastTrack();
  try {
    for (let second = 1; second <= seconds && !call.signal.aborted; second++) {
      await waits(call, 1000);
      if (second < warmUp || call.signal.aborted) continue;
      const flows = [...flowsOf(call.machine)].filter(isWanted(wanted)).slice(0, most);
      for (const row of rowsOf(call, flows)) call.reply({ '.section': String(second - warmUp), ...row });
    }
  } finally {
    release();
  }
  return null;
}

/** A line for all that is told apart: what no argument names is added up. */
function rowsOf(call: Call, flows: readonly Flow[]): Fields[] {
  const lines = new Map<string, { readonly told: Fields; tx: number; rx: number }>();
  for (const flow of flows) {
    const told = toldApart(call, flow);
    const key = JSON.stringify(told);
    const line = lines.get(key) ?? { told, tx: 0, rx: 0 };
    lines.set(key, line);
    const tide = 0.5 + chanceOf(call.machine.seed, flow.id, Math.floor(Date.now() / 1000));
    line.tx += Math.floor(flow.received * tide);
    line.rx += Math.floor(flow.sent * tide);
  }
  return [...lines.values()].map(({ told, tx, rx }) => ({
    ...{ ...told, tx: String(tx), rx: String(rx) },
    ...{ 'tx-packets': String(Math.ceil(tx / 9600)), 'rx-packets': String(Math.ceil(rx / 4800)) },
  }));
}

function toldApart({ attributes }: Call, flow: Flow): Fields {
  const hasPorts = attributes.has('port') && flow.protocol !== 'icmp';
  return {
    ...(attributes.has('mac-protocol') ? { 'mac-protocol': 'ip' } : {}),
    ...(attributes.has('ip-protocol') ? { 'ip-protocol': flow.protocol } : {}),
    ...(attributes.has('src-address') ? { 'src-address': flow.source } : {}),
    ...(hasPorts ? { 'src-port': String(flow.sourcePort) } : {}),
    ...(attributes.has('dst-address') ? { 'dst-address': flow.destination } : {}),
    ...(hasPorts ? { 'dst-port': String(flow.destinationPort) } : {}),
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
