import { isIPv4 } from 'node:net';

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** `10.0.0.0/8` as its first and last address; null for what is no IPv4 prefix, range or address. */
function boundsOf(text: string): readonly [first: number, last: number] | null {
  const [low = '', high = low] = text.split('-');
  if (text.includes('-')) return isIPv4(low) && isIPv4(high) ? [numberOf(low), numberOf(high)] : null;
  const [address = '', length = '32'] = text.split('/');
  if (!isIPv4(address) || !/^\d+$/.test(length) || Number(length) > 32) return null;
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(numberOf(address) / size) * size;
  return [first, first + size - 1];
}

/** Whether an address lies in a prefix, a range `first-last` or is the address itself. */
export function isInside(address: string, text: string): boolean {
  const bounds = boundsOf(text);
  if (bounds === null || !isIPv4(address)) return false;
  const number = numberOf(address);
  return number >= bounds[0] && number <= bounds[1];
}

/** How many bits of a prefix count. */
export const lengthOf = (prefix: string): number => Number(prefix.split('/')[1] ?? '32');
