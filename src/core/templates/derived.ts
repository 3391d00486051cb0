import { dottedOf, isHost, type Network, networkOf } from '../actions/networks';
import { AppError } from '../errors';

/** Units of time as RouterOS writes them, in seconds. */
const units = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** 90061 seconds -> `1d1h1m1s`, as RouterOS answers them. */
function durationOf(text: string): string {
  let left = Number(text);
  const parts = units.map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0s';
}

/** What follows from an address or a network, of IPv4, and what it has to be for that. */
interface Following {
  /** Reads after the name of the parameter. */
  readonly wanted: string;
  readonly isTaken: (network: Network) => boolean;
  readonly text: (network: Network) => string;
  /** What it is of the value, where it is another than that: `first host`. */
  readonly called?: string;
}

const isNamedByFirst = ({ base, address }: Network): boolean => base === address;
const withLength = ({ address, bits }: Network): string => `${dottedOf(address)}/${bits}`;

/** A LAN: its first host is the router. */
const ofLan = (text: Following['text'], called?: string): Following => ({
  ...(called === undefined ? {} : { called }),
  wanted: 'a network from /16 to /29 by its first address, as in 192.168.50.0/24',
  isTaken: (network) => isNamedByFirst(network) && network.bits >= 16 && network.bits <= 29,
  text,
});

const following = {
  /** `192.168.50.1` */
  firstHost: ofLan(({ base }) => dottedOf(base + 1), 'first host'),
  /** `192.168.50.1/24` */
  firstHostInIt: ofLan(({ base, bits }) => `${dottedOf(base + 1)}/${bits}`, 'first host and length'),
  /** `192.168.50.2-192.168.50.254` */
  otherHosts: ofLan(({ base, size }) => `${dottedOf(base + 2)}-${dottedOf(base + size - 2)}`, 'other hosts'),
  /** `192.168.50.0/24`, as the network of a LAN. */
  lan: ofLan(withLength),
  /** `192.168.2.0/24`, or `10.0.0.7/32`: one at the other end of something, and not all there is. */
  network: {
    wanted: 'a network from /8 to /32 by its first address, as in 192.168.2.0/24',
    isTaken: (network) => isNamedByFirst(network) && network.bits >= 8,
    text: withLength,
  },
  /** `10.255.0.1/30`: the address of a host in its network. */
  hostInIt: {
    wanted: 'the address of a host with the length of its network from /8 to /31, as in 10.255.0.1/30',
    isTaken: (network) => network.bits >= 8 && network.bits <= 31 && isHost(network, network.address),
    text: withLength,
  },
  /** `10.0.0.0/24`, or `10.0.0.7`, as lists and rules have it. */
  entry: {
    wanted: 'an address, or a network by its first address, as in 192.0.2.0/24',
    isTaken: isNamedByFirst,
    text: (network) => (network.bits === 32 ? dottedOf(network.address) : withLength(network)),
  },
  /** The same, and `10.0.0.7/32`. */
  target: {
    wanted: 'an address, or a network by its first address, as in 10.0.0.0/24',
    isTaken: isNamedByFirst,
    text: withLength,
  },
} as const satisfies Readonly<Record<string, Following>>;

/** States of connections in the order in which RouterOS answers them, whatever they were said in. */
const states = ['invalid', 'established', 'related', 'new', 'untracked'];
const ordered = (text: string): string => {
  const given = text.split(',');
  return states.filter((state) => given.includes(state)).join(',');
};

export type Derived = keyof typeof following | 'duration' | 'states';
// safe: `following` is a literal; its keys are exactly these.
const followingNames = Object.keys(following) as (keyof typeof following)[];
export const derivedNames: readonly Derived[] = [...followingNames, 'duration', 'states'];

/** How it stands in the place of a value: `<first host of network>`. */
export function placeholder(name: string, as?: Derived): string {
  const all: Readonly<Record<string, Following>> = following;
  const called = as === undefined ? undefined : all[as]?.called;
  return called === undefined ? `<${name}>` : `<${called} of ${name}>`;
}

/** Throws AppError('invalid') for what is no network or address of that kind. */
export function derived(name: string, text: string, as: Derived): string {
  if (as === 'duration') return durationOf(text);
  if (as === 'states') return ordered(text);
  const { wanted, isTaken, text: written } = following[as];
  const network = networkOf(text);
  if (network === null || !isTaken(network)) throw new AppError('invalid', `${name}: ${wanted}`);
  return written(network);
}
