import { isIP } from 'node:net';
import { chosen, timeOf, wholeOf } from '../argument';
import type { Fields } from '../command';
import { type Call, type Operation, waits } from '../machine';
import { type Fate, send } from '../network';
import { invalid } from '../trap';
import { addressOf } from './ping';

/** What is known of one hop so far. */
interface Known {
  address: string;
  sent: number;
  readonly times: number[];
  last: number | null;
  status: string;
}

/** Hops in a row that say nothing, after which the router gives up. */
const patience = 5;

async function trace(call: Call): Promise<null> {
  const to = addressOf(call, 'address');
  const count = wholeOf(call, 'count', [1, 0xffff_ffff]) ?? Number.POSITIVE_INFINITY;
  const most = wholeOf(call, 'max-hops', [1, 255]) ?? 30;
  const timeout = timeOf(call, 'timeout') ?? 1000;
  chosen('protocol', call.attributes.get('protocol') ?? 'icmp', ['icmp', 'udp']);
  const source = call.attributes.get('src-address');
  if (source !== undefined && isIP(source) === 0) throw invalid('src-address');
  const end = Date.now() + (timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY);
  const hops: Known[] = [];
  for (let round = 0; round < count && Date.now() < end && !call.signal.aborted; round++) {
    const started = Date.now();
    const slowest = probe(call, { to, most, timeout, round, hops });
    await waits(call, Math.min(slowest, end - Date.now()));
    if (call.signal.aborted) return null;
    for (const hop of hops) call.reply({ '.section': String(round), ...rowOf(hop) });
    if (round + 1 < count) await waits(call, Math.min(1000 - (Date.now() - started), end - Date.now()));
  }
  return null;
}

interface Round {
  readonly to: string;
  readonly most: number;
  readonly timeout: number;
  readonly round: number;
  readonly hops: Known[];
}

/** Sends one packet to every hop; says how long the last answer takes. */
function probe(call: Call, { to, most, timeout, round, hops }: Round): number {
  const { network, seed } = call.machine;
  const path = network.path(to);
  let slowest = 0;
  let silent = 0;
  for (let ttl = 1; ttl <= most && silent < patience; ttl++) {
    const fate = send(path, ttl, seed, Date.now(), round, ttl);
    const isLate = fate.kind === 'lost' || fate.ms > timeout;
    slowest = Math.max(slowest, isLate ? timeout : fate.ms);
    silent = isLate ? silent + 1 : 0;
    hops[ttl - 1] = learn(hops[ttl - 1], isLate ? { kind: 'lost' } : fate);
    if (ttl >= path.hops.length && path.end !== 'silent') {
      // One more than the last router, so that it says how the way ends.
      if (path.end !== 'answers') hops[ttl - 1] = ended(hops[ttl - 1], path.end);
      break;
    }
  }
  return slowest;
}

function learn(before: Known | undefined, fate: Fate): Known {
  const known: Known = before ?? { address: '', sent: 0, times: [], last: null, status: '' };
  known.sent++;
  known.last = fate.kind === 'lost' ? null : fate.ms;
  if (fate.kind !== 'lost') {
    known.address = fate.host;
    known.times.push(fate.ms);
  }
  return known;
}

const ended = (known: Known | undefined, end: string): Known => ({
  ...(known ?? { address: '', sent: 1, times: [], last: null }),
  status: known?.address ? `${end} from ${known.address}` : '',
});

const written = (ms: number): string => String(Math.round(ms * 10) / 10);

function rowOf({ address, sent, times, last, status }: Known): Fields {
  const loss = String(Math.round(((sent - times.length) * 100) / sent));
  const head = { address, loss, sent: String(sent), last: last === null ? 'timeout' : written(last) };
  if (times.length === 0) return { ...head, status };
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length;
  return {
    ...head,
    ...{ avg: written(mean), best: written(Math.min(...times)), worst: written(Math.max(...times)) },
    ...{ 'std-dev': written(Math.sqrt(variance)), status },
  };
}

const parameters = [
  ...['address', 'count', 'max-hops', 'timeout', 'duration', 'use-dns', 'protocol', 'port', 'size', 'src-address'],
  ...[
    'interface',
    'dscp',
    'do-not-fragment',
    'as-value',
    'without-paging',
    '.proplist',
    'proplist',
    'freeze-frame-interval',
  ],
];

/** `/tool/traceroute`: the whole table of hops again in every round. */
export const traceroute: Operation = {
  policy: 'test',
  parameters: ({ version }) => [...parameters, version.isSix ? 'routing-table' : 'vrf'],
  run: trace,
};
