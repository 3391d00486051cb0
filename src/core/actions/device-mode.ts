/**
 * What a router's device-mode may forbid, as `/system/device-mode` names it (RouterOS 7.17 and newer). Only somebody who
 * presses the button on the router, or cuts its power, can allow it.
 */
export const features = ['bandwidth-test', 'traffic-gen', 'sniffer', 'scheduler', 'fetch', 'email'] as const;
export type Feature = (typeof features)[number];

/** `device-mode home forbids bandwidth-test; only the button on the router changes it` */
export const forbidden = (mode: string, feature: Feature): string =>
  `device-mode ${mode} forbids ${feature}; only the button on the router changes it`;
