import type { Machine } from './machine';
import { between, chanceOf, oneOf } from './random';
import type { Item } from './table';

/** One connection as it stands now. Nobody stores it: whoever knows the seed and the time can work all of them out. */
export interface Flow {
  /** Its number in the table of connections. */
  readonly id: number;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly source: string;
  readonly destination: string;
  /** 0 for a protocol without ports. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** What the source becomes on the way out; the source itself where nothing rewrites it. */
  readonly outside: string;
  readonly ageSeconds: number;
  /** Bits per second there and back. */
  readonly sent: number;
  readonly received: number;
}

/** Where a source remembers which of its connections were removed: `flow:turn`, with commas between them. */
const removed = '.removed';

/** Connections of one source have at most this many places, and a place this many turns before a number comes again. */
const [places, turns] = [32, 64];

type Kind = readonly [protocol: Flow['protocol'], port: number, bitsBack: number];
const kinds: readonly [Kind, ...Kind[]] = [
  ['tcp', 443, 900e3],
  ['tcp', 443, 60e3],
  ['tcp', 443, 12e3],
  ['udp', 443, 2400e3],
  ['udp', 53, 2e3],
  ['tcp', 993, 4e3],
  ['udp', 123, 500],
  ['tcp', 80, 30e3],
  ['udp', 3478, 80e3],
  ['icmp', 0, 700],
];

/** All connections through the router, and those of the API to it. */
export function* flowsOf(machine: Machine): Generator<Flow> {
  for (const source of machine.state.table('/ip/firewall/connection').items) yield* flowsFrom(machine, source);
  yield* ownFlows(machine);
}

function* flowsFrom({ seed }: Machine, { id, fields }: Item): Generator<Flow> {
  const gone = (fields[removed] ?? '').split(',');
  const { address: source = '', public: outside = source } = fields;
  for (let place = 0; place < between(3, 18, seed, source); place++) {
    const { turn, age } = turnOf(seed, source, place);
    if (gone.includes(`${place}:${turn}`)) continue;
    const luck = [seed, source, place, turn] as const;
    const [protocol, port, bitsBack] = oneOf(kinds, ...luck);
    const received = Math.round(bitsBack * (0.2 + 1.6 * chanceOf(...luck, 'bits')));
    yield {
      ...{ id: (id * places + place) * turns + (turn % turns), protocol, source, outside, ageSeconds: age },
      destination: port === 53 ? oneOf(['1.1.1.1', '8.8.8.8', '9.9.9.9'], ...luck) : worldAddress(luck),
      ...{ sourcePort: port === 0 ? 0 : between(1024, 65_535, ...luck, 'port'), destinationPort: port },
      ...{ sent: Math.round(received / between(3, 14, ...luck, 'ratio')) + 200, received },
    };
  }
}

const worldAddress = (luck: readonly (string | number)[]): string => `203.0.113.${between(2, 250, ...luck, 'to')}`;

/** When one connection ends, another takes its place: which turn it is, and for how many seconds. */
function turnOf(seed: number, source: string, place: number): { turn: number; age: number } {
  const lifetime = between(240, 5400, seed, source, place, 'life');
  const now = Math.floor(Date.now() / 1000) + between(0, lifetime, seed, source, place, 'start');
  return { turn: Math.floor(now / lifetime), age: now % lifetime };
}

/** Whoever speaks to the router's API is in its table too. */
function* ownFlows({ state }: Machine): Generator<Flow> {
  const own = (state.table('/ip/address').items[0]?.fields.address ?? '').replace(/\/.*/, '');
  for (const { id, address, since } of state.sessions)
    yield {
      ...{ id: 0x6000_0000 + (id % 0xfff_ffff), protocol: 'tcp', source: address, outside: address },
      ...{ destination: own, sourcePort: 32_768 + (id % 28_000), destinationPort: 8729 },
      ...{ ageSeconds: Math.floor((Date.now() - since) / 1000), sent: 900, received: 4000 },
    };
}

/** Forgets the connection with this number until its turn is over; false where there is none. */
export function removeFlow(machine: Machine, id: number): boolean {
  const table = machine.state.table('/ip/firewall/connection');
  const place = Math.floor(id / turns) % places;
  const source = table.items.find((one) => one.id === Math.floor(id / turns / places));
  const isThere = [...flowsOf(machine)].some((flow) => flow.id === id);
  if (source === undefined || !isThere) return isThere;
  const { address = '' } = source.fields;
  const isStill = (one: string): boolean => {
    const [at, turn] = one.split(':').map(Number);
    return at !== undefined && turn === turnOf(machine.seed, address, at).turn;
  };
  const before = (source.fields[removed] ?? '').split(',').filter(isStill);
  const { turn } = turnOf(machine.seed, address, place);
  table.set(source, { [removed]: [...before, `${place}:${turn}`].join(',') });
  return true;
}

/** Whether traffic is that of a tool's filters; an absent one lets all pass. */
export interface Wanted {
  readonly source?: string;
  readonly destination?: string;
  /** Either end. */
  readonly address?: string;
  readonly port?: number;
  readonly protocol?: string;
}

export const isWanted =
  ({ source, destination, address, port, protocol }: Wanted) =>
  (flow: Flow): boolean =>
    (source === undefined || liesIn(flow.source, source)) &&
    (destination === undefined || liesIn(flow.destination, destination)) &&
    (address === undefined || liesIn(flow.source, address) || liesIn(flow.destination, address)) &&
    (port === undefined || flow.sourcePort === port || flow.destinationPort === port) &&
    (protocol === undefined || flow.protocol === protocol);

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether an address is another one, or lies in a network. */
export function liesIn(address: string, network: string): boolean {
  const [start = '', length = '32'] = network.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(start) / size);
}
