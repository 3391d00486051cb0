import type { Menu } from './define';

const rows = { kind: 'rows', noun: 'radio' } as const;
const shows = ['name', 'disabled', 'master-interface'] as const;

/** Radios by the package that drives them: a router has one of them. */
export const radios = [
  {
    ...{ ...rows, menu: '/interface/wireless', shows: [...shows, 'band', 'mode'] },
    verbs: { set: { where: ['name'], fields: ['frequency', 'channel-width'], tier: 'W3' } },
  },
  {
    ...{ ...rows, menu: '/interface/wifi', shows: [...shows, 'configuration.manager'] },
    controlled: { field: 'configuration.manager', by: ['capsman', 'capsman-or-local'] },
    verbs: {
      set: {
        ...{ where: ['name'], fields: ['channel.frequency', 'channel.width'], tier: 'W3' },
        // What is not set it chooses by itself.
        unset: ['channel.frequency', 'channel.width'],
      },
    },
  },
  {
    ...{ ...rows, menu: '/interface/w60g', shows },
    verbs: { set: { where: ['name'], fields: ['frequency'], tier: 'W3' } },
  },
] as const satisfies readonly Menu[];
