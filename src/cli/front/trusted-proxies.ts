import { BlockList, isIP } from 'node:net';
import { peerOf, plainAddress, type Request } from './exchange';

/** Who the client of a request is. */
export type AddressOf = (request: Request) => string;

/**
 * From a trusted proxy, and only from one, X-Forwarded-For is read: from its end, where each proxy adds whom it heard, back
 * to the first that is not trusted. Whatever stands before that is the client's own word. A list that cannot be read says
 * nothing. Forwarded (RFC 7239) and X-Real-IP are never read: one way is enough, and two can differ.
 */
export function trusting(proxies: readonly string[]): AddressOf {
  if (proxies.length === 0) return peerOf;
  const trusted = blocks(proxies);
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (request) => {
    const peer = peerOf(request);
    if (isIP(peer) === 0 || !isTrusted(peer)) return peer;
    const said = [request.headers['x-forwarded-for'] ?? ''].flat().join(',').split(',');
    let address = peer;
    for (const one of said.map((text) => plainAddress(text.trim())).reverse()) {
      if (isIP(one) === 0) return address;
      address = one;
      if (!isTrusted(one)) return address;
    }
    return address;
  };
}

function blocks(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
