import ipaddr from 'ipaddr.js';

/**
 * What a sign-in from this address is throttled by beside its account: the address, and for IPv6 also the /64, because a
 * single customer line has 2^64 of the former. One address in one spelling (RFC 5952), IPv4-mapped as IPv4. What is no
 * address shares one key: it is throttled like everybody else who hides.
 */
export function throttleKeys(address: string): string[] {
  if (!ipaddr.isValid(address)) return ['address:none'];
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return [`address:${parsed.toString()}`];
  const network = new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]);
  const host = new ipaddr.IPv6(parsed.parts);
  return [`address:${host.toRFC5952String()}`, `network:${network.toRFC5952String()}/64`];
}
