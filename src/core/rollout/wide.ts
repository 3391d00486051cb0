import type { Step } from '../change/step';
import { fewDevices, fewSubscribers } from './rollout';

/** Where each row stands for somebody who is connected. */
const subscriberMenus = ['/ppp/secret', '/ppp/active', '/queue/simple', '/ip/dhcp-server/lease', '/ip/hotspot/user'];

/** How many subscribers these steps reach on one router at most: the same ones in each of the menus. */
export function subscribersAtMost(steps: readonly Step[]): number {
  const rows = (menu: string) =>
    steps.reduce((sum, step) => (step.menu === menu && step.verb !== 'have' ? sum + step.mostRows : sum), 0);
  return Math.max(...subscriberMenus.map(rows));
}

/** Whether it reaches so far that it takes two people, whatever is changed: by what it could reach, not by what it will. */
export const isWide = (devices: number, steps: readonly Step[]): boolean =>
  devices > fewDevices || devices * subscribersAtMost(steps) > fewSubscribers;
