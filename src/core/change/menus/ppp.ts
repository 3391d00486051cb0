import type { Menu } from './define';

export const ppp = [
  {
    ...{ menu: '/ppp/secret', kind: 'rows', noun: 'subscriber' },
    shows: ['name', 'service', 'profile', 'remote-address', 'disabled', 'comment'],
    serves: ['remote-address'],
    verbs: { set: { where: ['name'], fields: ['disabled', 'profile'], tier: 'W2' } },
  },
  {
    ...{ menu: '/ppp/active', kind: 'passing', noun: 'session' },
    shows: ['name', 'service', 'caller-id', 'address'],
    serves: ['address'],
    verbs: {
      remove: {
        ...{ where: ['name'], fields: [], tier: 'W2' },
        lost: 'A session that was ended comes back only when the router of the subscriber dials again.',
      },
    },
  },
] as const satisfies readonly Menu[];
