import { isIPv4 } from 'node:net';
import { between, chanceOf } from './random';
import type { BandwidthServer } from './tools/bandwidth-server';

/** A router on the way, as one who sends packets past it sees it. */
export interface Hop {
  /** null: it passes packets on and says nothing about itself. */
  readonly address: string | null;
  /** There and back, on a quiet day, from where the packets start. */
  readonly roundTripMs: number;
  readonly jitterMs: number;
  /** The part of packets that is lost on the way there and back: 0..1. */
  readonly loss: number;
}

/** The way to an address: its hops in order, and how it ends. Only a way that `answers` ends at the address itself. */
export interface Path {
  readonly hops: readonly Hop[];
  readonly end: 'answers' | 'silent' | 'host unreachable' | 'net unreachable';
}

/** What lies around a router. */
export interface Network {
  /** An address for a name; null when there is none. */
  resolve(name: string): string | null;
  path(to: string): Path;
  /** Who answers a bandwidth test there; null or absent: nobody who is known, and a test with them goes as it goes. */
  bandwidthServer?(at: string): BandwidthServer | null;
}

/** A link as it lengthens a way. */
export interface Link {
  readonly address: string | null;
  readonly ms: number;
  readonly jitterMs: number;
  readonly loss: number;
}

/** Hops whose times and losses are those of all links up to them. */
export function pathOf(links: readonly Link[], end: Path['end'] = 'answers'): Path {
  const hops: Hop[] = [];
  let [roundTripMs, jitterMs, arriving] = [0, 0, 1];
  for (const link of links) {
    roundTripMs += link.ms;
    jitterMs += link.jitterMs;
    arriving *= 1 - link.loss;
    hops.push({ address: link.address, roundTripMs, jitterMs, loss: 1 - arriving });
  }
  return { hops, end };
}

/** What became of one packet. */
export type Fate =
  | {
      readonly kind: 'reply' | 'told';
      readonly host: string;
      readonly ms: number;
      readonly hop: number;
      readonly status: string;
    }
  | { readonly kind: 'lost' };

/** Sends one packet that may pass `ttl` routers. */
export function send(path: Path, ttl: number, ...luck: readonly (string | number)[]): Fate {
  const reached = Math.min(ttl, path.hops.length);
  const hop = path.hops[reached - 1];
  const isLast = reached === path.hops.length && (ttl > reached || path.end === 'answers');
  const isLost = hop === undefined || hop.address === null || chanceOf(...luck, 'lost') < hop.loss;
  if (isLost || (isLast && path.end === 'silent')) return { kind: 'lost' };
  const host = hop.address ?? '';
  // Most packets are quick and a few are late.
  const ms = hop.roundTripMs + hop.jitterMs * chanceOf(...luck, 'late') ** 3 + 0.02 * chanceOf(...luck, 'clock');
  if (isLast && path.end === 'answers') return { kind: 'reply', host, ms, hop: reached, status: '' };
  return { kind: 'told', host, ms, hop: reached, status: isLast ? path.end : 'TTL exceeded' };
}

const names: Readonly<Record<string, string>> = {
  'one.one.one.one': '1.1.1.1',
  'dns.google': '8.8.8.8',
  'dns.quad9.net': '9.9.9.9',
  'www.routeward.example': '203.0.113.80',
  'speedtest.acme.example': '203.0.113.20',
  'silent.acme.example': '192.0.2.10',
};

export const resolveName = (name: string): string | null => {
  const known = name.toLowerCase().replace(/\.$/, '');
  return Object.hasOwn(names, known) ? (names[known] ?? null) : null;
};

const inside = (address: string, ...starts: readonly string[]): boolean =>
  starts.some((start) => address.startsWith(start));

/** How far the well-known resolvers are from a provider's edge, in milliseconds. */
const nearby: Readonly<Record<string, number>> = {
  '1.1.1.1': 3.1,
  '1.0.0.1': 3.3,
  '8.8.8.8': 7.4,
  '8.8.4.4': 7.6,
  '9.9.9.9': 5.2,
};

/** The way on from a provider's edge: transit, then the address, unless it is one that nobody has. */
export function beyondEdge(to: string): { links: Link[]; end: Path['end'] } {
  const far = nearby[to] ?? between(6, 90, to);
  // The well-known ones are well connected; to the rest of the world a packet is lost now and then.
  const loss = to in nearby || inside(to, '203.0.113.') ? 0 : 0.002;
  const transit: Link[] = [
    { address: '100.64.255.1', ms: 0.9, jitterMs: 0.4, loss: 0 },
    { address: null, ms: 0.6, jitterMs: 0.3, loss: 0 },
    { address: `100.64.${between(1, 200, to)}.${between(1, 250, to, 1)}`, ms: far * 0.6, jitterMs: 1.2, loss },
  ];
  if (isPrivate(to) || inside(to, '198.51.100.')) return { links: [], end: 'net unreachable' };
  if (inside(to, '192.0.2.', '2001:db8:')) return { links: transit, end: 'silent' };
  if (to === '203.0.113.99') return { links: transit, end: 'host unreachable' };
  return { links: [...transit, { address: to, ms: far * 0.4, jitterMs: 0.8, loss }], end: 'answers' };
}

export const isPrivate = (address: string): boolean =>
  isIPv4(address) && (inside(address, '10.', '192.168.') || /^172\.(1[6-9]|2\d|3[01])\./.test(address));

export const loopback = (address: string): Path => pathOf([{ address, ms: 0.04, jitterMs: 0.05, loss: 0 }]);

/** What a router sees that stands alone: its gateway, a few neighbours, and the rest of the world behind the gateway. */
export function aloneNetwork(given: {
  address: string;
  gateway: string;
  uplink: { latencyMs: number; jitterMs: number; loss: number };
}): Network {
  const { address, gateway, uplink } = given;
  const first: Link = { address: gateway, ms: uplink.latencyMs, jitterMs: uplink.jitterMs, loss: uplink.loss };
  const subnet = gateway.slice(0, gateway.lastIndexOf('.') + 1);
  return {
    resolve: resolveName,
    path(to) {
      if (to === address || to.startsWith('127.') || to === '::1') return loopback(to);
      if (to === gateway) return pathOf([first]);
      if (to.startsWith(subnet)) {
        const isThere = Number(to.slice(subnet.length)) < 50;
        return isThere ? pathOf([{ ...first, address: to }]) : { hops: [], end: 'silent' };
      }
      const { links, end } = beyondEdge(to);
      // A provider's own private addresses are routed by default and answered by nobody.
      if (isPrivate(to)) return pathOf([first], 'silent');
      return pathOf([first, ...links], end);
    },
  };
}
