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

/** What follows from the network of a LAN: `192.168.50.0/24`. Its first host is the router. */
const ofNetwork = {
  /** `192.168.50.1` */
  firstHost: ({ base }) => dotted(base + 1),
  /** `192.168.50.1/24` */
  firstHostInIt: ({ base, bits }) => `${dotted(base + 1)}/${bits}`,
  /** `192.168.50.2-192.168.50.254` */
  otherHosts: ({ base, size }) => `${dotted(base + 2)}-${dotted(base + size - 2)}`,
} as const satisfies Readonly<Record<string, (network: Network) => string>>;

export type Derived = keyof typeof ofNetwork | 'duration';

interface Network {
  /** The address of the network as a number. */
  readonly base: number;
  readonly size: number;
  readonly bits: number;
}

/** Throws AppError('invalid') for what is no network of IPv4 from /16 to /29, named by its first address. */
export function derived(name: string, text: string, as: Derived): string {
  if (as === 'duration') return durationOf(text);
  const network = networkIn(text);
  if (network === null) throw new AppError('invalid', `${name}: a network from /16 to /29, as in 192.168.50.0/24`);
  return ofNetwork[as](network);
}

function networkIn(text: string): Network | null {
  const [, address = '', length = ''] = /^(\d+(?:\.\d+){3})\/(\d+)$/.exec(text) ?? [];
  const bits = Number(length);
  if (address === '' || bits < 16 || bits > 29) return null;
  const base = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - bits);
  return base % size === 0 ? { base, size, bits } : null;
}

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
