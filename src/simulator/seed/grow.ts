import type { Seeds } from '../state';
import type { Table } from '../table';
import { growAaa, growHotspots, growPppoeServers } from './access-servers';
import { growAddressLists } from './address-lists';
import { growAddresses } from './addresses';
import { growAddresses6 } from './addresses6';
import { growNeighbours, growRoutes6, growServices } from './around';
import { growArp, growNeighbours6 } from './arp';
import { growBandwidthServer } from './bandwidth';
import { growHosts } from './bridge';
import { growBridgePorts, growBridges, growBridgeVlans } from './bridging';
import { growCertificates } from './certificates';
import { growSources } from './connections';
import { growClients, growNetworks, growPools, growServers } from './dhcp';
import { growCache, growDns, growStaticNames } from './dns';
import { growFiles } from './files';
import { growFirewall, growFirewall6 } from './firewall';
import { growInterfaces } from './interfaces';
import { growActivePeers, growIdentities, growIkeProfiles, growIpsecPeers, growPolicies, growProposals } from './ipsec';
import { growBindings, growLeases } from './leases';
import {
  growCloud,
  growDiscovery,
  growInterfaceLists,
  growIpSettings,
  growLogging,
  growLoggingActions,
  growMacPing,
  growMacServer,
  growNtp,
  growProxy,
  growSmb,
  growSnmp,
  growSocks,
  growSsh,
  growUpnp,
} from './management';
import { growNetwatch } from './netwatch';
import type { Place } from './place';
import { growFeeds } from './poe';
import { growActive, growGuests, growPppoeClients, growProfiles, growSecrets } from './ppp';
import { growQueueTypes } from './queue-kinds';
import { growSimpleQueues, growTreeQueues } from './queues';
import { growRadios, growW60g, growW60gStations } from './radios';
import { growRadius } from './radius';
import { growRoutes } from './routes';
import { growBfd, growBgp, growLdp, growOspf } from './routing';
import {
  growBgpConnections,
  growBgpInstances,
  growBgpTemplates,
  growOspfAreas,
  growOspfInstances,
  growOspfInterfaces,
  growOspfNetworks,
  growOspfTemplates,
  growRoutingFilters,
  growTables,
} from './routing-settings';
import { growStations } from './stations';
import { growVlans } from './vlans';
import { growWireguardPeers, growWireguards } from './wireguard';

/** A menu that begins empty, and is part of what is configured all the same. */
const nothing = (): void => undefined;

/** How each menu of a router begins. */
export const seedsOf = (place: Place): Seeds => ({
  '/tool/bandwidth-server': (table) => growBandwidthServer(place, table),
  '/file': (table) => growFiles(place, table),
  '/interface': (table) => growInterfaces(place, table),
  '/interface/bridge': (table) => growBridges(place, table),
  '/interface/bridge/port': (table) => growBridgePorts(place, table),
  '/interface/bridge/vlan': (table) => growBridgeVlans(place, table),
  '/interface/bridge/filter': nothing,
  '/interface/wireless': (table) => growRadios(place, 'wlan', table),
  '/interface/wireless/registration-table': (table) => growStations(place, 'wlan', table),
  '/interface/wifi': (table) => growRadios(place, 'wifi', table),
  '/interface/wifi/registration-table': (table) => growStations(place, 'wifi', table),
  '/interface/w60g': (table) => growW60g(place, table),
  '/interface/w60g/station': (table) => growW60gStations(place, table),
  '/routing/ospf/neighbor': (table) => growOspf(place, table),
  '/routing/bgp/session': (table) => growBgp(place, table),
  '/routing/bfd/session': (table) => growBfd(place, table),
  '/mpls/ldp/neighbor': (table) => growLdp(place, table),
  '/ipv6/address': (table) => growAddresses6(place, table),
  '/interface/vlan': (table) => growVlans(place, table),
  '/interface/ethernet/poe': (table) => growFeeds(place, table),
  '/ip/address': (table) => growAddresses(place, table),
  '/ip/route': (table) => growRoutes(place, table),
  '/ip/firewall/filter': (table) => growFirewall(place, 'filter', table),
  '/ip/firewall/nat': (table) => growFirewall(place, 'nat', table),
  '/ip/firewall/mangle': (table) => growFirewall(place, 'mangle', table),
  '/ip/firewall/raw': (table) => growFirewall(place, 'raw', table),
  '/ip/firewall/address-list': (table) => growAddressLists(place, table),
  '/ip/firewall/connection': (table) => growSources(place, table),
  '/tool/netwatch': (table) => growNetwatch(place, table),
  '/ipv6/firewall/filter': (table) => growFirewall6(place, table),
  '/ipv6/firewall/nat': nothing,
  '/ipv6/firewall/mangle': nothing,
  '/ipv6/firewall/raw': nothing,
  '/ipv6/route': (table) => growRoutes6(place, table),
  '/ip/service': (table) => growServices(place, table),
  '/certificate': (table) => growCertificates(place, table),
  '/ip/neighbor': (table) => growNeighbours(place, table),
  '/ip/arp': (table) => growArp(place, table),
  '/ipv6/neighbor': (table) => growNeighbours6(place, table),
  '/ip/dhcp-server': (table) => growServers(place, table),
  '/ip/dhcp-server/network': (table) => growNetworks(place, table),
  '/ip/pool': (table) => growPools(place, table),
  '/ip/dhcp-client': (table) => growClients(place, table),
  '/ip/dns': (table) => growDns(place, table),
  '/ip/dns/static': (table) => growStaticNames(place, table),
  '/ip/dns/cache': (table) => growCache(place, table),
  '/queue/simple': (table) => growSimpleQueues(place, table),
  '/queue/tree': (table) => growTreeQueues(place, table),
  '/ip/dhcp-server/lease': (table) => growLeases(place, table),
  '/ipv6/dhcp-server/binding': (table) => growBindings(place, table),
  '/interface/bridge/host': (table) => growHosts(place, table),
  '/ip/hotspot/active': (table) => growGuests(place, table),
  '/ppp/secret': (table) => growSecrets(place, table),
  '/system/scheduler': nothing,
  '/ppp/active': (table) => growActive(place, table),
  '/ppp/profile': (table) => growProfiles(place, table),
  '/radius': (table) => growRadius(place, table),
  '/interface/pppoe-client': (table) => growPppoeClients(place, table),
  '/interface/wireguard': (table) => growWireguards(place, table),
  '/interface/wireguard/peers': (table) => growWireguardPeers(place, table),
  '/ip/ipsec/peer': (table) => growIpsecPeers(place, table),
  '/ip/ipsec/identity': (table) => growIdentities(place, table),
  '/ip/ipsec/policy': (table) => growPolicies(place, table),
  '/ip/ipsec/active-peers': (table) => growActivePeers(place, table),
  '/ip/ipsec/proposal': growProposals,
  '/ip/ipsec/profile': (table) => growIkeProfiles(place, table),
  '/interface/list': growInterfaceLists,
  '/interface/list/member': nothing,
  '/ipv6/firewall/address-list': nothing,
  '/ip/neighbor/discovery-settings': (table) => growDiscovery(place, table),
  '/ip/ssh': (table) => growSsh(place, table),
  '/snmp': (table) => growSnmp(place, table),
  '/tool/mac-server': growMacServer,
  '/tool/mac-server/mac-winbox': growMacServer,
  '/tool/mac-server/ping': growMacPing,
  '/ip/cloud': (table) => growCloud(place, table),
  '/ip/proxy': growProxy,
  '/ip/socks': (table) => growSocks(place, table),
  '/ip/upnp': growUpnp,
  '/ip/settings': (table) => growIpSettings(place, table),
  '/ip/smb': (table) => growSmb(place, table),
  '/system/ntp/client': (table) => growNtp(place, table),
  '/system/logging': (table) => growLogging(place, table),
  '/system/logging/action': (table) => growLoggingActions(place, table),
  '/ppp/aaa': (table) => growAaa(place, table),
  '/ip/hotspot': (table) => growHotspots(place, table),
  '/interface/pppoe-server/server': (table) => growPppoeServers(place, table),
  '/interface/bonding': nothing,
  '/interface/l2tp-client': nothing,
  '/interface/gre': nothing,
  '/interface/eoip': nothing,
  '/interface/vrrp': nothing,
  '/queue/type': growQueueTypes,
  ...routingSeeds(place),
});

/** What is configured of routing, in the menus that the version has. */
const routingSeeds = (place: Place): Seeds => ({
  '/routing/ospf/instance': (table) => growOspfInstances(place, table),
  '/routing/ospf/area': (table) => growOspfAreas(place, table),
  ...(place.version.isSix || place.version.isFrom(7, 20)
    ? { '/routing/bgp/instance': (table: Table) => growBgpInstances(place, table) }
    : {}),
  ...(place.version.isSix ? inSix(place) : inSeven(place)),
});

const inSix = (place: Place): Seeds => ({
  '/ip/route/rule': nothing,
  '/routing/ospf/interface': (table) => growOspfInterfaces(place, table),
  '/routing/ospf/network': (table) => growOspfNetworks(place, table),
  '/routing/filter': (table) => growRoutingFilters(place, table),
});

const inSeven = (place: Place): Seeds => ({
  '/routing/table': (table) => growTables(place, table),
  '/routing/rule': nothing,
  '/routing/ospf/interface-template': (table) => growOspfTemplates(place, table),
  '/routing/bgp/template': (table) => growBgpTemplates(place, table),
  '/routing/bgp/connection': (table) => growBgpConnections(place, table),
  '/routing/filter/rule': (table) => growRoutingFilters(place, table),
});
