import type { DeviceFilter } from '../devices/filter';

/** The devices that something is asked of: these, or all that a filter finds, as many as were seen. */
export type Many =
  | { readonly devices: readonly string[] }
  | { readonly matching: DeviceFilter; readonly expected: number };

export const howMany = (many: Many): number => ('devices' in many ? many.devices.length : many.expected);

/** As a door is told of them. */
export const namedTo = (many: Many) =>
  'devices' in many ? { devices: [...many.devices] } : { matching: { ...many.matching, expected: many.expected } };
