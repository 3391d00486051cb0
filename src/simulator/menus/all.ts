import type { Menus } from '../machine';
import { bandwidthTest } from '../tools/bandwidth-test';
import { ipScan } from '../tools/ip-scan';
import { pingTool } from '../tools/ping';
import { profile } from '../tools/profile';
import { snifferQuick } from '../tools/sniffer';
import { torch } from '../tools/torch';
import { traceroute } from '../tools/traceroute';
import { addressMenus } from './address';
import { addressListMenus } from './address-list';
import { bridgeMenus } from './bridge';
import { certificateMenus } from './certificate';
import { configuredMenus } from './configured';
import { connectionMenus } from './connection';
import { dhcpMenus } from './dhcp';
import { dnsMenus } from './dns';
import { fileMenus } from './file';
import { firewallMenus } from './firewall';
import { firmwareMenus } from './firmware';
import { healthMenus } from './health';
import { historyMenus, redo, undo } from './history';
import { interfaceMenus } from './interface';
import { ipMenus } from './ip';
import { ipsecMenus } from './ipsec';
import { listMenus } from './lists';
import { logMenus } from './log';
import { loggingMenus } from './logging';
import { lteMenus } from './lte';
import { netwatchMenus } from './netwatch';
import { poeMenus } from './poe';
import { powerMenus } from './power';
import { pppMenus } from './ppp';
import { queueTypeMenus } from './queue-kinds';
import { queueMenus } from './queues';
import { radioMenus } from './radio';
import { routeMenus } from './route';
import { routingMenus } from './routing';
import { safeModeMenus } from './safe-mode';
import { schedulerMenus } from './scheduler';
import { settingsMenus } from './settings';
import { subscriberMenus } from './subscribers';
import { systemMenus } from './system';
import { userMenus } from './user';
import { vlanMenus } from './vlan';
import { vpnMenus } from './vpn';

/** Every menu a simulated router has. */
export const menus: Menus = {
  ...dhcpMenus,
  ...dnsMenus,
  ...interfaceMenus,
  ...ipMenus,
  ...ipsecMenus,
  ...listMenus,
  ...logMenus,
  ...loggingMenus,
  ...pppMenus,
  ...queueMenus,
  ...queueTypeMenus,
  ...addressMenus,
  ...bridgeMenus,
  ...radioMenus,
  ...routeMenus,
  ...routingMenus,
  ...fileMenus,
  ...historyMenus,
  ...powerMenus,
  ...safeModeMenus,
  ...schedulerMenus,
  ...settingsMenus,
  ...addressListMenus,
  ...configuredMenus,
  ...connectionMenus,
  ...firewallMenus,
  ...netwatchMenus,
  ...subscriberMenus,
  ...systemMenus,
  ...userMenus,
  ...vpnMenus,
  ...certificateMenus,
  ...firmwareMenus,
  ...healthMenus,
  ...lteMenus,
  ...poeMenus,
  ...vlanMenus,
  // The root's own ping is older than `/tool/ping` and left the tree with 7.23.
  '': { operations: { ping: { ...pingTool, exists: ({ version }) => !version.isFrom(7, 23) }, undo, redo } },
  '/tool': {
    operations: { ping: pingTool, traceroute, 'bandwidth-test': bandwidthTest, torch, profile, 'ip-scan': ipScan },
  },
  '/tool/sniffer': { operations: { quick: snifferQuick } },
};
