import { ofAddress, unsaidOfAddress } from './address';
import { ofBridge } from './bridge';
import { ofDhcp } from './dhcp';
import { ofDns } from './dns';
import { ofFiles } from './file';
import { ofFirewall, unsaidOfFirewall } from './firewall';
import { ofInterface, unsaidOfInterface } from './interface';
import { ofQueues } from './queue';
import type { Recording, Unsaid } from './recording';
import { ofRouting, unsaidOfRouting } from './routing';
import { ofSubscribers } from './subscriber';
import { ofSystem } from './system';
import { ofTool } from './tool';
import { noVpn, ofVpn } from './vpn';
import { ofWatch } from './watch';
import { ofWireless, unsaidOfWireless } from './wireless';

export const recordings: readonly Recording[] = [
  ...ofTool,
  ...ofSubscribers,
  ...ofVpn,
  ...ofDhcp,
  ...ofDns,
  ...ofQueues,
  ...ofBridge,
  ...ofWireless,
  ...ofAddress,
  ...ofRouting,
  ...ofInterface,
  ...ofSystem,
  ...ofFiles,
  ...ofFirewall,
  ...ofWatch,
];

export const unsaid: readonly Unsaid[] = [
  ...unsaidOfWireless,
  ...unsaidOfAddress,
  ...unsaidOfRouting,
  ...noVpn,
  ...unsaidOfInterface,
  ...unsaidOfFirewall,
];
