/**
 * What not every router has, and the menu by which it is told: one without it answers that there is no such command, or,
 * where it is a thing (`isThing`), has the menu and nothing in it. The reason is read after the name of the action.
 */
export const needs = {
  routerboard: { menu: '/system/routerboard', because: 'this router is virtual and has no board' },
  deviceMode: { menu: '/system/device-mode', because: 'RouterOS has a device-mode only from 7.17 on' },
  poe: { menu: '/interface/ethernet/poe', isThing: true, because: 'no port of this router feeds power' },
  lte: { menu: '/interface/lte', isThing: true, because: 'this router has no LTE modem' },
  wifi: { menu: '/interface/wifi', isThing: true, because: 'this router has no radio that the wifi package drives' },
  wifiwave2: {
    menu: '/interface/wifiwave2',
    isThing: true,
    because: 'this router has no radio that the wifiwave2 package drives',
  },
  wireless: {
    menu: '/interface/wireless',
    isThing: true,
    because: 'this router has no radio that the wireless package drives',
  },
  w60g: { menu: '/interface/w60g', isThing: true, because: 'this router has no radio for 60 GHz' },
  capsman: { menu: '/caps-man/interface', isThing: true, because: 'this router controls no access points' },
  ipv6: { menu: '/ipv6/address', because: 'the ipv6 package of this RouterOS 6 is not enabled' },
  hotspot: { menu: '/ip/hotspot', because: 'the hotspot package of this RouterOS 6 is not enabled' },
  mpls: { menu: '/mpls/ldp', because: 'the mpls package of this RouterOS 6 is not enabled' },
} as const satisfies Readonly<
  Record<string, { readonly menu: string; readonly isThing?: true; readonly because: string }>
>;

export type Need = keyof typeof needs;

// safe: `needs` is a literal; its keys are exactly these.
export const allNeeds = Object.keys(needs) as Need[];
