/*
 * Everything a rule of a firewall of IPv4 may ask for. All of it is read, also what nobody here understands: a rule that asks
 * for such a thing is one of which cannot be told whether it catches.
 */

/** Whether these fit can be told of our packets; see matchers.ts. */
export const understood = [
  ...['protocol', 'src-address', 'dst-address', 'src-address-list', 'dst-address-list', 'src-port', 'dst-port', 'port'],
  ...['in-interface', 'in-interface-list', 'out-interface', 'out-interface-list'],
  ...['connection-state', 'connection-nat-state', 'dst-address-type', 'tcp-flags', 'icmp-options'],
] as const;

/** Whether these fit hangs on the moment, on what a packet holds, or on marks that others set. */
export const notUnderstood = [
  ...['connection-bytes', 'connection-limit', 'connection-mark', 'connection-rate', 'connection-type', 'content'],
  ...['dscp', 'dst-limit', 'fragment', 'hotspot', 'in-bridge-port', 'in-bridge-port-list', 'ingress-priority'],
  ...['ipsec-policy', 'ipv4-options', 'layer7-protocol', 'limit', 'nth', 'out-bridge-port', 'out-bridge-port-list'],
  ...['p2p', 'packet-mark', 'packet-size', 'per-connection-classifier', 'priority', 'psd', 'random', 'realm'],
  ...['routing-mark', 'src-address-type', 'src-mac-address', 'tcp-mss', 'time', 'tls-host', 'tos', 'ttl'],
] as const;

export const matching = [...understood, ...notUnderstood] as const;

export type Understood = (typeof understood)[number];
