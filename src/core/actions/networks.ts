import { isIp, isPrefix } from './addresses';

/** A network of IPv4, or one address as one of a single address. */
export interface Network {
  /** Its first address as a number. */
  readonly base: number;
  readonly size: number;
  readonly bits: number;
  /** The address that was written: in the network of `10.0.0.1/24` it is not the first. */
  readonly address: number;
}

/** Null for what is no address and no network of IPv4. */
export function networkOf(text: string): Network | null {
  if (text.includes(':') || !(isIp(text) || isPrefix(text))) return null;
  const [dotted = '', length = '32'] = text.split('/');
  const bits = Number(length);
  const size = 2 ** (32 - bits);
  const address = dotted.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { base: Math.floor(address / size) * size, size, bits, address };
}

/** `192.168.50.1` of its number. */
export const dottedOf = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** Whether two networks have addresses in common. */
export const overlap = (one: Network, other: Network): boolean =>
  one.base < other.base + other.size && other.base < one.base + one.size;

/** Whether an address can be one host's in a network: its first and its last are nobody's, unless it has but two. */
export const isHost = ({ base, size }: Network, address: number): boolean =>
  size > 2 ? address > base && address < base + size - 1 : address >= base && address < base + size;
