import { isIPv4, isIPv6 } from 'node:net';

/** The bits of an address of either version, from the first on; null for what is no address. */
export function bitsOf(address: string): string | null {
  if (isIPv4(address))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  if (!isIPv6(address)) return null;
  const [head = '', tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const [first, last] = [[...head], [...(tail ?? [])]];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}

/** How many bits of a network an address shares with it; null when it does not lie in it. */
export function lengthAround(network: string, address: string): number | null {
  const [start = '', text] = network.split('/');
  const [around, one] = [bitsOf(start), bitsOf(address)];
  if (around === null || one === null || around.length !== one.length) return null;
  const length = Number(text ?? one.length);
  return around.slice(0, length) === one.slice(0, length) ? length : null;
}
