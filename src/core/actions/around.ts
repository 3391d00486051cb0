import ipaddr from 'ipaddr.js';

/** How many bits of a network (`10.0.0.0/8`) an address shares with it; null when it does not lie in it, or either is none. */
export function lengthAround(network: string, address: string): number | null {
  if (!ipaddr.isValid(address) || !ipaddr.isValidCIDR(network)) return null;
  const [start, length] = ipaddr.parseCIDR(network);
  const parsed = ipaddr.parse(address);
  return start.kind() === parsed.kind() && parsed.match(start, length) ? length : null;
}

/** Whether a network, or an address, lies wholly in the network of an address with its length (`10.0.0.1/24`). */
export function isInside(inner: string, outer: string): boolean {
  const [address = '', length] = inner.split('/');
  const around = lengthAround(outer, address);
  return around !== null && (length === undefined || Number(length) >= around);
}
