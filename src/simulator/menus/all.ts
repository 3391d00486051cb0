import type { Menus } from '../machine';
import { bandwidthTest } from '../tools/bandwidth-test';
import { pingTool } from '../tools/ping';
import { torch } from '../tools/torch';
import { traceroute } from '../tools/traceroute';
import { interfaceMenus } from './interface';
import { ipMenus } from './ip';
import { logMenus } from './log';
import { systemMenus } from './system';

/** Every menu a simulated router has. */
export const menus: Menus = {
  ...interfaceMenus,
  ...ipMenus,
  ...logMenus,
  ...systemMenus,
  // The root's own ping is older than `/tool/ping` and left the tree with 7.23.
  '': { operations: { ping: { ...pingTool, exists: ({ version }) => !version.isFrom(7, 23) } } },
  '/tool': { operations: { ping: pingTool, traceroute, 'bandwidth-test': bandwidthTest, torch } },
};
