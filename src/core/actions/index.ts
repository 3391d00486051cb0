import type { Read } from './define';
import { access, services } from './families/access';
import { addresses } from './families/address';
import { addressLists } from './families/address-list';
import { arp } from './families/arp';
import { bridgeHosts, bridgeVlans, spanningTree } from './families/bridge';
import { connections } from './families/connection';
import { leases } from './families/dhcp';
import { clients } from './families/dhcp-client';
import { servers } from './families/dhcp-server';
import { dnsCache, dnsSettings } from './families/dns';
import { files } from './families/file';
import { firewallRules } from './families/firewall';
import { firmware } from './families/firmware';
import { errors, interfaces, link, traffic } from './families/interface';
import { routes } from './families/ip';
import { ipsecPeers } from './families/ipsec';
import { entries } from './families/log';
import { lte } from './families/modem';
import { neighbors } from './families/neighbor';
import { netwatch } from './families/netwatch';
import { poe } from './families/poe';
import { secrets } from './families/ppp';
import { pppoeClient } from './families/pppoe';
import { queues } from './families/queue';
import { radio } from './families/radio';
import { radiusStatus } from './families/radius';
import { routeLookup } from './families/route';
import { routingNeighbors } from './families/routing';
import { snapshot } from './families/snapshot';
import { activeSessions } from './families/subscriber';
import { health, overview, profile } from './families/system';
import { bandwidthTest, ping, traceroute } from './families/tool';
import { ipScan, sniffer, torch } from './families/watch';
import { wireguardPeers } from './families/wireguard';
import { wirelessClients } from './families/wireless';

/** The catalogue of what can be asked of a router, in the order in which it is offered. */
export const reads = [
  ping,
  traceroute,
  interfaces,
  traffic,
  link,
  errors,
  routes,
  routeLookup,
  addresses,
  arp,
  firewallRules,
  connections,
  addressLists,
  leases,
  servers,
  clients,
  activeSessions,
  secrets,
  pppoeClient,
  radiusStatus,
  bridgeHosts,
  bridgeVlans,
  spanningTree,
  neighbors,
  wirelessClients,
  radio,
  poe,
  lte,
  routingNeighbors,
  wireguardPeers,
  ipsecPeers,
  dnsSettings,
  dnsCache,
  queues,
  overview,
  health,
  firmware,
  services,
  access,
  files,
  profile,
  entries,
  netwatch,
  snapshot,
  torch,
  sniffer,
  ipScan,
  bandwidthTest,
] as const satisfies readonly Read[];

export type ReadId = (typeof reads)[number]['id'];

// Distinct ids are what the law of the catalogue asks; the type says what they are.
export const readIds: readonly ReadId[] = reads.map(({ id }) => id);

export const isReadId = (id: string): id is ReadId => reads.some((read) => read.id === id);

export function readOf(id: ReadId): Read {
  const found = reads.find((read) => read.id === id);
  if (found === undefined) throw new Error(`the catalogue has no ${id}`);
  return found;
}
